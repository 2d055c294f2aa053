import { operation } from '../../../shared/operation';
import { InputProblem } from '../../../shared/input';
import { unwrap } from '../../answers';
import { contactId } from '../../parameters';
import { additionalFields, dueDate, optionalFields, title } from './fields';

export const create = operation({
	resource: 'task',
	name: 'create',
	label: 'Create',
	action: 'Create task',
	description: 'Create a task for a contact',
	effect: 'create',
	endpoint: 'POST /contacts/{contactId}/tasks',
	scopes: ['contacts.write'],
	source: 'contacts.json create-task',
	parameters: [contactId, title, dueDate, additionalFields],
	keys: (input) => [input.id('contactId')],
	body: (input) => {
		const due = input.time('dueDate');
		if (!due) throw new InputProblem('dueDate', 'Due Date is empty', 'GHL takes no task without one: map a date, e.g. {{ $now.plus(3, "days") }}.');
		return { completed: false, ...optionalFields(input, 'additionalFields'), title: input.required('title'), dueDate: due };
	},
	answer: unwrap('task'),
});
