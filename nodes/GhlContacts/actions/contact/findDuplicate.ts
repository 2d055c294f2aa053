import type { IDataObject } from 'n8n-workflow';
import { InputProblem } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { text } from '../../parameters';
import { phoneNeeds, phoneOf } from './fields';
import { customFieldsByName, phoneOptions } from './options';
import { asContact, contactNeeds, SIMPLE } from './response';

export const findDuplicate = operation({
	resource: 'contact',
	name: 'findDuplicate',
	label: 'Find Duplicate',
	action: 'Find duplicate contact',
	description:
		'Find the contact that GHL would take for the same person, by email, phone or both. It sees new contacts at once, unlike a search.',
	parameters: [
		text('Email', 'email', { placeholder: 'e.g. nathan@example.com' }),
		text('Phone', 'phone', { placeholder: 'e.g. +12125550142' }),
	],
	options: [customFieldsByName, ...phoneOptions],
	endpoint: {
		route: 'GET /contacts/search/duplicate',
		effect: 'read',
		scopes: ['contacts.readonly'],
		source: 'contacts.json get-duplicate-contact',
		needs: (input) => [...contactNeeds(input), ...phoneNeeds(input.text('phone'), input)],
		query: (input) => {
			const phone = input.text('phone');
			const query = { email: input.email('email'), number: phone && phoneOf(phone, input) };
			if (!query.email && !query.number)
				throw new InputProblem('email', 'There is neither an email nor a phone to look for', 'Fill in one of the two.');
			return { locationId: input.account.values.locationId, ...query };
		},
		envelope: { keys: ['contact'] },
		answer: (body, input): IDataObject =>
			body.contact ? { ...asContact(body, input), found: true } : { found: false },
	},
	simplify: SIMPLE,
	markers: ['found'],
});
