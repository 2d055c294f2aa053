import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { withCalls } from '../../shared/methods';
import { contactMapping } from '../contactFields';
import { columnsOf, type Mapping } from '../mapping';
import { opportunityMapping } from '../opportunityFields';
import { ghl } from '../transport';

const columnsFor = (mapping: Mapping) =>
	async function (this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		return await withCalls(this, ghl, async (calls) => ({ fields: columnsOf(mapping, await calls.look(mapping.custom)) }));
	};

export const getContactColumnsForCreate = columnsFor(contactMapping('create'));
export const getContactColumnsForUpdate = columnsFor(contactMapping('update'));
export const getContactColumnsForUpsert = columnsFor(contactMapping('upsert'));
export const getOpportunityColumns = columnsFor(opportunityMapping);

/** GHL's upsert takes no custom fields. */
export async function getOpportunityColumnsForUpsert(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return await Promise.resolve({ fields: columnsOf(opportunityMapping, []) });
}
