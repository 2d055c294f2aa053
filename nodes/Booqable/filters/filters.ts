import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { listOf, textOf, timeOf, type Input } from '../../shared/parameters/input';
import { readEmail } from '../../shared/values/email';
import { filled } from '../../shared/values/empty';
import { readNumber } from '../../shared/values/number';
import { byDisplayName, byName } from '../../shared/inEnglish';

/** One entry of the collection "Filters", and the query parameter it becomes. */
export interface Filter {
	readonly property: INodeProperties;
	readonly query: string;
	readonly value?: (typed: unknown, input: Input) => unknown;
}

/** Booqable reads a comma as "or"; double braces keep the text in one piece. */
const whole = (text: string): string => (text.includes(',') ? `{{${text}}}` : text);

export const textFilter = (
	name: string,
	displayName: string,
	query: string,
	more: Partial<INodeProperties> = {},
): Filter => ({
	query,
	property: { name, displayName, type: 'string', default: '', ...more },
	value: (typed) => whole(textOf(typed)),
});

/** Words to look for, in any order: a comma between them says nothing. */
export const searched = (typed: unknown): string => textOf(typed).replaceAll(',', ' ');

export const searchFilter = (description: string): Filter => ({
	...textFilter('query', 'Search', 'filter[q]', { description }),
	value: searched,
});

/** The whole number that Booqable gave a record. */
export const numberFilter: Filter = {
	...textFilter('number', 'Number', 'filter[number]'),
	value: (typed) => filled(typed, (value) => readNumber(value, { id: 'number', label: 'Number' }, { decimal: '.' })),
};

export const emailFilter: Filter = {
	...textFilter('email', 'Email', 'filter[email]', {
		placeholder: 'e.g. nathan@example.com',
		description: 'The whole address',
	}),
	value: (typed) => filled(typed, (value) => readEmail(value, { id: 'email', label: 'Email' })),
};

export function choiceFilter(
	name: string,
	displayName: string,
	query: string,
	options: INodePropertyOptions[],
): Filter {
	const initial = options[0].value;
	return { query, property: { name, displayName, type: 'options', options, default: initial } };
}

/** Several values at once: Booqable takes them separated by commas. */
export const choicesFilter = (
	name: string,
	displayName: string,
	query: string,
	options: INodePropertyOptions[],
): Filter => ({
	query,
	property: { name, displayName, type: 'multiOptions', options, default: [] },
	value: (typed) => listOf(typed).join(','),
});

export const flagFilter = (name: string, displayName: string, query: string, description: string): Filter => ({
	query,
	property: { name, displayName, type: 'boolean', default: true, description },
	value: (typed) => typed,
});

/** `created` → "Created After" and "Created Before", on `filter[created_at]`. */
export function timeFilters(name: string, displayName: string, attribute: string): Filter[] {
	const bound = (when: 'After' | 'Before', operator: string): Filter => ({
		query: `filter[${attribute}][${operator}]`,
		property: { name: `${name}${when}`, displayName: `${displayName} ${when}`, type: 'dateTime', default: '' },
		value: (typed, input) => timeOf(typed, `${name}${when}`, input.zone),
	});
	return [bound('After', 'gte'), bound('Before', 'lte')];
}

/** Only active ones unless the user chooses otherwise: Booqable does not say what it lists by default. */
export const archivedFilter: Filter = {
	query: 'filter[archived]',
	property: {
		displayName: 'Archived',
		name: 'archived',
		type: 'options',
		options: [
			{ name: 'Active and Archived', value: 'both' },
			{ name: 'Only Active', value: 'active' },
			{ name: 'Only Archived', value: 'archived' },
		],
		default: 'active',
	},
	value: (typed) => (typed === 'both' ? undefined : typed === 'archived'),
};

export interface Filtering {
	readonly parameter: INodeProperties;
	readonly query: (input: Input) => IDataObject;
}

/** The collection "Filters" of a list, and what it becomes in the query. */
export function filtering(filters: readonly Filter[], description = 'Records must fit all of them'): Filtering {
	return {
		parameter: {
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			description,
			options: filters.map(({ property }) => property).sort(byDisplayName),
		},
		query: (input) => {
			const chosen = input.collection('filters');
			return Object.fromEntries(
				filters.map(({ property, query, value = textOf }) => [query, value(chosen[property.name], input)] as const),
			) as IDataObject; // plain values
		},
	};
}

/** An option of a list, and what it becomes in the query. */
export interface ListOption {
	readonly option: INodeProperties;
	readonly query: (input: Input) => IDataObject;
}

/** The option "Sort By". The first is what a list has without it, since Booqable documents no order of its own. */
export function sorting(options: INodePropertyOptions[]): ListOption {
	const initial = options[0].value;
	const shown = [...options].sort(byName);
	return {
		option: { displayName: 'Sort By', name: 'sort', type: 'options', options: shown, default: initial },
		query: (input) => ({ sort: textOf(input.option('sort')) || initial }),
	};
}

export const BY_TIME: INodePropertyOptions[] = [
	{ name: 'Created, Newest First', value: '-created_at' },
	{ name: 'Created, Oldest First', value: 'created_at' },
	{ name: 'Updated, Newest First', value: '-updated_at' },
	{ name: 'Updated, Oldest First', value: 'updated_at' },
];

/** The option "Include": related records that come nested in each record, without another call. */
export const including = (paths: readonly string[], initial: readonly string[] = []): ListOption => ({
	option: {
		displayName: 'Include',
		name: 'include',
		type: 'multiOptions',
		options: paths.map((value) => ({ name: pathName(value), value })).sort(byName),
		default: [...initial],
		description: 'Related records to read along; it stays one call',
	},
	query: (input) => ({
		include: (input.option('include') === undefined ? [...initial] : listOf(input.option('include'))).join(','),
	}),
});

/** `customer.payment_methods` → `Customer: Payment Methods`. */
export const pathName = (path: string): string =>
	path
		.split('.')
		.map((part) =>
			part
				.split('_')
				.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
				.join(' '),
		)
		.join(': ');
