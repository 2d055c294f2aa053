import type { INodeProperties } from 'n8n-workflow';
import { InputProblem, textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { idOption, productId } from '../../parameters';
import { PAGES } from '../../responses';
import { NARROWS } from '../../../shared/parameters/parameter';

const time = (displayName: string, name: string): INodeProperties => ({
	displayName,
	name,
	type: 'dateTime',
	required: true,
	default: '',
});

export const get = operation({
	resource: 'itemAvailability',
	name: 'get',
	label: 'Get',
	action: 'Get availability of item',
	description: 'Get how many of a product each location has, has planned and can still rent out in a period',
	parameters: [productId, time('From', 'from'), time('Until', 'till')],
	options: [
		{ ...idOption('locationId', 'Location Name or ID', 'Only at this location'), typeOptions: NARROWS },
		idOption('orderId', 'Order ID', 'Do not count what this order has booked'),
	],
	endpoint: {
		route: 'GET /api/4/inventory_levels.json',
		effect: 'read',
		source: 'Booqable API v4, Inventory levels',
		query: (input) => {
			const [from, till] = [input.time('from'), input.time('till')];
			if (!from || !till || till <= from)
				throw new InputProblem('till', 'The period has no length', 'Choose an end after the start.');
			return {
				'filter[item_id]': input.id('productId'),
				'filter[from]': from,
				'filter[till]': till,
				'filter[location_id]': textOf(input.option('locationId')),
				'filter[order_id]': textOf(input.option('orderId')),
			};
		},
		paging: PAGES,
	},
});
