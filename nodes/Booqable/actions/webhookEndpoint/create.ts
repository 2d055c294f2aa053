import { operation } from '../../../shared/operation';
import { envelope, record } from '../../records';

/** Used by the trigger. Without `version` Booqable would send form-encoded bodies of its first API. */
export const create = operation({
	resource: 'webhookEndpoint',
	name: 'create',
	label: 'Create',
	action: 'Create webhook endpoint',
	description: 'Register an address for events',
	effect: 'create',
	endpoint: 'POST /api/4/webhook_endpoints',
	scopes: [],
	source: 'Booqable API v4, Webhook endpoints',
	parameters: [],
	body: (input) => envelope('webhook_endpoints', { url: input.required('url'), events: input.requiredList('events'), version: 4 }),
	answer: record,
});
