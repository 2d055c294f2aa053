import type { IDataObject } from 'n8n-workflow';
import { asObjects, textOf } from '../shared/parameters/input';
import { pageNumber, type Paging } from '../shared/http/paging';

const isObject = (value: unknown): value is IDataObject =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

/** A record flat, whether it came as JSON:API (`attributes` apart) or flat already. */
export function flat(record: unknown): IDataObject {
	if (!isObject(record)) return {};
	const { attributes, relationships, type, ...rest } = record;
	return withoutConcepts(
		isObject(attributes)
			? { ...rest, ...attributes }
			: { ...rest, ...(type !== undefined && { type }), ...(relationships !== undefined && { relationships }) },
	);
}

/** Older answers call a draft a concept. Source: Booqable API v4, Orders. */
function withoutConcepts(record: IDataObject): IDataObject {
	const { status, statuses } = record;
	return {
		...record,
		...(status === 'concept' && { status: 'draft' }),
		...(Array.isArray(statuses) && { statuses: statuses.map((one) => (one === 'concept' ? 'draft' : one)) }),
	};
}

/**
 * The record of an answer, with the included ones nested in it, as reads give them: writes answer in JSON:API, where
 * they come apart.
 */
export const record = ({ data, included }: IDataObject): IDataObject => nested(data, byKey(included));

/** The records of a list, which comes flat or as JSON:API, as the account has it. */
const records = ({ data, included }: IDataObject): IDataObject[] => {
	const others = byKey(included);
	return asObjects(data).map((one) => nested(one, others));
};

/** Pages of any list of Booqable. */
export const PAGES: Paging = { ...pageNumber('data', 100), items: records };

const byKey = (included: unknown): ReadonlyMap<string, IDataObject> =>
	new Map(asObjects(included).map((one) => [keyOf(one), one]));

const keyOf = ({ type, id }: IDataObject): string => `${textOf(type)} ${textOf(id)}`;

/** `within` holds the records that this one is nested in: two can point at each other. */
function nested(
	resource: unknown,
	included: ReadonlyMap<string, IDataObject>,
	within: readonly string[] = [],
): IDataObject {
	const shown = flat(resource);
	if (included.size === 0 || !isObject(resource) || !isObject(resource.relationships)) return shown;
	const path = [...within, keyOf(resource)];
	const resolve = (pointer: IDataObject): IDataObject[] => {
		const other = included.get(keyOf(pointer));
		return other && !path.includes(keyOf(pointer)) ? [nested(other, included, path)] : [];
	};
	for (const [name, relation] of Object.entries(resource.relationships)) {
		const data = isObject(relation) ? relation.data : undefined;
		const found = asObjects([data].flat()).flatMap(resolve);
		if (Array.isArray(data)) shown[name] = found;
		else if (data === null || found.length > 0) shown[name] = found[0] ?? null;
	}
	return shown;
}

/** The envelope that writes want. */
export const envelope = (type: string, attributes: IDataObject, id?: string): IDataObject => ({
	data: { type, ...(id && { id }), attributes },
});
