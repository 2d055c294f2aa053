type Values = Readonly<Record<string, unknown>>;

/**
 * The value that a record, as its app's "Get Many" gives it, has for a field of Sync. Custom fields of GHL stand there
 * by name, those of Booqable by key.
 */
export function valueIn(app: string, record: Values, field: string): unknown {
	if (app === 'booqable') {
		if (field === 'tags') return record.tag_list;
		if (field.startsWith('property_')) return at(record, ['properties', field.slice('property_'.length)]);
	}
	if (app === 'ghl' && field.startsWith('custom_'))
		return customField(record.customFields, field.slice('custom_'.length));
	return field in record ? record[field] : at(record, field.split('.'));
}

const at = (record: Values, path: readonly string[]): unknown =>
	path.reduce<unknown>((inside, key) => (isObject(inside) ? inside[key] : undefined), record);

/** GHL makes the key of a custom field from its name. */
const keyOf = (name: string): string =>
	name
		.trim()
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_');

function customField(fields: unknown, key: string): unknown {
	if (!isObject(fields)) return undefined;
	const name = Object.keys(fields).find((one) => one === key || keyOf(one) === key);
	return name === undefined ? undefined : fields[name];
}

const isObject = (value: unknown): value is Values =>
	value !== null && typeof value === 'object' && !Array.isArray(value);
