import type { IDataObject } from 'n8n-workflow';

const isObject = (value: unknown): value is IDataObject => value !== null && typeof value === 'object' && !Array.isArray(value);

/** A record flat, whether it came as JSON:API (`attributes` apart) or flat already. */
export function flat(record: unknown): IDataObject {
	if (!isObject(record)) return {};
	const { attributes, relationships, type, ...rest } = record;
	return isObject(attributes) ? { ...rest, ...attributes } : { ...rest, ...(type !== undefined && { type }), ...(relationships !== undefined && { relationships }) };
}

/** The record of an answer. */
export const record = (body: IDataObject): IDataObject => flat(body.data);

/** The envelope that writes want. */
export const envelope = (type: string, attributes: IDataObject, id?: string): IDataObject => ({ data: { type, ...(id && { id }), attributes } });
