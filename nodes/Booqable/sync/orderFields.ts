import type { ResourceMapperField } from 'n8n-workflow';
import type { FieldKind } from '../../../sync/model/canonical';
import type { Input } from '../../shared/parameters/input';
import { isEmpty } from '../../shared/parameters/mapper';
import type { Attempt } from '../../shared/sync/mappedValues';
import { orderFields, STATUSES } from '../actions/order/fields';
import { orderProperties, type DefaultProperty } from '../mapping/properties';
import type { RecordFields } from '../mapping/recordFields';
import { mappedRecord, propertyKinds, syncedColumns } from './syncFields';

export const STATUS = 'status';
/** Whether the order is canceled: the one thing about its status that an appointment knows as well. */
export const CANCELED = 'canceled';
const TIMES = ['starts_at', 'stops_at'];

/**
 * What Sync compares of an order: period, status or whether it is canceled, properties. An order is handed out and
 * taken back by Start and Stop alone.
 */
export const synced: RecordFields = {
	properties: orderProperties,
	attributes: [
		...orderFields.attributes.filter(({ id }) => TIMES.includes(id)),
		{ id: CANCELED, label: 'Canceled', type: 'boolean' },
		{
			id: STATUS,
			label: 'Status',
			others: true,
			choices: STATUSES.filter(({ value }) => value !== 'started' && value !== 'stopped'),
		},
	],
};

export const ORDER_ATTRIBUTES: readonly string[] = synced.attributes.map(({ id }) => id);

/** The columns of an order for Sync. */
export const orderColumns = (properties: readonly DefaultProperty[]): ResourceMapperField[] =>
	syncedColumns(synced, properties);

export const orderKinds = (definitions: readonly DefaultProperty[]): Record<string, FieldKind> => ({
	...propertyKinds(definitions),
	starts_at: 'date',
	stops_at: 'date',
	[CANCELED]: 'boolean',
});

/**
 * Ms of the steps in which orders begin and end: Booqable rounds times down. Source: its examples, where sent and
 * returned times differ.
 */
const STEP = 15 * 60_000;

/** The mapped columns, times as Booqable will keep them: the rounded time that comes back is then no edit. */
export function mappedOrder(
	input: Input,
	definitions: readonly DefaultProperty[],
	attempt: Attempt,
	format: string,
): Record<string, unknown> {
	const mapped = mappedRecord(synced, input, definitions, attempt, format);
	const times = TIMES.filter((name) => !isEmpty(mapped[name])).map((name) => [name, rounded(mapped[name])]);
	return { ...mapped, ...Object.fromEntries(times) };
}

/** What could not be read as a time stays as it was mapped: the write refuses it, which is an outcome of its record. */
function rounded(value: unknown): unknown {
	const moment = typeof value === 'string' && READ.test(value) ? Date.parse(value) : Number.NaN;
	return Number.isNaN(moment) ? value : new Date(Math.floor(moment / STEP) * STEP).toISOString();
}

/** As `readMoment` gives a time. */
const READ = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
