import { contactMapping } from '../actions/contact/fields';
import { opportunityMapping, upsertMapping } from '../actions/opportunity/fields';
import { contactFields, opportunityFields } from '../mapping/customFields';
import { columnsOf, type Mapping } from '../mapping/mapping';
import { syncedOpportunityFields } from '../sync/opportunityTarget';
import { syncedFields } from '../sync/syncFields';
import { columnMethod } from './columns';

const ofContacts = (mapping: Mapping) =>
	columnMethod({ standard: mapping.standard, custom: [contactFields, syncedFields] }, ({ custom, lists }) =>
		columnsOf(mapping, custom, lists),
	);

export const getContactColumnsForCreate = ofContacts(contactMapping('create'));
export const getContactColumnsForUpdate = ofContacts(contactMapping('update'));
export const getContactColumnsForUpsert = ofContacts(contactMapping('upsert'));

export const getOpportunityColumns = columnMethod(
	{ standard: opportunityMapping.standard, custom: [opportunityFields, syncedOpportunityFields] },
	({ custom, lists }) => columnsOf(opportunityMapping, custom, lists),
);
export const getOpportunityColumnsForUpsert = columnMethod({ standard: upsertMapping.standard }, ({ lists }) =>
	columnsOf(upsertMapping, [], lists),
);
