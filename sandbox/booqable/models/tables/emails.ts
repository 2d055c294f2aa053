import { words, type ResourceTable } from './table';

export const emails: ResourceTable = {
	type: 'emails',
	attributes: {
		readWrite: { body: 'string', document_ids: 'array', recipients: 'string', subject: 'string' },
		createOnly: { customer_id: 'uuid', email_template_id: 'uuid', order_id: 'uuid' },
		writeOnly: { document_id: 'uuid', payment_id: 'uuid' },
		readOnly: {
			created_at: 'datetime',
			employee_id: 'uuid',
			has_error: 'boolean',
			id: 'uuid',
			sent: 'boolean',
			updated_at: 'datetime',
		},
	},
	filters: {
		compare: words`created_at updated_at`,
		eqNot: words`customer_id email_template_id employee_id id order_id`,
		text: words`has_document_id`,
		eq: words`has_error sent`,
	},
	stats: words`has_error total`,
	includes: {
		list: words`customer order`,
		create: words`customer email_template order`,
	},
};
