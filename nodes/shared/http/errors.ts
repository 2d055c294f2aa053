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
	) {
		super(`${call} got no answer: ${reason}`);
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
