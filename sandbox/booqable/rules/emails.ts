import type { Account, Behavior } from '../models/account';
import { blank, invalidValue } from '../errors';
import { text, type Json, type StoredRecord, type Values } from '../models/records';

/** Handing an email to the mail server takes this long. */
const SENDING_MS = 2_000;
const MOST_RECIPIENTS = 10;

interface Context {
	customer?: StoredRecord;
	order?: StoredRecord;
	document?: StoredRecord;
}

function contextOf(account: Account, written: Values): Context {
	const document = account.find('documents', written.document_id);
	const order = account.find('orders', written.order_id ?? document?.values.order_id);
	const customer = account.find(
		'customers',
		written.customer_id ?? order?.values.customer_id ?? document?.values.customer_id,
	);
	return { customer, order, document };
}

/** `{{customer.name}}` and its like; a variable without a value becomes nothing. */
function rendered(template: string, context: Context): string {
	return template.replace(
		/\{\{\s*(customer|order|document)\.(\w+)\s*\}\}/g,
		(_match, name: 'customer' | 'order' | 'document', attribute: string) => text(context[name]?.values[attribute]),
	);
}

function composed(account: Account, written: Values): { subject: string; body: string } {
	const template = account.find('email_templates', written.email_template_id);
	if (written.email_template_id && !template) throw invalidValue('email_template', 'must exist', 'required');
	const context = contextOf(account, written);
	const part = (name: 'subject' | 'body'): string =>
		rendered(text(written[name]) || text(template?.values[name]), context);
	return { subject: part('subject'), body: part('body') };
}

/** Creating an email sends it, soon after. Nothing leaves the sandbox; an address at `.invalid` fails. */
export const emails: Behavior = {
	newestFirst: true,
	defaults: ({ employee }) => ({ employee_id: employee.id, sent: false, has_error: false }),
	prepare({ account }, { document_id: documentId = null, payment_id: _payment, ...written }) {
		const recipients = text(written.recipients)
			.split(',')
			.map((each) => each.trim())
			.filter(Boolean);
		if (recipients.length === 0) throw blank('recipients');
		if (recipients.length > MOST_RECIPIENTS)
			throw invalidValue('recipients', `is too long (maximum is ${MOST_RECIPIENTS} recipients)`, 'too_long');
		if (recipients.some((each) => !/^[^\s@]+@[^\s@]+$/.test(each)))
			throw invalidValue('recipients', 'is invalid', 'invalid');
		const message = composed(account, { ...written, document_id: documentId });
		if (!message.subject) throw blank('subject');
		const { customer, order } = contextOf(account, { ...written, document_id: documentId });
		return {
			...written,
			...message,
			recipients: recipients.join(','),
			customer_id: customer?.id ?? null,
			order_id: order?.id ?? null,
		};
	},
	written({ account }, email) {
		const failed = text(email.values.recipients)
			.split(',')
			.some((each) => each.endsWith('.invalid'));
		account.later(SENDING_MS, () => account.change(email, { sent: !failed, has_error: failed }));
	},
	filterField: (_account, { values }, name): Json | undefined =>
		name === 'has_document_id' ? values.document_ids : undefined,
};

export const emailTemplates: Behavior = {
	defaults: () => ({ automated: false, default: false }),
	prepare({ account }, written, current) {
		for (const name of ['name', 'subject']) if (!text(written[name] ?? current?.values[name]).trim()) throw blank(name);
		const identifier = current?.values.identifier ?? `template_${account.nextNumber('email_templates')}`;
		const contexts = written.contexts ?? current?.values.contexts;
		return { ...written, identifier, context: Array.isArray(contexts) ? (contexts[0] ?? 'all') : 'all' };
	},
};
