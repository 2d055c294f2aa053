import { textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { startAfterDate } from '../../paging';
import { assignedTo, collection, text } from '../../parameters';

const filters = collection('Filters', 'filters', [
	assignedTo,
	text('Contact ID', 'contactId', { description: 'Only conversations with this contact' }),
	text('Search', 'query', { description: 'Text to search for' }),
	{
		displayName: 'Status',
		name: 'status',
		type: 'options',
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'Read', value: 'read' },
			{ name: 'Recent', value: 'recents' },
			{ name: 'Starred', value: 'starred' },
			{ name: 'Unread', value: 'unread' },
		],
		default: 'unread',
	},
]);

export const getMany = operation({
	resource: 'conversation',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many conversations',
	description: 'List conversations with their last message, the latest first',
	parameters: [filters],
	endpoint: {
		route: 'GET /conversations/search',
		effect: 'read',
		scopes: ['conversations.readonly'],
		source: 'conversations.json search-conversation',
		query: (input) => {
			const { assignedTo: user, contactId, query, status } = input.collection('filters');
			return {
				locationId: input.account.values.locationId,
				contactId: textOf(contactId),
				assignedTo: textOf(user),
				query: textOf(query),
				status: textOf(status),
				sort: 'desc',
				sortBy: 'last_message_date',
			};
		},
		paging: startAfterDate('conversations', 100, 'lastMessageDate'),
	},
	simplify: [
		'id',
		'contactId',
		'contactName',
		'email',
		'phone',
		'unreadCount',
		'lastMessageBody',
		'lastMessageType',
		'lastMessageDate',
		'dateUpdated',
	],
});
