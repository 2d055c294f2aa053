import type { INodeProperties } from 'n8n-workflow';
import { operation } from '../../../shared/operation';
import { dropdown, opportunityId } from '../../parameters';
import { done, SUCCESS } from '../../responses';

const status: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Abandoned', value: 'abandoned' },
		{ name: 'Lost', value: 'lost' },
		{ name: 'Open', value: 'open' },
		{ name: 'Won', value: 'won' },
	],
	default: 'won',
};

const lostReasonId: INodeProperties = {
	...dropdown({ name: 'lostReasonId', label: 'Lost Reason', method: 'getLostReasons' }),
	displayOptions: { show: { status: ['lost'] } },
};

export const updateStatus = operation({
	resource: 'opportunity',
	name: 'updateStatus',
	label: 'Update Status',
	action: 'Update status of opportunity',
	description: 'Mark an opportunity as won, lost, abandoned or open',
	parameters: [opportunityId, status, lostReasonId],
	keys: (input) => [input.id('opportunityId')],
	endpoint: {
		route: 'PUT /opportunities/{opportunityId}/status',
		effect: 'idempotent',
		scopes: ['opportunities.write'],
		source: 'opportunities.json update-opportunity-status',
		body: (input) => {
			const lostReason = input.text('status') === 'lost' ? input.text('lostReasonId') : '';
			return { status: input.required('status'), ...(lostReason && { lostReasonId: lostReason }) };
		},
		envelope: SUCCESS,
		answer: done('opportunityId', (input) => ({ status: input.text('status') })),
	},
});
