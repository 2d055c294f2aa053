import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InputProblem, titleOf, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { readEmails } from '../../../shared/values/email';
import { isEmpty } from '../../../shared/values/empty';
import type { Field } from '../../../shared/values/field';
import { readAddresses } from '../../../shared/values/file';
import { readText } from '../../../shared/values/text';
import { collection, contactId, text, time } from '../../parameters';
import { flat } from '../../responses';
import { ANYTHING, LIST } from '../../../shared/parameters/parameter';

const type: INodeProperties = {
	displayName: 'Channel',
	name: 'type',
	type: 'options',
	options: [
		{ name: 'Email', value: 'Email' },
		{ name: 'SMS', value: 'SMS' },
	],
	default: 'SMS',
};

const sms = { displayOptions: { show: { type: ['SMS'] } } };
const email = { displayOptions: { show: { type: ['Email'] } } };
const attachments = text('Attachments', 'attachments', {
	typeOptions: ANYTHING,
	placeholder: 'e.g. https://example.com/offer.pdf',
	description: 'Addresses of files with commas between them, or a list from an expression',
});
const scheduled = time('Send At', 'scheduledTimestamp', 'By default at once');

const smsFields = {
	...collection('Additional Fields', 'smsFields', [
		attachments,
		text('From Number', 'fromNumber', { placeholder: 'e.g. +12125550142' }),
		scheduled,
		text('To Number', 'toNumber', { description: 'By default the phone of the contact' }),
	]),
	...sms,
};

const emailFields = {
	...collection('Additional Fields', 'emailFields', [
		attachments,
		text('BCC', 'emailBcc', { typeOptions: LIST, description: 'Addresses separated by commas' }),
		text('CC', 'emailCc', { typeOptions: LIST, description: 'Addresses separated by commas' }),
		text('From', 'emailFrom', {
			placeholder: 'e.g. Anna <anna@example.com>',
			description: 'By default the sender of the sub-account',
		}),
		text('Reply to Message ID', 'replyMessageId'),
		scheduled,
		text('To', 'emailTo', { description: 'By default the email of the contact' }),
	]),
	...email,
};

/** How what is not one text is read. */
const READ: Readonly<Record<string, (value: unknown, field: Field) => string[]>> = {
	attachments: readAddresses,
	emailCc: readEmails,
	emailBcc: readEmails,
};

function additional(input: Input, name: string): IDataObject {
	const chosen = Object.entries(input.collection(name)).filter(([, value]) => !isEmpty(value));
	return Object.fromEntries(
		chosen.map(([field, value]) => {
			if (field === 'scheduledTimestamp') return [field, secondsOf(input.with({ sendAt: value }))];
			return [field, (READ[field] ?? readText)(value, { id: field, label: titleOf(field) })];
		}),
	);
}

/** Seconds since 1970, unlike the milliseconds of GHL's calendars. */
function secondsOf(input: Input): number {
	return Math.floor(Date.parse(input.time('sendAt') ?? '') / 1000);
}

function emailBody(input: Input): IDataObject {
	const html = input.text('html');
	if (html === '') throw new InputProblem('html', 'Text is empty', 'GHL sends no empty email.');
	return { subject: input.required('subject'), html, ...additional(input, 'emailFields') };
}

export const sendMessage = operation({
	resource: 'conversation',
	name: 'sendMessage',
	label: 'Send Message',
	action: 'Send message to contact',
	description: 'Send an SMS or email to a contact, seen in its conversation',
	parameters: [
		contactId,
		type,
		text('Text', 'message', { typeOptions: { rows: 4 }, required: true, ...sms }),
		text('Subject', 'subject', { required: true, ...email }),
		text('Text (HTML)', 'html', { typeOptions: { rows: 6 }, required: true, ...email }),
		smsFields,
		emailFields,
	],
	keys: (input) => [input.id('contactId')],
	endpoint: {
		route: 'POST /conversations/messages',
		effect: 'append',
		scopes: ['conversations/message.write'],
		source: 'conversations.json send-a-new-message',
		body: (input) => {
			const channel = input.text('type') || 'SMS';
			const content =
				channel === 'Email'
					? emailBody(input)
					: { message: input.required('message'), ...additional(input, 'smsFields') };
			return { type: channel, contactId: input.id('contactId'), ...content };
		},
		envelope: { keys: ['messageId'] },
		answer: flat,
	},
});
