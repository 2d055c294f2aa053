import type { IDataObject } from 'n8n-workflow';
import type { Call } from './route';
import { wordsIn } from './words';

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
		/** `remembered`: the service gave the same error a moment ago and no call was made now. `isPage`: as a web page. */
		readonly how: { readonly remembered?: boolean; readonly isPage?: boolean } = {},
	) {
		super(`${call} answered ${status}`);
	}
}

/** What routers and gateways say of a path that nobody serves. */
const NO_ROUTE = /^(?:cannot (?:get|post|put|patch|delete) \/|no route|route not found|default backend|no such app)/i;

/**
 * Whether the service says that it has no such record. A web page, and a path that nobody serves, say nothing of it:
 * they come from a proxy, or from a base URL that leads elsewhere.
 */
export const isMissing = (error: unknown): error is ApiError =>
	error instanceof ApiError &&
	(error.status === 404 || error.status === 410) &&
	!error.how.isPage &&
	!NO_ROUTE.test(wordsIn(error.body));

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

/** Statuses that do not answer the request: the service, or a proxy in front of it, failed. */
export const isBreakdown = (status: number): boolean => status === 408 || (status >= 500 && status !== 501);

/** Whether a write that ended with this error may have been carried out all the same. */
export function mayHaveWritten(error: unknown): boolean {
	if (error instanceof NoResponseError) return error.mayHaveWritten;
	if (error instanceof UnclearAnswerError) return error.endpoint.effect !== 'read';
	return error instanceof ApiError && isBreakdown(error.status) && error.endpoint.effect !== 'read';
}
