import type { INodeProperties } from 'n8n-workflow';
import type { Endpoint } from '../../../shared/endpoint';
import { operation } from '../../../shared/operation';
import { orderId } from '../../parameters';
import { envelope, record } from '../../responses';
import { SIMPLE } from './fields';
import { get } from './get';
import { orderTimes } from './timeZone';

/** What can be copied, with the name of the attribute. Source: Booqable API v4, Order duplications. */
const PARTS: ReadonlyArray<readonly [attribute: string, label: string]> = [
	['custom_lines', 'Custom Lines'],
	['customer', 'Customer'],
	['dates', 'Period'],
	['discount', 'Discount'],
	['properties', 'Properties'],
	['stock_item_plannings', 'Stock Items'],
	['tags', 'Tags'],
];

const copied: INodeProperties = {
	displayName: 'Copy',
	name: 'copied',
	type: 'multiOptions',
	options: PARTS.map(([value, name]) => ({ name, value })),
	default: ['custom_lines', 'customer', 'dates', 'discount', 'properties', 'tags'],
	description: 'What to copy to the new order besides its products',
};

const deposit: INodeProperties = {
	displayName: 'Deposit',
	name: 'deposit',
	type: 'options',
	options: [
		{ name: 'As in This Order', value: 'current' },
		{ name: 'As Usual', value: 'default' },
		{ name: 'None', value: 'none' },
	],
	default: 'default',
};

const duplication: Endpoint = {
	route: 'POST /api/4/order_duplications',
	effect: 'create',
	source: 'Booqable API v4, Order duplications',
	body: (input) => {
		const chosen = input.list('copied');
		return envelope('order_duplications', {
			original_order_id: input.id('orderId'),
			deposit: input.text('deposit') || 'default',
			...Object.fromEntries(PARTS.map(([attribute]) => [attribute, chosen.includes(attribute)])),
		});
	},
	answer: record,
};

export const duplicate = operation({
	resource: 'order',
	name: 'duplicate',
	label: 'Duplicate',
	action: 'Duplicate order',
	description: 'Make a new draft like this order: the only way to go on with a canceled one',
	parameters: [orderId, copied, deposit],
	options: [orderTimes],
	simplify: SIMPLE,
	effect: 'create',
	endpoints: [duplication, get],
	execute: async (calls, input) => {
		const { new_order_id: newOrderId } = await calls.onePerformed(duplication, input);
		return await calls.one(get, { orderId: newOrderId, options: { orderTimes: input.option('orderTimes') } });
	},
});
