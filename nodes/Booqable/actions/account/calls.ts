import type { Endpoint } from '../../../shared/endpoint';
import { envelope, record } from '../../responses';
import { registerAddress } from '../../trigger/endpoints';
import { archive } from '../customer/archive';
import { get as readCustomer } from '../customer/get';
import { getMany as getCustomers } from '../customer/getMany';
import { get as getCompany } from '../company/get';
import { getUsage } from '../company/getUsage';
import { create as createNote } from '../note/create';
import { remove as deleteNote } from '../note/delete';
import { remove as deleteWebhook } from '../webhookEndpoint/delete';

/** One page of customers as Booqable gives it, by a query that the probe chooses. */
export const customersPage: Endpoint = {
	route: getCustomers.endpoint.route,
	effect: 'read',
	source: getCustomers.endpoint.source,
	query: (input) => input.collection('query'),
};

/** The headers of an answer. */
export const headersOf: Endpoint = { ...getCompany.endpoint, answer: (_, __, headers) => headers };

/** The company with its subscription. */
export const companyWithPlan: Endpoint = { ...getUsage.endpoint, answer: record };

export const createCustomer: Endpoint = {
	route: 'POST /api/4/customers',
	effect: 'create',
	source: 'Booqable API v4, Customers',
	body: (input) => envelope('customers', input.collection('attributes')),
	answer: record,
};

export const putCustomer: Endpoint = {
	route: 'PUT /api/4/customers/{customerId}',
	effect: 'idempotent',
	source: 'Booqable API v4, Customers',
	body: (input) => envelope('customers', input.collection('attributes'), input.id('customerId')),
	answer: record,
};

export { archive, createNote, deleteNote, deleteWebhook, readCustomer, registerAddress };
