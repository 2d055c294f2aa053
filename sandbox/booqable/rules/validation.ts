import { badRequest, invalidBody, type Problem } from '../errors';
import { isObject, text, type Json, type Values } from '../models/records';
import { attributeType, mayWrite, type ResourceTable } from '../models/tables/table';

/**
 * The attributes of a JSON:API body, cast to their types. Writes take no other form.
 * @throws ApiError 400 that lists every attribute that may not be written, and why
 */
export function readAttributes(table: ResourceTable, body: Json | undefined, creating: boolean): Values {
	const data = isObject(body) ? body.data : undefined;
	if (!isObject(data)) throw badRequest('data should be an object');
	const problems: Problem[] = [];
	if (data.type === undefined) problems.push({ path: 'data.type', message: 'is missing', code: 'missing' });
	else if (data.type !== table.type)
		problems.push({ path: 'data.type', message: `should be ${table.type}`, code: 'invalid_type' });
	for (const name of Object.keys(isObject(data.relationships) ? data.relationships : {})) {
		problems.push({
			path: `data.relationships.${name}`,
			message: 'is not a valid relationship',
			code: 'invalid_relationship',
		});
	}
	const attributes: Values = {};
	for (const [name, value] of Object.entries(isObject(data.attributes) ? data.attributes : {})) {
		const problem = problemWith(table, name, value, creating);
		if (problem) problems.push({ path: `data.attributes.${name}`, ...problem });
		else attributes[name] = cast(attributeType(table, name)?.base ?? 'string', value);
	}
	if (problems.length > 0) throw invalidBody(problems);
	return attributes;
}

function problemWith(
	table: ResourceTable,
	name: string,
	value: Json,
	creating: boolean,
): Omit<Problem, 'path'> | undefined {
	const type = attributeType(table, name);
	if (!type) return { message: 'is an unknown attribute', code: 'unknown_attribute' };
	if (!mayWrite(table, name, creating)) return { message: 'cannot be written', code: 'unwrittable_attribute' };
	if (value === null || fits(type.base, value)) return undefined;
	return { message: `should be type ${type.base}`, code: 'type_error' };
}

function fits(base: string, value: Json): boolean {
	switch (base) {
		case 'array':
			return Array.isArray(value);
		case 'hash':
			return isObject(value);
		case 'boolean':
			return typeof value === 'boolean' || value === 'true' || value === 'false';
		case 'integer':
			return typeof value !== 'object' && typeof value !== 'boolean' && Number.isInteger(Number(value));
		case 'float':
			return typeof value !== 'object' && typeof value !== 'boolean' && Number.isFinite(Number(value));
		default:
			return typeof value !== 'object';
	}
}

function cast(base: string, value: Json): Json {
	if (value === null) return null;
	switch (base) {
		case 'boolean':
			return value === true || value === 'true';
		case 'integer':
		case 'float':
			return Number(value);
		case 'array':
		case 'hash':
			return value;
		default:
			return text(value);
	}
}
