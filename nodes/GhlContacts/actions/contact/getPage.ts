import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { asObjects, InputProblem, type Input } from '../../../shared/parameters/input';
import { jsonIn } from '../../../shared/values/json';
import { operation } from '../../../shared/operation';
import { customFieldsByName } from './options';
import { asContact } from './response';
import { searchBody, searchNeeds } from './searchFilters/body';
import { searchOptions, searchParameters } from './searchFilters/parameters';

const MAX_PAGE = 100;

/** One page at a time, for accounts with more contacts than n8n can hold at once. */
export const getPage = operation({
	resource: 'contact',
	name: 'getPage',
	label: 'Get Page',
	action: 'Get page of contacts',
	description:
		'Get one page of contacts and the cursor of the next, for a loop over very many. The conditions and the order must stay the same from page to page.',
	parameters: [
		...searchParameters,
		{
			displayName: 'Page Size',
			name: 'pageSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_PAGE },
			default: MAX_PAGE,
		},
		{
			displayName: 'Cursor',
			name: 'cursor',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.cursor }}',
			description:
				'The cursor that the previous page returned. Empty for the first page; the last page returns an empty one.',
		},
	],
	options: [customFieldsByName, ...searchOptions],
	endpoint: {
		route: 'POST /contacts/search',
		effect: 'read',
		scopes: ['contacts.readonly'],
		source: 'contacts.json search-contacts-advanced',
		needs: searchNeeds,
		body: (input) => {
			const cursor = cursorOf(input);
			return { ...searchBody(input), pageLimit: sizeOf(input), ...(cursor && { searchAfter: cursor }) };
		},
		envelope: { list: ['contacts'] },
		answer: (body, input) => {
			const found = asObjects(body.contacts);
			const next = found.length < sizeOf(input) ? undefined : found.at(-1)?.searchAfter;
			return {
				contacts: found.map((contact) => asContact(contact, input)),
				cursor: Array.isArray(next) ? JSON.stringify(next) : '',
				total: body.total,
			};
		},
	},
});

function sizeOf(input: Input): number {
	const size = input.number('pageSize') ?? MAX_PAGE;
	if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE)
		throw new InputProblem('pageSize', `Page Size must be between 1 and ${MAX_PAGE}`, 'GHL gives no larger pages.');
	return size;
}

const cursor = z.array(z.union([z.string(), z.number(), z.null()])).min(1);

function cursorOf(input: Input): IDataObject[string] | undefined {
	const typed = input.text('cursor');
	if (typed === '') return undefined;
	const parsed = cursor.safeParse(jsonIn(typed));
	if (!parsed.success)
		throw new InputProblem(
			'cursor',
			'Cursor is not a cursor of this operation',
			'Map the field "cursor" of the previous page, unchanged.',
		);
	return parsed.data;
}
