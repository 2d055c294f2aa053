import type { ILoadOptionsFunctions, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import type { CachedRead } from '../../shared/endpoint';
import { column, refreshColumn } from '../../shared/parameters/mapper';
import { withCalls } from '../../shared/editor/methods';
import { customerFields, ID_COLUMN } from '../actions/customer/fields';
import { orderFields } from '../actions/order/fields';
import type { ColumnUse } from '../mapping/attributes';
import { customerProperties, keptLonger, orderProperties, type DefaultProperty } from '../mapping/properties';
import { columnsOf, type RecordFields } from '../mapping/recordFields';
import { orderColumns } from '../sync/orderFields';
import { customerColumns } from '../sync/syncFields';
import { booqable } from '../transport';

export * from './lists';
export { searchSyncAccounts } from '../../shared/sync/accounts';

/**
 * A method of the editor. It reads again each time, since "Refresh field list" is how new properties and choices get
 * into a node. A node that has no credential yet can be filled in all the same.
 */
const columnMethod = (
	cachedRead: CachedRead<DefaultProperty[]>,
	columns: (properties: readonly DefaultProperty[]) => ResourceMapperField[],
) =>
	async function (this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		if (Object.keys(this.getNode().credentials ?? {}).length === 0)
			return { fields: [...columns([]), refreshColumn('Properties')] };
		return await withCalls(this, booqable, async (calls) => {
			for (const kept of [cachedRead, keptLonger(cachedRead)]) calls.forget(kept);
			return { fields: columns(await calls.cached(cachedRead)) };
		});
	};

const columns = (fields: RecordFields, use: ColumnUse = {}) =>
	columnMethod(fields.properties, (properties) => {
		const known = columnsOf(fields, properties, use);
		return use.matching ? [column({ id: ID_COLUMN, displayName: 'ID', type: 'string', match: true }), ...known] : known;
	});

export const getCustomerColumnsForCreate = columns(customerFields, { creating: true });
export const getCustomerColumnsForUpdate = columns(customerFields);
export const getCustomerColumnsForUpsert = columns(customerFields, { matching: true });
export const getCustomerColumnsForSync = columnMethod(customerProperties, customerColumns);
export const getOrderColumns = columns(orderFields);
export const getOrderColumnsForSync = columnMethod(orderProperties, orderColumns);

/** A note has its text and nothing else. */
export async function getNoteColumnsForSync(): Promise<ResourceMapperFields> {
	return await Promise.resolve({
		fields: [column({ id: 'body', displayName: 'Text', type: 'string', required: true })],
	});
}
