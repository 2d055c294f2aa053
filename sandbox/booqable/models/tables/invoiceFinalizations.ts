import { words, type ResourceTable } from './table';

export const invoiceFinalizations: ResourceTable = {
	type: 'invoice_finalizations',
	attributes: {
		readWrite: { document_id: 'uuid' },
		readOnly: { id: 'uuid' },
	},
	includes: {
		create: words`document document.order document.order.documents document.properties`,
	},
};
