import { BUSINESS, CAMPAIGN, FIELDS, LOCATION_US, USER_ANNA, USER_BEN, WORKFLOW } from '../../../../sandbox/ghl/world';
import { byId, mapped } from '../../nodeSetups';
import type { Entries } from './entry';

const PERSON = {
	firstName: 'Cem',
	lastName: 'Example',
	email: 'cem@example.com',
	phone: '+12125550145',
	city: 'Boston',
	country: 'US',
};
const NEW = { ...PERSON, companyName: 'Example Rentals' };
const IN_EITHER_CITY = [
	{ field: 'city', operator: 'eq', value: 'Boston' },
	{ field: 'city', operator: 'eq', value: 'Salem' },
];
const NEWEST_FIRST = [{ field: 'dateAdded', direction: 'desc' }];

export const contact: Entries = {
	addFollowers: ({ ada }) => ({
		parameters: { contactId: byId(ada), followers: [USER_ANNA] },
		sdk: async ({ contacts }) => await contacts.addFollowersContact({ contactId: ada }, { followers: [USER_ANNA] }),
	}),
	addTags: ({ ada }) => ({
		parameters: { contactId: byId(ada), tags: 'rental customer, late' },
		sdk: async ({ contacts }) => await contacts.addTags({ contactId: ada }, { tags: ['rental customer', 'late'] }),
	}),
	addToCampaign: ({ ada }) => ({
		parameters: { contactId: byId(ada), campaignId: byId(CAMPAIGN) },
		sdk: async ({ contacts }) => await contacts.addContactToCampaign({ contactId: ada, campaignId: CAMPAIGN }, {}),
	}),
	addToWorkflow: ({ ada }) => ({
		parameters: { contactId: byId(ada), workflowId: byId(WORKFLOW), eventStartTime: '2026-12-01T09:00:00Z' },
		sdk: async ({ contacts }) =>
			await contacts.addContactToWorkflow(
				{ contactId: ada, workflowId: WORKFLOW },
				{ eventStartTime: '2026-12-01T09:00:00+00:00' },
			),
	}),
	bulkAddTags: ({ ada, ben }) => ({
		parameters: { contactIds: `${ada}, ${ben}`, tags: 'late' },
		sdk: async ({ contacts }) =>
			await contacts.createAssociation(
				{ type: 'add' },
				{ contacts: [ada, ben], tags: ['late'], locationId: LOCATION_US },
			),
	}),
	bulkRemoveTags: ({ ada, ben }) => ({
		parameters: { contactIds: `${ada}, ${ben}`, tags: 'vip' },
		sdk: async ({ contacts }) =>
			await contacts.createAssociation(
				{ type: 'remove' },
				{ contacts: [ada, ben], tags: ['vip'], locationId: LOCATION_US },
			),
	}),
	bulkReplaceTags: ({ ada, ben }) => ({
		parameters: { contactIds: `${ada}, ${ben}`, tags: 'late' },
		sdk: async ({ contacts }) => {
			const change = { contacts: [ada, ben], tags: ['late'], locationId: LOCATION_US };
			await contacts.createAssociation({ type: 'remove' }, { ...change, removeAllTags: true });
			await contacts.createAssociation({ type: 'add' }, change);
		},
	}),
	bulkSetBusiness: ({ ada, ben }) => ({
		parameters: { contactIds: `${ada}, ${ben}`, businessId: byId(BUSINESS) },
		sdk: async ({ contacts }) =>
			await contacts.addRemoveContactFromBusiness({ locationId: LOCATION_US, ids: [ada, ben], businessId: BUSINESS }),
	}),
	create: () => ({
		parameters: { fields: mapped(NEW), options: { tags: 'late' } },
		sdk: async ({ contacts }) => await contacts.createContact({ ...NEW, tags: ['late'], locationId: LOCATION_US }),
	}),
	delete: ({ ben }) => ({
		parameters: { contactId: byId(ben) },
		sdk: async ({ contacts }) => await contacts.deleteContact({ contactId: ben }),
	}),
	findDuplicate: () => ({
		parameters: { email: 'ada@example.com', phone: '+12125550142' },
		sdk: async ({ contacts }) =>
			await contacts.getDuplicateContact({ locationId: LOCATION_US, email: 'ada@example.com', number: '+12125550142' }),
	}),
	get: ({ ada }) => ({
		parameters: { contactId: byId(ada) },
		sdk: async ({ contacts }) => await contacts.getContact({ contactId: ada }),
	}),
	getWithActivity: ({ ada }) => ({
		parameters: { contactId: byId(ada) },
		none: 'It makes four calls, each compared in its own operation.',
	}),
	getByBusiness: () => ({
		parameters: { businessId: byId(BUSINESS), limit: 20, options: { query: 'ada' } },
		sdk: async ({ contacts }) =>
			await contacts.getContactsByBusinessId({
				businessId: BUSINESS,
				locationId: LOCATION_US,
				query: 'ada',
				limit: '20',
				skip: '0',
			}),
	}),
	getMany: () => ({
		parameters: { limit: 20, filters: { tag: 'vip', query: 'example' } },
		sdk: async ({ contacts }) =>
			await contacts.searchContactsAdvanced({
				locationId: LOCATION_US,
				pageLimit: 20,
				query: 'example',
				filters: [{ field: 'tags', operator: 'eq', value: 'vip' }],
				sort: NEWEST_FIRST,
			}),
	}),
	getPage: () => ({
		parameters: { pageSize: 1 },
		sdk: async ({ contacts }) =>
			await contacts.searchContactsAdvanced({ locationId: LOCATION_US, pageLimit: 1, sort: NEWEST_FIRST }),
	}),
	lookup: () => ({
		parameters: { by: 'email', email: 'ada@example.com' },
		authentication: 'oAuth2',
		none: 'GHL added this endpoint in version v3 of its API, which the client does not have.',
	}),
	removeFollowers: ({ ada }) => ({
		parameters: { contactId: byId(ada), followers: [USER_BEN] },
		sdk: async ({ contacts }) => await contacts.removeFollowersContact({ contactId: ada }, { followers: [USER_BEN] }),
	}),
	removeFromAllCampaigns: ({ ada }) => ({
		parameters: { contactId: byId(ada) },
		sdk: async ({ contacts }) => await contacts.removeContactFromEveryCampaign({ contactId: ada }),
	}),
	removeFromCampaign: ({ ada }) => ({
		parameters: { contactId: byId(ada), campaignId: byId(CAMPAIGN) },
		sdk: async ({ contacts }) => await contacts.removeContactFromCampaign({ contactId: ada, campaignId: CAMPAIGN }),
	}),
	removeFromWorkflow: ({ ada }) => ({
		parameters: { contactId: byId(ada), workflowId: byId(WORKFLOW), eventStartTime: '2026-12-01T09:00:00Z' },
		sdk: async ({ contacts }) =>
			await contacts.deleteContactFromWorkflow(
				{ contactId: ada, workflowId: WORKFLOW },
				{ eventStartTime: '2026-12-01T09:00:00+00:00' },
			),
	}),
	removeTags: ({ ada }) => ({
		parameters: { contactId: byId(ada), tags: 'vip' },
		sdk: async ({ contacts }) => await contacts.removeTags({ contactId: ada }, { tags: ['vip'] }),
	}),
	search: () => ({
		parameters: { limit: 20, groups: { group: [{ match: 'OR', conditions: { condition: IN_EITHER_CITY } }] } },
		sdk: async ({ contacts }) =>
			await contacts.searchContactsAdvanced({
				locationId: LOCATION_US,
				pageLimit: 20,
				filters: [{ group: 'OR', filters: IN_EITHER_CITY }],
				sort: NEWEST_FIRST,
			}),
	}),
	setBusiness: ({ ada }) => ({
		parameters: { contactId: byId(ada), link: 'none' },
		sdk: async ({ contacts }) =>
			// null takes the contact out; the type of the client forgot it
			await contacts.addRemoveContactFromBusiness({ locationId: LOCATION_US, ids: [ada], businessId: null as never }),
	}),
	setDnd: ({ ada }) => ({
		parameters: {
			contactId: byId(ada),
			dnd: 'on',
			channels: { channel: [{ name: 'SMS', status: 'active', message: 'Asked by phone' }] },
		},
		sdk: async ({ contacts }) =>
			await contacts.updateContact({ contactId: ada }, {
				dnd: true,
				dndSettings: { SMS: { status: 'active', message: 'Asked by phone' } },
			} as never), // the type of the client asks for a code that GHL does not
	}),
	setUpSyncFields: () => ({
		parameters: { sourceApp: 'other', sourceAppName: 'warehouse' },
		sdk: async ({ locations }) =>
			await locations.createCustomField(
				{ locationId: LOCATION_US },
				{ name: 'warehouse ID', dataType: 'TEXT', model: 'contact' },
			),
	}),
	sync: () => ({
		parameters: {
			sourceApp: 'booqable',
			sourceAccount: byId('demo-rentals'),
			sourceId: 'a-customer',
			fields: mapped(PERSON),
		},
		sdk: async ({ contacts }) =>
			await contacts.createContact({
				...PERSON,
				locationId: LOCATION_US,
				customFields: [{ id: FIELDS.booqableId, field_value: 'a-customer' }],
			}),
	}),
	update: ({ ada }) => ({
		parameters: { contactId: byId(ada), fields: mapped({ city: 'Salem' }), options: { tags: 'late' } },
		sdk: async ({ contacts }) => {
			await contacts.updateContact({ contactId: ada }, { city: 'Salem' });
			await contacts.addTags({ contactId: ada }, { tags: ['late'] });
		},
	}),
	upsert: () => ({
		parameters: { fields: mapped({ email: 'ada@example.com', city: 'Salem' }) },
		sdk: async ({ contacts }) =>
			await contacts.upsertContact({ locationId: LOCATION_US, email: 'ada@example.com', city: 'Salem' }),
	}),
};
