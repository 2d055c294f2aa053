import type { Endpoint } from '../../../shared/endpoint';
import { textOf, type Input } from '../../../shared/parameters/input';
import { asContact } from '../contact/response';
import { deleteContact } from '../contact/delete';
import { getForWrite } from '../contact/get';
import { search } from '../contact/search';
import { get } from '../location/get';

/** A sub-account that nobody has. */
export const NO_LOCATION = 'AccountCheckNoLocation';

const account = (input: Input): string => textOf(input.account.values.locationId);

/** One page of contacts as GHL gives it; `filters`, and another location, as the probe says. */
export const searchPage: Endpoint = {
	route: 'POST /contacts/search',
	effect: 'read',
	scopes: search.endpoint.scopes,
	source: search.endpoint.source,
	body: (input) => ({
		locationId: input.text('location') || account(input),
		pageLimit: 1,
		...(input.text('email') && { filters: [{ field: 'email', operator: 'eq', value: input.text('email') }] }),
	}),
};

/** The headers of an answer. */
export const headersOf: Endpoint = { ...get.endpoint, answer: (_, __, headers) => headers };

export const createContact: Endpoint = {
	route: 'POST /contacts/',
	effect: 'create',
	scopes: ['contacts.write'],
	source: 'contacts.json create-contact',
	body: (input) => ({ ...input.collection('body'), locationId: account(input) }),
	envelope: { record: ['contact'] },
	answer: asContact,
};

export const putContact: Endpoint = {
	route: 'PUT /contacts/{contactId}',
	effect: 'idempotent',
	scopes: ['contacts.write'],
	source: 'contacts.json update-contact',
	body: (input) => input.collection('body'),
	envelope: { record: ['contact'] },
	answer: asContact,
};

/** With custom fields by their IDs. */
export const readContact: Endpoint = { ...getForWrite, wants: undefined };

export { deleteContact };
