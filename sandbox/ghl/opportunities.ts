import { z } from 'zod';
import { ownContact } from './contactRules';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, notFound } from './errors';
import type { Ghl } from './ghl';
import {
	applyCustomFields,
	changeOpportunity,
	customFieldInput,
	emitOpportunity,
	opportunityView,
	ownOpportunity,
	ownPipeline,
	saveOpportunity,
	stageOf,
	type OpportunityChange,
} from './opportunityRules';
import { OPPORTUNITY_STATUSES, type Opportunity } from './records';
import { succeeded } from './contacts';
import { filled, flag, list, numeric, shape, text, yesNo } from './validation';

const status = z.enum(OPPORTUNITY_STATUSES);
const changeable = {
	pipelineStageId: text.optional(),
	monetaryValue: z.number().optional(),
	assignedTo: text.optional(),
	customFields: z.array(customFieldInput).optional(),
};

interface Creation extends OpportunityChange {
	name: string;
	pipelineId: string;
	contactId: string;
}

function create(ghl: Ghl, locationId: string, { contactId, customFields, ...fields }: Creation, version: string): Opportunity {
	const pipeline = ownPipeline(ghl, locationId, fields.pipelineId);
	const contact = ownContact(ghl, locationId, contactId);
	if (
		!ghl.store.locations.get(locationId)?.allowDuplicateOpportunity &&
		ghl.store.opportunities.find((each) => each.contactId === contact.id && each.pipelineId === pipeline.id)
	) {
		throw badRequest('Can not create duplicate opportunity for the contact.');
	}
	const now = ghl.world.now();
	const opportunity: Opportunity = {
		id: ghl.id(),
		locationId,
		contactId: contact.id,
		name: fields.name,
		pipelineId: pipeline.id,
		pipelineStageId: stageOf(pipeline, fields.pipelineStageId),
		status: fields.status ?? 'open',
		monetaryValue: fields.monetaryValue ?? 0,
		assignedTo: fields.assignedTo,
		lostReasonId: fields.lostReasonId,
		source: 'public api',
		followers: [],
		customFields: {},
		createdAt: now,
		updatedAt: now,
		lastStatusChangeAt: now,
		lastStageChangeAt: now,
	};
	if (customFields) applyCustomFields(ghl, opportunity, customFields, version);
	saveOpportunity(ghl, opportunity);
	emitOpportunity(ghl, ['OpportunityCreate'], opportunity);
	return opportunity;
}

const createOpportunity = endpoint({
	method: 'POST',
	path: '/opportunities/',
	scope: 'opportunities.write',
	status: 201,
	body: shape({ ...changeable, pipelineId: filled, locationId: filled, name: filled, status, contactId: filled }),
	run: ({ ghl, locationId, version, body: { locationId: _own, ...fields } }) => ({
		opportunity: opportunityView(ghl, create(ghl, locationId, fields, version)),
	}),
});

const updateOpportunity = endpoint({
	method: 'PUT',
	path: '/opportunities/:id',
	scope: 'opportunities.write',
	body: shape({ ...changeable, pipelineId: text.optional(), name: text.optional(), status: status.optional() }),
	run: ({ ghl, locationId, version, params, body }) => ({
		opportunity: opportunityView(ghl, changeOpportunity(ghl, ownOpportunity(ghl, locationId, params.id), body, version)),
	}),
});

/** The odd required fields are the specification's. Without an id it looks for the contact's opportunity in the pipeline. */
const upsertOpportunity = endpoint({
	method: 'POST',
	path: '/opportunities/upsert',
	scope: 'opportunities.write',
	body: shape({
		id: text.optional(),
		pipelineId: filled,
		locationId: filled,
		contactId: text.optional(),
		followers: list,
		isRemoveAllFollowers: flag,
		followersActionType: z.enum(['add', 'remove']),
		name: text.optional(),
		status: status.optional(),
		pipelineStageId: text.optional(),
		monetaryValue: z.number().optional(),
		assignedTo: text.optional(),
		lostReasonId: text.optional(),
	}),
	run({ ghl, locationId, version, body: { id, locationId: _own, contactId, followers, isRemoveAllFollowers, followersActionType, ...fields } }) {
		const known =
			id !== undefined
				? ownOpportunity(ghl, locationId, id)
				: ghl.store.opportunities.find((each) => each.contactId === contactId && each.pipelineId === fields.pipelineId);
		if (!known && contactId === undefined) throw badRequest('contactId is required to create an opportunity');
		const opportunity = known
			? changeOpportunity(ghl, known, fields, version)
			: create(ghl, locationId, { ...fields, name: fields.name ?? '', contactId: contactId ?? '' }, version);
		const kept = isRemoveAllFollowers ? [] : opportunity.followers.filter((each) => followersActionType === 'add' || !followers.includes(each));
		opportunity.followers = followersActionType === 'add' ? [...new Set([...kept, ...followers])] : kept;
		return { opportunity: opportunityView(ghl, opportunity), new: known === undefined };
	},
});

const followerEndpoints: Endpoint[] = [
	endpoint({
		method: 'POST',
		path: '/opportunities/:id/followers',
		scope: 'opportunities.write',
		status: 201,
		body: shape({ followers: list }),
		run({ ghl, locationId, params, body }) {
			const opportunity = ownOpportunity(ghl, locationId, params.id);
			const followersAdded = body.followers.filter((each) => !opportunity.followers.includes(each));
			opportunity.followers.push(...followersAdded);
			return { followers: opportunity.followers, followersAdded };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/opportunities/:id/followers',
		scope: 'opportunities.write',
		query: shape({ isRemoveAllFollowers: yesNo.optional() }),
		body: shape({ followers: list }),
		run({ ghl, locationId, params, query, body }) {
			const opportunity = ownOpportunity(ghl, locationId, params.id);
			const followersRemoved = opportunity.followers.filter((each) => query.isRemoveAllFollowers === true || body.followers.includes(each));
			opportunity.followers = opportunity.followers.filter((each) => !followersRemoved.includes(each));
			return { followers: opportunity.followers, followersRemoved };
		},
	}),
];

export const opportunityEndpoints: Endpoint[] = [
	createOpportunity,
	updateOpportunity,
	upsertOpportunity,
	...followerEndpoints,
	endpoint({
		method: 'GET',
		path: '/opportunities/:id',
		scope: 'opportunities.readonly',
		run: ({ ghl, locationId, params }) => ({ opportunity: opportunityView(ghl, ownOpportunity(ghl, locationId, params.id)) }),
	}),
	endpoint({
		method: 'DELETE',
		path: '/opportunities/:id',
		scope: 'opportunities.write',
		run({ ghl, locationId, version, params }) {
			const opportunity = ownOpportunity(ghl, locationId, params.id);
			ghl.store.opportunities.delete(opportunity.id);
			ghl.store.opportunityIndex.write(opportunity.id, undefined, ghl.world.now());
			emitOpportunity(ghl, ['OpportunityDelete'], opportunity);
			return succeeded(version);
		},
	}),
	endpoint({
		method: 'PUT',
		path: '/opportunities/:id/status',
		scope: 'opportunities.write',
		body: shape({ status, lostReasonId: text.optional() }),
		run({ ghl, locationId, version, params, body }) {
			if (body.lostReasonId !== undefined && ghl.store.lostReasons.get(body.lostReasonId)?.locationId !== locationId)
				throw notFound(`Lost reason with id ${body.lostReasonId} not found`);
			changeOpportunity(ghl, ownOpportunity(ghl, locationId, params.id), body, version);
			return succeeded(version);
		},
	}),
	endpoint({
		method: 'GET',
		path: '/opportunities/pipelines',
		scope: 'opportunities.readonly',
		query: shape({ locationId: text }),
		run: ({ ghl, locationId }) => ({
			pipelines: ghl.store.pipelines
				.where((each) => each.locationId === locationId)
				.map((each) => ({ ...each, showInFunnel: true, showInPieChart: true })),
		}),
	}),
	endpoint({
		method: 'GET',
		path: '/opportunities/lost-reason',
		scope: 'opportunities.readonly',
		query: shape({
			locationId: text,
			name: text.optional(),
			deleted: yesNo.optional(),
			query: text.optional(),
			skip: numeric.default(0),
			limit: numeric.default(100),
			getCount: yesNo.optional(),
		}),
		run({ ghl, locationId, query }) {
			const found = ghl.store.lostReasons.where(
				(each) => each.locationId === locationId && each.name.toLowerCase().includes((query.query ?? query.name ?? '').toLowerCase()),
			);
			return { lostReasons: found.slice(query.skip, query.skip + query.limit), total: found.length };
		},
	}),
];
