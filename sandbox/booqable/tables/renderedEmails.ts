import { words, type ResourceTable } from './table';

export const renderedEmails: ResourceTable = {
	type: 'rendered_emails',
	attributes: {
		readWrite: { body: 'string', document_id: 'uuid', email_template_id: 'uuid', order_id: 'uuid' },
		readOnly: { full_body: 'string', id: 'uuid', subject: 'string' },
	},
	includes: {
		create: words``,
	},
};
