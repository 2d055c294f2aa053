type Type = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** The part of JSON Schema that n8n's preview of an output reads: types only, never a value. */
export interface Schema {
	readonly type?: Type | readonly Type[];
	/** Null now and then. Not one of the types, since the preview shows the inside of a plain object or list only. */
	readonly nullable?: true;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly items?: Schema;
}

type Fields = Readonly<Record<string, unknown>>;

function typeOf(value: unknown): Type {
	if (value === null || value === undefined) return 'null';
	if (Array.isArray(value)) return 'array';
	return typeof value as Type; // JSON has no other
}

/** Names that the account gave, such as those of custom fields, say nothing about another account. */
const isOwnName = (name: string): boolean => !/^[A-Za-z_]\w*$/.test(name);
const ownNames = (values: readonly Fields[]): boolean => values.some((value) => Object.keys(value).some(isOwnName));

/** What these values have in common. `open` names objects whose keys are the account's own. */
export function shapeOf(values: readonly unknown[], open: ReadonlySet<string> = new Set(), name = ''): Schema {
	const found = [...new Set(values.map(typeOf))].sort();
	const types = found.length > 1 ? found.filter((type) => type !== 'null') : found;
	const objects = values.filter((value): value is Fields => typeOf(value) === 'object');
	const entries = values.filter((value): value is unknown[] => Array.isArray(value)).flat();
	return {
		...(types.length > 0 && { type: types.length === 1 ? types[0] : types }),
		...(types.length < found.length && { nullable: true as const }),
		...(objects.length > 0 && !open.has(name) && !ownNames(objects) && objectShape(objects, open)),
		...(entries.length > 0 && { items: shapeOf(entries, open) }),
	};
}

function objectShape(objects: readonly Fields[], open: ReadonlySet<string>): Schema {
	const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
	return {
		properties: Object.fromEntries(
			names.map((name) => [
				name,
				shapeOf(
					objects.filter((object) => name in object).map((object) => object[name]),
					open,
					name,
				),
			]),
		),
	};
}

const typesOf = ({ type = [] }: Schema): readonly Type[] => [type].flat();

/**
 * Where what is given now departs from what the preview shows, in sentences; none when it fits. Fields that are not
 * shown are allowed.
 */
export function misfits(given: Schema, shown: Schema, at = 'the output'): string[] {
	const [types, wanted] = [typesOf(given), typesOf(shown)];
	const other = types.filter((type) => !wanted.includes(type));
	if (wanted.length > 0 && (types.length === 0 || other.length > 0))
		return [`${at} is ${other.join(' or ') || 'empty'} instead of ${wanted.join(' or ')}`];
	return [
		...(given.nullable && !shown.nullable ? [`${at} is null now and then`] : []),
		...(shown.items ? misfits(given.items ?? {}, shown.items, `${at}[]`) : []),
		...Object.entries(shown.properties ?? {}).flatMap(([name, inner]) => {
			const field = given.properties?.[name];
			return field ? misfits(field, inner, `${at}.${name}`) : [`${at} has no ${name}`];
		}),
	];
}
