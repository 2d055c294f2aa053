import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { operation, type Operation } from '../../../shared/operation';
import { textOf } from '../../../shared/parameters/input';
import { get as getCustomer } from '../customer/get';
import { get as getDocument } from '../document/get';
import { get as getNote } from '../note/get';
import { get as getOrder } from '../order/get';
import { orderTimes } from '../order/timeZone';
import { get as getPayment } from '../payment/get';

type RecordType = 'customer' | 'document' | 'note' | 'order' | 'payment';

interface Kind {
	readonly read: Operation;
	/** The parameter of `read` that takes the ID. */
	readonly id: string;
	readonly path: string;
	/** The event of the triggers that a record which is there stands for, and that of one which is gone. */
	readonly events: readonly [there: string, gone: string];
	/** Where the record names what it belongs to. */
	readonly parent?: string;
}

const KINDS: Readonly<Record<RecordType, Kind>> = {
	customer: {
		read: getCustomer,
		id: 'customerId',
		path: 'customers',
		events: ['customer.updated', 'customer.archived'],
	},
	document: {
		read: getDocument,
		id: 'documentId',
		path: 'documents',
		events: ['document.updated', 'document.archived'],
		parent: 'customer_id',
	},
	note: {
		read: getNote,
		id: 'noteId',
		path: 'notes',
		events: ['note.created', 'note.deleted'],
		parent: 'owner_id',
	},
	order: {
		read: getOrder,
		id: 'orderId',
		path: 'orders',
		events: ['order.updated', 'order.archived'],
		parent: 'customer_id',
	},
	payment: {
		read: getPayment,
		id: 'paymentId',
		path: 'payments',
		events: ['payment.updated', 'payment.deleted'],
		parent: 'customer_id',
	},
};

const recordType: INodeProperties = {
	displayName: 'Record Type',
	name: 'recordType',
	type: 'options',
	options: [
		{ name: 'Customer', value: 'customer' },
		{ name: 'Document', value: 'document' },
		{ name: 'Note', value: 'note' },
		{ name: 'Order', value: 'order' },
		{ name: 'Payment', value: 'payment' },
	],
	default: 'customer',
};

const recordId: INodeProperties = {
	displayName: 'Record ID',
	name: 'recordId',
	type: 'string',
	required: true,
	default: '={{ $json.record?.id ?? $json.id }}',
	description: 'The ID that a trigger or the Sync Ledger Trigger returns',
};

const parentId: INodeProperties = {
	displayName: 'Parent ID',
	name: 'parentId',
	type: 'string',
	default: '={{ $json.parentId }}',
	displayOptions: { hide: { recordType: ['customer'] } },
	description:
		'What the record belongs to, such as the customer of a note. It is also returned for a record that is gone.',
};

export const get = operation({
	resource: 'changedRecord',
	name: 'get',
	label: 'Get',
	action: 'Get changed record',
	description:
		'Read a record as it is now and return it as the triggers do, with its event. A record that Booqable no longer knows comes with the event of its deletion and "gone".',
	parameters: [recordType, recordId, parentId],
	options: [orderTimes],
	effect: 'read',
	endpoints: Object.values(KINDS).map(({ read }) => read),
	execute: async (calls, input): Promise<IDataObject> => {
		const kind = KINDS[input.text('recordType') as RecordType]; // the values of its options
		const id = input.id('recordId');
		const found = await calls.oneOrNone(kind.read, { [kind.id]: id, options: input.collection('options') });
		const gone = {
			id,
			archived: true,
			gone: true,
			...(kind.parent && { [kind.parent]: input.text('parentId') || null }),
		};
		return {
			event: kind.events[found && found.archived !== true ? 0 : 1],
			deliveryId: null,
			occurredAt: textOf(found?.updated_at) || null,
			resourceType: kind.path,
			account: calls.account.name ?? null,
			record: found ?? gone,
		};
	},
});
