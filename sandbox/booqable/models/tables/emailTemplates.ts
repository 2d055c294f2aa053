import { words, type ResourceTable } from './table';

export const emailTemplates: ResourceTable = {
	type: 'email_templates',
	attributes: {
		readWrite: { body: 'string', contexts: 'array[string]', name: 'string', subject: 'string' },
		readOnly: {
			automated: 'boolean',
			context: 'enum(order|invoice|contract|quote|payment|user|signature|all|document)',
			created_at: 'datetime',
			default: 'boolean',
			id: 'uuid',
			identifier: 'string',
			updated_at: 'datetime',
		},
	},
	filters: {
		eq: words`automated context default`,
		compare: words`created_at updated_at`,
		eqNot: words`id`,
		text: words`identifier name`,
		other: { contexts: words`any_of` },
	},
	stats: words`total`,
	includes: {
		list: words``,
		get: words`emails`,
		create: words``,
		update: words``,
		destroy: words``,
	},
};
