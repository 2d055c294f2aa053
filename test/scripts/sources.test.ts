import { problemOf } from '../../scripts/sources/check';
import { endpointsIn } from '../../scripts/sources/endpoints';
import { SERVICES } from '../../scripts/sources/services';

/** What the check says of an endpoint that is written so in the folder of a node. */
const problemsOf = (folder: string, endpoint: string): Array<string | undefined> =>
	endpointsIn('endpoint.ts', `export const endpoint = ${endpoint};`).map((one) => problemOf(one, SERVICES[folder]));

describe('the source of an endpoint', () => {
	it.each([
		['GhlContacts', "{ route: 'GET /contacts/{id}', source: 'contacts.json get-contact' }"],
		[
			'GhlContacts',
			"{ route: 'POST /contacts/bulk/tags/update/add', source: 'contacts.json create-association; and a report' }",
		],
		['GhlContacts', "{ route: 'GET /contacts/lookup', source: 'GHL docs, Lookup Contacts (v3, since 2026-08-12)' }"],
		[
			'Booqable',
			"{ route: 'GET /api/4/customers/{customerId}.json', source: 'Booqable API v4, Customers and Properties' }",
		],
		['Booqable', "{ route: `GET /api/4/${path}/{recordId}.json`, source: 'Booqable API v4' }"],
		['Booqable', "{ ...another, route: 'POST /api/4/notes' }"],
		['Roofr', "{ route: entry.route, source: 'Assumed: Roofr publishes no API' }"],
	])('of %s passes where it documents the route: %s', (folder, endpoint) => {
		expect(problemsOf(folder, endpoint)).toEqual([undefined]);
	});

	it.each([
		[
			'GhlContacts',
			"{ route: 'POST /contacts/{id}/star', source: 'contacts.json star-contact' }",
			'documents no "contacts.json star-contact"',
		],
		[
			'GhlContacts',
			"{ route: 'POST /contacts/{id}/star', source: 'contacts.json add-tags' }",
			'but POST /contacts/{contactId}/tags',
		],
		['GhlContacts', "{ route: 'POST /contacts/{id}/tags', source: 'GHL docs, Tags' }", 'documents no "GHL docs, Tags"'],
		[
			'Booqable',
			"{ route: 'PUT /api/4/notes/{noteId}', source: 'Booqable API v4, Notes' }",
			'documents no PUT /api/4/notes/{noteId}',
		],
		[
			'Booqable',
			"{ route: 'GET /api/4/stars.json', source: 'Booqable API v4, Stars' }",
			'documents no "Booqable API v4, Stars"',
		],
		['Booqable', "{ ...another, route: 'POST /api/4/stars' }", 'documents no POST /api/4/stars'],
		['Roofr', "{ route: 'GET /jobs', source: 'Roofr API' }", 'nobody documents "Roofr API"'],
	])('of %s that is invented is refused: %s', (folder, endpoint, problem) => {
		expect(problemsOf(folder, endpoint)).toEqual([expect.stringContaining(problem)]);
	});
});
