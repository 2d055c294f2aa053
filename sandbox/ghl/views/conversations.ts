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

/**
 * Name and number of each type in answers. GetMessageResponseDto of the OpenAPI specification requires both and calls 1
 * a call and
 * 10 a voicemail, which is the order of its list of names without the later TYPE_RCS; that one's number is not
 * documented.
 */
const TYPES: { [type: string]: readonly [name: string, number: number] } = {
	SMS: ['TYPE_SMS', 2],
	Email: ['TYPE_EMAIL', 3],
	FB: ['TYPE_FACEBOOK', 11],
	IG: ['TYPE_INSTAGRAM', 18],
	WhatsApp: ['TYPE_WHATSAPP', 19],
	Custom: ['TYPE_CUSTOM_SMS', 20],
	Live_Chat: ['TYPE_LIVE_CHAT', 29],
};

export const messageType = (message: Message): string =>
	TYPES[message.type]?.[0] ?? `TYPE_${message.type.toUpperCase()}`;

export function messageView(message: Message): View {
	const { id, direction, status, locationId, contactId, conversationId, body, subject } = message;
	return {
		id,
		type: TYPES[message.type]?.[1] ?? 0,
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
