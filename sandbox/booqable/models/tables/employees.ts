import { words, type ResourceTable } from './table';

export const employees: ResourceTable = {
	type: 'employees',
	attributes: {
		readWrite: {
			active: 'boolean',
			email: 'string',
			firstname: 'string',
			lastname: 'string',
			locale: 'string',
			owner: 'boolean',
			permissions: 'array',
			third_party_id: 'string',
			viewed_whats_new_at: 'datetime',
		},
		writeOnly: {
			avatar_base64: 'string',
			current_password: 'string',
			deactivated_at: 'datetime',
			password: 'string',
			password_confirmation: 'string',
			remove_avatar: 'boolean',
		},
		readOnly: {
			avatar_url: 'string',
			confirmed: 'boolean',
			created_at: 'datetime',
			has_two_factor_autentication: 'boolean',
			id: 'uuid',
			large_avatar_url: 'string',
			name: 'string',
			time_to_confirm: 'integer',
			unconfirmed_email: 'string',
			updated_at: 'datetime',
		},
	},
	filters: {
		eq: words`active confirmed owner`,
		compare: words`created_at deactivated_at updated_at`,
		text: words`email locale third_party_id`,
		eqNot: words`id`,
	},
	stats: words`total`,
	includes: {
		list: words``,
		get: words``,
		update: words``,
	},
};
