export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Attribute name → value, as the API spells both. */
export type Values = Record<string, Json>;

export interface StoredRecord {
	readonly type: string;
	readonly id: string;
	readonly values: Values;
}

export const isObject = (value: unknown): value is Record<string, Json> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const text = (value: Json | undefined): string =>
	value === null || value === undefined || typeof value === 'object' ? '' : String(value);

export const amount = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);

export const strings = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(text) : []);

export const objects = (value: Json | undefined): Values[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Answers carry microseconds and an offset of +00:00, e.g. 2015-09-14T16:31:01.000000+00:00. */
export const datetime = (epochMs: number): string => new Date(epochMs).toISOString().replace('Z', '000+00:00');

export const epoch = (value: Json | undefined): number => Date.parse(text(value));
