import type { IDataObject } from 'n8n-workflow';
import { isEmpty } from '../values/empty';

/** A column of the mapper, and the names by which fields of an item are meant for it, the surest first. */
export interface Named {
	readonly id: string;
	readonly names: readonly string[];
}

export interface Matched {
	readonly values: IDataObject;
	/** Fields of the item, with a value, that are not columns. */
	readonly unmatched: readonly string[];
}

/**
 * Automatic mapping: the fields of an item by column. `First Name`, `first_name` and `firstName` are one name. A name
 * that two columns have means neither of them, and of two fields for one column the surer one counts.
 */
export function matched(item: IDataObject, columns: readonly Named[]): Matched {
	const meant = new Map<string, string>();
	const isTaken = (id: string): boolean => [...meant].some(([name, other]) => other === id && !isEmpty(item[name]));
	const ids = columns.map(({ id }) => ({ id, names: [] }));
	for (const [named, same] of [
		[ids, exactly],
		[columns, exactly],
		[columns, loosely],
	] as const) {
		const byName = namesOf(named, same);
		for (const name of Object.keys(item)) {
			const id = byName.get(same(name));
			if (id !== undefined && !meant.has(name) && !isTaken(id)) meant.set(name, id);
		}
	}
	const entries = Object.entries(item);
	return {
		values: Object.fromEntries(
			entries
				.flatMap(([name, value]) => (meant.has(name) ? [[meant.get(name) ?? '', value] as const] : []))
				.sort(([, one], [, other]) => Number(isEmpty(other)) - Number(isEmpty(one))),
		),
		unmatched: entries.filter(([name, value]) => !meant.has(name) && !isEmpty(value)).map(([name]) => name),
	};
}

const exactly = (name: string): string => name;
const loosely = (name: string): string =>
	name
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');

/** The column that each name means; none where several have it. */
function namesOf(columns: readonly Named[], same: (name: string) => string): ReadonlyMap<string, string> {
	const found = new Map<string, Set<string>>();
	for (const { id, names } of columns)
		for (const name of [id, ...names].map(same)) found.set(name, (found.get(name) ?? new Set<string>()).add(id));
	return new Map(
		[...found].flatMap(([name, ids]) => (ids.size === 1 && name !== '' ? [[name, [...ids][0]] as const] : [])),
	);
}
