import type { Account, Behavior, Session } from '../models/account';
import { pdf } from '../models/artifacts';
import { blank, forbidden, invalidValue, notIncluded, refused } from '../errors';
import { copyOf } from './order/invoices';
import { refreshOrder } from './order/progress';
import { amount, strings, text, type StoredRecord, type Values } from '../models/records';
import { tagList } from './tagNames';

/** Documents have events of their own by kind: `invoice.…`, `contract.…`, `quote.…`. */
const event = ({ values }: StoredRecord, name: string): string => `${text(values.document_type)}.${name}`;

const decimal = (cents: Values[string] | undefined): string => (amount(cents) / 100).toFixed(2);

/** What the printed document says, in a few lines. */
export function documentPdf({ values }: StoredRecord): Buffer {
	return pdf([
		`${text(values.document_type)} ${text(values.number)}`,
		text(values.name),
		`Date: ${text(values.date)}`,
		`Total: ${decimal(values.grand_total_with_tax_in_cents)}`,
	]);
}

function copyLines(account: Account, document: StoredRecord): void {
	for (const { values } of account.where('lines', 'order_id', document.values.order_id)) {
		if (values.owner_type !== 'orders' || values.archived === true) continue;
		account.insert('lines', {
			...values,
			order_id: null,
			owner_id: document.id,
			owner_type: 'documents',
			created_at: account.now(),
			updated_at: account.now(),
		});
	}
}

export const documents: Behavior = {
	newestFirst: true,
	defaults: () => ({ finalized: true, status: 'unconfirmed', prefix: '' }),
	prepare({ account }, written, current) {
		const tags: Values = 'tag_list' in written ? { tag_list: tagList(account, written.tag_list ?? []) } : {};
		const confirmed: Values =
			written.confirmed === true && current?.values.confirmed !== true
				? { confirmed_at: account.now(), status: 'confirmed' }
				: {};
		if (current) return { ...written, ...confirmed, ...tags };
		// Invoices come and go with their orders; only these two are made by hand.
		if (!['contract', 'quote'].includes(text(written.document_type))) throw notIncluded('document_type');
		const order = account.find('orders', written.order_id);
		if (!order) throw invalidValue('order', 'must exist', 'required');
		return {
			...copyOf(account, order),
			number: account.nextNumber(text(written.document_type)),
			...written,
			...confirmed,
			...tags,
		};
	},
	written({ account }, document, before) {
		if (!before) copyLines(account, document);
		if (document.values.confirmed === true && before?.confirmed !== true && document.values.document_type !== 'invoice')
			account.emit(event(document, 'confirmed'), document);
	},
	removing({ employee }, document) {
		if (
			document.values.document_type === 'invoice' &&
			!strings(employee.values.permissions).includes('delete_invoices')
		)
			throw forbidden('delete_invoices');
	},
	derive: (_account, { values }) => ({
		prefix_with_number: `${text(values.prefix)}${text(values.number)}`,
		revision: '',
	}),
	searched: (account, { values }) => [
		values.number ?? null,
		values.name ?? null,
		values.reference ?? null,
		account.find('orders', values.order_id)?.values.number ?? null,
	],
	filterField: (_account, { values }, name) =>
		name === 'date_or_created_at' ? (values.date ?? values.created_at) : undefined,
	events: (document) => ({
		created: event(document, 'created'),
		updated: event(document, 'updated'),
		archived: event(document, 'archived'),
	}),
};

function invoice({ account }: Session, written: Values): StoredRecord {
	const document = account.find('documents', written.document_id);
	if (!document || document.values.document_type !== 'invoice')
		throw invalidValue('document', 'must be an invoice', 'invalid');
	return document;
}

/** Gives an invoice its number and freezes it. */
export const invoiceFinalizations: Behavior = {
	perform(session, written) {
		const document = invoice(session, written);
		if (document.values.finalized === true)
			throw refused('already_finalized', 'Already finalized', 'The invoice is already finalized');
		session.account.change(document, {
			finalized: true,
			number: session.account.nextNumber('invoice'),
			due_date: session.account.now().slice(0, 10),
		});
		copyLines(session.account, document);
		session.account.emit('invoice.finalized', document);
		return {};
	},
};

export const signatures: Behavior = {
	prepare({ account }, written) {
		const document = account.find('documents', written.document_id);
		if (!document || document.values.document_type === 'invoice')
			throw invalidValue('document', 'must be a contract or a quote', 'invalid');
		if (!text(written.signature_base64)) throw blank('signature_base64');
		return {
			document_id: document.id,
			order_id: document.values.order_id ?? null,
			customer_id: document.values.customer_id ?? null,
			status: 'signed',
			signature_method: 'draw',
		};
	},
	written(session, signature) {
		const { account } = session;
		const document = account.find('documents', signature.values.document_id);
		if (!document) return;
		account.change(document, { signed: true });
		account.force(signature, {
			document_pdf_url: account.publish(`${document.id}.pdf`, {
				contentType: 'application/pdf',
				bytes: documentPdf(document),
			}),
		});
		account.emit(event(document, 'signed'), document);
		const order = account.find('orders', document.values.order_id);
		if (order) refreshOrder(session, order);
	},
};
