import type { ILoadOptionsFunctions, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import type { Calls } from '../../shared/calls';
import { column } from '../../shared/mapper';
import { withCalls } from '../../shared/methods';
import { getMany as getCalendars } from '../actions/calendar/getMany';
import { getPipelines } from '../actions/opportunity/lists';
import { contactFields, opportunityFields } from '../customFields';
import { columnsOf } from '../mapping';
import { opportunityMapping } from '../opportunityFields';
import { APPOINTMENT } from '../sync/appointmentFar';
import { BUSINESS } from '../sync/businessFar';
import { columnsFor, type SyncedField } from '../sync/fields';
import { NOTE } from '../sync/noteFar';
import { SYNCED, TAGS } from '../sync/syncFields';
import { TASK } from '../sync/taskFar';
import { ghl } from '../transport';
import { rowOf, stageRows } from './rows';

/** The columns that Sync can compare. */
const liveColumns = (columns: (calls: Calls) => Promise<ResourceMapperField[]>) =>
	async function (this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		return await withCalls(this, ghl, async (calls) => ({ fields: await columns(calls) }));
	};

const fixedColumns = (fields: readonly SyncedField[]) => async (): Promise<ResourceMapperFields> => await Promise.resolve({ fields: columnsFor(fields) });

export const getNoteColumnsForSync = fixedColumns(NOTE);
export const getTaskColumnsForSync = fixedColumns(TASK);
export const getBusinessColumnsForSync = fixedColumns(BUSINESS);

export const getContactColumnsForSync = liveColumns(async (calls) => [
	...columnsOf(SYNCED, await calls.look(contactFields)),
	column({ id: TAGS, displayName: 'Tags', type: 'array' }),
]);

export const getAppointmentColumnsForSync = liveColumns(async (calls) => {
	const choices = (await calls.many(getCalendars, {})).map((calendar) => rowOf(calendar));
	return columnsFor(APPOINTMENT.map((field) => (field.id === 'calendarId' ? { ...field, choices } : field)));
});

export const getOpportunityColumnsForSync = liveColumns(async (calls) => {
	const pipelines = await calls.many(getPipelines, {});
	return [
		column({ id: 'pipelineId', displayName: 'Pipeline', type: 'options', options: pipelines.map((pipeline) => rowOf(pipeline)) }),
		column({ id: 'pipelineStageId', displayName: 'Stage', type: 'options', options: stageRows(pipelines) }),
		...columnsOf(opportunityMapping, await calls.look(opportunityFields)),
	];
});
