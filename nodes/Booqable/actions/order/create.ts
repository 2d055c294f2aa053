import type { INodeProperties } from 'n8n-workflow';
import { emptyValues, fieldMapper, valueOptions } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { needsOf, withIgnored, writtenFields } from '../../mapping/recordFields';
import { envelope, record } from '../../responses';
import { newTags, tags } from '../../tags';
import { confirmShortage, orderFields, SIMPLE } from './fields';
import { include } from './get';
import { orderTime, orderTimes, withMoments, zoneNeeds } from './timeZone';

const status: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Draft', value: 'draft', description: 'Holds no items' },
		{ name: 'Reserved', value: 'reserved', description: 'Holds the items that are booked on it' },
	],
	default: 'draft',
	description: 'Later ones come by Change Status, Start and Stop',
};

export const create = operation({
	resource: 'order',
	name: 'create',
	label: 'Create',
	action: 'Create order',
	description:
		'Create an order with customer, period and properties. Add products with Book Products. A customer brings discount, deposit and tax region along.',
	parameters: [status, fieldMapper({ resourceMapperMethod: 'getOrderColumns', mode: 'add' })],
	options: [confirmShortage, emptyValues, ...valueOptions, include.option, orderTimes, tags],
	endpoint: {
		route: 'POST /api/4/orders',
		effect: 'create',
		source: 'Booqable API v4, Orders',
		needs: (input) => [...needsOf(orderFields)(input), ...zoneNeeds(input)],
		query: include.query,
		// Without a status Booqable makes an order that nobody sees.
		body: (input) =>
			envelope('orders', {
				status: input.text('status') || 'draft',
				...writtenFields(orderFields, input, orderTime(input)),
				...newTags(input),
				...(input.option('confirmShortage') === true && { confirm_shortage: true }),
			}),
		answer: (body, input) => withIgnored(withMoments(record(body), input), orderFields, input, orderTime(input)),
	},
	simplify: SIMPLE,
	markers: ['ignoredFields'],
});
