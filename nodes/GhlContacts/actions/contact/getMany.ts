import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { timeOf, textOf, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { searchAfter } from '../../../shared/http/paging';
import { LIST } from '../../../shared/parameters/parameter';
import { lowerCaseTags } from '../../../shared/values/tags';
import { readEmail } from '../../../shared/values/email';
import { filled } from '../../../shared/values/empty';
import { readPhoneNumber } from '../../../shared/values/phone';
import { assignedTo, time } from '../../parameters';
import { customFieldsByName } from './options';
import { asContact, contactNeeds, SIMPLE } from './response';
import { sortOf } from './searchFilters/body';
import { sortBy } from './searchFilters/parameters';

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description: 'Contacts must fit all of them. GHL shows new and changed contacts here after some seconds.',
	options: [
		time('Added After', 'addedAfter', 'Only contacts added at this time or later'),
		time('Added Before', 'addedBefore', 'Only contacts added at this time or earlier'),
		assignedTo,
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. nathan@example.com',
			default: '',
			description: 'The whole address; GHL has no search for a part of it',
		},
		{
			displayName: 'Has Tags',
			name: 'tag',
			type: 'string',
			typeOptions: LIST,
			default: '',
			placeholder: 'e.g. vip, rental',
			description: 'Tags separated by commas; only contacts that have all of them',
		},
		{
			displayName: 'Phone',
			name: 'phone',
			type: 'string',
			default: '',
			placeholder: 'e.g. +12125550142',
			description: 'The whole number, with country',
		},
		{
			displayName: 'Search',
			name: 'query',
			type: 'string',
			default: '',
			description: 'Text to search for in the fields that are searchable in the sub-account, up to 75 characters',
		},
		time('Updated After', 'updatedAfter', 'Only contacts changed at this time or later'),
		time('Updated Before', 'updatedBefore', 'Only contacts changed at this time or earlier'),
	],
};

const EMAIL = { id: 'email', label: 'Email' };
const PHONE = { id: 'phone', label: 'Phone' };

/** Grammar of the filters: GHL's description of POST /contacts/search. Those at the top level are all to be met. */
function conditions(input: Input): IDataObject[] {
	const chosen = input.collection('filters');
	const equal = (field: string, value?: string): IDataObject[] => (value ? [{ field, operator: 'eq', value }] : []);
	const range = (field: string, from: string, to: string): IDataObject[] => {
		const [gte, lte] = [from, to].map((name) => timeOf(chosen[name], name, input.zone));
		const value = { ...(gte !== undefined && { gte }), ...(lte !== undefined && { lte }) };
		return Object.keys(value).length > 0 ? [{ field, operator: 'range', value }] : [];
	};
	return [
		...equal(
			'email',
			filled(chosen.email, (value) => readEmail(value, EMAIL)),
		),
		...equal(
			'phone',
			filled(chosen.phone, (value) => readPhoneNumber(value, PHONE)),
		),
		...lowerCaseTags(chosen.tag).flatMap((tag) => equal('tags', tag)),
		...equal('assignedTo', textOf(chosen.assignedTo)),
		...range('dateAdded', 'addedAfter', 'addedBefore'),
		...range('dateUpdated', 'updatedAfter', 'updatedBefore'),
	];
}

export const getMany = operation({
	resource: 'contact',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many contacts',
	description: 'List contacts, with filters and in an order of choice',
	parameters: [filters],
	options: [customFieldsByName, sortBy],
	endpoint: {
		route: 'POST /contacts/search',
		effect: 'read',
		scopes: ['contacts.readonly'],
		source: 'contacts.json search-contacts-advanced',
		needs: contactNeeds,
		body: (input) => {
			const filters = conditions(input);
			const query = textOf(input.collection('filters').query);
			return {
				locationId: input.account.values.locationId,
				...(filters.length > 0 && { filters }),
				...(query && { query }),
				sort: sortOf(input),
			};
		},
		paging: searchAfter('contacts', 100),
		answer: asContact,
	},
	simplify: SIMPLE,
});
