import type { INodeProperties } from 'n8n-workflow';
import { text } from '../../../parameters';
import { LABELS } from './fields';
import { ANYTHING, NARROWS } from '../../../../shared/parameters/parameter';
import { byName } from '../../../../shared/inEnglish';

const condition: INodeProperties[] = [
	{
		displayName: 'Field Name or ID',
		name: 'field',
		type: 'options',
		typeOptions: { loadOptionsMethod: 'getSearchFields' },
		default: '',
		description:
			'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
	{
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		options: Object.entries(LABELS)
			.map(([value, name]) => ({ name, value }))
			.sort(byName),
		default: 'eq',
	},
	text('Value', 'value', {
		typeOptions: ANYTHING,
		description: 'One value. Several are a list from an expression.',
		displayOptions: { hide: { operator: ['exists', 'not_exists'] } },
	}),
	text('And', 'upTo', {
		displayOptions: { show: { operator: ['between'] } },
		description: 'The upper end, which is part of the range',
	}),
];

const match = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	options: [
		{ name: 'All', value: 'AND' },
		{ name: 'Any', value: 'OR' },
	],
	default: 'AND',
	description,
});

const builder: INodeProperties = {
	displayName: 'Groups',
	name: 'groups',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Group',
	default: {},
	displayOptions: { show: { filterMode: ['builder'] } },
	options: [
		{
			displayName: 'Group',
			name: 'group',
			values: [
				match('Must Match', 'match', 'Whether a contact must meet all conditions of the group, or one of them'),
				{
					displayName: 'Conditions',
					name: 'conditions',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					placeholder: 'Add Condition',
					default: {},
					options: [{ displayName: 'Condition', name: 'condition', values: condition }],
				},
			],
		},
	],
};

/** The parameters of a search, shared by "Search" and "Get Page". */
export const searchParameters: readonly INodeProperties[] = [
	{
		displayName: 'Filter With',
		name: 'filterMode',
		type: 'options',
		options: [
			{ name: 'Conditions', value: 'builder' },
			{ name: 'JSON', value: 'json', description: 'The list "filters" as GHL documents it for POST /contacts/search' },
		],
		default: 'builder',
	},
	{
		...match('Groups to Match', 'matchGroups', 'Whether a contact must fit all groups, or one of them'),
		displayOptions: { show: { filterMode: ['builder'] } },
	},
	builder,
	{
		displayName: 'Filters',
		name: 'filtersJson',
		type: 'json',
		typeOptions: NARROWS,
		default: '[\n  { "field": "tags", "operator": "eq", "value": "vip" }\n]',
		displayOptions: { show: { filterMode: ['json'] } },
		description: 'A custom field is "custom_" and its key, e.g. "custom_industry", or "customFields." and its ID',
	},
];

const sorts = [
	{ name: 'Business Name', value: 'businessName asc' },
	{ name: 'Date Added, Newest First', value: 'dateAdded desc' },
	{ name: 'Date Added, Oldest First', value: 'dateAdded asc' },
	{ name: 'Date Updated, Newest First', value: 'dateUpdated desc' },
	{ name: 'Date Updated, Oldest First', value: 'dateUpdated asc' },
	{ name: 'Email', value: 'email asc' },
	{ name: 'First Name', value: 'firstNameLowerCase asc' },
	{ name: 'Last Name', value: 'lastNameLowerCase asc' },
	{ name: 'Source', value: 'source asc' },
];

export const sortBy: INodeProperties = {
	displayName: 'Sort By',
	name: 'sort',
	type: 'options',
	options: sorts,
	default: 'dateAdded desc',
};

export const searchOptions: readonly INodeProperties[] = [
	text('Search', 'query', {
		typeOptions: NARROWS,
		description: 'Text to search for in the fields that are searchable in the sub-account, up to 75 characters',
	}),
	sortBy,
	{
		...sortBy,
		displayName: 'Then Sort By',
		name: 'thenBy',
		description: 'Order of contacts that are equal by the first',
	},
];
