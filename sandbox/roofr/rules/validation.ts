import { invalid } from '../errors';
import type { Values } from '../models/account';
import type { Table } from '../models/tables';

export const object = (body: unknown): Values => (body !== null && typeof body === 'object' ? { ...body } : {});

/** @throws ApiError 422 that names each field that is unknown or missing */
export function checked(table: Table, body: unknown, isNew: boolean): Values {
	const values = object(body);
	const errors: Record<string, string[]> = {};
	for (const field of Object.keys(values))
		if (!table.writable.includes(field)) errors[field] = [`The ${field} field is not known.`];
	for (const field of table.required)
		if ((isNew || field in values) && (values[field] ?? '') === '') errors[field] = [`The ${field} field is required.`];
	if (Object.keys(errors).length > 0) throw invalid(errors);
	return values;
}
