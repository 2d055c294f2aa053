import { z } from 'zod';
import { changeContact, ownContact, saveContact } from '../rules/contacts';
import { succeeded } from '../views/succeeded';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, notFound } from '../errors';
import type { Account } from '../models/account';
import { filled, isoDate, list, shape } from '../rules/validation';

/** Followers, campaigns, workflows and the business of a contact. */

function refuseUnknownUsers(account: Account, ids: string[]): void {
	const unknown = ids.find((id) => !account.store.users.get(id));
	if (unknown !== undefined) throw badRequest(`User with id ${unknown} not found`);
}

const followers: Endpoint[] = [
	endpoint({
		method: 'POST',
		path: '/contacts/:contactId/followers',
		scope: 'contacts.write',
		status: 201,
		body: shape({ followers: list }),
		run({ account, locationId, params, body }) {
			const contact = ownContact(account, locationId, params.contactId ?? '');
			refuseUnknownUsers(account, body.followers);
			const added = body.followers.filter((id) => !contact.followers.includes(id));
			contact.followers.push(...new Set(added));
			saveContact(account, contact);
			return { followers: contact.followers, followersAdded: [...new Set(added)] };
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/contacts/:contactId/followers',
		scope: 'contacts.write',
		body: shape({ followers: list }),
		run({ account, locationId, params, body }) {
			const contact = ownContact(account, locationId, params.contactId ?? '');
			const removed = contact.followers.filter((id) => body.followers.includes(id));
			contact.followers = contact.followers.filter((id) => !removed.includes(id));
			saveContact(account, contact);
			return { followers: contact.followers, followersRemoved: removed };
		},
	}),
];

function ownCampaign(account: Account, locationId: string, id: string): string {
	if (account.store.campaigns.get(id)?.locationId !== locationId) throw notFound(`Campaign with id ${id} not found`);
	return id;
}

const removeFromAllCampaigns = { method: 'DELETE', scope: 'contacts.write' } as const;

function leaveCampaigns(
	account: Account,
	locationId: string,
	contactId: string,
	leaves: (campaign: string) => boolean,
): void {
	const contact = ownContact(account, locationId, contactId);
	contact.campaigns = contact.campaigns.filter((campaign) => !leaves(campaign));
	saveContact(account, contact);
}

const campaigns: Endpoint[] = [
	endpoint({
		method: 'POST',
		path: '/contacts/:contactId/campaigns/:campaignId',
		scope: 'contacts.write',
		status: 201,
		body: shape({}),
		run({ account, locationId, version, params }) {
			const contact = ownContact(account, locationId, params.contactId ?? '');
			const campaign = ownCampaign(account, locationId, params.campaignId ?? '');
			if (!contact.campaigns.includes(campaign)) contact.campaigns.push(campaign);
			saveContact(account, contact);
			return succeeded(version);
		},
	}),
	endpoint({
		...removeFromAllCampaigns,
		path: '/contacts/:contactId/campaigns/removeAll',
		only: 'dated',
		run({ account, locationId, version, params }) {
			leaveCampaigns(account, locationId, params.contactId ?? '', () => true);
			return succeeded(version);
		},
	}),
	endpoint({
		...removeFromAllCampaigns,
		path: '/contacts/:contactId/campaigns/remove-all',
		only: 'v3',
		run({ account, locationId, version, params }) {
			leaveCampaigns(account, locationId, params.contactId ?? '', () => true);
			return succeeded(version);
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/contacts/:contactId/campaigns/:campaignId',
		scope: 'contacts.write',
		run({ account, locationId, version, params }) {
			const campaign = ownCampaign(account, locationId, params.campaignId ?? '');
			leaveCampaigns(account, locationId, params.contactId ?? '', (each) => each === campaign);
			return succeeded(version);
		},
	}),
];

/** With an offset, as in the documented example; a body without it is `{}`. */
const workflowBody = shape({ eventStartTime: isoDate.optional() });

function ownWorkflow(account: Account, locationId: string, id: string): string {
	if (account.store.workflows.get(id)?.locationId !== locationId) throw notFound(`Workflow with id ${id} not found`);
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
		run({ account, locationId, version, params }) {
			const contact = ownContact(account, locationId, params.contactId ?? '');
			const workflow = ownWorkflow(account, locationId, params.workflowId ?? '');
			if (account.store.workflows.get(workflow)?.status !== 'published')
				throw badRequest('The workflow is not published.');
			if (!contact.workflows.includes(workflow)) contact.workflows.push(workflow);
			saveContact(account, contact);
			return succeeded(version);
		},
	}),
	endpoint({
		method: 'DELETE',
		path: '/contacts/:contactId/workflow/:workflowId',
		scope: 'contacts.write',
		body: workflowBody,
		run({ account, locationId, version, params }) {
			const contact = ownContact(account, locationId, params.contactId ?? '');
			const workflow = ownWorkflow(account, locationId, params.workflowId ?? '');
			contact.workflows = contact.workflows.filter((each) => each !== workflow);
			saveContact(account, contact);
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
	run({ account, locationId, body }) {
		const business = body.businessId === null ? undefined : account.store.businesses.get(body.businessId);
		if (body.businessId !== null && business?.locationId !== locationId)
			throw notFound(`Business with id ${body.businessId} not found`);
		for (const id of body.ids) {
			const contact = ownContact(account, locationId, id);
			// The link itself makes no event; the name of the company is one of the fields that do.
			changeContact(account, contact, (draft) => {
				draft.businessId = business?.id;
				draft.companyName = business?.name;
			});
		}
		return { success: true, ids: body.ids };
	},
});

export const enrollmentEndpoints: Endpoint[] = [...followers, ...campaigns, ...workflows, linkBusiness];
