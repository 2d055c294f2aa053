import type { INodeProperties } from 'n8n-workflow';
import { InputProblem, listOf, textOf, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { readEmails } from '../../../shared/values/email';
import { emailTemplateId, idOption } from '../../parameters';
import { envelope, record } from '../../responses';
import { LIST } from '../../../shared/parameters/parameter';

/** The most that Booqable takes in one email. */
const RECIPIENTS = 10;

const text = (displayName: string, name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	...more,
});
const ownText = { displayOptions: { show: { content: ['text'] } } };

const content: INodeProperties = {
	displayName: 'Content',
	name: 'content',
	type: 'options',
	options: [
		{ name: 'Own Text', value: 'text' },
		{ name: 'Template', value: 'template' },
	],
	default: 'text',
};

export const send = operation({
	resource: 'email',
	name: 'send',
	label: 'Send',
	action: 'Send email',
	description: 'Send an email from Booqable at once, to at most ten addresses. It cannot be taken back.',
	parameters: [
		text('Recipients', 'recipients', {
			typeOptions: LIST,
			required: true,
			placeholder: 'e.g. nathan@example.com',
			description: 'Separated by commas, or a list from an expression',
		}),
		content,
		text('Subject', 'subject', {
			required: true,
			...ownText,
			description: 'May hold variables, such as {{customer.name}}',
		}),
		text('Text', 'body', {
			required: true,
			typeOptions: { rows: 6 },
			...ownText,
			description: 'May hold variables, such as {{order.number}}',
		}),
		emailTemplateId,
	],
	options: [
		text('Attached Document IDs', 'documentIds', {
			typeOptions: LIST,
			description: 'Sent along as PDF. Separated by commas, or a list from an expression.',
		}),
		idOption('customerId', 'Customer ID', 'The record whose fields the variables stand for'),
		idOption('documentId', 'Document ID', 'The record whose fields the variables stand for'),
		idOption('orderId', 'Order ID', 'The record whose fields the variables stand for'),
		idOption('paymentId', 'Payment ID', 'For links to pay'),
	],
	endpoint: {
		route: 'POST /api/4/emails',
		effect: 'append',
		source: 'Booqable API v4, Emails',
		body: (input) =>
			envelope('emails', {
				recipients: recipients(input).join(','),
				...(input.text('content') === 'template'
					? { email_template_id: input.id('emailTemplateId') }
					: { subject: input.required('subject'), body: input.required('body') }),
				...contextOf(input),
			}),
		answer: record,
	},
});

function recipients(input: Input): string[] {
	const addresses = readEmails(input.requiredList('recipients'), { id: 'recipients', label: 'Recipients' });
	if (addresses.length > RECIPIENTS)
		throw new InputProblem('recipients', `Booqable sends to ${RECIPIENTS} addresses at most`, 'Send several emails.');
	return addresses;
}

const contextOf = (input: Input) => {
	const documents = listOf(input.option('documentIds'));
	const ids = [
		['customer_id', 'customerId'],
		['document_id', 'documentId'],
		['order_id', 'orderId'],
		['payment_id', 'paymentId'],
	]
		.map(([attribute, option]) => [attribute, textOf(input.option(option))] as const)
		.filter(([, id]) => id !== '');
	return { ...Object.fromEntries(ids), ...(documents.length > 0 && { document_ids: documents }) };
};
