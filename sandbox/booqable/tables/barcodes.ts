import { words, type ResourceTable } from './table';

export const barcodes: ResourceTable = {
	type: 'barcodes',
	attributes: {
		readWrite: { barcode_type: 'enum(code39|code93|code128|ean8|ean13|qr_code)', number: 'string' },
		createOnly: { owner_id: 'uuid', owner_type: 'enum(customers|products|orders|stock_items)' },
		readOnly: { created_at: 'datetime', id: 'uuid', image_url: 'string', updated_at: 'datetime' },
	},
	filters: {
		eq: words`barcode_type number`,
		compare: words`created_at updated_at`,
		eqNot: words`id owner_id owner_type`,
	},
	stats: words`total`,
	includes: {
		list: words`owner owner.photo owner.product owner.product.photo`,
		get: words`owner owner.photo owner.product owner.product.photo`,
		create: words`owner owner.photo owner.product owner.product.photo`,
		update: words`owner owner.photo owner.product owner.product.photo`,
		destroy: words`owner owner.photo owner.product owner.product.photo`,
	},
};
