import type { Behavior } from '../models/account';
import { blank, featureNotEnabled, invalidValue, notIncluded } from '../errors';
import { text } from '../models/records';
import { tableOf } from '../models/tables';
import { attributeType } from '../models/tables/table';

/** Written once, never changed; no webhook reports them. */
export const notes: Behavior = {
	defaults: ({ employee }) => ({ employee_id: employee.id }),
	prepare({ account }, written) {
		if (!account.plan.features.includes('notes')) throw featureNotEnabled('notes');
		if (!text(written.body).trim()) throw blank('body');
		const ownerType = text(written.owner_type);
		if (!attributeType(tableOf('notes'), 'owner_type')?.options.includes(ownerType)) throw notIncluded('owner_type');
		if (!account.find(ownerType, written.owner_id)) throw invalidValue('owner', 'must exist', 'required');
		return written;
	},
};
