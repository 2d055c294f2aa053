import { customFieldInput, type CustomFieldInput } from './contactBodies';
import { badRequest, notFound, unprocessable, wrongLocation } from '../errors';
import type { Account } from '../models/account';
import type { Opportunity, OpportunityStatus, Pipeline } from '../models/records';
import { customFieldValue, knownChoices } from './values';
import { opportunityEvent } from '../views/opportunities';

export { customFieldInput };

export function ownOpportunity(account: Account, locationId: string, id: string | undefined): Opportunity {
	const opportunity = account.store.opportunities.get(id ?? '');
	if (!opportunity) throw notFound(`Opportunity with id ${id} not found`);
	if (opportunity.locationId !== locationId) throw wrongLocation();
	return opportunity;
}

export function saveOpportunity(account: Account, opportunity: Opportunity): Opportunity {
	opportunity.updatedAt = account.world.now();
	account.store.opportunities.add(opportunity);
	account.store.opportunityIndex.write(opportunity.id, opportunity, account.world.now());
	return opportunity;
}

export function ownPipeline(account: Account, locationId: string, id: string): Pipeline {
	const pipeline = account.store.pipelines.get(id);
	if (!pipeline || pipeline.locationId !== locationId) throw badRequest('The pipeline id is invalid.');
	return pipeline;
}

/** The requested stage, or the first one. */
export function stageOf(pipeline: Pipeline, stageId: string | undefined): string {
	const stage = stageId === undefined ? pipeline.stages[0] : pipeline.stages.find((each) => each.id === stageId);
	if (!stage) throw badRequest('The pipeline stage id is invalid.');
	return stage.id;
}

/** v3 takes `fieldValue` only, unlike for contacts. */
export function applyCustomFields(
	account: Account,
	opportunity: Opportunity,
	inputs: CustomFieldInput[],
	version: string,
): void {
	for (const [index, input] of inputs.entries()) {
		if (version === 'v3' && input.field_value !== undefined)
			throw unprocessable(`customFields.${index}.property field_value should not exist`);
		const field = account.store.customFields.find(
			(each) =>
				each.locationId === opportunity.locationId &&
				each.model === 'opportunity' &&
				(input.id === undefined ? each.fieldKey === `opportunity.${input.key}` : each.id === input.id),
		);
		if (!field) continue;
		const value = customFieldValue(field, input.fieldValue ?? input.field_value, `customFields.${index}.field_value`);
		const kept = knownChoices(field, value);
		if (kept !== undefined) opportunity.customFields[field.id] = kept;
		else if (value === undefined) delete opportunity.customFields[field.id];
	}
}

/** Every special event is accompanied by an OpportunityUpdate. */
export function emitOpportunity(account: Account, types: string[], opportunity: Opportunity): void {
	for (const type of [...types, 'OpportunityUpdate'])
		account.events.emit(type, opportunity.locationId, opportunityEvent(opportunity));
}

const SPECIAL = {
	status: 'OpportunityStatusUpdate',
	pipelineStageId: 'OpportunityStageUpdate',
	monetaryValue: 'OpportunityMonetaryValueUpdate',
	assignedTo: 'OpportunityAssignedToUpdate',
} as const;

export interface OpportunityChange {
	name?: string | undefined;
	pipelineId?: string | undefined;
	pipelineStageId?: string | undefined;
	status?: OpportunityStatus | undefined;
	monetaryValue?: number | undefined;
	assignedTo?: string | undefined;
	lostReasonId?: string | undefined;
	customFields?: CustomFieldInput[] | undefined;
}

/** Changes an opportunity in one step and returns what changed. */
export function changeOpportunity(
	account: Account,
	opportunity: Opportunity,
	change: OpportunityChange,
	version: string,
): Opportunity {
	const draft = structuredClone(opportunity);
	if (change.pipelineId !== undefined || change.pipelineStageId !== undefined) {
		const pipeline = ownPipeline(account, draft.locationId, change.pipelineId ?? draft.pipelineId);
		const keepsStage = change.pipelineStageId === undefined && pipeline.id === draft.pipelineId;
		draft.pipelineStageId = stageOf(pipeline, keepsStage ? draft.pipelineStageId : change.pipelineStageId);
		draft.pipelineId = pipeline.id;
	}
	for (const key of ['name', 'status', 'monetaryValue', 'assignedTo', 'lostReasonId'] as const) {
		if (change[key] !== undefined) Object.assign(draft, { [key]: change[key] });
	}
	if (change.customFields) applyCustomFields(account, draft, change.customFields, version);
	if (draft.status !== opportunity.status) draft.lastStatusChangeAt = account.world.now();
	if (draft.pipelineStageId !== opportunity.pipelineStageId) draft.lastStageChangeAt = account.world.now();
	saveOpportunity(account, draft);
	const special = Object.entries(SPECIAL)
		.filter(([key]) => Reflect.get(draft, key) !== Reflect.get(opportunity, key))
		.map(([, type]) => type);
	emitOpportunity(account, special, draft);
	return draft;
}
