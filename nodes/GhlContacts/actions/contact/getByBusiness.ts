import { operation } from '../../../shared/operation';
import { skipLimit } from '../../../shared/http/paging';
import { businessId } from '../../parameters';
import { customFieldsByName } from './options';
import { asContact, contactNeeds, SIMPLE } from './response';
import { NARROWS } from '../../../shared/parameters/parameter';

export const getByBusiness = operation({
	resource: 'contact',
	name: 'getByBusiness',
	label: 'Get by Business',
	action: 'Get contacts by business',
	description:
		'List the contacts that belong to a business. GHL gives neither name nor phone here; Get gives the whole contact.',
	parameters: [businessId],
	options: [
		customFieldsByName,
		{
			displayName: 'Search',
			name: 'query',
			type: 'string',
			typeOptions: NARROWS,
			default: '',
			description: 'Only contacts that match this text',
		},
	],
	endpoint: {
		route: 'GET /contacts/business/{businessId}',
		effect: 'read',
		scopes: ['contacts.readonly'],
		source: 'contacts.json get-contacts-by-businessId',
		needs: contactNeeds,
		// an option of type string
		query: (input) => ({ locationId: input.account.values.locationId, query: input.option('query') as string }),
		paging: skipLimit('contacts', 100),
		answer: asContact,
	},
	simplify: SIMPLE,
});
