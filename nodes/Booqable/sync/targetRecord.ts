import type { IDataObject } from 'n8n-workflow';
import { textOf } from '../../shared/input';
import { columnOf, identifierOf, isPropertyColumn } from '../mapping/properties';

/** Ms until Booqable's search surely finds what was written; it gives no number. */
export const LAG_CEILING = 120_000;

/** Fields as the mapper of an operation gives them. */
export const mapped = (value: Record<string, unknown>) => ({ mappingMode: 'defineBelow', value });

/** Properties of a record by column; those of `columns` without a value are not in its hash, and empty here. */
export function propertyValues(record: IDataObject, columns: readonly string[]): Record<string, unknown> {
	const properties = (record.properties ?? {}) as IDataObject; // a hash of texts
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
