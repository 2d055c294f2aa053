import type { IDataObject } from 'n8n-workflow';
import { InputProblem } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { orderId } from '../../parameters';
import { getMany as getPlannings } from '../planning/getMany';
import { confirmShortage, SIMPLE } from './fields';
import { fulfill } from './fulfill';
import { get } from './get';
import { orderTimes } from './timeZone';

interface Step {
	readonly name: string;
	readonly label: string;
	readonly action: string;
	readonly description: string;
	readonly does: 'start_product' | 'stop_product';
	/** How many items of a planning are still to be moved. */
	readonly left: (planning: IDataObject) => number;
	/** The error for an order without such items. */
	readonly nothing: string;
}

/** Start and Stop differ in what they count only. */
export const step = ({ name, label, action, description, does, left, nothing }: Step) =>
	operation({
		resource: 'order',
		name,
		label,
		action,
		description,
		parameters: [orderId],
		options: [confirmShortage, orderTimes],
		keys: (input) => [input.id('orderId')],
		effect: 'append',
		endpoints: [getPlannings, fulfill, get],
		execute: async (calls, input) => {
			const orderId = input.id('orderId');
			const plannings = await calls.many(getPlannings, { filters: { orderId }, options: { include: ['item'] } });
			const actions = plannings
				.filter((planning) => left(planning) > 0)
				.map((planning) => ({
					action: does,
					product_id: planning.item_id,
					planning_id: planning.id,
					quantity: left(planning),
				}));
			if (actions.length === 0) throw new InputProblem('orderId', nothing, 'Look at its status and items first.');
			await calls.one(fulfill, { orderId, actions, confirmShortage: input.option('confirmShortage') });
			return await calls.one(get, { orderId, options: { orderTimes: input.option('orderTimes') } });
		},
		simplify: SIMPLE,
	});

export const count = (value: unknown): number => Number(value ?? 0);
