import { operation } from '../../../shared/operation';
import { searching } from '../../filters/conditions';
import { listing } from '../../filters/listing';
import { coupons, locations, products, taxRegions } from '../../mapping/accountLists';
import { LIST_INCLUDES, SIMPLE } from './fields';
import { ORDER_SORT } from './getMany';
import { orderTimes, withMoments, zoneNeeds } from './timeZone';
import { NARROWS } from '../../../shared/parameters/parameter';

const conditions = searching(
	[
		{ name: 'number', label: 'Number', kind: 'number' },
		{ name: 'status', label: 'Status (draft, reserved, started …)', kind: 'id' },
		{ name: 'payment_status', label: 'Payment Status (paid, payment_due …)', kind: 'exact' },
		{ name: 'customer_id', label: 'Customer ID', kind: 'id' },
		{ name: 'item_id', label: 'Item', kind: 'exact', list: products },
		{ name: 'tag_list', label: 'Tag', kind: 'exact' },
		{ name: 'starts_at', label: 'Starts', kind: 'time' },
		{ name: 'stops_at', label: 'Stops', kind: 'time' },
		{ name: 'created_at', label: 'Created', kind: 'time' },
		{ name: 'updated_at', label: 'Updated', kind: 'time' },
		{ name: 'grand_total_with_tax_in_cents', label: 'Total With Tax in Cents', kind: 'number' },
		{ name: 'to_be_paid_in_cents', label: 'To Be Paid in Cents', kind: 'number' },
		{ name: 'deposit_held_in_cents', label: 'Deposit Held in Cents', kind: 'number' },
		{ name: 'discount_percentage', label: 'Discount Percentage', kind: 'number' },
		{ name: 'item_count', label: 'Number of Items', kind: 'number' },
		{ name: 'fulfillment_type', label: 'Pickup or Delivery (pickup, delivery)', kind: 'exact' },
		{ name: 'has_signed_contract', label: 'Has Signed Contract', kind: 'flag' },
		{ name: 'any_shortage', label: 'Shortage', kind: 'flag' },
		{ name: 'start_location_id', label: 'Pickup Location', kind: 'id', list: locations },
		{ name: 'stop_location_id', label: 'Return Location', kind: 'id', list: locations },
		{ name: 'tax_region_id', label: 'Tax Region', kind: 'id', list: taxRegions },
		{ name: 'coupon_id', label: 'Coupon', kind: 'id', list: coupons },
	],
	{
		displayName: 'Search',
		name: 'query',
		type: 'string',
		typeOptions: NARROWS,
		default: '',
		description: 'Text to search for in numbers and customers. May be left empty.',
	},
);
const list = listing({ sort: ORDER_SORT, include: LIST_INCLUDES });

export const search = operation({
	resource: 'order',
	name: 'search',
	label: 'Search',
	action: 'Search orders',
	description:
		'Find orders by conditions joined by "and" and "or". Those that nobody has saved yet (status new) are found too unless a condition leaves them out.',
	parameters: conditions.parameters,
	options: [...list.options, orderTimes],
	endpoint: {
		route: 'POST /api/4/orders/search.json',
		effect: 'read',
		source: 'Booqable API v4, Orders',
		needs: (input) => [...conditions.needs(input), ...zoneNeeds(input)],
		query: list.query,
		body: conditions.body,
		paging: list.paging,
		answer: withMoments,
	},
	simplify: SIMPLE,
});
