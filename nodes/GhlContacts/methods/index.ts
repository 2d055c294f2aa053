import { searchSyncAccounts } from '../../shared/sync/accounts';
import * as listSearch from './listSearch';
import * as loadOptions from './loadOptions';
import * as resourceMapping from './resourceMapping';
import * as syncMapping from './syncMapping';

/** What the editor asks for: lists, dropdowns and the columns of the visual mapper. */
export const methods = {
	listSearch: { ...listSearch, searchSyncAccounts },
	loadOptions: { ...loadOptions },
	resourceMapping: { ...resourceMapping, ...syncMapping },
};
