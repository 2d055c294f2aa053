import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { textOf, type Input } from '../../../shared/parameters/input';
import { readList } from '../../../shared/values/list';
import { ADDRESS_PARTS } from '../../mapping/properties';
import { LIST } from '../../../shared/parameters/parameter';

export const propertyType: INodeProperties = {
	displayName: 'Type',
	name: 'propertyType',
	type: 'options',
	options: [
		{ name: 'Address', value: 'address' },
		{ name: 'Date', value: 'date_field' },
		{ name: 'Email', value: 'email' },
		{ name: 'Phone', value: 'phone' },
		{ name: 'Select', value: 'select' },
		{ name: 'Text', value: 'text_field' },
		{ name: 'Text, Several Lines', value: 'text_area' },
	],
	default: 'text_field',
	description: 'Booqable keeps all values as text',
};

const identifier: INodeProperties = {
	displayName: 'Identifier',
	name: 'identifier',
	type: 'string',
	default: '',
	placeholder: 'e.g. company_size',
	description: 'The name in the API. Booqable derives it from the name if it is empty.',
};
const position: INodeProperties = { displayName: 'Position', name: 'position', type: 'number', default: 1 };
const required: INodeProperties = {
	displayName: 'Required',
	name: 'validationRequired',
	type: 'boolean',
	default: true,
	description: 'Whether the online store asks for it',
};
const showOn: INodeProperties = {
	displayName: 'Show On',
	name: 'showOn',
	type: 'multiOptions',
	options: ['contract', 'invoice', 'packing', 'quote'].map((value) => ({
		name: value.charAt(0).toUpperCase() + value.slice(1),
		value,
	})),
	default: [],
	description: 'Documents that print it',
};
const selectOptions: INodeProperties = {
	displayName: 'Choices',
	name: 'selectOptions',
	type: 'string',
	typeOptions: LIST,
	default: '',
	placeholder: 'e.g. Small, Large',
	description: 'Of the type Select: separated by commas, or a list from an expression',
};

/** Optional fields of a default property, for its options. */
export const definitionOptions: INodeProperties[] = [selectOptions, identifier, position, required, showOn];

/** Optional fields of a property, for its options. */
export const propertyOptions: INodeProperties[] = [
	...ADDRESS_PARTS.map(([name, label]): INodeProperties => ({
		displayName: `Address: ${label}`,
		name,
		type: 'string',
		default: '',
	})),
	identifier,
	position,
	required,
	showOn,
];

const CHOICES = { id: 'selectOptions', label: selectOptions.displayName };

/** The chosen options as writable attributes. */
export function optionalAttributes(input: Input): IDataObject {
	const chosen = input.collection('options');
	const given = (name: string, attribute: string, read = (value: unknown): unknown => value): IDataObject =>
		// a plain value
		chosen[name] === undefined || chosen[name] === '' ? {} : { [attribute]: read(chosen[name]) as IDataObject[string] };
	return {
		...given('identifier', 'identifier', textOf),
		...given('position', 'position'),
		...given('validationRequired', 'validation_required'),
		...given('showOn', 'show_on'),
		...given('selectOptions', 'select_options', (value) => readList(value, CHOICES)),
		...Object.assign({}, ...ADDRESS_PARTS.map(([part]) => given(part, part, textOf))),
	};
}
