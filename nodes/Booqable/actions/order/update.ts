import type { Endpoint } from '../../../shared/endpoint';
import { InputProblem } from '../../../shared/parameters/input';
import { emptyValues, fieldMapper, valueOptions } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { needsOf, withIgnored, writtenFields } from '../../mapping/recordFields';
import { orderId } from '../../parameters';
import { envelope, record } from '../../responses';
import { tagMode, tags, wantedTags } from '../../tags';
import { confirmShortage, orderFields, SIMPLE } from './fields';
import { get, include } from './get';
import { orderTime, orderTimes, withMoments, zoneNeeds } from './timeZone';

/** The write itself: `tagList`, where given, is the whole list. */
export const put: Endpoint = {
	route: 'PUT /api/4/orders/{orderId}',
	effect: 'idempotent',
	source: 'Booqable API v4, Orders',
	needs: (input) => [...needsOf(orderFields)(input), ...zoneNeeds(input)],
	query: include.query,
	body: (input) => {
		const tagList = input.raw('tagList');
		const attributes = {
			...writtenFields(orderFields, input, orderTime(input)),
			...(Array.isArray(tagList) && { tag_list: tagList }),
		};
		if (Object.keys(attributes).length === 0) {
			throw new InputProblem(
				'fields',
				'No field has a value, so there is nothing to update',
				'Map at least one field, or set tags in the options.',
			);
		}
		return envelope(
			'orders',
			{ ...attributes, ...(input.option('confirmShortage') === true && { confirm_shortage: true }) },
			input.id('orderId'),
		);
	},
	answer: (body, input) => withIgnored(withMoments(record(body), input), orderFields, input, orderTime(input)),
};

export const update = operation({
	resource: 'order',
	name: 'update',
	label: 'Update',
	action: 'Update order',
	description:
		'Change the mapped fields of an order; the others stay as they are. Another customer changes discount, deposit and tax region.',
	parameters: [orderId, fieldMapper({ resourceMapperMethod: 'getOrderColumns', mode: 'update' })],
	options: [confirmShortage, emptyValues, ...valueOptions, include.option, orderTimes, tags, tagMode],
	keys: (input) => [input.id('orderId')],
	simplify: SIMPLE,
	markers: ['ignoredFields'],
	effect: 'idempotent',
	endpoints: [put, get],
	execute: async (calls, input) => {
		const orderId = input.id('orderId');
		return await calls.perform(
			put,
			input.with({
				tagList: await wantedTags(input, async () => await calls.one(get, { orderId, options: { include: [] } })),
			}),
		);
	},
});
