import type { Resource } from '../../../shared/operation';
import { remove } from './delete';
import { getMany } from './getMany';

/** Making and changing them is for the trigger, which knows its own again. */
export const webhookEndpoint: Resource = {
	name: 'webhookEndpoint',
	label: 'Webhook Endpoint',
	description: 'Addresses to which Booqable sends events',
	operations: [remove, getMany],
};
