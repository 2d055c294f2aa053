import { operation } from '../../../shared/operation';
import { whole } from '../../../shared/paging';

export const getGroups = operation({
	resource: 'calendar',
	name: 'getGroups',
	label: 'Get Many Groups',
	action: 'Get many calendar groups',
	description: 'List the groups of calendars of the sub-account',
	effect: 'read',
	endpoint: 'GET /calendars/groups',
	scopes: ['calendars/groups.readonly'],
	source: 'calendars.json get-groups',
	parameters: [],
	query: (input) => ({ locationId: input.account.values.locationId }),
	paging: whole('groups'),
});
