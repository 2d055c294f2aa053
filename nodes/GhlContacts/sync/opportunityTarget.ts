import type { IDataObject } from 'n8n-workflow';
import type { TargetRecord, TargetService } from '../../../sync';
import type { FieldKind } from '../../../sync/model/canonical';
import { ServiceError } from '../../../sync/model/ports';
import { textOf, type Input } from '../../shared/parameters/input';
import { isEmpty } from '../../shared/parameters/mapper';
import type { TargetCalls } from '../../shared/sync/targetCalls';
import type { Attempt } from '../../shared/sync/mappedValues';
import { create } from '../actions/opportunity/create';
import { deleteOpportunity } from '../actions/opportunity/delete';
import { opportunityMapping } from '../actions/opportunity/fields';
import { get } from '../actions/opportunity/get';
import { search } from '../actions/opportunity/search';
import { update } from '../actions/opportunity/update';
import { pipelines, stages, type Listed } from '../mapping/accountLists';
import { opportunityFields, type CustomField } from '../mapping/customFields';
import { comparableStandard, type Lists, type MappedField, type Mapping } from '../mapping/mapping';
import { customIn, mappedColumns, valuesIn } from './customColumns';
import { RecordCalls, mapped, times } from './recordCalls';
import { keptLonger } from './syncFields';

const PIPELINE: MappedField = { id: 'pipelineId', label: 'Pipeline', list: pipelines, first: true };
const STAGE: MappedField = { id: 'pipelineStageId', label: 'Stage', list: stages, first: true };

/** Writable fields beside the custom ones: pipeline and stage are fields like any other here. */
export const SYNCED: Mapping = { ...opportunityMapping, standard: [PIPELINE, STAGE, ...opportunityMapping.standard] };

const STANDARD: readonly string[] = SYNCED.standard.map(({ id }) => id);

/** The mapped columns that can be synced. A stage by name is one of the mapped pipeline. */
export function mappedFields(
	input: Input,
	definitions: readonly CustomField[],
	lists: Lists,
	attempt: Attempt,
): Record<string, unknown> {
	const pipelineId = comparableStandard(
		PIPELINE,
		valuesIn(input, SYNCED.standard, definitions).values.pipelineId,
		lists,
		attempt,
	);
	const ofPipeline = (listed: Listed): Listed =>
		isEmpty(pipelineId) ? listed : listed?.filter((stage) => stage.pipelineId === pipelineId);
	return mappedColumns(
		input,
		SYNCED.standard,
		definitions,
		(list) => (list === stages ? ofPipeline(lists(list)) : lists(list)),
		attempt,
	);
}

export const syncedOpportunityFields = keptLonger(opportunityFields);

export interface OpportunityTargetSettings {
	readonly account: string;
	readonly kinds: Readonly<Record<string, FieldKind>>;
	/** Definitions of the custom fields, where any is mapped. */
	readonly definitions: readonly CustomField[];
}

/** Ms until GHL's search surely finds what was written. */
const LAG_CEILING = 60_000;
const PLAIN = { options: { customFieldsByName: false } };

/** All that Sync may call for them. */
export const OPPORTUNITY_CALLS = [opportunityFields.endpoint, search, get, create, update, deleteOpportunity];

/**
 * The opportunities of a contact, as Sync needs them. Only a search lists them, and it lags: what it doesn't show may
 * still come.
 */
export function opportunityTarget(
	calls: TargetCalls,
	{ account, kinds, definitions }: OpportunityTargetSettings,
	contactId = '',
): TargetService {
	const records = new RecordCalls(calls, (opportunity) => targetRecord(opportunity, definitions));
	return {
		system: 'ghl',
		account,
		kinds,
		lagCeiling: LAG_CEILING,
		callBudget: calls.budget,
		under: (parentId) => opportunityTarget(calls, { account, kinds, definitions }, parentId),
		list: async () => await records.many(search, { filters: { contactId }, ...PLAIN }),
		read: async (opportunityId) => await records.oneOrNone(get, { opportunityId, ...PLAIN }),
		create: async (values) => await records.one(create, { contactId, ...parametersOf(values), ...PLAIN }),
		update: async (opportunityId, values) =>
			await records.one(update, {
				opportunityId,
				...parametersOf(values),
				options: { ...PLAIN.options, emptyValues: 'clear' },
			}),
		delete: async (opportunityId) => await records.removed(deleteOpportunity, { opportunityId }),
	};
}

/** Pipeline and stage are parameters of their own. Throws `ServiceError`. */
function parametersOf({
	pipelineId,
	pipelineStageId,
	...fields
}: Readonly<Record<string, unknown>>): Record<string, unknown> {
	if (pipelineId === null || pipelineStageId === null)
		throw new ServiceError('an opportunity is always in a stage of a pipeline', { written: 'no', again: false });
	return { pipelineId, stageId: pipelineStageId, fields: mapped(fields) };
}

function targetRecord(opportunity: IDataObject, definitions: readonly CustomField[]): TargetRecord {
	const standard = STANDARD.filter((name) => opportunity[name] !== undefined && opportunity[name] !== null);
	const fields = {
		...Object.fromEntries(standard.map((name) => [name, opportunity[name]])),
		...customIn(opportunity.customFields, definitions),
	};
	return { id: textOf(opportunity.id), fields, ...times(opportunity.updatedAt, opportunity.createdAt) };
}
