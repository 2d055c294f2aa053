import { words, type ResourceTable } from './table';

export const signatures: ResourceTable = {
	type: 'signatures',
	attributes: {
		readWrite: { document_id: 'uuid' },
		writeOnly: { signature_base64: 'string' },
		readOnly: {
			created_at: 'datetime',
			customer_id: 'uuid',
			document_pdf_url: 'string',
			first_name: 'string',
			id: 'uuid',
			ip_address: 'string',
			last_name: 'string',
			order_id: 'uuid',
			signature_image_url: 'string',
			signature_method: 'string',
			status: 'string',
			updated_at: 'datetime',
		},
	},
	includes: {
		create: words`customer document document.customer document.order order`,
	},
};
