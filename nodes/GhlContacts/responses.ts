import type { IDataObject } from 'n8n-workflow';
import type { Envelope } from '../shared/http/envelope';
import { InputProblem, type Input } from '../shared/parameters/input';

/** Takes the record out of its envelope; GHL spells some envelopes in two ways. */
export const unwrap =
	(...keys: string[]) =>
	(body: IDataObject): IDataObject => {
		for (const key of keys) {
			const record = body[key];
			// parsed JSON
			if (record !== null && typeof record === 'object' && !Array.isArray(record)) return record as IDataObject;
		}
		return body;
	};

/** A record that comes without an envelope, without the trace of the call. */
export function flat({ traceId: _, ...record }: IDataObject): IDataObject {
	return record;
}

/** What GHL answers to what it only says went well, in one of three spellings. */
export const SUCCESS: Envelope = { flag: ['succeded', 'succeeded', 'success'] };

/** What a delete gives: the ID of the deleted record. */
export const deleted =
	(parameter: string) =>
	(_: IDataObject, input: Input): IDataObject => ({ id: input.id(parameter), deleted: true });

/**
 * What an operation gives to which GHL only says that it went well: the ID, and what was done.
 */
export const done =
	(parameter: string, result: (input: Input) => IDataObject) =>
	(_: IDataObject, input: Input): IDataObject => ({ id: input.id(parameter), ...result(input), success: true });

/** The fields to change; at least one. */
export function changes(fields: IDataObject, parameter = 'updateFields'): IDataObject {
	if (Object.keys(fields).length === 0)
		throw new InputProblem(parameter, 'No field is set, so there is nothing to update', 'Add at least one field.');
	return fields;
}
