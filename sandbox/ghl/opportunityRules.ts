import { customFieldInput, type CustomFieldInput } from './contactShapes';
import { fullName, type View } from './contactViews';
import { badRequest, notFound, unprocessable, wrongLocation } from './errors';
import type { Ghl } from './ghl';
import type { Opportunity, OpportunityStatus, Pipeline } from './records';
import { customFieldValue, iso } from './values';

export { customFieldInput };

export function ownOpportunity(ghl: Ghl, locationId: string, id: string | undefined): Opportunity {
	const opportunity = ghl.store.opportunities.get(id ?? '');
	if (!opportunity) throw notFound(`Opportunity with id ${id} not found`);
	if (opportunity.locationId !== locationId) throw wrongLocation();
	return opportunity;
}

export function saveOpportunity(ghl: Ghl, opportunity: Opportunity): Opportunity {
	opportunity.updatedAt = ghl.world.now();
	ghl.store.opportunities.add(opportunity);
	ghl.store.opportunityIndex.write(opportunity.id, opportunity, ghl.world.now());
	return opportunity;
}

export function ownPipeline(ghl: Ghl, locationId: string, id: string): Pipeline {
	const pipeline = ghl.store.pipelines.get(id);
	if (!pipeline || pipeline.locationId !== locationId) throw badRequest('The pipeline id is invalid.');
	return pipeline;
}

/** The stage asked for, or the first one. */
export function stageOf(pipeline: Pipeline, stageId: string | undefined): string {
	const stage = stageId === undefined ? pipeline.stages[0] : pipeline.stages.find((each) => each.id === stageId);
	if (!stage) throw badRequest('The pipeline stage id is invalid.');
	return stage.id;
}

/** v3 takes `fieldValue` only, unlike for contacts. */
export function applyCustomFields(ghl: Ghl, opportunity: Opportunity, inputs: CustomFieldInput[], version: string): void {
	for (const [index, input] of inputs.entries()) {
		if (version === 'v3' && input.field_value !== undefined) throw unprocessable(`customFields.${index}.property field_value should not exist`);
		const field = ghl.store.customFields.find(
			(each) =>
				each.locationId === opportunity.locationId &&
				each.model === 'opportunity' &&
				(input.id === undefined ? each.fieldKey === `opportunity.${input.key}` : each.id === input.id),
		);
		if (!field) continue;
		const value = customFieldValue(field, input.fieldValue ?? input.field_value, `customFields.${index}.field_value`);
		if (value === undefined) delete opportunity.customFields[field.id];
		else opportunity.customFields[field.id] = value;
	}
}

function contactOf(ghl: Ghl, contactId: string): View {
	const contact = ghl.store.contacts.get(contactId);
	return contact
		? { id: contact.id, name: fullName(contact), companyName: contact.companyName, email: contact.email, phone: contact.phone, tags: contact.tags }
		: { id: contactId };
}

function base(ghl: Ghl, opportunity: Opportunity): View {
	const { customFields: _typed, createdAt, updatedAt, lastStatusChangeAt, lastStageChangeAt, ...rest } = opportunity;
	return {
		...rest,
		lastStatusChangeAt: iso(lastStatusChangeAt),
		lastStageChangeAt: iso(lastStageChangeAt),
		lastActionDate: iso(updatedAt),
		createdAt: iso(createdAt),
		updatedAt: iso(updatedAt),
		contact: contactOf(ghl, opportunity.contactId),
	};
}

export function opportunityView(ghl: Ghl, opportunity: Opportunity): View {
	return { ...base(ghl, opportunity), customFields: Object.entries(opportunity.customFields).map(([id, fieldValue]) => ({ id, fieldValue })) };
}

function typedValue(id: string, value: unknown): View {
	if (Array.isArray(value)) return { id, type: 'array', fieldValueArray: value };
	if (typeof value === 'number') return { id, type: 'number', fieldValueNumber: value };
	return typeof value === 'object' ? { id, type: 'object', fieldValueObject: value } : { id, type: 'string', fieldValueString: value };
}

/** Search results name the type of each custom value in its key. */
export function foundOpportunityView(ghl: Ghl, opportunity: Opportunity): View {
	return {
		...base(ghl, opportunity),
		customFields: Object.entries(opportunity.customFields).map(([id, value]) => typedValue(id, value)),
		relations: [],
	};
}

function opportunityEvent({
	id,
	assignedTo,
	contactId,
	monetaryValue,
	name,
	pipelineId,
	pipelineStageId,
	source,
	status,
	createdAt,
}: Opportunity): View {
	return {
		id,
		assignedTo: assignedTo ?? null,
		contactId,
		monetaryValue,
		name,
		pipelineId,
		pipelineStageId,
		source,
		status,
		dateAdded: iso(createdAt),
	};
}

/** Every special event is accompanied by an OpportunityUpdate. */
export function emitOpportunity(ghl: Ghl, types: string[], opportunity: Opportunity): void {
	for (const type of [...types, 'OpportunityUpdate']) ghl.events.emit(type, opportunity.locationId, opportunityEvent(opportunity));
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

/** Changes an opportunity in one step and tells what changed. */
export function changeOpportunity(ghl: Ghl, opportunity: Opportunity, change: OpportunityChange, version: string): Opportunity {
	const draft = structuredClone(opportunity);
	if (change.pipelineId !== undefined || change.pipelineStageId !== undefined) {
		const pipeline = ownPipeline(ghl, draft.locationId, change.pipelineId ?? draft.pipelineId);
		const keepsStage = change.pipelineStageId === undefined && pipeline.id === draft.pipelineId;
		draft.pipelineStageId = stageOf(pipeline, keepsStage ? draft.pipelineStageId : change.pipelineStageId);
		draft.pipelineId = pipeline.id;
	}
	for (const key of ['name', 'status', 'monetaryValue', 'assignedTo', 'lostReasonId'] as const) {
		if (change[key] !== undefined) Object.assign(draft, { [key]: change[key] });
	}
	if (change.customFields) applyCustomFields(ghl, draft, change.customFields, version);
	if (draft.status !== opportunity.status) draft.lastStatusChangeAt = ghl.world.now();
	if (draft.pipelineStageId !== opportunity.pipelineStageId) draft.lastStageChangeAt = ghl.world.now();
	saveOpportunity(ghl, draft);
	const special = Object.entries(SPECIAL)
		.filter(([key]) => Reflect.get(draft, key) !== Reflect.get(opportunity, key))
		.map(([, type]) => type);
	emitOpportunity(ghl, special, draft);
	return draft;
}
