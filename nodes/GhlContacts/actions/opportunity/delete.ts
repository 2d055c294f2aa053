import { operation } from '../../../shared/operation';
import { opportunityId } from '../../parameters';
import { deleted, SUCCESS } from '../../responses';

export const deleteOpportunity = operation({
	resource: 'opportunity',
	name: 'delete',
	label: 'Delete',
	action: 'Delete opportunity',
	description: 'Delete an opportunity. The contact stays.',
	parameters: [opportunityId],
	keys: (input) => [input.id('opportunityId')],
	endpoint: {
		route: 'DELETE /opportunities/{opportunityId}',
		effect: 'idempotent',
		scopes: ['opportunities.write'],
		source: 'opportunities.json delete-opportunity',
		envelope: SUCCESS,
		answer: deleted('opportunityId'),
	},
});
