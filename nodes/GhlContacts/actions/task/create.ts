import type { INodeProperties } from 'n8n-workflow';
import type { Endpoint } from '../../../shared/endpoint';
import { InputProblem, textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { contactId } from '../../parameters';
import { unwrap } from '../../responses';
import { additionalFields, dueDate, optionalFields, title } from './fields';
import { getMany } from './getMany';

const sameTitle: INodeProperties = {
	displayName: 'If the Title Exists',
	name: 'sameTitle',
	type: 'options',
	options: [
		{ name: 'Create Another', value: 'create' },
		{ name: 'Return Existing', value: 'any', description: 'Also if that task is completed' },
		{ name: 'Return Existing Open One', value: 'open', description: 'A completed task is not in the way' },
	],
	default: 'create',
	description:
		'What happens when the contact has a task with this title, upper and lower case alike. Looking takes one call more; two workflows that look at the same moment both find none.',
};

const post: Endpoint = {
	route: 'POST /contacts/{contactId}/tasks',
	effect: 'create',
	scopes: ['contacts.write'],
	source: 'contacts.json create-task',
	body: (input) => {
		const due = input.time('dueDate');
		if (!due)
			throw new InputProblem(
				'dueDate',
				'Due Date is empty',
				'GHL accepts no task without one: map a date, e.g. {{ $now.plus(3, "days") }}.',
			);
		return {
			completed: false,
			...optionalFields(input, 'additionalFields'),
			title: input.required('title'),
			dueDate: due,
		};
	},
	envelope: { record: ['task'] },
	answer: unwrap('task'),
};

const postUnlessThere: Endpoint = { ...post, lookedFor: true };

export const create = operation({
	resource: 'task',
	name: 'create',
	label: 'Create',
	action: 'Create task',
	description: 'Create a task for a contact',
	parameters: [contactId, title, dueDate, additionalFields],
	options: [sameTitle],
	keys: (input) => [input.id('contactId')],
	markers: ['created'],
	effect: 'create',
	endpoints: [post, getMany],
	execute: async (calls, input) => {
		const choice = textOf(input.option('sameTitle')) || 'create';
		if (choice === 'create') return await calls.perform(post, input);
		const options = { title: input.required('title'), status: choice === 'open' ? 'open' : 'all' };
		const [existing] = await calls.many(getMany, { contactId: input.id('contactId'), options });
		if (existing) return { ...existing, created: false };
		return { ...(await calls.onePerformed(postUnlessThere, input)), created: true };
	},
});
