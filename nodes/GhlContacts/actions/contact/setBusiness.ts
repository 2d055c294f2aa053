import type { INodeProperties } from 'n8n-workflow';
import type { Endpoint } from '../../../shared/endpoint';
import type { Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { businessId, contactId, contactIds } from '../../parameters';
import { SUCCESS } from '../../responses';

const unlink: INodeProperties = {
	displayName: 'Set or Remove',
	name: 'link',
	type: 'options',
	options: [
		{ name: 'Chosen Below', value: 'set' },
		{ name: 'None', value: 'none', description: 'Take the contacts out of their business' },
	],
	default: 'set',
};

const business: INodeProperties = { ...businessId, displayOptions: { show: { link: ['set'] } } };

/** GHL takes this many at a time. */
const AT_ONCE = 50;

const businessOf = (input: Input): string | null => (input.text('link') === 'none' ? null : input.id('businessId'));

export const setBusiness = operation({
	resource: 'contact',
	name: 'setBusiness',
	label: 'Set Business',
	action: 'Set business of contact',
	description: 'Put a contact into a business, or take it out of its business',
	parameters: [contactId, unlink, business],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'POST /contacts/bulk/business',
		effect: 'idempotent',
		scopes: ['contacts.write'],
		source: 'contacts.json add-remove-contact-from-business',
		body: (input) => ({
			locationId: input.account.values.locationId,
			ids: [input.id('contactId')],
			businessId: businessOf(input),
		}),
		envelope: SUCCESS,
		answer: (_, input) => ({ id: input.id('contactId'), businessId: businessOf(input) }),
	},
});

const linkMany: Endpoint = {
	...setBusiness.endpoint,
	body: (input) => ({
		locationId: input.account.values.locationId,
		ids: input.requiredList('contactIds'),
		businessId: businessOf(input),
	}),
	answer: (_, input) => input.requiredList('contactIds').map((id) => ({ id, businessId: businessOf(input) })),
};

export const bulkSetBusiness = operation({
	resource: 'contact',
	name: 'bulkSetBusiness',
	label: 'Set Business of Many',
	action: 'Set business of many contacts',
	description: 'Put many contacts into a business, or take them out of theirs, 50 with each call',
	parameters: [contactIds, unlink, business],
	keys: (input) => input.requiredList('contactIds'),
	effect: 'idempotent',
	endpoints: [linkMany],
	execute: async (calls, input) => {
		const ids = input.requiredList('contactIds');
		const results = [];
		for (let start = 0; start < ids.length; start += AT_ONCE)
			results.push(await calls.perform(linkMany, input.with({ contactIds: ids.slice(start, start + AT_ONCE) })));
		return results.flat();
	},
});
