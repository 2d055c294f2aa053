import type { INodeProperties } from 'n8n-workflow';
import { operation } from '../../../shared/operation';
import { whole } from '../../../shared/http/paging';
import { contactId } from '../../parameters';
import { NARROWS } from '../../../shared/parameters/parameter';

const status: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'All', value: 'all' },
		{ name: 'Completed', value: 'completed' },
		{ name: 'Open', value: 'open' },
	],
	default: 'all',
	description: 'Which tasks to return. GHL sends all; the others are left out here.',
};

const titleIs: INodeProperties = {
	displayName: 'Title',
	name: 'title',
	type: 'string',
	typeOptions: NARROWS,
	default: '',
	description: 'Only tasks with exactly this title, whether in uppercase or lowercase',
};

export const getMany = operation({
	resource: 'task',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many tasks',
	description: 'List the tasks of a contact',
	parameters: [contactId],
	options: [status, titleIs],
	endpoint: {
		route: 'GET /contacts/{contactId}/tasks',
		effect: 'read',
		scopes: ['contacts.readonly'],
		source: 'contacts.json get-all-tasks',
		paging: whole('tasks'),
		keep: (task, input) => {
			const wanted = input.option('status');
			const title = String(input.option('title') ?? '')
				.trim()
				.toLowerCase();
			const fits =
				wanted === 'open' ? task.completed !== true : wanted === 'completed' ? task.completed === true : true;
			return (
				fits &&
				(title === '' ||
					String(task.title ?? '')
						.trim()
						.toLowerCase() === title)
			);
		},
	},
});
