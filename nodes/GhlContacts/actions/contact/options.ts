import type { INodeProperties } from 'n8n-workflow';
import { emptyValues, valueOptions } from '../../../shared/parameters/mapper';
import { LIST } from '../../../shared/parameters/parameter';

const phoneCountry: INodeProperties = {
	displayName: 'Default Phone Country',
	name: 'phoneCountry',
	type: 'string',
	default: '',
	placeholder: 'e.g. US',
	description:
		'Country of phone numbers that do not name one, as two letters. Empty: the country of the sub-account, which takes an occasional call.',
};

/** `initial`: a Sync goes on without the phone, so that one bad number keeps no contact from being synced. */
export const invalidPhoneOption = (initial: 'error' | 'omit'): INodeProperties => ({
	displayName: 'Invalid Phone',
	name: 'invalidPhone',
	type: 'options',
	options: [
		{ name: 'Fail the Record', value: 'error' },
		{ name: 'Leave It Out', value: 'omit', description: 'Write the other fields; "ignoredFields" names it' },
		{ name: 'Send It as It Is', value: 'send', description: 'GHL decides' },
	],
	default: initial,
	description: 'What happens when the mapped phone is not a valid number',
});

const invalidPhone = invalidPhoneOption('error');

const tags: INodeProperties = {
	displayName: 'Tags',
	name: 'tags',
	type: 'string',
	typeOptions: LIST,
	default: '',
	placeholder: 'e.g. rental customer, vip',
	description: 'Separated by commas, or a list from an expression',
};

const tagMode: INodeProperties = {
	displayName: 'Tag Mode',
	name: 'tagMode',
	type: 'options',
	options: [
		{ name: 'Add', value: 'add', description: 'The contact keeps the tags it has' },
		{ name: 'Remove', value: 'remove', description: 'Remove these tags, keep the others' },
		{ name: 'Replace All', value: 'replace', description: 'The contact has these tags and no others' },
	],
	default: 'add',
	description: 'What happens with the tags above. GHL itself would replace all.',
};

export const customFieldsByName: INodeProperties = {
	displayName: 'Custom Fields by Name',
	name: 'customFieldsByName',
	type: 'boolean',
	default: true,
	description:
		'Whether to return custom fields as {name: value} instead of a list with IDs. A write whose credential may not read the names returns {ID: value}.',
};

/** How a phone to look for is read. */
export const phoneOptions: readonly INodeProperties[] = [phoneCountry];

/** Options of every operation that writes mapped contact fields. */
export const writeOptions: readonly INodeProperties[] = [
	emptyValues,
	...valueOptions,
	phoneCountry,
	invalidPhone,
	customFieldsByName,
];

/** With tags for a contact that may exist already. */
export const writeOptionsWithTags: readonly INodeProperties[] = [...writeOptions, tags, tagMode];

export const newContactTags = tags;
