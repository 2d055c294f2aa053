import { operation } from '../../../shared/operation';
import { searchAfter } from '../../../shared/http/paging';
import { customFieldsByName } from './options';
import { asContact, SIMPLE } from './response';
import { searchBody, searchNeeds } from './searchFilters/body';
import { searchOptions, searchParameters } from './searchFilters/parameters';

export const search = operation({
	resource: 'contact',
	name: 'search',
	label: 'Search',
	action: 'Search contacts',
	description:
		'Find contacts by conditions on standard and custom fields, joined by AND and OR. GHL shows new and changed contacts here after some seconds.',
	parameters: searchParameters,
	options: [customFieldsByName, ...searchOptions],
	endpoint: {
		route: 'POST /contacts/search',
		effect: 'read',
		scopes: ['contacts.readonly'],
		source: 'contacts.json search-contacts-advanced',
		needs: searchNeeds,
		body: searchBody,
		paging: searchAfter('contacts', 100),
		answer: asContact,
	},
	simplify: SIMPLE,
});
