import { InputProblem } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { contactId } from '../../parameters';
import { unwrap } from '../../responses';
import { additionalFields, dueDate, optionalFields, title } from './fields';

export const create = operation({
	resource: 'task',
	name: 'create',
	label: 'Create',
	action: 'Create task',
	description: 'Create a task for a contact',
	parameters: [contactId, title, dueDate, additionalFields],
	keys: (input) => [input.id('contactId')],
	endpoint: {
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
	},
});
