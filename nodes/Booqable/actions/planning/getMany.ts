import { operation } from '../../../shared/operation';
import { archivedFilter, choiceFilter, searchFilter, textFilter, timeFilters } from '../../filters/filters';
import { listing } from '../../filters/listing';
import { STATUSES } from '../order/fields';
import { orderTimes, withMoments, zoneNeeds } from '../order/timeZone';

const list = listing({
	filters: [
		archivedFilter,
		textFilter('itemId', 'Item Name or ID', 'filter[item_id]'),
		choiceFilter('type', 'Kind', 'filter[planning_type]', [
			{ name: 'Downtime', value: 'downtime' },
			{ name: 'Order', value: 'order' },
		]),
		textFilter('orderId', 'Order ID', 'filter[order_id]'),
		searchFilter('Text that items and orders are looked through for'),
		...timeFilters('starts', 'Starts', 'starts_at'),
		choiceFilter('status', 'Status', 'filter[status]', STATUSES),
		...timeFilters('stops', 'Stops', 'stops_at'),
		...timeFilters('updated', 'Updated', 'updated_at'),
	],
	sort: [
		{ name: 'Start', value: 'starts_at' },
		{ name: 'End', value: 'stops_at' },
		{ name: 'Updated, Oldest First', value: 'updated_at' },
	],
	include: ['downtime', 'item', 'order', 'order.customer', 'order_line', 'start_location', 'stop_location'],
});

export const getMany = operation({
	resource: 'planning',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many plannings',
	description: 'List when each item is planned: the calendar of the account',
	parameters: list.parameters,
	options: [...list.options, orderTimes],
	endpoint: {
		route: 'GET /api/4/plannings.json',
		effect: 'read',
		source: 'Booqable API v4, Plannings',
		needs: zoneNeeds,
		query: list.query,
		paging: list.paging,
		answer: withMoments,
	},
	simplify: [
		'id',
		'status',
		'quantity',
		'started',
		'stopped',
		'starts_at',
		'stops_at',
		'reserved_from',
		'reserved_till',
		'item_id',
		'order_id',
		'planning_type',
		'item',
		'order',
	],
});
