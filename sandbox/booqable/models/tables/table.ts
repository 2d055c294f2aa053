/**
 * What the API's reference says of a resource, one table per resource. Type notation: `string?` may be null,
 * `enum(a|b)` lists its values, `hash[extra]` is only given when `extra_fields` names it.
 */
export interface ResourceTable {
	readonly type: string;
	readonly attributes: { readonly [access in Access]?: Readonly<Record<string, string>> };
	/** Attributes a request body may carry, where the reference names fewer than are writable. */
	readonly body?: readonly string[];
	readonly filters?: Filters;
	readonly stats?: readonly string[];
	/** Relations each endpoint may include. An endpoint without an entry does not exist. */
	readonly includes: { readonly [endpoint in Endpoint]?: readonly string[] };
}

export type Access = 'readWrite' | 'createOnly' | 'writeOnly' | 'readOnly';
export type Endpoint =
	'list' | 'search' | 'new' | 'get' | 'create' | 'update' | 'destroy' | 'current' | 'updateCurrent';

export interface Filters {
	readonly eq?: readonly string[];
	readonly eqNot?: readonly string[];
	readonly compare?: readonly string[];
	readonly text?: readonly string[];
	/** Filters with a set of operators of their own. */
	readonly other?: Readonly<Record<string, readonly string[]>>;
	/** Filters without which the list is refused. */
	readonly required?: readonly string[];
}

export interface AttributeType {
	readonly base: string;
	readonly options: readonly string[];
	readonly nullable: boolean;
	readonly extra: boolean;
}

export const words = (list: TemplateStringsArray): readonly string[] => list.join('').split(/\s+/).filter(Boolean);

const OPERATORS = {
	eq: ['eq'],
	eqNot: ['eq', 'not_eq'],
	compare: ['eq', 'not_eq', 'gt', 'gte', 'lt', 'lte'],
	text: ['eq', 'not_eq', 'eql', 'not_eql', 'prefix', 'not_prefix', 'suffix', 'not_suffix', 'match', 'not_match'],
} as const;

/** Operators that a filter takes; undefined where the resource has no such filter. */
export function operatorsOf(table: ResourceTable, filter: string): readonly string[] | undefined {
	const filters = table.filters ?? {};
	const group = (['eq', 'eqNot', 'compare', 'text'] as const).find((name) => filters[name]?.includes(filter));
	return group ? OPERATORS[group] : filters.other?.[filter];
}

/** What follows from a table's notation, worked out once: every request needs it many times. */
interface Reading {
	readonly types: ReadonlyMap<string, AttributeType>;
	readonly readable: readonly string[];
}

const readings = new WeakMap<ResourceTable, Reading>();

function reading(table: ResourceTable): Reading {
	const known = readings.get(table);
	if (known) return known;
	const notations = Object.values(table.attributes).flatMap((group) => Object.entries(group));
	const made = {
		types: new Map(notations.map(([name, notation]) => [name, typeOf(notation)])),
		readable: Object.keys(allOf(table)),
	};
	readings.set(table, made);
	return made;
}

function typeOf(notation: string): AttributeType {
	const base = /^[a-z]+/.exec(notation)?.[0] ?? 'string';
	const options = /\(([^)]*)\)/.exec(notation)?.[1]?.split('|') ?? [];
	return { base, options, nullable: notation.includes('?'), extra: notation.endsWith('[extra]') };
}

export const attributeType = (table: ResourceTable, name: string): AttributeType | undefined =>
	reading(table).types.get(name);

export const readableAttributes = (table: ResourceTable): readonly string[] => reading(table).readable;

/** Every readable attribute with its type, for resources that list several others together. */
export function allOf(table: ResourceTable): Record<string, string> {
	const { readWrite, createOnly, readOnly } = table.attributes;
	return { ...readWrite, ...createOnly, ...readOnly };
}

export function mayWrite(table: ResourceTable, name: string, creating: boolean): boolean {
	const { readWrite, createOnly, writeOnly } = table.attributes;
	const writable = name in { ...readWrite, ...writeOnly } || (creating && name in { ...createOnly });
	return writable && (table.body?.includes(name) ?? true);
}
