import type { TargetRecord, TargetService } from '../../../sync';
import { canonicalEmail, e164 } from '../../../sync/model/canonical';
import { textOf } from '../../shared/parameters/input';
import type { TargetCalls } from '../../shared/sync/targetCalls';
import { create } from '../actions/business/create';
import { deleteBusiness } from '../actions/business/delete';
import { get } from '../actions/business/get';
import { getMany } from '../actions/business/getMany';
import { update } from '../actions/business/update';
import { locationCountry } from '../actions/location/defaults';
import { RecordCalls, times } from './recordCalls';
import { fieldsIn, kindsOf, written, type SyncedField } from './fields';

/** Writable fields of a business. Source: businesses.json, CreateBusinessDto and UpdateBusinessDto. */
export const BUSINESS: readonly SyncedField[] = [
	{ id: 'name', label: 'Name', kind: 'name', first: true },
	{ id: 'email', label: 'Email', kind: 'email', first: true },
	{ id: 'phone', label: 'Phone', kind: 'phone', first: true, clears: true },
	{ id: 'website', label: 'Website', clears: true },
	{ id: 'address', label: 'Street Address', clears: true },
	{ id: 'city', label: 'City', clears: true },
	{ id: 'state', label: 'State', clears: true },
	{ id: 'postalCode', label: 'Postal Code', clears: true },
	{ id: 'country', label: 'Country', country: true, clears: true },
	{ id: 'description', label: 'Description', clears: true },
];

export interface BusinessTargetSettings {
	readonly account: string;
	/** Country of phone numbers without one. */
	readonly region?: string;
}

/**
 * Ms until the list surely shows what was written. GHL says nothing of it; its search for contacts takes "a few
 * seconds".
 */
const LAG_CEILING = 60_000;

/** All that Sync may call for them. */
export const BUSINESS_CALLS = [locationCountry.endpoint, getMany, get, create, update, deleteBusiness];

/**
 * GHL's businesses, as Sync needs them: each method is one call, but for the search by email or phone. GHL has none,
 * so the whole list is read, a call for each hundred, and once in a Sync.
 */
export function businessTarget(calls: TargetCalls, { account, region }: BusinessTargetSettings): TargetService {
	const records = new RecordCalls(calls, (business) => ({
		id: textOf(business.id),
		fields: fieldsIn(business, BUSINESS),
		...times(business.updatedAt, business.createdAt),
	}));
	let listed: Promise<TargetRecord[]> | undefined;
	const having = async (field: string, form: (text: string) => string | undefined, wanted: string) => {
		listed ??= records.many(getMany, {});
		return (await listed).filter(({ fields }) => form(textOf(fields[field])) === wanted);
	};
	return {
		system: 'ghl',
		account,
		kinds: kindsOf(BUSINESS),
		lagCeiling: LAG_CEILING,
		callBudget: calls.budget,
		read: async (businessId) => await records.oneOrNone(get, { businessId }),
		findByEmail: async (email) => await having('email', canonicalEmail, email),
		findByPhone: async (phone) => await having('phone', (text) => e164(text, region), phone),
		create: async ({ name, ...rest }) => await records.one(create, { name, additionalFields: rest }),
		update: async (businessId, values) =>
			await records.one(update, { businessId, updateFields: written(values, BUSINESS) }),
		delete: async (businessId) => await records.removed(deleteBusiness, { businessId }),
	};
}
