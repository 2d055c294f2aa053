import { LOCATION_US, LOST_REASON, PIPELINE, STAGES, USER_ANNA, USER_BEN } from '../../../../sandbox/ghl/world';
import { byId, mapped } from '../../nodeSetups';
import type { Entries } from './entry';
import { source } from './records';

export const opportunity: Entries = {
	addFollowers: ({ opportunity }) => ({
		parameters: { opportunityId: byId(opportunity), followers: [USER_BEN] },
		sdk: async ({ opportunities }) =>
			await opportunities.addFollowersOpportunity({ id: opportunity }, { followers: [USER_BEN] }),
	}),
	create: ({ ben }) => ({
		parameters: {
			contactId: byId(ben),
			pipelineId: PIPELINE,
			stageId: STAGES.lead,
			fields: mapped({ name: 'Tent for a party', monetaryValue: 120, assignedTo: USER_ANNA }),
		},
		sdk: async ({ opportunities }) =>
			await opportunities.createOpportunity({
				pipelineId: PIPELINE,
				pipelineStageId: STAGES.lead,
				locationId: LOCATION_US,
				contactId: ben,
				name: 'Tent for a party',
				status: 'open',
				monetaryValue: 120,
				assignedTo: USER_ANNA,
			}),
	}),
	delete: ({ opportunity }) => ({
		parameters: { opportunityId: byId(opportunity) },
		sdk: async ({ opportunities }) => await opportunities.deleteOpportunity({ id: opportunity }),
	}),
	get: ({ opportunity }) => ({
		parameters: { opportunityId: byId(opportunity) },
		sdk: async ({ opportunities }) => await opportunities.getOpportunity({ id: opportunity }),
	}),
	getLostReasons: () => ({
		parameters: { limit: 20 },
		sdk: async ({ opportunities }) =>
			await opportunities.getLostReason({ locationId: LOCATION_US, limit: 20, skip: 0 }),
	}),
	getPipelines: () => ({
		parameters: {},
		sdk: async ({ opportunities }) => await opportunities.getPipelines({ locationId: LOCATION_US }),
	}),
	removeFollowers: ({ opportunity }) => ({
		parameters: { opportunityId: byId(opportunity), followers: [USER_BEN] },
		sdk: async ({ opportunities }) =>
			await opportunities.removeFollowersOpportunity({ id: opportunity }, { followers: [USER_BEN] }),
	}),
	search: ({ ada }) => ({
		parameters: { limit: 20, filters: { contactId: ada, pipelineId: PIPELINE, status: 'open' } },
		sdk: async ({ opportunities }) =>
			await opportunities.searchOpportunity({
				locationId: LOCATION_US,
				contactId: ada,
				pipelineId: PIPELINE,
				status: 'open',
				limit: 20,
			}),
	}),
	sync: ({ ben }) => ({
		parameters: {
			...source('an-order', 'ben'),
			fields: mapped({
				name: 'Tent for a party',
				pipelineId: PIPELINE,
				pipelineStageId: STAGES.quoted,
				status: 'open',
				monetaryValue: 120,
			}),
		},
		sdk: async ({ opportunities }) =>
			await opportunities.createOpportunity({
				pipelineId: PIPELINE,
				pipelineStageId: STAGES.quoted,
				locationId: LOCATION_US,
				contactId: ben,
				name: 'Tent for a party',
				status: 'open',
				monetaryValue: 120,
			}),
	}),
	update: ({ opportunity }) => ({
		parameters: { opportunityId: byId(opportunity), stageId: STAGES.quoted, fields: mapped({ monetaryValue: 150 }) },
		sdk: async ({ opportunities }) =>
			await opportunities.updateOpportunity(
				{ id: opportunity },
				{ pipelineStageId: STAGES.quoted, monetaryValue: 150 },
			),
	}),
	updateStatus: ({ opportunity }) => ({
		parameters: { opportunityId: byId(opportunity), status: 'lost', lostReasonId: LOST_REASON },
		sdk: async ({ opportunities }) =>
			await opportunities.updateOpportunityStatus({ id: opportunity }, { status: 'lost', lostReasonId: LOST_REASON }),
	}),
	upsert: ({ ada }) => ({
		parameters: { contactId: byId(ada), pipelineId: PIPELINE, fields: mapped({ name: 'Tents for a party' }) },
		sdk: async ({ opportunities }) =>
			await opportunities.upsertOpportunity({
				pipelineId: PIPELINE,
				locationId: LOCATION_US,
				contactId: ada,
				name: 'Tents for a party',
				followers: [],
				isRemoveAllFollowers: false,
				followersActionType: 'add',
			} as never), // the type of the client leaves out whose opportunity it is
	}),
};
