import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import { eventOptions, type EventOption } from '../../shared/editor/eventOptions';
import { textOf } from '../../shared/parameters/input';

/** How one event is found in a list of Booqable. */
export interface Watch {
	readonly label: string;
	readonly description: string;
	/** Resource that is listed. */
	readonly path: string;
	/** Attribute that the list is read by: a time, or a number that counts up. */
	readonly by: string;
	readonly counts?: true;
	readonly filter?: IDataObject;
	/** The kind of owner, chosen in an option, is part of the filter. */
	readonly ofOwner?: true;
	/** Which of those listed are the event. */
	readonly keep?: (record: IDataObject) => boolean;
	/** The author is in `employee_id`, which tells our own writes from those of others. */
	readonly authored?: true;
}

/** Booqable notes the last change of a new record some milliseconds after its making, as recorded answers show. */
const MAKING_MS = 1_000;

/** Whether a record was changed after it was made. */
const isLaterChange = ({ created_at, updated_at }: IDataObject): boolean =>
	!(Date.parse(textOf(updated_at)) - Date.parse(textOf(created_at)) < MAKING_MS);

/**
 * Events that come from one list each, in the order of an attribute. Source: Booqable API v4, filters of the resources.
 * An order is begun as an invisible one, and gets its number when it is saved: so numbers tell new orders, and the time
 * of creation does not. An invoice gets its number when it is finalized.
 */
export const WATCHES: Readonly<Record<string, Watch>> = {
	'customer.archived': {
		label: 'Customer Archived',
		description: 'A customer was archived',
		path: 'customers',
		by: 'archived_at',
		filter: { 'filter[archived]': true },
	},
	'customer.created': {
		label: 'Customer Created',
		description: 'A customer is new',
		path: 'customers',
		by: 'created_at',
	},
	'customer.updated': {
		label: 'Customer Updated',
		description: 'A customer was changed after it was created',
		path: 'customers',
		by: 'updated_at',
		filter: { 'filter[archived]': false },
		keep: isLaterChange,
	},
	'document.finalized': {
		label: 'Invoice Finalized',
		description: 'An invoice got its number. Quotes and contracts are final from the start.',
		path: 'documents',
		by: 'number',
		counts: true,
		filter: { 'filter[document_type]': 'invoice', 'filter[finalized]': true },
	},
	'document.signed': {
		label: 'Quote or Contract Signed',
		description: 'A quote or contract was signed, or a signed one was changed: the list has no time of signing',
		path: 'documents',
		by: 'updated_at',
		filter: { 'filter[signed]': true },
	},
	'email.sent': {
		label: 'Email Sent',
		description: 'The mail server accepted an email',
		path: 'emails',
		by: 'updated_at',
		filter: { 'filter[sent]': true },
		authored: true,
	},
	'note.created': {
		label: 'Note Created',
		description: 'A note was written',
		path: 'notes',
		by: 'created_at',
		ofOwner: true,
		authored: true,
	},
	'order.created': {
		label: 'Order Created',
		description: 'An order was saved for the first time',
		path: 'orders',
		by: 'number',
		counts: true,
		filter: { 'filter[status][not_eq]': 'new' },
	},
	'order.updated': {
		label: 'Order Updated',
		description: 'An order was changed after it was created, its status included',
		path: 'orders',
		by: 'updated_at',
		filter: { 'filter[status][not_eq]': 'new' },
		keep: isLaterChange,
	},
	'payment.failed': {
		label: 'Payment Failed',
		description: 'A charge or refund failed',
		path: 'payments',
		by: 'failed_at',
		authored: true,
	},
	'payment.succeeded': {
		label: 'Payment Succeeded',
		description: 'A charge or refund succeeded',
		path: 'payments',
		by: 'succeeded_at',
		authored: true,
	},
	'property.changed': {
		label: 'Property Changed',
		description:
			'The value of a custom field, phone or address was set or changed, which may leave its customer as it was',
		path: 'properties',
		by: 'updated_at',
		ofOwner: true,
	},
};

/** Any change of an order; those of its status are picked out of it. */
export const ORDER_CHANGES: Watch = {
	label: '',
	description: '',
	path: 'orders',
	by: 'updated_at',
	filter: { 'filter[status][not_eq]': 'new' },
};

export const NOTE_DELETED = 'note.deleted';
export const STATUS_CHANGED = 'order.statusChanged';

const watched = (value: keyof typeof WATCHES): EventOption => ({
	name: WATCHES[value].label,
	value,
	description: WATCHES[value].description,
});

/** The list of the editor, in the order of use: first what only this trigger knows. */
export const POLL_EVENTS: INodePropertyOptions[] = eventOptions([
	watched('note.created'),
	{
		name: 'Note Deleted',
		value: NOTE_DELETED,
		description: 'One of the latest notes is gone. One more call for each.',
	},
	watched('property.changed'),
	watched('customer.created'),
	watched('customer.updated'),
	watched('customer.archived'),
	watched('order.created'),
	{
		name: 'Order Status Changed',
		value: STATUS_CHANGED,
		description: 'An order was reserved, started, stopped, canceled, archived or brought back',
	},
	watched('order.updated'),
	watched('payment.succeeded'),
	watched('payment.failed'),
	watched('document.finalized'),
	watched('document.signed'),
	watched('email.sent'),
]);

/** Where a record stands in its list. */
export function positionOf(record: IDataObject, { by, counts }: Watch): number | undefined {
	const at = counts ? Number(record[by] ?? Number.NaN) : Date.parse(textOf(record[by]));
	return Number.isFinite(at) ? at : undefined;
}

/** A position as a filter wants it. */
export const boundOf = (at: number, { counts }: Watch): string | number => (counts ? at : new Date(at).toISOString());
