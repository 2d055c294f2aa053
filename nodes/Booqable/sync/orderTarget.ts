import type { IDataObject } from 'n8n-workflow';
import { ServiceError, type TargetRecord, type TargetService } from '../../../sync';
import { canonicalBoolean } from '../../../sync/model/canonical';
import { textOf } from '../../shared/parameters/input';
import type { TargetCalls } from '../../shared/sync/targetCalls';
import { advice } from '../../shared/values/choice';
import { changeStatus } from '../actions/order/changeStatus';
import { STATUSES } from '../actions/order/fields';
import { get } from '../actions/order/get';
import { put } from '../actions/order/update';
import { dateFormat } from '../mapping/dateFormat';
import { orderProperties } from '../mapping/properties';
import { LAG_CEILING, mapped, propertyValues, times, type DaySettings } from './targetRecord';
import { CANCELED, ORDER_ATTRIBUTES, STATUS } from './orderFields';

export interface OrderTargetSettings extends DaySettings {
	readonly account: string;
	/** Columns that are compared. */
	readonly columns: readonly string[];
	/** Options of the node: zone of the times, shortages, steps back. */
	readonly options: IDataObject;
}

/** Statuses of orders that are over, and of those whose items are out or came back. */
const OVER = ['archived', 'canceled'];
const BEGUN = ['started', 'stopped'];

/** Calls of a change: a write, a transition, and a look at what became of a refused one. */
const CALLS = 3;

/** One call of a change, and the fields that it is for. */
interface Step {
	readonly fields: readonly string[];
	/** Throws `ServiceError`. */
	readonly send: () => Promise<TargetRecord>;
}

/** All that Sync may call for them. */
export const ORDER_CALLS = [orderProperties.endpoint, dateFormat.endpoint, get, put, changeStatus];

/**
 * Booqable's orders, as Sync needs them: linked ones are changed, none is made. A status changes by a transition, after
 * the other fields, and most transitions are one-way. What Booqable does not take, such as a status that does not
 * follow on the order's own or times at which items are short, waits for a person. To archive is to cancel: orders
 * can't be deleted, and Booqable archives finished ones only.
 */
export function orderTarget(
	calls: TargetCalls,
	{ account, columns, options, ...days }: OrderTargetSettings,
): TargetService {
	const recordOf = (order: IDataObject): TargetRecord => targetRecord(order, columns, days);
	const plain = { ...options, include: [] }; // included properties would come in place of their values
	let seen: unknown;
	const read = async (orderId: string): Promise<TargetRecord | undefined> => {
		const order = await calls.oneOrNone(get, { orderId, options: plain });
		seen = order?.status;
		return order && recordOf(order);
	};
	const write = async (orderId: string, value: Record<string, unknown>): Promise<TargetRecord> =>
		recordOf(await calls.one(put, { orderId, fields: mapped(value), options: { ...plain, emptyValues: 'clear' } }));
	const bring = async (orderId: string, status: string): Promise<TargetRecord> => {
		const before = seen;
		const order = await calls
			.one(changeStatus, { orderId, transitionTo: status, options: plain })
			.catch(async (error: unknown) => {
				if (!(error instanceof ServiceError)) throw error;
				// It may have had another status by then, from which the step is allowed.
				const isOutdated = isFinal(calls, error) && (await read(orderId))?.fields[STATUS] !== before;
				throw new ServiceError(`the order did not become ${status}: ${error.message}`, {
					...error,
					...(isOutdated && { again: true }),
				});
			});
		return recordOf(order);
	};
	const change = (orderId: string): Change => ({
		seen: () => textOf(seen),
		write: async (value) => await write(orderId, value),
		bring: async (status) => await bring(orderId, status),
	});
	return {
		system: 'booqable',
		account,
		kinds: days.kinds,
		lagCeiling: LAG_CEILING,
		callBudget: CALLS * calls.budget,
		read,
		create: async () => await Promise.reject(new ServiceError('Sync makes no orders', { written: 'no', again: false })),
		update: async (orderId, fields) => await carryOut(calls, stepsOf(fields, change(orderId))),
		archive: async (orderId) => {
			const status = textOf((await read(orderId))?.fields[STATUS]);
			if (BEGUN.includes(status)) throw notTaken([], notCanceled(status));
			if (!OVER.includes(status))
				await carryOut(calls, [{ fields: [], send: async () => await bring(orderId, 'canceled') }]);
		},
		archiveSets: { [STATUS]: 'canceled', [CANCELED]: true },
	};
}

/** What can be done to one order. `seen` is its status as last read. */
interface Change {
	readonly seen: () => string;
	readonly write: (value: Record<string, unknown>) => Promise<TargetRecord>;
	readonly bring: (status: string) => Promise<TargetRecord>;
}

/** The calls of an update: the fields first, then whether it is canceled, then the status. */
function stepsOf(
	{ [STATUS]: status, [CANCELED]: canceled, ...value }: Readonly<Record<string, unknown>>,
	{ seen, write, bring }: Change,
): Step[] {
	const steps: Step[] = [];
	if (Object.keys(value).length > 0) steps.push({ fields: Object.keys(value), send: async () => await write(value) });
	if (canceled !== undefined)
		steps.push({ fields: [CANCELED], send: async () => await bring(canceledStatus(canceled, seen())) });
	if (status !== undefined && canonicalBoolean(canceled) !== 'true')
		steps.push({ fields: [STATUS], send: async () => await bring(knownStatus(status)) });
	return steps;
}

const notCanceled = (status: string): string => `an order that is ${status} is not canceled`;
const isFinal = ({ blocked }: TargetCalls, { written, again }: ServiceError): boolean =>
	written === 'no' && !again && blocked === undefined;

const notTaken = (fields: readonly string[], reason: string, record?: TargetRecord): ServiceError =>
	new ServiceError(reason, {
		written: record ? 'maybe' : 'no',
		again: false,
		refuses: { fields, ...(record && { record }) },
	});

/** Makes the calls in turn. After one that Booqable does not take only an order that is to be canceled goes on. */
async function carryOut(calls: TargetCalls, steps: readonly Step[]): Promise<TargetRecord> {
	const refused: Array<{ fields: readonly string[]; reason: string }> = [];
	let record: TargetRecord | undefined;
	for (const { fields, send } of steps) {
		if (refused.length > 0 && !fields.includes(CANCELED)) {
			refused.push({ fields, reason: 'the status waits for the rest' });
			continue;
		}
		const isWritten = record !== undefined;
		const answer = await send().catch((error: unknown) => serviceErrorOf(calls, error, isWritten));
		if (answer instanceof ServiceError) refused.push({ fields, reason: answer.message });
		else record = answer;
	}
	if (record && refused.length === 0) return record;
	throw notTaken(
		refused.flatMap(({ fields }) => fields),
		refused.map(({ reason }) => reason).join('; '),
		record,
	);
}

/** What Booqable does not take; everything else is thrown. */
function serviceErrorOf(calls: TargetCalls, error: unknown, isWritten: boolean): ServiceError {
	if (!(error instanceof ServiceError)) throw error;
	if (!isFinal(calls, error))
		throw new ServiceError(error.message, { ...error, ...(isWritten && { written: 'maybe' }) });
	return error;
}

/** To cancel is final, so it is not done behind the back of those who wait for the items. */
function canceledStatus(canceled: unknown, current: string): string {
	if (canonicalBoolean(canceled) === 'true') {
		if (BEGUN.includes(current)) throw new ServiceError(notCanceled(current), { written: 'no', again: false });
		return 'canceled';
	}
	throw new ServiceError(
		'Booqable does not bring back an order that was canceled: duplicate it there, or let it stay canceled',
		{ written: 'no', again: false },
	);
}

/** Only these may be shown in a reason: other text can be anything that was mapped. */
function knownStatus(wanted: unknown): string {
	const known = STATUSES.find(({ value }) => value === wanted);
	if (!known)
		throw new ServiceError(`Booqable has no such status. ${advice(STATUSES)}`, { written: 'no', again: false });
	return known.value;
}

function targetRecord(order: IDataObject, columns: readonly string[], days: DaySettings): TargetRecord {
	const attributes = Object.fromEntries(ORDER_ATTRIBUTES.map((name) => [name, order[name] ?? '']));
	return {
		id: textOf(order.id),
		fields: { ...attributes, [CANCELED]: order.status === 'canceled', ...propertyValues(order, columns, days) },
		...times(order),
	};
}
