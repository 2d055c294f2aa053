import { operation } from '../../../shared/operation';
import { webhookEndpointId } from '../../parameters';

export const remove = operation({
	resource: 'webhookEndpoint',
	name: 'delete',
	label: 'Delete',
	action: 'Delete webhook endpoint',
	description: 'Remove an address, no matter which program it belongs to: that program receives no more events',
	parameters: [webhookEndpointId],
	endpoint: {
		route: 'DELETE /api/4/webhook_endpoints/{webhookEndpointId}',
		effect: 'idempotent',
		source: 'Booqable API v4, Webhook endpoints',
		envelope: { record: ['data'] },
		answer: (_, input) => ({ id: input.id('webhookEndpointId'), deleted: true }),
	},
});
