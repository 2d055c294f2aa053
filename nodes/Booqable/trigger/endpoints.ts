import type { Endpoint } from '../../shared/endpoint';
import { envelope, record } from '../responses';

/** Registers an address for events. Without `version` Booqable would send form-encoded bodies of its first API. */
export const registerAddress: Endpoint = {
	route: 'POST /api/4/webhook_endpoints',
	effect: 'create',
	source: 'Booqable API v4, Webhook endpoints',
	body: (input) =>
		envelope('webhook_endpoints', { url: input.required('url'), events: input.requiredList('events'), version: 4 }),
	answer: record,
};

/** Changes the events of an address. */
export const changeEvents: Endpoint = {
	route: 'PUT /api/4/webhook_endpoints/{webhookEndpointId}',
	effect: 'idempotent',
	source: 'Booqable API v4, Webhook endpoints',
	body: (input) =>
		envelope('webhook_endpoints', { events: input.requiredList('events') }, input.id('webhookEndpointId')),
	answer: record,
};

/** Reads the record of an event; `path` is the part of the address for its kind. */
export const readRecord = (path: string): Endpoint => ({
	route: `GET /api/4/${path}/{recordId}.json`,
	effect: 'read',
	source: 'Booqable API v4',
	query: (input) => ({ include: input.list('include').join(',') }),
	answer: record,
});
