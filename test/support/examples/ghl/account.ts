import { COMPANY_ID, FIELDS, FORM, LOCATION_US, USER_ANNA } from '../../../../sandbox/ghl/world';
import { byId } from '../../nodeSetups';
import type { Entries } from './entry';

export const account: Entries = {
	check: () => ({ parameters: {}, none: 'The calls of the check are those of other operations.' }),
};

export const customField: Entries = {
	create: () => ({
		parameters: {
			name: 'Rental Class',
			dataType: 'SINGLE_OPTIONS',
			model: 'contact',
			additionalFields: { options: 'Gold, Silver' },
		},
		sdk: async ({ locations }) =>
			await locations.createCustomField({ locationId: LOCATION_US }, {
				name: 'Rental Class',
				dataType: 'SINGLE_OPTIONS',
				model: 'contact',
				options: ['Gold', 'Silver'],
			} as never), // the type of the client has no options
	}),
	delete: () => ({
		parameters: { customFieldId: byId(FIELDS.industry) },
		sdk: async ({ locations }) => await locations.deleteCustomField({ locationId: LOCATION_US, id: FIELDS.industry }),
	}),
	get: () => ({
		parameters: { customFieldId: byId(FIELDS.industry) },
		sdk: async ({ locations }) => await locations.getCustomField({ locationId: LOCATION_US, id: FIELDS.industry }),
	}),
	getMany: () => ({
		parameters: { model: 'contact' },
		sdk: async ({ locations }) => await locations.getCustomFields({ locationId: LOCATION_US, model: 'contact' }),
	}),
	setUpFields: () => ({
		parameters: {
			fieldSet: 'list',
			customFields: { field: [{ name: 'Rental Class', dataType: 'SINGLE_OPTIONS', choices: 'Gold, Silver' }] },
		},
		sdk: async ({ locations }) =>
			await locations.createCustomField({ locationId: LOCATION_US }, {
				name: 'Rental Class',
				dataType: 'SINGLE_OPTIONS',
				model: 'contact',
				options: ['Gold', 'Silver'],
			} as never), // the type of the client has no options
	}),
	update: () => ({
		parameters: { customFieldId: byId(FIELDS.industry), name: 'Branch', updateFields: { placeholder: 'e.g. Events' } },
		sdk: async ({ locations }) =>
			await locations.updateCustomField({ locationId: LOCATION_US, id: FIELDS.industry }, {
				name: 'Branch',
				placeholder: 'e.g. Events',
			} as never), // the type of the client asks for more
	}),
};

export const location: Entries = {
	get: () => ({
		parameters: {},
		sdk: async ({ locations }) => await locations.getLocation({ locationId: LOCATION_US }),
	}),
	getUsage: () => ({
		parameters: {},
		sdk: async ({ locations }) => await locations.getLocation({ locationId: LOCATION_US }),
	}),
};

export const tag: Entries = {
	create: () => ({
		parameters: { name: 'festival' },
		sdk: async ({ locations }) => await locations.createTag({ locationId: LOCATION_US }, { name: 'festival' }),
	}),
	delete: ({ tag }) => ({
		parameters: { tagId: byId(tag) },
		sdk: async ({ locations }) => await locations.deleteTag({ locationId: LOCATION_US, tagId: tag }),
	}),
	get: ({ tag }) => ({
		parameters: { tagId: byId(tag) },
		sdk: async ({ locations }) => await locations.getTagById({ locationId: LOCATION_US, tagId: tag }),
	}),
	getMany: () => ({
		parameters: {},
		sdk: async ({ locations }) => await locations.getLocationTags({ locationId: LOCATION_US }),
	}),
	update: ({ tag }) => ({
		parameters: { tagId: byId(tag), name: 'retail' },
		sdk: async ({ locations }) =>
			await locations.updateTag({ locationId: LOCATION_US, tagId: tag }, { name: 'retail' }),
	}),
};

export const user: Entries = {
	get: () => ({
		parameters: { userId: byId(USER_ANNA) },
		sdk: async ({ users }) => await users.getUser({ userId: USER_ANNA }),
	}),
	search: () => ({
		parameters: { limit: 20, options: { query: 'anna' } },
		sdk: async ({ users }) =>
			await users.searchUsers({
				companyId: COMPANY_ID,
				locationId: LOCATION_US,
				query: 'anna',
				limit: '20',
				skip: '0',
			}),
	}),
};

export const calendar: Entries = {
	getGroups: () => ({
		parameters: {},
		sdk: async ({ calendars }) => await calendars.getGroups({ locationId: LOCATION_US }),
	}),
	getMany: () => ({
		parameters: { options: { showDrafted: false } },
		sdk: async ({ calendars }) => await calendars.getCalendars({ locationId: LOCATION_US, showDrafted: false }),
	}),
};

export const campaign: Entries = {
	getMany: () => ({
		parameters: { options: { status: 'published' } },
		sdk: async ({ campaigns }) => await campaigns.getCampaigns({ locationId: LOCATION_US, status: 'published' }),
	}),
};

export const form: Entries = {
	getMany: () => ({
		parameters: { limit: 20 },
		sdk: async ({ forms }) => await forms.getForms({ locationId: LOCATION_US, limit: 20, skip: 0 }),
	}),
	getSubmissions: () => ({
		parameters: { limit: 20, filters: { formId: FORM, query: 'ada', startAt: '2026-11-01', endAt: '2026-11-30' } },
		sdk: async ({ forms }) =>
			await forms.getFormsSubmissions({
				locationId: LOCATION_US,
				page: 1,
				limit: 20,
				formId: FORM,
				q: 'ada',
				startAt: '2026-11-01',
				endAt: '2026-11-30',
			}),
	}),
};

export const workflow: Entries = {
	getMany: () => ({
		parameters: {},
		sdk: async ({ workflows }) => await workflows.getWorkflow({ locationId: LOCATION_US }),
	}),
};
