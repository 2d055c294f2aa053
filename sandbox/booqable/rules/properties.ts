import type { Session, Behavior } from '../models/account';
import { invalidValue, notIncluded } from '../errors';
import { linkedValues } from './propertyValues';
import { text, type StoredRecord } from '../models/records';
import { tableOf } from '../models/tables';
import { attributeType } from '../models/tables/table';

function indexOwner({ account }: Session, { values }: StoredRecord): void {
	const owner = account.find(text(values.owner_type), values.owner_id);
	if (owner) account.index(owner);
}

/**
 * A property written by itself is searchable with its owner, but neither touches the owner's `updated_at` nor sends a
 * webhook.
 * The reference does not say whether it would; who polls owners only would miss it.
 */
export const properties: Behavior = {
	prepare({ account }, written, current) {
		const ownerType = text(written.owner_type ?? current?.values.owner_type);
		if (!attributeType(tableOf('properties'), 'owner_type')?.options.includes(ownerType))
			throw notIncluded('owner_type');
		if (!current && !account.find(ownerType, written.owner_id)) throw invalidValue('owner', 'must exist', 'required');
		return { ...written, ...linkedValues(account, ownerType, written, current) };
	},
	defaults: () => ({ position: 0 }),
	derive: (_account, { values }) => ({
		meets_validation_requirements: !values.validation_required || text(values.value) !== '',
	}),
	written: indexOwner,
	removing: indexOwner,
};
