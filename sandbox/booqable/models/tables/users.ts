import { words, type ResourceTable } from './table';

export const users: ResourceTable = {
	type: 'users',
	attributes: {
		readWrite: { first_name: 'string', last_name: 'string', name: 'string' },
		createOnly: { customer_id: 'uuid', email: 'string' },
		writeOnly: { disabled: 'boolean' },
		readOnly: {
			created_at: 'datetime',
			id: 'uuid',
			status: 'enum(disabled|active|invited|unconfirmed)',
			updated_at: 'datetime',
		},
	},
	filters: {
		compare: words`created_at updated_at`,
		eqNot: words`customer_id id`,
		text: words`email first_name last_name name`,
		eq: words`q status`,
	},
	stats: words`total`,
	includes: {
		list: words``,
		get: words`customer disabled_by notes`,
		create: words`customer disabled_by notes`,
		update: words`customer disabled_by notes`,
	},
};
