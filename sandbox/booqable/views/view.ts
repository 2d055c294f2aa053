import type { Account } from '../models/account';
import { badRequest } from '../errors';
import type { ListQuery } from '../routes/query';
import type { Json, StoredRecord, Values } from '../models/records';
import { related } from './relations';
import { tableOf } from '../models/tables';
import { attributeType } from '../models/tables/table';

/** Names of included relations, nested as `lines.item` is. */
export interface IncludeTree {
	readonly [relation: string]: IncludeTree;
}

export interface Shape {
	readonly include: IncludeTree;
	readonly fields: ListQuery['fields'];
	readonly extraFields: ListQuery['extraFields'];
}

export const plain: Shape = { include: {}, fields: new Map(), extraFields: new Map() };

/** @throws ApiError 400 for a relation this endpoint does not include; `a` is allowed where `a.b` is */
export function includeTree(type: string, wanted: readonly string[], allowed: readonly string[]): IncludeTree {
	for (const path of wanted) {
		const known = allowed.some((each) => each === path || each.startsWith(`${path}.`));
		if (!known) throw badRequest(`${type}: the requested included relationship "${path}" is not supported`);
	}
	return treeOf(wanted);
}

export function treeOf(paths: readonly string[]): IncludeTree {
	const heads = [...new Set(paths.map((path) => path.split('.')[0] ?? path))];
	return Object.fromEntries(
		heads.map((head) => [
			head,
			treeOf(paths.filter((path) => path.startsWith(`${head}.`)).map((path) => path.slice(head.length + 1))),
		]),
	);
}

function attributesOf(account: Account, record: StoredRecord, shape: Shape): Values {
	const view = account.view(record);
	const table = tableOf(record.type);
	const wanted = shape.fields.get(record.type);
	const extra = shape.extraFields.get(record.type) ?? [];
	const names = Object.keys(view).filter((name) => {
		if (name === 'id') return false;
		if (attributeType(table, name)?.extra) return extra.includes(name) || wanted?.includes(name);
		return wanted ? wanted.includes(name) || extra.includes(name) : true;
	});
	return Object.fromEntries(names.map((name) => [name, view[name] ?? null]));
}

/**
 * A record as JSON with its relations nested: the `.json` format, and what webhooks carry. A relation hides an
 * attribute of the same name: with `include=properties` the hash of that name gives way to the list of properties.
 */
export function flat(account: Account, record: StoredRecord, shape: Shape = plain): Values {
	const relations = Object.entries(shape.include).map(([name, tree]): [string, Json] => {
		const other = related(account, record, name);
		const inner = { ...shape, include: tree };
		if (Array.isArray(other)) return [name, other.map((each) => flat(account, each, inner))];
		return [name, other ? flat(account, other, inner) : null];
	});
	return { id: record.id, ...attributesOf(account, record, shape), ...Object.fromEntries(relations) };
}

/** Resource objects of the JSON:API format; included records are collected once each. */
class JsonApi {
	readonly included = new Map<string, Values>();

	constructor(
		private readonly account: Account,
		private readonly shape: Shape,
	) {}

	resource(record: StoredRecord, tree: IncludeTree): Values {
		const relationships = Object.entries(tree).map(([name, inner]): [string, Json] => [
			name,
			{ data: this.linkage(record, name, inner) },
		]);
		return {
			id: record.id,
			type: record.type,
			attributes: attributesOf(this.account, record, this.shape),
			relationships: Object.fromEntries(relationships),
		};
	}

	private linkage(record: StoredRecord, name: string, tree: IncludeTree): Json {
		const other = related(this.account, record, name);
		if (Array.isArray(other)) return other.map((each) => this.include(each, tree));
		return other ? this.include(other, tree) : null;
	}

	private include(record: StoredRecord, tree: IncludeTree): Values {
		const key = `${record.type}:${record.id}`;
		const before = this.included.get(key);
		const resource = this.resource(record, tree);
		const relationships = { ...asValues(before?.relationships), ...asValues(resource.relationships) };
		this.included.set(key, { ...resource, relationships });
		return { type: record.type, id: record.id };
	}
}

const asValues = (value: Json | undefined): Values =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

/** A whole answer, in the requested format. */
export function documentOf(
	account: Account,
	found: StoredRecord | StoredRecord[],
	shape: Shape,
	format: 'jsonapi' | 'json',
	meta: Values = {},
): Values {
	if (format === 'json') {
		const data = Array.isArray(found)
			? found.map((record) => flat(account, record, shape))
			: flat(account, found, shape);
		return { data, meta };
	}
	const jsonApi = new JsonApi(account, shape);
	const data = Array.isArray(found)
		? found.map((record) => jsonApi.resource(record, shape.include))
		: jsonApi.resource(found, shape.include);
	return { data, ...(jsonApi.included.size > 0 ? { included: [...jsonApi.included.values()] } : {}), meta };
}
