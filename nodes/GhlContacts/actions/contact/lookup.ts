import type { IDataObject } from 'n8n-workflow';
import { InputProblem, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { nextCursor } from '../../paging';
import { text } from '../../parameters';
import { phoneNeeds, phoneOf } from './fields';
import { customFieldsByName, phoneOptions } from './options';
import { asContact, contactNeeds, SIMPLE } from './response';

const by = (input: Input): string => input.text('by') || 'email';

export const lookup = operation({
	resource: 'contact',
	name: 'lookup',
	label: 'Lookup',
	action: 'Look up contacts',
	description: 'Find all contacts with an email or phone, additional ones included. Needs an OAuth2 credential.',
	parameters: [
		{
			displayName: 'Look Up By',
			name: 'by',
			type: 'options',
			options: [
				{ name: 'Email', value: 'email' },
				{ name: 'Phone', value: 'phone' },
			],
			default: 'email',
		},
		text('Email', 'email', {
			required: true,
			placeholder: 'e.g. nathan@example.com',
			displayOptions: { show: { by: ['email'] } },
		}),
		text('Phone', 'phone', {
			required: true,
			placeholder: 'e.g. +12125550142',
			displayOptions: { show: { by: ['phone'] } },
		}),
	],
	options: [customFieldsByName, ...phoneOptions],
	endpoint: {
		route: 'GET /contacts/lookup',
		effect: 'read',
		scopes: ['contacts.readonly'],
		source: 'GHL docs, Lookup Contacts (v3, since 2026-08-12)',
		// GHL has it in this version of its API only.
		headers: { Version: 'v3' },
		needs: (input) => [
			...contactNeeds(input),
			...(by(input) === 'phone' ? phoneNeeds(input.text('phone'), input) : []),
		],
		query: (input): IDataObject => {
			if (input.account.credentialType !== 'goHighLevelOAuth2Api') {
				throw new InputProblem(
					'authentication',
					'GHL offers this lookup to OAuth2 credentials only',
					'With a private integration token use "Find Duplicate" or "Get Many".',
				);
			}
			const wanted =
				by(input) === 'phone'
					? { phone: phoneOf(input.required('phone'), input) }
					: { email: input.required('email') && input.email('email') };
			return { locationId: input.account.values.locationId, ...wanted };
		},
		paging: nextCursor('contacts', 20),
		answer: asContact,
	},
	simplify: SIMPLE,
});
