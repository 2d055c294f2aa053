import type { Endpoint } from '../../../shared/endpoint';
import { operation } from '../../../shared/operation';
import { contactId } from '../../parameters';
import { customFieldsByName } from './options';
import { asContact, contactNeeds, contactWants, SIMPLE } from './response';

export const get = operation({
	resource: 'contact',
	name: 'get',
	label: 'Get',
	action: 'Get contact',
	description: 'Get one contact by its ID',
	parameters: [contactId],
	options: [customFieldsByName],
	endpoint: {
		route: 'GET /contacts/{contactId}',
		effect: 'read',
		scopes: ['contacts.readonly'],
		source: 'contacts.json get-contact',
		needs: contactNeeds,
		envelope: { record: ['contact'] },
		answer: asContact,
	},
	simplify: SIMPLE,
});

/** As part of a write: with custom fields by ID where the credential may not read their names. */
export const getForWrite: Endpoint = { ...get.endpoint, needs: undefined, wants: contactWants };
