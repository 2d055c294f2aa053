import type { ResourceMapperFields, ILoadOptionsFunctions } from 'n8n-workflow';
import { column } from '../../shared/mapper';
import { withCalls } from '../../shared/methods';
import type { ColumnUse } from '../attributes';
import { customerFields, ID_COLUMN } from '../customerFields';
import { orderFields } from '../orderFields';
import { columnsOf, type RecordFields } from '../recordFields';
import { booqable } from '../transport';

export * from './lists';
export { searchSyncAccounts } from '../../shared/sync/accounts';
export { getOrderColumnsForSync } from '../sync/orderFields';
export { getCustomerColumnsForSync } from '../sync/syncFields';

const columns = (fields: RecordFields, use: ColumnUse = {}) =>
	async function (this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		return await withCalls(this, booqable, async (calls) => {
			const known = columnsOf(fields, await calls.look(fields.properties), use);
			return { fields: use.matching ? [column({ id: ID_COLUMN, displayName: 'ID', type: 'string', match: true }), ...known] : known };
		});
	};

export const getCustomerColumnsForCreate = columns(customerFields, { creating: true });
export const getCustomerColumnsForUpdate = columns(customerFields);
export const getCustomerColumnsForUpsert = columns(customerFields, { matching: true });
export const getOrderColumns = columns(orderFields);

/** A note has its text and nothing else. */
export async function getNoteColumnsForSync(): Promise<ResourceMapperFields> {
	return await Promise.resolve({ fields: [column({ id: 'body', displayName: 'Text', type: 'string', required: true })] });
}
