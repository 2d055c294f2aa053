import type { Account } from '../models/account';
import type { Conversation, Message } from '../models/records';
import { fullName } from './contacts';
import type { View } from './view';
import { iso } from '../models/times';

export function conversationView(account: Account, conversation: Conversation): View {
	const contact = account.store.contacts.get(conversation.contactId);
	const last = account.store.messages.where((message) => message.conversationId === conversation.id).at(-1);
	return {
		id: conversation.id,
		contactId: conversation.contactId,
		locationId: conversation.locationId,
		contactName: contact ? fullName(contact) : null,
		fullName: contact ? fullName(contact) : null,
		email: contact?.email ?? null,
		phone: contact?.phone ?? null,
		unreadCount: 0,
		type: 'TYPE_PHONE',
		lastMessageBody: last?.body ?? null,
		lastMessageType: last ? messageType(last) : null,
		lastMessageDate: conversation.dateUpdated,
		dateAdded: conversation.dateAdded,
		dateUpdated: conversation.dateUpdated,
	};
}

export const messageType = (message: Message): string => `TYPE_${message.type.toUpperCase()}`;
export function messageView(message: Message): View {
	const { id, direction, status, locationId, contactId, conversationId, body, subject } = message;
	return {
		id,
		messageType: messageType(message),
		direction,
		status,
		locationId,
		contactId,
		conversationId,
		body,
		...(subject === undefined ? {} : { subject }),
		contentType: 'text/plain',
		attachments: [],
		dateAdded: iso(message.dateAdded),
	};
}
