import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { textOf, type Input } from '../../../shared/parameters/input';
import { filled } from '../../../shared/values/empty';
import { readList } from '../../../shared/values/list';
import { collection, text } from '../../parameters';
import { LIST } from '../../../shared/parameters/parameter';

export const name = text('Name', 'name', { required: true, placeholder: 'e.g. Industry' });

/** GHL's own spelling of "monetary" is MONETORY. */
export const dataType: INodeProperties = {
	displayName: 'Type',
	name: 'dataType',
	type: 'options',
	options: [
		{ name: 'Checkboxes', value: 'CHECKBOX' },
		{ name: 'Date', value: 'DATE' },
		{ name: 'Dropdown, Many Choices', value: 'MULTIPLE_OPTIONS' },
		{ name: 'Dropdown, One Choice', value: 'SINGLE_OPTIONS' },
		{ name: 'File', value: 'FILE_UPLOAD' },
		{ name: 'Money', value: 'MONETORY' },
		{ name: 'Number', value: 'NUMERICAL' },
		{ name: 'Phone', value: 'PHONE' },
		{ name: 'Radio Buttons', value: 'RADIO' },
		{ name: 'Text', value: 'TEXT' },
		{ name: 'Text Boxes', value: 'TEXTBOX_LIST' },
		{ name: 'Text, Several Lines', value: 'LARGE_TEXT' },
	],
	default: 'TEXT',
};

const optional: INodeProperties[] = [
	text('Choices', 'options', {
		typeOptions: LIST,
		placeholder: 'e.g. Gold, Silver',
		description: 'Of dropdowns, checkboxes and radio buttons. Separated by commas, or a list from an expression.',
	}),
	text('Placeholder', 'placeholder'),
	{ displayName: 'Position', name: 'position', type: 'number', default: 0 },
	text('Text Boxes', 'textBoxes', {
		typeOptions: LIST,
		placeholder: 'e.g. First, Second',
		description: 'Labels of the boxes, for the type Text Boxes. Separated by commas, or a list from an expression.',
	}),
];

export const additionalFields = collection('Additional Fields', 'additionalFields', optional);

/** GHL's update asks for the name each time, so it is a parameter of its own. */
export const updateFields = collection('Update Fields', 'updateFields', optional, 'Only what is added here is changed');

/** What "Simplify" keeps of a definition. */
export const SIMPLE = ['id', 'name', 'fieldKey', 'dataType', 'model', 'picklistOptions', 'placeholder', 'position'];

const listIn = (value: unknown, label: string): string[] =>
	filled(value, (one) => readList(one, { id: 'additionalFields', label })) ?? [];

export function optionalFields(input: Input, parameter: string): IDataObject {
	const { options, placeholder, position, textBoxes } = input.collection(parameter);
	const labels = listIn(textBoxes, 'Text Boxes');
	return {
		...(placeholder !== undefined && { placeholder: textOf(placeholder) }),
		...(position !== undefined && { position }),
		...(options !== undefined && { options: listIn(options, 'Choices') }),
		...(labels.length > 0 && { textBoxListOptions: labels.map((label) => ({ label, prefillValue: '' })) }),
	};
}
