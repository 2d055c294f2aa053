/** An answer that says no, in the words of GHL's API. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly body: { [key: string]: unknown },
	) {
		super(JSON.stringify(body));
	}
}

export const badRequest = (message: string, extra: { [key: string]: unknown } = {}): ApiError =>
	new ApiError(400, { statusCode: 400, message, ...extra });
export const notFound = (message: string): ApiError =>
	new ApiError(404, { statusCode: 404, message, error: 'Not Found' });
export const unauthorized = (message: string): ApiError =>
	new ApiError(401, { statusCode: 401, message, error: 'Unauthorized' });
export const forbidden = (message: string): ApiError =>
	new ApiError(403, { statusCode: 403, message, error: 'Forbidden' });
/** The message of a 422 is a list. */
export const unprocessable = (...message: string[]): ApiError =>
	new ApiError(422, { message, error: 'Unprocessable Entity', statusCode: 422 });

export const invalidToken = (): ApiError => unauthorized('Invalid token: access token is invalid');
/** The four ways in which a good token is not good enough: three are 401, as if a refresh could help. */
export const scopeMissing = (): ApiError => unauthorized('The token is not authorized for this scope.');
export const agencyToken = (): ApiError => unauthorized("Token's user type mismatch!");
export const companyToken = (): ApiError =>
	unauthorized(
		'This authClass type is not allowed to access this scope. Please verify your IAM configuration if this is not the case.',
	);
export const wrongLocation = (): ApiError => forbidden('The token does not have access to this location.');

export const tooManyRequests = (): ApiError => new ApiError(429, { statusCode: 429, message: 'Too Many Requests' });

/** The wording of a status that has no cause in the sandbox: injected faults. */
export function plainError(status: number): { [key: string]: unknown } {
	const names: { [status: number]: string } = {
		400: 'Bad Request',
		401: 'Unauthorized',
		403: 'Forbidden',
		404: 'Not Found',
		422: 'Unprocessable Entity',
		429: 'Too Many Requests',
		500: 'Internal Server Error',
		502: 'Bad Gateway',
		503: 'Service Unavailable',
		504: 'Gateway Timeout',
	};
	const message = names[status] ?? 'Error';
	return { statusCode: status, message: status === 422 ? [message] : message };
}
