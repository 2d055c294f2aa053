import type { DayOrder } from '../../../sync/model/dates';
import { amountIn, USUAL, type NumberFormat } from '../../shared/values/money';
import type { Format } from './cells';
import type { ColumnKind } from './kinds';
import type { Row } from './rows';
import type { Table } from './table';
import { orderIn } from './time';

/** What the user says of a file; the rest is read from its rows. */
export interface Chosen {
	readonly region: string;
	readonly zone?: string;
	readonly decimal?: '.' | ',';
	readonly dayOrder?: DayOrder;
}

/** How the values of a file are written, by some of its rows. Roofr serves the US and Canada. */
export function formatOf(rows: readonly Row[], table: Table, delimiter: string, chosen: Chosen): Format {
	const { region, zone, decimal, dayOrder } = chosen;
	const dates = dayOrder ?? orderIn(valuesOf(rows, table, 'time')) ?? 'monthFirst';
	const numbers = decimal
		? { decimal, isKnown: true }
		: numbersIn(valuesOf(rows, table, 'money'), delimiter === ';' ? undefined : USUAL);
	return { region, zone, numbers, dates: dates === 'both' ? undefined : dates };
}

const valuesOf = (rows: readonly Row[], { targets }: Table, kind: ColumnKind): string[] =>
	targets
		.filter(({ column }) => column.kind === kind)
		.flatMap(({ sources }) => sources.flatMap(({ index }) => rows.map(({ cells }) => cells?.[index] ?? '')));

/**
 * The format of amounts whose decimals show it, such as 1.250,00. Semicolons stand where the comma is a decimal sign,
 * so of such a file nothing is usual.
 */
function numbersIn(amounts: readonly string[], usual: NumberFormat | undefined): NumberFormat | undefined {
	const shown = amounts
		.filter((amount) => 'cents' in amountIn(amount))
		.flatMap((amount) => {
			const decimal = /([.,])\d{1,2}\D*$/.exec(amount.slice(-20))?.[1];
			return decimal === '.' || decimal === ',' ? ([decimal] as const) : [];
		});
	const [decimal, ...others] = new Set(shown);
	if (others.length > 0) return undefined;
	return decimal ? { decimal, isKnown: false } : usual;
}
