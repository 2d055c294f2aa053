import type { IDataObject } from 'n8n-workflow';
import type { TargetRecord, TargetService } from '../../../sync';
import { listOf, textOf } from '../../shared/parameters/input';
import type { TargetCalls } from '../../shared/sync/targetCalls';
import { archive } from '../actions/customer/archive';
import { create } from '../actions/customer/create';
import { get } from '../actions/customer/get';
import { getMany } from '../actions/customer/getMany';
import { put } from '../actions/customer/update';
import { dateFormat } from '../mapping/dateFormat';
import { customerProperties } from '../mapping/properties';
import { companyCountry } from './companyCountry';
import { LAG_CEILING, mapped, propertyValues, times, type DaySettings } from './targetRecord';
import { ATTRIBUTES, PHONE, TAGS } from './syncFields';

export interface CustomerTargetSettings extends DaySettings {
	readonly account: string;
	/** Columns that are compared. */
	readonly columns: readonly string[];
	/** Column of the property that holds the ID of the linked record, where it is set up. */
	readonly externalId?: string;
}

/** Customers that a search for one value gives at most. */
const SEVERAL = 100;

/** All that Sync may call for them. */
export const CUSTOMER_CALLS = [
	customerProperties.endpoint,
	companyCountry.endpoint,
	dateFormat.endpoint,
	get,
	getMany,
	create,
	put,
	archive,
];

/** Booqable's customers, as Sync needs them: each method is one call. */
export function customerTarget(
	calls: TargetCalls,
	{ account, columns, externalId, ...days }: CustomerTargetSettings,
): TargetService {
	const recordOf = (customer: IDataObject): TargetRecord =>
		targetRecord(customer, [...columns, PHONE], days, externalId);
	const found = async (filters: IDataObject) =>
		(await calls.many(getMany, { limit: SEVERAL, filters: { ...filters, archived: 'active' } })).map(recordOf);
	const withExternalId = (fields: Readonly<Record<string, unknown>>, id: string) => ({
		...fields,
		...(externalId && { [externalId]: id }),
	});
	return {
		system: 'booqable',
		account,
		kinds: days.kinds,
		lagCeiling: LAG_CEILING,
		callBudget: calls.budget,
		read: async (customerId) => {
			const customer = await calls.oneOrNone(get, { customerId });
			return customer && recordOf(customer);
		},
		findByEmail: async (email) => await found({ email }),
		// There is no filter for properties, but the search looks through them. Sync checks what it finds.
		findByPhone: async (phone) => await found({ query: phone }),
		...(externalId && { findByExternalId: async (id: string) => await found({ query: id }) }),
		create: async (fields, id) => {
			const { [TAGS]: tags, ...value } = withExternalId(fields, id);
			return recordOf(await calls.one(create, { fields: mapped(value), options: { tags: listOf(tags ?? []) } }));
		},
		update: async (customerId, fields, id) => {
			const { [TAGS]: tagList, ...value } = withExternalId(fields, id);
			return recordOf(
				await calls.one(put, {
					customerId,
					fields: mapped(value),
					tagList: tagList === null ? [] : tagList,
					options: { emptyValues: 'clear' },
				}),
			);
		},
		archive: async (customerId) => void (await calls.one(archive, { customerId })),
	};
}

/** A customer as Sync compares it. */
function targetRecord(
	customer: IDataObject,
	columns: readonly string[],
	days: DaySettings,
	externalId: string | undefined,
): TargetRecord {
	const fields: Record<string, unknown> = {
		...Object.fromEntries(ATTRIBUTES.map((name) => [name, customer[name] ?? ''])),
		...propertyValues(customer, columns, days),
		[TAGS]: customer.tag_list ?? [],
	};
	const said = externalId === undefined ? '' : textOf(fields[externalId]);
	return {
		id: textOf(customer.id),
		fields,
		...times(customer),
		...(said && { externalId: said }),
		...(customer.archived === true && { archived: true }),
	};
}
