import type { IDataObject } from 'n8n-workflow';
import type { Call } from './route';

/** The service answered, and the answer is no. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		/** Parsed JSON, or an empty object where the answer was none. */
		readonly body: IDataObject,
		readonly headers: IDataObject,
		/** Method and path, without query. */
		readonly call: string,
		/** What was called. */
		readonly endpoint: Call,
		/** Set when the service gave the same error a moment ago and no call was made now. */
		readonly remembered = false,
	) {
		super(`${call} answered ${status}`);
	}
}

/** No answer came. `mayHaveWritten`: whether the service can have done the work all the same. */
export class NoResponseError extends Error {
	constructor(
		readonly call: string,
		readonly reason: string,
		readonly mayHaveWritten: boolean,
		/** What was called, where it is an endpoint. */
		readonly endpoint?: Call,
	) {
		super(`${call} got no answer: ${reason}`);
	}
}

/**
 * The service answered that all went well, with something else than it documents: the page of a proxy, nothing, half a
 * body. What it did is not known.
 */
export class UnclearAnswerError extends Error {
	constructor(
		readonly call: string,
		readonly endpoint: Call,
		/** What came, in words that follow "answered with". */
		readonly found: string,
	) {
		super(`${call} answered with ${found}`);
	}
}

/** The service failed so often in a row that calls to it are held back. */
export class CircuitOpenError extends Error {
	constructor(
		readonly call: string,
		readonly seconds: number,
	) {
		super(`${call} was not made: the service failed several times in a row`);
	}
}

/** Statuses that are no answer to what was asked: the service, or a proxy before it, broke down over it. */
export const isBreakdown = (status: number): boolean => status === 408 || (status >= 500 && status !== 501);

/** Whether a write that ended with this error may have been carried out all the same. */
export function mayHaveWritten(error: unknown): boolean {
	if (error instanceof NoResponseError) return error.mayHaveWritten;
	if (error instanceof UnclearAnswerError) return error.endpoint.effect !== 'read';
	return error instanceof ApiError && isBreakdown(error.status) && error.endpoint.effect !== 'read';
}
