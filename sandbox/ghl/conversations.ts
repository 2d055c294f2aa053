import { z } from 'zod';
import { ownContact } from './contactRules';
import { fullName, type View } from './contactViews';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, notFound, unprocessable, wrongLocation } from './errors';
import type { Ghl } from './ghl';
import type { Contact, Conversation, Message } from './records';
import { filled, list, numeric, shape, text } from './validation';
import { iso } from './values';

const TYPES = ['SMS', 'RCS', 'Email', 'WhatsApp', 'IG', 'FB', 'Custom', 'Live_Chat', 'TIKTOK'] as const;

function conversationWith(ghl: Ghl, contact: Contact): Conversation {
	const known = ghl.store.conversations.find((each) => each.contactId === contact.id);
	if (known) return known;
	const now = ghl.world.now();
	return ghl.store.conversations.add({ id: ghl.id(), locationId: contact.locationId, contactId: contact.id, dateAdded: now, dateUpdated: now });
}

function conversationView(ghl: Ghl, conversation: Conversation): View {
	const contact = ghl.store.contacts.get(conversation.contactId);
	const last = ghl.store.messages.where((message) => message.conversationId === conversation.id).at(-1);
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

const messageType = (message: Message): string => `TYPE_${message.type.toUpperCase()}`;

function messageView(message: Message): View {
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

const sendMessage = endpoint({
	method: 'POST',
	path: '/conversations/messages',
	scope: 'conversations/message.write',
	body: shape({
		type: z.enum(TYPES),
		contactId: filled,
		subType: z.unknown(),
		status: text.optional(),
		message: text.optional(),
		html: text.optional(),
		subject: text.optional(),
		appointmentId: text.optional(),
		attachments: list.optional(),
		emailFrom: text.optional(),
		emailTo: text.optional(),
		emailCc: list.optional(),
		emailBcc: list.optional(),
		replyMessageId: text.optional(),
		templateId: text.optional(),
		threadId: text.optional(),
		scheduledTimestamp: z.number().optional(),
		conversationProviderId: text.optional(),
		customSubtypeId: text.optional(),
		emailReplyMode: z.enum(['reply', 'reply_all']).optional(),
		fromNumber: text.optional(),
		toNumber: text.optional(),
		forward: z.record(z.unknown()).optional(),
		usesNativeSchedulingAi: z.boolean().optional(),
		optimizationPeriod: text.optional(),
	}),
	run({ ghl, locationId, body }) {
		const contact = ownContact(ghl, locationId, body.contactId);
		const content = body.type === 'Email' ? (body.html ?? body.message) : body.message;
		if (!content && !body.attachments?.length && body.templateId === undefined)
			throw unprocessable('There is no message or attachments for this message. Skip sending.');
		if (body.type === 'Email' && !(body.emailTo ?? contact.email)) throw badRequest('Missing email');
		if (body.type === 'SMS' && !(body.toNumber ?? contact.phone)) throw badRequest('Missing phone number');
		const conversation = conversationWith(ghl, contact);
		conversation.dateUpdated = ghl.world.now();
		const message = ghl.store.messages.add({
			id: ghl.id(),
			conversationId: conversation.id,
			contactId: contact.id,
			locationId,
			type: body.type,
			direction: 'outbound',
			body: content ?? '',
			subject: body.subject,
			status: body.scheduledTimestamp === undefined ? 'pending' : 'scheduled',
			dateAdded: ghl.world.now(),
		});
		const { id: _id, ...event } = messageView(message);
		ghl.events.emit('OutboundMessage', locationId, { ...event, messageId: message.id });
		return {
			conversationId: conversation.id,
			messageId: message.id,
			...(body.type === 'Email' ? { emailMessageId: ghl.id() } : {}),
			msg: 'Message queued successfully.',
			status: 'pending',
		};
	},
});

const MAX_CONVERSATIONS = 100;

export const conversationEndpoints: Endpoint[] = [
	sendMessage,
	endpoint({
		method: 'GET',
		path: '/conversations/search',
		scope: 'conversations.readonly',
		query: shape({
			locationId: text,
			contactId: text.optional(),
			assignedTo: text.optional(),
			followers: text.optional(),
			mentions: text.optional(),
			query: text.optional(),
			sort: z.enum(['asc', 'desc']).default('desc'),
			startAfterDate: numeric.optional(),
			id: text.optional(),
			limit: numeric.pipe(z.number().min(1).max(MAX_CONVERSATIONS)).default(20),
			lastMessageType: text.optional(),
			lastMessageAction: text.optional(),
			lastMessageDirection: text.optional(),
			status: text.optional(),
			sortBy: text.optional(),
		}),
		run({ ghl, locationId, query }) {
			const direction = query.sort === 'asc' ? 1 : -1;
			const found = ghl.store.conversations.where(
				(each) =>
					each.locationId === locationId &&
					(query.contactId === undefined || each.contactId === query.contactId) &&
					(query.id === undefined || each.id === query.id) &&
					String(conversationView(ghl, each).fullName)
						.toLowerCase()
						.includes((query.query ?? '').toLowerCase()),
			);
			const sorted = found.sort((left, right) => (left.dateUpdated - right.dateUpdated) * direction);
			const { startAfterDate } = query;
			const rest = startAfterDate === undefined ? sorted : sorted.filter((each) => (each.dateUpdated - startAfterDate) * direction > 0);
			return { conversations: rest.slice(0, query.limit).map((each) => conversationView(ghl, each)), total: found.length };
		},
	}),
	endpoint({
		method: 'GET',
		path: '/conversations/:conversationId/messages',
		scope: 'conversations/message.readonly',
		query: shape({ lastMessageId: text.optional(), limit: numeric.pipe(z.number().min(1).max(100)).default(20), type: text.optional() }),
		run({ ghl, locationId, params, query }) {
			const conversation = ghl.store.conversations.get(params.conversationId ?? '');
			if (!conversation) throw notFound(`Conversation with id ${params.conversationId} not found`);
			if (conversation.locationId !== locationId) throw wrongLocation();
			const found = ghl.store.messages
				.where((message) => message.conversationId === conversation.id && (query.type === undefined || messageType(message) === query.type))
				.reverse();
			const start = query.lastMessageId === undefined ? 0 : found.findIndex((message) => message.id === query.lastMessageId) + 1;
			const page = found.slice(start, start + query.limit);
			return { lastMessageId: page.at(-1)?.id ?? '', nextPage: start + query.limit < found.length, messages: page.map(messageView) };
		},
	}),
];
