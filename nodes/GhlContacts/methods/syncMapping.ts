import { column } from '../../shared/parameters/mapper';
import { contactFields, opportunityFields } from '../mapping/customFields';
import { columnsOf } from '../mapping/mapping';
import { APPOINTMENT } from '../sync/appointmentTarget';
import { BUSINESS } from '../sync/businessTarget';
import { columnsFor, type SyncedField } from '../sync/fields';
import { NOTE } from '../sync/noteTarget';
import { SYNCED as OPPORTUNITY, syncedOpportunityFields } from '../sync/opportunityTarget';
import { SYNCED as CONTACT, syncedFields, TAGS } from '../sync/syncFields';
import { TASK } from '../sync/taskTarget';
import { columnMethod } from './columns';

const fixed = (fields: readonly SyncedField[]) =>
	columnMethod({ standard: fields }, ({ lists }) => columnsFor(fields, lists));

export const getNoteColumnsForSync = fixed(NOTE);
export const getTaskColumnsForSync = fixed(TASK);
export const getBusinessColumnsForSync = fixed(BUSINESS);
export const getAppointmentColumnsForSync = fixed(APPOINTMENT);

export const getContactColumnsForSync = columnMethod(
	{ standard: CONTACT.standard, custom: [contactFields, syncedFields] },
	({ custom, lists }) => [
		...columnsOf(CONTACT, custom, lists),
		column({ id: TAGS, displayName: 'Tags', type: 'string', several: true }),
	],
);

export const getOpportunityColumnsForSync = columnMethod(
	{ standard: OPPORTUNITY.standard, custom: [opportunityFields, syncedOpportunityFields] },
	({ custom, lists }) => columnsOf(OPPORTUNITY, custom, lists),
);
