import { operation } from '../../../shared/operation';
import { including } from '../../filters/filters';
import { documentId } from '../../parameters';
import { record } from '../../responses';

export const SIMPLE = [
	'id',
	'document_type',
	'prefix_with_number',
	'number',
	'status',
	'name',
	'date',
	'due_date',
	'grand_total_with_tax_in_cents',
	'to_be_paid_in_cents',
	'finalized',
	'confirmed',
	'signed',
	'sent',
	'order_id',
	'customer_id',
	'updated_at',
	'customer',
	'order',
	'lines',
	'signature',
];

const include = including([
	'coupon',
	'customer',
	'customer.properties',
	'lines',
	'lines.item',
	'order',
	'order.properties',
	'order.start_location',
	'order.stop_location',
	'properties',
	'signature',
	'tax_region',
	'tax_values',
]);

export const get = operation({
	resource: 'document',
	name: 'get',
	label: 'Get',
	action: 'Get document',
	description: 'Get one invoice, quote or contract by its ID',
	parameters: [documentId],
	options: [include.option],
	endpoint: {
		route: 'GET /api/4/documents/{documentId}.json',
		effect: 'read',
		source: 'Booqable API v4, Documents',
		query: include.query,
		envelope: { record: ['data'] },
		answer: record,
	},
	simplify: SIMPLE,
});
