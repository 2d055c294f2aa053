import type { IDataObject } from 'n8n-workflow';
import type { FieldKind } from '../../../sync/model/canonical';
import { textOf } from '../../shared/parameters/input';
import { storedDay } from '../mapping/dateFormat';
import { columnOf, identifierOf, isPropertyColumn } from '../mapping/properties';

/** Ms until Booqable's search surely finds what was written; it gives no number. */
export const LAG_CEILING = 120_000;

/** Fields as the mapper of an operation gives them. */
export const mapped = (value: Record<string, unknown>) => ({ mappingMode: 'defineBelow', value });

/** How days among the properties are written. */
export interface DaySettings {
	readonly kinds: Readonly<Record<string, FieldKind>>;
	/** Of the account, such as DD-MM-YYYY. */
	readonly format: string;
}

/** Properties of a record by column; those of `columns` without a value are not in its hash, and empty here. */
export function propertyValues(
	record: IDataObject,
	columns: readonly string[],
	{ kinds, format }: DaySettings,
): Record<string, unknown> {
	const hash = (record.properties ?? {}) as IDataObject; // a hash of texts
	const properties = Object.fromEntries(
		Object.entries(hash).map(([identifier, value]) => [
			identifier,
			kinds[columnOf(identifier)] === 'date' && typeof value === 'string' ? storedDay(value, format) : value,
		]),
	);
	return {
		...Object.fromEntries(columns.filter(isPropertyColumn).map((name) => [name, properties[identifierOf(name)] ?? ''])),
		...Object.fromEntries(Object.entries(properties).map(([identifier, value]) => [columnOf(identifier), value])),
	};
}

/** Server times of a record, in ms. */
export function times({ updated_at, created_at }: IDataObject): { version?: number; createdAt?: number } {
	const [version, createdAt] = [Date.parse(textOf(updated_at)), Date.parse(textOf(created_at))];
	return { ...(Number.isNaN(version) ? {} : { version }), ...(Number.isNaN(createdAt) ? {} : { createdAt }) };
}
