import type { Json, Values } from './models/records';

/** An answer that ends a request: thrown anywhere below the router, sent as it is. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly body: unknown,
	) {
		super(`HTTP ${status}`);
	}
}

export interface Problem {
	/** Dotted path of the request body, e.g. `data.attributes.name`. */
	readonly path: string;
	readonly message: string;
	readonly code: string;
}

const errors = (status: number, code: string, title: string, rest: Values = {}): ApiError =>
	new ApiError(status, { errors: [{ code, status: String(status), title, ...rest }] });

export const badRequest = (detail: string): ApiError => errors(400, 'bad_request', 'Request Error', { detail });
export const unauthorized = (detail = 'You need to be logged in.'): ApiError =>
	errors(401, 'unauthorized', 'Access denied', { detail });
export const featureNotEnabled = (feature: string): ApiError =>
	errors(402, 'feature_not_enabled', 'Feature not enabled', {
		detail: `The feature ${feature} is not part of your plan.`,
	});
export const forbidden = (permission: string): ApiError =>
	errors(403, 'forbidden', 'Forbidden', { detail: `You need the permission ${permission}.` });
export const notFound = (): ApiError => errors(404, 'resources_not_found', 'Resource(s) not found');
export const notJson = (): ApiError =>
	errors(406, 'not_acceptable', 'Not acceptable', { detail: "You requested a format that isn't json" });
export const tooManyRequests = (): ApiError =>
	errors(429, 'too_many_requests', 'Too many requests', { detail: 'Rate limit exceeded' });

/** How this API words an error of that status. */
export function bodyOf(status: number): unknown {
	const known = [unauthorized(), featureNotEnabled('api'), forbidden('settings'), notFound(), tooManyRequests()].find(
		(error) => error.status === status,
	);
	return (known ?? errors(status, status >= 500 ? 'internal_server_error' : 'bad_request', 'Request Error')).body;
}

/** The router's own answer, before any resource is known: not JSON. */
export const noRoute = (method: string, path: string): ApiError =>
	new ApiError(404, `No route matches [${method}] "${path}"`);

/** A body that names what it may not name: refused as a whole, nothing is written. */
export function invalidBody(problems: readonly Problem[]): ApiError {
	return new ApiError(400, {
		errors: problems.map(({ path, message, code }) => ({
			code: 'bad_request',
			status: '400',
			title: 'Request Error',
			detail: `${path} ${message}`,
			source: { pointer: path.replaceAll('.', '/') },
			meta: { attribute: path.split('.').pop(), message, code },
		})),
	});
}

/** Validation of a value. Undocumented for customers: the same envelope as above, with JSON:API's own pointer. */
export function invalidValue(attribute: string, message: string, code: string): ApiError {
	const label = attribute.charAt(0).toUpperCase() + attribute.slice(1).replaceAll('_', ' ');
	return errors(422, 'unprocessable_entity', 'Validation Error', {
		detail: `${label} ${message}`,
		source: { pointer: `/data/attributes/${attribute}` },
		meta: { attribute, message, code },
	});
}

export const blank = (attribute: string): ApiError => invalidValue(attribute, "can't be blank", 'blank');
export const notIncluded = (attribute: string): ApiError =>
	invalidValue(attribute, 'is not included in the list', 'inclusion');

/** A rule of the business, e.g. `wrong_status`, with what stands in the way. */
export function refused(code: string, title: string, detail: string, meta: Json = null): ApiError {
	return errors(422, code, title, { detail, meta });
}
