import { operation } from '../../../shared/operation';
import { envelope, record } from '../../records';

/** Used by the trigger. */
export const update = operation({
	resource: 'webhookEndpoint',
	name: 'update',
	label: 'Update',
	action: 'Update webhook endpoint',
	description: 'Change the events of an address',
	effect: 'idempotent',
	endpoint: 'PUT /api/4/webhook_endpoints/{webhookEndpointId}',
	scopes: [],
	source: 'Booqable API v4, Webhook endpoints',
	parameters: [],
	body: (input) => envelope('webhook_endpoints', { events: input.requiredList('events') }, input.id('webhookEndpointId')),
	answer: record,
});
