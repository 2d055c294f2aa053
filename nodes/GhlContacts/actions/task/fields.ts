import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Input } from '../../../shared/parameters/input';
import { timeOf, textOf } from '../../../shared/parameters/input';
import { assignedTo } from '../../parameters';

export const title: INodeProperties = {
	displayName: 'Title',
	name: 'title',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Call about the order',
};

export const dueDate: INodeProperties = {
	displayName: 'Due Date',
	name: 'dueDate',
	type: 'dateTime',
	required: true,
	default: '',
	description: 'A time without offset is in the time zone of the workflow',
};

const body: INodeProperties = {
	displayName: 'Description',
	name: 'body',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
};
const completed: INodeProperties = {
	displayName: 'Completed',
	name: 'completed',
	type: 'boolean',
	default: false,
	description: 'Whether the task is done',
};

const additional = (options: INodeProperties[], displayName: string): INodeProperties => ({
	displayName,
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options,
});

export const additionalFields = additional([assignedTo, completed, body], 'Additional Fields');

export const updateFields: INodeProperties = {
	...additional(
		[assignedTo, completed, body, { ...dueDate, required: false }, { ...title, required: false }],
		'Update Fields',
	),
	name: 'updateFields',
	description: 'Only what is added here is changed',
};

/** The chosen optional fields as GHL takes them. Milliseconds in a due date make an update fail, so there are none. */
export function optionalFields(input: Input, collection: string): IDataObject {
	const chosen = input.collection(collection);
	return {
		...(chosen.title !== undefined && { title: textOf(chosen.title) }),
		...(chosen.body !== undefined && { body: textOf(chosen.body) }),
		...(chosen.assignedTo ? { assignedTo: textOf(chosen.assignedTo) } : {}),
		...(chosen.completed !== undefined && { completed: chosen.completed }),
		...(chosen.dueDate ? { dueDate: timeOf(chosen.dueDate, 'dueDate', input.zone) } : {}),
	};
}
