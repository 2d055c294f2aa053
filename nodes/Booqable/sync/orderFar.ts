import type { IDataObject } from 'n8n-workflow';
import { ServiceError, type FarRecord, type FarService } from '../../../sync';
import type { FieldKind } from '../../../sync/canonical';
import { textOf } from '../../shared/input';
import type { FarCalls } from '../../shared/sync/farCalls';
import { changeStatus } from '../actions/order/changeStatus';
import { get } from '../actions/order/get';
import { put } from '../actions/order/update';
import { STATUSES } from '../orderFields';
import { LAG_CEILING, mapped, propertyValues, times } from './farRecord';
import { ORDER_ATTRIBUTES, STATUS } from './orderFields';

export interface OrderFar {
	readonly account: string;
	readonly kinds: Readonly<Record<string, FieldKind>>;
	/** Columns that are compared. */
	readonly columns: readonly string[];
	/** Options of the node: zone of the times, shortages, steps back. */
	readonly options: IDataObject;
}

/** Statuses of orders that are over, and of those whose items are out or came back. */
const OVER = ['archived', 'canceled'];
const BEGUN = ['started', 'stopped'];

/**
 * Booqable's orders, as Sync needs them: linked ones are changed, none is made. A status changes by a transition, after the other
 * fields, and most transitions are one-way. To archive is to cancel: orders can't be deleted, and Booqable archives finished ones only.
 */
export function orderFar(calls: FarCalls, { account, kinds, columns, options }: OrderFar): FarService {
	const recordOf = (order: IDataObject): FarRecord => farRecord(order, columns);
	const plain = { ...options, include: [] }; // included properties would come in place of their values
	const read = async (orderId: string): Promise<FarRecord | undefined> => {
		const order = await calls.ask(get, async (one) => await one.oneOrNone(get, { orderId, options: plain }));
		return order && recordOf(order);
	};
	const write = async (orderId: string, value: Record<string, unknown>): Promise<IDataObject> =>
		await calls.ask(put, async (one) => await one.one(put, { orderId, fields: mapped(value), options: { ...options, emptyValues: 'clear' } }));
	const bring = async (orderId: string, status: string, isWritten = false): Promise<IDataObject> =>
		await calls.ask(changeStatus, async (one) => await one.one(changeStatus, { orderId, transitionTo: status, options: plain })).catch((error: unknown) => {
			if (!(error instanceof ServiceError)) throw error;
			throw new ServiceError(`the order did not become ${status}: ${error.message}`, { ...error, ...(isWritten && { written: 'maybe' }) });
		});
	return {
		system: 'booqable',
		account,
		kinds,
		lagCeiling: LAG_CEILING,
		callBudget: 2 * calls.budget, // a write and a transition
		read,
		create: async () => await Promise.reject(new ServiceError('Sync makes no orders', { written: 'no', again: false })),
		update: async (orderId, fields) => {
			const { [STATUS]: wanted, ...value } = fields;
			const status = wanted === undefined ? undefined : knownStatus(wanted);
			const isWritten = Object.keys(value).length > 0;
			const order = isWritten ? await write(orderId, value) : {};
			return recordOf(status === undefined ? order : await bring(orderId, status, isWritten));
		},
		archive: async (orderId) => {
			const status = textOf((await read(orderId))?.fields[STATUS]);
			if (BEGUN.includes(status)) throw new ServiceError(`an order that is ${status} is not canceled`, { written: 'no', again: false });
			if (!OVER.includes(status)) await bring(orderId, 'canceled');
		},
	};
}

/** Only these may be shown in a reason: other text can be anything that was mapped. */
function knownStatus(wanted: unknown): string {
	const known = STATUSES.find(({ value }) => value === wanted);
	if (!known) throw new ServiceError('Booqable has no such status', { written: 'no', again: false });
	return known.value;
}

function farRecord(order: IDataObject, columns: readonly string[]): FarRecord {
	const attributes = Object.fromEntries(ORDER_ATTRIBUTES.map((name) => [name, order[name] ?? '']));
	return { id: textOf(order.id), fields: { ...attributes, ...propertyValues(order, columns) }, ...times(order) };
}
