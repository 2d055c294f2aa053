import { parse } from 'qs';
import { badRequest } from '../errors';
import { isObject, text, type Json, type Values } from '../models/records';

/**
 * More than any client sends: beyond these, `qs` gives objects with numbered keys instead of lists, or stops reading.
 */
const LIMITS = { arrayLimit: 1_000, depth: 20, parameterLimit: 10_000 };

/** Reads `filter[name][eq]=x&tags[]=a&tags[]=b`: nested names are objects, `[]` collects. */
export function parseQuery(search: string): Values {
	return parse(numbered(search), LIMITS) as Values; // texts, lists and objects of texts: a part of what JSON holds
}

/**
 * In `list[][name]` Rails begins a new member when the last one has that name already, `qs` never does: members get
 * numbers.
 */
function numbered(search: string): string {
	const members = new Map<string, { index: number; names: Set<string> }>();
	const pairs = [...new URLSearchParams(search)].map(([key, value]): [string, string] => {
		const [head = '', list = '', name = ''] = /^(.*?)\[\]\[([^\]]+)\]/.exec(key) ?? [];
		if (head === '') return [key, value];
		const last = members.get(list) ?? { index: 0, names: new Set() };
		const member = last.names.has(name) ? { index: last.index + 1, names: new Set<string>() } : last;
		members.set(list, { ...member, names: member.names.add(name) });
		return [`${list}[${member.index}][${name}]${key.slice(head.length)}`, value];
	});
	return new URLSearchParams(pairs).toString();
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

/** The largest page seen to work; a larger one is cut to it. */
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
		// The reference's tables call it `meta[total][]=count`, its introduction and Booqable's own client
		// `stats[total]=count`.
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
	if (!Number.isInteger(number) || number < 1 || !Number.isInteger(size) || size < 1)
		throw badRequest('page should hold positive integers');
	return { number, size: Math.min(size, LARGEST_PAGE) };
}

function list(value: Json | undefined): string[] {
	return [value ?? []]
		.flat()
		.flatMap((each) => text(each).split(','))
		.map((each) => each.trim())
		.filter(Boolean);
}

const lists = (values: Values): Map<string, string[]> =>
	new Map(Object.entries(values).map(([name, value]) => [name, list(value)]));

/** Values of a filter: an array, or a text of comma-separated values in which `{{…}}` protects a comma. */
export function filterValues(value: Json): Json[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string') return [value];
	const parts = value.match(/\{\{.*?\}\}|[^,]+/g) ?? [''];
	return parts.map((part) => (part === 'null' ? null : part.replace(/^\{\{(.*)\}\}$/, '$1')));
}
