import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InputProblem, textOf, type Input } from '../../../shared/parameters/input';
import { assignedTo } from '../../parameters';

export const body: INodeProperties = {
	displayName: 'Text',
	name: 'body',
	type: 'string',
	typeOptions: { rows: 4 },
	required: true,
	default: '',
	description: 'Text of the note. GHL may give it back as HTML.',
};

const optional: INodeProperties[] = [
	{ ...assignedTo, displayName: 'Author Name or ID', name: 'userId' },
	{ displayName: 'Color', name: 'color', type: 'color', default: '#FFF3B0' },
	{
		displayName: 'Pinned',
		name: 'pinned',
		type: 'boolean',
		default: false,
		description: 'Whether the note stays on top',
	},
	{ displayName: 'Title', name: 'title', type: 'string', default: '' },
];

export const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options: optional,
};

export const updateFields: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description: 'Only what is added here is changed',
	options: [...optional, { ...body, required: false }],
};

export function optionalFields(input: Input, collection: string): IDataObject {
	const { userId, color, pinned, title, body: text } = input.collection(collection);
	if (color !== undefined && !/^#[0-9a-f]{6}$/i.test(textOf(color))) {
		throw new InputProblem('color', 'Color is not a color', 'Use six hexadecimal digits after #, e.g. #FFF3B0.');
	}
	return {
		...(userId ? { userId: textOf(userId) } : {}),
		...(color !== undefined && { color: textOf(color) }),
		...(pinned !== undefined && { pinned }),
		...(title !== undefined && { title: textOf(title) }),
		...(text !== undefined && { body: textOf(text) }),
	};
}
