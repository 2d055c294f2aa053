import { badRequest } from './errors';
import { isObject, text, type Json, type Values } from './record';

/** Reads `filter[name][eq]=x&tags[]=a&tags[]=b` as Rails does: nested names are objects, `[]` collects. */
export function parseQuery(search: string): Values {
	const query: Values = {};
	for (const [key, value] of new URLSearchParams(search)) {
		const path = key.split('[').map((part) => part.replace(/\]$/, ''));
		assign(query, path, value);
	}
	return query;
}

function assign(target: Values, path: readonly string[], value: string): void {
	const [name = '', next, ...rest] = path;
	if (name === '__proto__') return;
	if (next === undefined) {
		target[name] = value;
	} else if (next === '') {
		const list = target[name];
		target[name] = appended(Array.isArray(list) ? list : [], rest, value);
	} else {
		const inner = target[name];
		const child = isObject(inner) ? inner : {};
		target[name] = child;
		assign(child, [next, ...rest], value);
	}
}

/** `[]` adds a value; `[][name]` sets it on the last object of the list, or on a new one when that has it already. */
function appended(list: Json[], path: readonly string[], value: string): Json[] {
	const [key] = path;
	if (key === undefined) return [...list, value];
	const last = list.at(-1);
	const member: Values = isObject(last) && !(key in last) ? last : {};
	assign(member, path, value);
	return member === last ? list : [...list, member];
}

export interface ListQuery {
	filter: Values;
	sort: Array<{ attribute: string; descending: boolean }>;
	page: { number: number; size: number };
	include: string[];
	/** Per type: the attributes to give instead of all. */
	fields: Map<string, string[]>;
	extraFields: Map<string, string[]>;
	/** Per attribute: the aggregates to give. */
	stats: Map<string, string[]>;
}

/** The largest page seen to work; a page asked to be larger is cut to it. */
const LARGEST_PAGE = 200;
const DEFAULT_PAGE = 25;

export function readQuery(query: Values): ListQuery {
	return {
		filter: section(query, 'filter', 'filter'),
		sort: list(query.sort).map((name) => ({ attribute: name.replace(/^-/, ''), descending: name.startsWith('-') })),
		page: readPage(section(query, 'page', 'page')),
		include: list(query.include),
		fields: lists(section(query, 'fields', 'fields')),
		extraFields: lists(section(query, 'extra_fields', 'extra fields')),
		// The reference's tables call it `meta[total][]=count`, its introduction and Booqable's own client `stats[total]=count`.
		stats: lists({ ...section(query, 'meta', 'meta'), ...section(query, 'stats', 'stats') }),
	};
}

function section(query: Values, name: string, label: string): Values {
	const value = query[name];
	if (value === undefined || value === null) return {};
	if (!isObject(value)) throw badRequest(`${label} should be an object`);
	return value;
}

function readPage(page: Values): ListQuery['page'] {
	const number = Number(page.number ?? 1);
	const size = Number(page.size ?? DEFAULT_PAGE);
	if (!Number.isInteger(number) || number < 1 || !Number.isInteger(size) || size < 1) throw badRequest('page should hold positive integers');
	return { number, size: Math.min(size, LARGEST_PAGE) };
}

function list(value: Json | undefined): string[] {
	return [value ?? []].flat().flatMap((each) => text(each).split(',')).map((each) => each.trim()).filter(Boolean);
}

const lists = (values: Values): Map<string, string[]> => new Map(Object.entries(values).map(([name, value]) => [name, list(value)]));

/** Values of a filter: an array, or a text of comma-separated values in which `{{…}}` protects a comma. */
export function filterValues(value: Json): Json[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string') return [value];
	const parts = value.match(/\{\{.*?\}\}|[^,]+/g) ?? [''];
	return parts.map((part) => (part === 'null' ? null : part.replace(/^\{\{(.*)\}\}$/, '$1')));
}
