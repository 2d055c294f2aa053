import { z } from 'zod';
import { ownContact, saveContact } from './contactRules';
import { changeContact, succeeded } from './contacts';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, notFound } from './errors';
import type { Ghl } from './ghl';
import { filled, isoDate, list, shape } from './validation';

/** Followers, campaigns, workflows and the business of a contact. */

function refuseUnknownUsers(ghl: Ghl, ids: string[]): void {
	const unknown = ids.find((id) => !ghl.store.users.get(id));
	if (unknown !== undefined) throw badRequest(`User with id ${unknown} not found`);
}

const followers: Endpoint[] = [
	endpoint({
		method: 'POST',
		path: '/contacts/:contactId/followers',
		scope: 'contacts.write',
		status: 201,
		body: shape({ followers: list }),
		run({ ghl, locationId, params, body }) {
			const contact = ownContact(ghl, locationId, params.contactId ?? '');
			refuseUnknownUsers(ghl, body.followers);
			const added = body.followers.filter((id) => !contact.followers.includes(id));
			contact.followers.push(...new Set(added));
			saveContact(ghl, contact);
			return { followers: contact.followers, followersAdded: [...new Set(added)] };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/contacts/:contactId/followers',
		scope: 'contacts.write',
		body: shape({ followers: list }),
		run({ ghl, locationId, params, body }) {
			const contact = ownContact(ghl, locationId, params.contactId ?? '');
			const removed = contact.followers.filter((id) => body.followers.includes(id));
			contact.followers = contact.followers.filter((id) => !removed.includes(id));
			saveContact(ghl, contact);
			return { followers: contact.followers, followersRemoved: removed };
		},
	}),
];

function ownCampaign(ghl: Ghl, locationId: string, id: string): string {
	if (ghl.store.campaigns.get(id)?.locationId !== locationId) throw notFound(`Campaign with id ${id} not found`);
	return id;
}

const removeFromAllCampaigns = { method: 'DELETE', scope: 'contacts.write' } as const;

function leaveCampaigns(ghl: Ghl, locationId: string, contactId: string, leaves: (campaign: string) => boolean): void {
	const contact = ownContact(ghl, locationId, contactId);
	contact.campaigns = contact.campaigns.filter((campaign) => !leaves(campaign));
	saveContact(ghl, contact);
}

const campaigns: Endpoint[] = [
	endpoint({
		method: 'POST',
		path: '/contacts/:contactId/campaigns/:campaignId',
		scope: 'contacts.write',
		status: 201,
		body: shape({}),
		run({ ghl, locationId, version, params }) {
			const contact = ownContact(ghl, locationId, params.contactId ?? '');
			const campaign = ownCampaign(ghl, locationId, params.campaignId ?? '');
			if (!contact.campaigns.includes(campaign)) contact.campaigns.push(campaign);
			saveContact(ghl, contact);
			return succeeded(version);
		},
	}),
	endpoint({
		...removeFromAllCampaigns,
		path: '/contacts/:contactId/campaigns/removeAll',
		only: 'dated',
		run({ ghl, locationId, version, params }) {
			leaveCampaigns(ghl, locationId, params.contactId ?? '', () => true);
			return succeeded(version);
		},
	}),
	endpoint({
		...removeFromAllCampaigns,
		path: '/contacts/:contactId/campaigns/remove-all',
		only: 'v3',
		run({ ghl, locationId, version, params }) {
			leaveCampaigns(ghl, locationId, params.contactId ?? '', () => true);
			return succeeded(version);
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/contacts/:contactId/campaigns/:campaignId',
		scope: 'contacts.write',
		run({ ghl, locationId, version, params }) {
			const campaign = ownCampaign(ghl, locationId, params.campaignId ?? '');
			leaveCampaigns(ghl, locationId, params.contactId ?? '', (each) => each === campaign);
			return succeeded(version);
		},
	}),
];

/** With an offset, as in the documented example; a body without it is `{}`. */
const workflowBody = shape({ eventStartTime: isoDate.optional() });

function ownWorkflow(ghl: Ghl, locationId: string, id: string): string {
	if (ghl.store.workflows.get(id)?.locationId !== locationId) throw notFound(`Workflow with id ${id} not found`);
	return id;
}

const workflows: Endpoint[] = [
	endpoint({
		// Documented as 200, measured as 201.
		method: 'POST',
		path: '/contacts/:contactId/workflow/:workflowId',
		scope: 'contacts.write',
		status: 201,
		body: workflowBody,
		run({ ghl, locationId, version, params }) {
			const contact = ownContact(ghl, locationId, params.contactId ?? '');
			const workflow = ownWorkflow(ghl, locationId, params.workflowId ?? '');
			if (ghl.store.workflows.get(workflow)?.status !== 'published') throw badRequest('The workflow is not published.');
			if (!contact.workflows.includes(workflow)) contact.workflows.push(workflow);
			saveContact(ghl, contact);
			return succeeded(version);
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/contacts/:contactId/workflow/:workflowId',
		scope: 'contacts.write',
		body: workflowBody,
		run({ ghl, locationId, version, params }) {
			const contact = ownContact(ghl, locationId, params.contactId ?? '');
			const workflow = ownWorkflow(ghl, locationId, params.workflowId ?? '');
			contact.workflows = contact.workflows.filter((each) => each !== workflow);
			saveContact(ghl, contact);
			return succeeded(version);
		},
	}),
];

const MAX_LINKED = 50;

const linkBusiness = endpoint({
	method: 'POST',
	path: '/contacts/bulk/business',
	scope: 'contacts.write',
	body: shape({ locationId: filled, ids: z.array(z.string()).max(MAX_LINKED), businessId: filled.nullable() }),
	run({ ghl, locationId, body }) {
		const business = body.businessId === null ? undefined : ghl.store.businesses.get(body.businessId);
		if (body.businessId !== null && business?.locationId !== locationId) throw notFound(`Business with id ${body.businessId} not found`);
		for (const id of body.ids) {
			const contact = ownContact(ghl, locationId, id);
			// The link itself makes no event; the name of the company is one of the fields that do.
			changeContact(ghl, contact, (draft) => {
				draft.businessId = business?.id;
				draft.companyName = business?.name;
			});
		}
		return { success: true, ids: body.ids };
	},
});

export const enrolmentEndpoints: Endpoint[] = [...followers, ...campaigns, ...workflows, linkBusiness];
