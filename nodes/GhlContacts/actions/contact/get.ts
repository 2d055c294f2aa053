import { operation } from '../../../shared/operation';
import { asContact, contactNeeds, contactWants, SIMPLE } from '../../contact';
import { customFieldsByName } from '../../contactOptions';
import { contactId } from '../../parameters';

export const get = operation({
	resource: 'contact',
	name: 'get',
	label: 'Get',
	action: 'Get contact',
	description: 'Get one contact by its ID',
	effect: 'read',
	endpoint: 'GET /contacts/{contactId}',
	scopes: ['contacts.readonly'],
	source: 'contacts.json get-contact',
	parameters: [contactId],
	options: [customFieldsByName],
	needs: contactNeeds,
	answer: asContact,
	simplify: SIMPLE,
});

/** As part of a write: with custom fields by ID where the credential may not read their names. */
export const getForWrite = operation({ ...get, needs: undefined, wants: contactWants });
