import { z } from 'zod';
import { ownContact } from '../rules/contacts';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, notFound } from '../errors';
import type { Account } from '../models/account';
import {
	applyCustomFields,
	changeOpportunity,
	customFieldInput,
	emitOpportunity,
	ownOpportunity,
	ownPipeline,
	saveOpportunity,
	stageOf,
	type OpportunityChange,
} from '../rules/opportunities';
import { opportunityView } from '../views/opportunities';
import { OPPORTUNITY_STATUSES, type Opportunity } from '../models/records';
import { succeeded } from '../views/succeeded';
import { filled, flag, list, numeric, shape, text, yesNo } from '../rules/validation';

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

function create(
	account: Account,
	locationId: string,
	{ contactId, customFields, ...fields }: Creation,
	version: string,
): Opportunity {
	const pipeline = ownPipeline(account, locationId, fields.pipelineId);
	const contact = ownContact(account, locationId, contactId);
	if (
		!account.store.locations.get(locationId)?.allowDuplicateOpportunity &&
		account.store.opportunities.find((each) => each.contactId === contact.id && each.pipelineId === pipeline.id)
	) {
		throw badRequest('Can not create duplicate opportunity for the contact.');
	}
	const now = account.world.now();
	const opportunity: Opportunity = {
		id: account.id(),
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
	if (customFields) applyCustomFields(account, opportunity, customFields, version);
	saveOpportunity(account, opportunity);
	emitOpportunity(account, ['OpportunityCreate'], opportunity);
	return opportunity;
}

const createOpportunity = endpoint({
	method: 'POST',
	path: '/opportunities/',
	scope: 'opportunities.write',
	status: 201,
	body: shape({ ...changeable, pipelineId: filled, locationId: filled, name: filled, status, contactId: filled }),
	run: ({ account, locationId, version, body: { locationId: _own, ...fields } }) => ({
		opportunity: opportunityView(account, create(account, locationId, fields, version)),
	}),
});

const updateOpportunity = endpoint({
	method: 'PUT',
	path: '/opportunities/:id',
	scope: 'opportunities.write',
	body: shape({ ...changeable, pipelineId: text.optional(), name: text.optional(), status: status.optional() }),
	run: ({ account, locationId, version, params, body }) => ({
		opportunity: opportunityView(
			account,
			changeOpportunity(account, ownOpportunity(account, locationId, params.id), body, version),
		),
	}),
});

/**
 * The odd required fields are the specification's. Without an id it looks for the contact's opportunity in the
 * pipeline.
 */
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
	run({
		account,
		locationId,
		version,
		body: { id, locationId: _own, contactId, followers, isRemoveAllFollowers, followersActionType, ...fields },
	}) {
		const known =
			id !== undefined
				? ownOpportunity(account, locationId, id)
				: account.store.opportunities.find(
						(each) => each.contactId === contactId && each.pipelineId === fields.pipelineId,
					);
		if (!known && contactId === undefined) throw badRequest('contactId is required to create an opportunity');
		const opportunity = known
			? changeOpportunity(account, known, fields, version)
			: create(account, locationId, { ...fields, name: fields.name ?? '', contactId: contactId ?? '' }, version);
		const kept = isRemoveAllFollowers
			? []
			: opportunity.followers.filter((each) => followersActionType === 'add' || !followers.includes(each));
		opportunity.followers = followersActionType === 'add' ? [...new Set([...kept, ...followers])] : kept;
		return { opportunity: opportunityView(account, opportunity), new: known === undefined };
	},
});

const followerEndpoints: Endpoint[] = [
	endpoint({
		method: 'POST',
		path: '/opportunities/:id/followers',
		scope: 'opportunities.write',
		status: 201,
		body: shape({ followers: list }),
		run({ account, locationId, params, body }) {
			const opportunity = ownOpportunity(account, locationId, params.id);
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
		run({ account, locationId, params, query, body }) {
			const opportunity = ownOpportunity(account, locationId, params.id);
			const followersRemoved = opportunity.followers.filter(
				(each) => query.isRemoveAllFollowers === true || body.followers.includes(each),
			);
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
		run: ({ account, locationId, params }) => ({
			opportunity: opportunityView(account, ownOpportunity(account, locationId, params.id)),
		}),
	}),
	endpoint({
		method: 'DELETE',
		path: '/opportunities/:id',
		scope: 'opportunities.write',
		run({ account, locationId, version, params }) {
			const opportunity = ownOpportunity(account, locationId, params.id);
			account.store.opportunities.delete(opportunity.id);
			account.store.opportunityIndex.write(opportunity.id, undefined, account.world.now());
			emitOpportunity(account, ['OpportunityDelete'], opportunity);
			return succeeded(version);
		},
	}),
	endpoint({
		method: 'PUT',
		path: '/opportunities/:id/status',
		scope: 'opportunities.write',
		body: shape({ status, lostReasonId: text.optional() }),
		run({ account, locationId, version, params, body }) {
			if (
				body.lostReasonId !== undefined &&
				account.store.lostReasons.get(body.lostReasonId)?.locationId !== locationId
			)
				throw notFound(`Lost reason with id ${body.lostReasonId} not found`);
			changeOpportunity(account, ownOpportunity(account, locationId, params.id), body, version);
			return succeeded(version);
		},
	}),
	endpoint({
		method: 'GET',
		path: '/opportunities/pipelines',
		scope: 'opportunities.readonly',
		query: shape({ locationId: text }),
		run: ({ account, locationId }) => ({
			pipelines: account.store.pipelines
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
		run({ account, locationId, query }) {
			const found = account.store.lostReasons.where(
				(each) =>
					each.locationId === locationId &&
					each.name.toLowerCase().includes((query.query ?? query.name ?? '').toLowerCase()),
			);
			return { lostReasons: found.slice(query.skip, query.skip + query.limit), total: found.length };
		},
	}),
];
