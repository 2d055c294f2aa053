import type { IDataObject } from 'n8n-workflow';
import type { FarRecord, FarService } from '../../../sync';
import { ServiceError } from '../../../sync/ports';
import type { FieldKind } from '../../../sync/canonical';
import { textOf } from '../../shared/input';
import type { FarCalls } from '../../shared/sync/farCalls';
import { create } from '../actions/opportunity/create';
import { deleteOpportunity } from '../actions/opportunity/delete';
import { get } from '../actions/opportunity/get';
import { search } from '../actions/opportunity/search';
import { update } from '../actions/opportunity/update';
import { opportunityFields, type CustomField } from '../customFields';
import { opportunityMapping } from '../opportunityFields';
import { customIn } from './customColumns';
import { FarAnswers, mapped, times } from './farAnswers';
import { keptLonger } from './syncFields';

export const STANDARD: readonly string[] = ['pipelineId', 'pipelineStageId', ...opportunityMapping.standard.map(({ id }) => id)];

export const syncedOpportunityFields = keptLonger(opportunityFields);

export interface OpportunityFar {
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

/** The opportunities of a contact, as Sync needs them. Only a search lists them, and it lags: what it doesn't show may still come. */
export function opportunityFar(calls: FarCalls, { account, kinds, definitions }: OpportunityFar, contactId = ''): FarService {
	const answers = new FarAnswers(calls, (opportunity) => farRecord(opportunity, definitions));
	return {
		system: 'ghl',
		account,
		kinds,
		lagCeiling: LAG_CEILING,
		callBudget: calls.budget,
		under: (parentId) => opportunityFar(calls, { account, kinds, definitions }, parentId),
		list: async () => await answers.many(search, { filters: { contactId }, ...PLAIN }),
		read: async (opportunityId) => await answers.oneOrNone(get, { opportunityId, ...PLAIN }),
		create: async (values) => await answers.one(create, { contactId, ...parametersOf(values), ...PLAIN }),
		update: async (opportunityId, values) => await answers.one(update, { opportunityId, ...parametersOf(values), options: { ...PLAIN.options, emptyValues: 'clear' } }),
		delete: async (opportunityId) => await answers.removed(deleteOpportunity, { opportunityId }),
	};
}

/** Pipeline and stage are parameters of their own. Throws `ServiceError`. */
function parametersOf({ pipelineId, pipelineStageId, ...fields }: Readonly<Record<string, unknown>>): Record<string, unknown> {
	if (pipelineId === null || pipelineStageId === null) throw new ServiceError('an opportunity is always in a stage of a pipeline', { written: 'no', again: false });
	return { pipelineId, stageId: pipelineStageId, fields: mapped(fields) };
}

function farRecord(opportunity: IDataObject, definitions: readonly CustomField[]): FarRecord {
	const standard = STANDARD.filter((name) => opportunity[name] !== undefined && opportunity[name] !== null);
	const fields = { ...Object.fromEntries(standard.map((name) => [name, opportunity[name]])), ...customIn(opportunity.customFields, definitions) };
	return { id: textOf(opportunity.id), fields, ...times(opportunity.updatedAt, opportunity.createdAt) };
}
