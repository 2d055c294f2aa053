import type { IDataObject } from 'n8n-workflow';
import { textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { skipLimitInBody } from '../../paging';
import { assignedTo, businessId, collection, text } from '../../parameters';
import { LIST } from '../../../shared/parameters/parameter';
import { filled } from '../../../shared/values/empty';
import { readList } from '../../../shared/values/list';

const filters = collection('Filters', 'filters', [
	assignedTo,
	{ ...businessId, required: false, displayName: 'Business of the Contact' },
	text('Contact IDs', 'contactIds', {
		typeOptions: LIST,
		description: 'Only tasks of these contacts. Separated by commas, or a list from an expression.',
	}),
	text('Search', 'query', { description: 'Text to search for in title and description' }),
	{
		displayName: 'Status',
		name: 'status',
		type: 'options',
		options: [
			{ name: 'Completed', value: 'completed' },
			{ name: 'Open', value: 'open' },
		],
		default: 'open',
	},
]);

const CONTACT_IDS = { id: 'contactIds', label: 'Contact IDs' };

export const search = operation({
	resource: 'task',
	name: 'search',
	label: 'Search',
	action: 'Search tasks',
	description: 'List the tasks of all contacts of the sub-account, with filters. GHL has no filter by date.',
	parameters: [filters],
	endpoint: {
		route: 'POST /locations/{locationId}/tasks/search',
		effect: 'read',
		scopes: ['locations/tasks.readonly'],
		source: 'locations.json task-search',
		body: (input): IDataObject => {
			const { assignedTo: user, businessId: business, contactIds, query, status } = input.collection('filters');
			const contacts = filled(contactIds, (ids) => readList(ids, CONTACT_IDS)) ?? [];
			const businessOfContact = textOf(
				business && typeof business === 'object' && 'value' in business ? business.value : business,
			);
			return {
				...(contacts.length > 0 && { contactId: contacts }),
				...(status ? { completed: status === 'completed' } : {}),
				...(user ? { assignedTo: [textOf(user)] } : {}),
				...(query ? { query: textOf(query) } : {}),
				...(businessOfContact && { businessId: businessOfContact }),
			};
		},
		paging: skipLimitInBody('tasks', 100),
		// A search names it _id, the other endpoints id.
		answer: ({ _id, ...task }) => ({ ...task, id: task.id ?? _id }),
	},
});
