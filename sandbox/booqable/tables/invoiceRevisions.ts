import { words, type ResourceTable } from './table';

export const invoiceRevisions: ResourceTable = {
	type: 'invoice_revisions',
	attributes: {
		readWrite: { order_id: 'uuid' },
		readOnly: { id: 'uuid', revised_invoice_id: 'uuid', revision_invoice_id: 'uuid' },
	},
	includes: {
		create: words`order revised_invoice revision_invoice`,
	},
};
