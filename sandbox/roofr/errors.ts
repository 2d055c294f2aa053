import type { Values } from './models/account';

/** An answer that says no, in the form of Laravel. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly body: Values,
	) {
		super(String(body.message));
	}
}

export const invalid = (errors: Record<string, string[]>): ApiError =>
	new ApiError(422, { message: 'The given data was invalid.', errors });

export const notFound = (what: string): ApiError => new ApiError(404, { message: `No query results for ${what}.` });
export const unauthenticated = (): ApiError => new ApiError(401, { message: 'Unauthenticated.' });
export const tooManyAttempts = (): ApiError => new ApiError(429, { message: 'Too Many Attempts.' });

/** How this API words an error of that status: injected faults. */
export const bodyOf = (status: number): Values => ({ message: `Injected fault ${status}` });
