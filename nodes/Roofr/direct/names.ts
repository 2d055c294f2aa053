import type { IDataObject } from 'n8n-workflow';

/** Our name → Roofr's, with dots for nested ones. */
export type Names = Readonly<Record<string, string>>;

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isObject = (value: unknown): value is IDataObject =>
	value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);

/** From our names to Roofr's. */
export function outward(fields: IDataObject, names: Names): IDataObject {
	const sent: IDataObject = {};
	for (const [name, value] of Object.entries(fields)) put(sent, (names[name] ?? snake(name)).split('.'), value);
	return sent;
}

/** From Roofr's names to ours; what the node has no name for stays as it came. */
export function inward(record: IDataObject, names: Names, known: readonly string[]): IDataObject {
	const given: IDataObject = { ...record };
	for (const name of new Set([...known, ...Object.keys(names)])) {
		const path = (names[name] ?? snake(name)).split('.');
		const value = path.reduce<unknown>((at, part) => (isObject(at) ? at[part] : undefined), record);
		if (value === undefined) continue;
		if (path.length === 1 && path[0] !== name) delete given[path[0]];
		given[name] = value as IDataObject[string]; // a value of a parsed answer
	}
	return given;
}

function put(target: IDataObject, path: readonly string[], value: IDataObject[string]): void {
	const [first, ...rest] = path;
	if (first === '__proto__' || first === undefined) return;
	if (rest.length === 0) {
		target[first] = value;
		return;
	}
	const inner = target[first];
	const object: IDataObject = isObject(inner) ? inner : {};
	target[first] = object;
	put(object, rest, value);
}
