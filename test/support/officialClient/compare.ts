import type { Call } from './recorder';

export interface Found {
	readonly part: string;
	readonly sdk: unknown;
	readonly node: unknown;
}

/**
 * The parts of a call, flat: `{ method, path, 'query.limit', 'body.tags.0', … }`. An empty object or list is a part of
 * its own.
 */
function parts(value: unknown, at = ''): Array<[part: string, value: unknown]> {
	if (value === undefined) return [];
	const entries = value !== null && typeof value === 'object' ? Object.entries(value) : [];
	if (entries.length === 0) return [[at, value]];
	return entries.flatMap(([name, inner]) => parts(inner, at === '' ? name : `${at}.${name}`));
}

/** Where two calls differ, in the order of the parts' names. */
export function compare(sdk: Call, node: Call): Found[] {
	const [theirs, ours] = [new Map(parts(sdk)), new Map(parts(node))];
	const names = [...new Set([...theirs.keys(), ...ours.keys()])].sort();
	return names
		.map((part) => ({ part, sdk: theirs.get(part), node: ours.get(part) }))
		.filter((found) => JSON.stringify(found.sdk) !== JSON.stringify(found.node));
}
