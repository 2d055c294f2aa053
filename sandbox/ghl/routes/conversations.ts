import { z } from 'zod';
import { ownContact } from '../rules/contacts';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, notFound, unprocessable, wrongLocation } from '../errors';
import type { Account } from '../models/account';
import type { Contact, Conversation } from '../models/records';
import { filled, list, numeric, shape, text } from '../rules/validation';
import { conversationView, messageType, messageView } from '../views/conversations';

const TYPES = ['SMS', 'RCS', 'Email', 'WhatsApp', 'IG', 'FB', 'Custom', 'Live_Chat', 'TIKTOK'] as const;

function conversationWith(account: Account, contact: Contact): Conversation {
	const known = account.store.conversations.find((each) => each.contactId === contact.id);
	if (known) return known;
	const now = account.world.now();
	return account.store.conversations.add({
		id: account.id(),
		locationId: contact.locationId,
		contactId: contact.id,
		dateAdded: now,
		dateUpdated: now,
	});
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
	run({ account, locationId, body }) {
		const contact = ownContact(account, locationId, body.contactId);
		const content = body.type === 'Email' ? (body.html ?? body.message) : body.message;
		if (!content && !body.attachments?.length && body.templateId === undefined)
			throw unprocessable('There is no message or attachments for this message. Skip sending.');
		if (body.type === 'Email' && !(body.emailTo ?? contact.email)) throw badRequest('Missing email');
		if (body.type === 'SMS' && !(body.toNumber ?? contact.phone)) throw badRequest('Missing phone number');
		const conversation = conversationWith(account, contact);
		conversation.dateUpdated = account.world.now();
		const message = account.store.messages.add({
			id: account.id(),
			conversationId: conversation.id,
			contactId: contact.id,
			locationId,
			type: body.type,
			direction: 'outbound',
			body: content ?? '',
			subject: body.subject,
			status: body.scheduledTimestamp === undefined ? 'pending' : 'scheduled',
			dateAdded: account.world.now(),
		});
		const { id: _id, type: _shadowed, ...event } = messageView(message);
		account.events.emit('OutboundMessage', locationId, { ...event, messageId: message.id });
		return {
			conversationId: conversation.id,
			messageId: message.id,
			...(body.type === 'Email' ? { emailMessageId: account.id() } : {}),
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
		run({ account, locationId, query }) {
			const direction = query.sort === 'asc' ? 1 : -1;
			const found = account.store.conversations.where(
				(each) =>
					each.locationId === locationId &&
					(query.contactId === undefined || each.contactId === query.contactId) &&
					(query.id === undefined || each.id === query.id) &&
					String(conversationView(account, each).fullName)
						.toLowerCase()
						.includes((query.query ?? '').toLowerCase()),
			);
			const sorted = found.sort((left, right) => (left.dateUpdated - right.dateUpdated) * direction);
			const { startAfterDate } = query;
			const rest =
				startAfterDate === undefined
					? sorted
					: sorted.filter((each) => (each.dateUpdated - startAfterDate) * direction > 0);
			return {
				conversations: rest.slice(0, query.limit).map((each) => conversationView(account, each)),
				total: found.length,
			};
		},
	}),
	endpoint({
		method: 'GET',
		path: '/conversations/:conversationId/messages',
		scope: 'conversations/message.readonly',
		query: shape({
			lastMessageId: text.optional(),
			limit: numeric.pipe(z.number().min(1).max(100)).default(20),
			type: text.optional(),
		}),
		run({ account, locationId, params, query }) {
			const conversation = account.store.conversations.get(params.conversationId ?? '');
			if (!conversation) throw notFound(`Conversation with id ${params.conversationId} not found`);
			if (conversation.locationId !== locationId) throw wrongLocation();
			const found = account.store.messages
				.where(
					(message) =>
						message.conversationId === conversation.id &&
						(query.type === undefined || messageType(message) === query.type),
				)
				.reverse();
			const start =
				query.lastMessageId === undefined ? 0 : found.findIndex((message) => message.id === query.lastMessageId) + 1;
			const page = found.slice(start, start + query.limit);
			return {
				lastMessageId: page.at(-1)?.id ?? '',
				nextPage: start + query.limit < found.length,
				messages: page.map(messageView),
			};
		},
	}),
];
