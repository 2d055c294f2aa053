import { operation } from '../../../shared/operation';
import { archivedFilter, choiceFilter, textFilter, timeFilters } from '../../filters/filters';
import { listing } from '../../filters/listing';

const list = listing({
	filters: [
		archivedFilter,
		...timeFilters('created', 'Created', 'created_at'),
		textFilter('itemId', 'Item Name or ID', 'filter[item_id]'),
		textFilter('orderId', 'Order ID', 'filter[order_id]'),
		textFilter('ownerId', 'Owner ID', 'filter[owner_id]', {
			description: 'The order or document that the lines are on',
		}),
		textFilter('title', 'Title', 'filter[title]'),
		choiceFilter('type', 'Type', 'filter[line_type]', [
			{ name: 'Charge', value: 'charge' },
			{ name: 'Delivery Rate', value: 'delivery_rate' },
			{ name: 'Deposit Charge', value: 'deposit_charge' },
			{ name: 'Proration', value: 'proration' },
			{ name: 'Section', value: 'section' },
		]),
		...timeFilters('updated', 'Updated', 'updated_at'),
	],
	sort: [
		{ name: 'Position', value: 'position' },
		{ name: 'Created, Newest First', value: '-created_at' },
		{ name: 'Updated, Oldest First', value: 'updated_at' },
	],
	include: ['order', 'owner', 'planning', 'planning.item', 'tax_category'],
});

export const getMany = operation({
	resource: 'orderLine',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many order lines',
	description: 'List the lines of an order or a document, with prices in cents',
	parameters: list.parameters,
	options: list.options,
	endpoint: {
		route: 'GET /api/4/lines.json',
		effect: 'read',
		source: 'Booqable API v4, Lines',
		query: list.query,
		paging: list.paging,
	},
	simplify: [
		'id',
		'title',
		'quantity',
		'price_each_in_cents',
		'price_in_cents',
		'charge_label',
		'line_type',
		'position',
		'item_id',
		'order_id',
		'owner_id',
		'owner_type',
		'planning_id',
		'planning',
		'order',
	],
});
