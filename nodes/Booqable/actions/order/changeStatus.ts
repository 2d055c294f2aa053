import type { INodeProperties } from 'n8n-workflow';
import type { Endpoint } from '../../../shared/endpoint';
import { InputProblem, textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { orderId } from '../../parameters';
import { envelope, record } from '../../responses';
import { confirmShortage, SIMPLE } from './fields';
import { get } from './get';
import { orderTimes } from './timeZone';

const PROGRESS = ['new', 'draft', 'reserved', 'started', 'stopped', 'archived'];

const transitionTo: INodeProperties = {
	displayName: 'New Status',
	name: 'transitionTo',
	type: 'options',
	options: [
		{ name: 'Archived', value: 'archived', description: 'From stopped' },
		{ name: 'Canceled', value: 'canceled', description: 'For good; the employee needs the permission to cancel' },
		{ name: 'Draft', value: 'draft' },
		{ name: 'Reserved', value: 'reserved', description: 'Holds the items' },
		{ name: 'Started', value: 'started', description: 'Only as a step back. To hand items out, use Start.' },
		{ name: 'Stopped', value: 'stopped', description: 'Only as a step back. To take items back, use Stop.' },
	],
	default: 'reserved',
};

const revert: INodeProperties = {
	displayName: 'Revert',
	name: 'revert',
	type: 'boolean',
	default: true,
	description: 'Whether the order may go back to an earlier status. The employee needs the permission to revert.',
};

/**
 * Booqable refuses a transition from a status that the order is no longer in, so a repeated one does no harm but is an
 * error.
 */
const transition: Endpoint = {
	route: 'POST /api/4/order_status_transitions',
	effect: 'create',
	source: 'Booqable API v4, Order status transitions',
	body: (input) =>
		envelope('order_status_transitions', {
			order_id: input.id('orderId'),
			transition_from: input.required('transitionFrom'),
			transition_to: input.required('transitionTo'),
			// Only where it is one: Booqable takes no step ahead as a way back.
			...(input.option('revert') === true &&
				isStepBack(input.required('transitionFrom'), input.required('transitionTo')) && { revert: true }),
			...(input.option('confirmShortage') === true && { confirm_shortage: true }),
		}),
	answer: record,
};

export const changeStatus = operation({
	resource: 'order',
	name: 'changeStatus',
	label: 'Change Status',
	action: 'Change status of order',
	description:
		'Reserve, cancel or archive an order, or bring it back to an earlier status. An order that already has the status is returned as it is.',
	parameters: [orderId, transitionTo],
	options: [confirmShortage, orderTimes, revert],
	keys: (input) => [input.id('orderId')],
	simplify: SIMPLE,
	effect: 'idempotent',
	endpoints: [transition, get],
	execute: async (calls, input) => {
		const reading = {
			orderId: input.id('orderId'),
			options: { orderTimes: input.option('orderTimes'), include: input.option('include') },
		};
		const order = await calls.one(get, reading);
		const [from, to] = [textOf(order.status), input.required('transitionTo')];
		if (from === to) return order;
		if (isStepBack(from, to) && input.option('revert') !== true) {
			throw new InputProblem(
				'transitionTo',
				`From ${from} to ${to} is a step back`,
				'Add the option "Revert" if that is meant.',
			);
		}
		await calls.perform(transition, input.with({ transitionFrom: from }));
		return await calls.one(get, reading);
	},
});

const isStepBack = (from: string, to: string): boolean =>
	PROGRESS.includes(to) && PROGRESS.indexOf(to) < PROGRESS.indexOf(from);
