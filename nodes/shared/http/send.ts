import { NodeApiError, type IDataObject, type IHttpRequestOptions, type JsonObject } from 'n8n-workflow';
import type { Account, Context } from '../account';
import type { Service, ServiceAccount } from '../service';
import type { Breaker } from './breaker';
import { countCall, tellUsage } from './allowance';
import { limiterFor, type Seen } from './limiter';
import { Cancelled, sleep } from './sleep';
import { isPage, objectOf, unexpected } from './envelope';
import { ApiError, CircuitOpenError, isBreakdown, isMissing, NoResponseError, UnclearAnswerError } from './errors';
import { backoff, BUDGET, isRepeatable, neverSent, retriesStatus, retryAfter } from './retry';
import { methodOf, type Call } from './route';
import { refusalOf } from './words';

/** Longest wait for one answer, in milliseconds. Neither service documents its own. */
const TIMEOUT = 30_000;
/** Content type of the few endpoints that take no JSON; an operation names it in its headers. */
export const FORM = 'application/x-www-form-urlencoded';

export interface Request {
	/** What is called; a remembered error is filed under its route. */
	readonly endpoint: Call;
	/** Encoded path, starting with a slash, without the account's base URL. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly query?: IDataObject;
	readonly body?: IDataObject;
}

export interface Answer {
	readonly status: number;
	readonly body: IDataObject;
	readonly headers: IDataObject;
}

/** Who calls what on whose behalf. One per execution. */
export interface Connection {
	readonly context: Context;
	readonly service: Service;
	account: ServiceAccount;
	readonly signal?: AbortSignal;
	/** When whoever calls stops waiting, in milliseconds since 1970: no wait begins that would end later. */
	readonly deadline?: number;
	/** What it learns from failures; that of the process, or one of its own where a person tries something. */
	readonly breaker: Breaker;
	/** Attempts of one call, the first included. */
	readonly attempts: number;
	/** Calls made so far, repeated ones included. */
	calls: number;
}

/**
 * Makes one call through n8n's authenticated helper: within the allowance, tried again where that can do no harm.
 * Throws `ApiError`, `NoResponseError`, `UnclearAnswerError`, `CircuitOpenError` or `Cancelled`.
 */
export async function send(connection: Connection, request: Request): Promise<Answer> {
	const { account, service, signal, breaker } = connection;
	const method = methodOf(request.endpoint.route);
	const call = `${method} ${request.path}`;
	const known = breaker.knownError(account.token, request.endpoint.route);
	if (known)
		throw new ApiError(known.status, known.body, known.headers, call, request.endpoint, {
			...known.how,
			remembered: true,
		});
	const limiter = limiterFor(account.key, service.limits, account.workers);
	let waited = 0;
	for (let attempt = 1; ; attempt++) {
		const rest = breaker.rest(account.key);
		if (rest > 0) throw new CircuitOpenError(call, Math.ceil(rest / 1000));
		const place = await limiter.enter(signal);
		const outcome = await once(connection, request, call).catch((error: unknown) => {
			limiter.ended(place);
			throw error;
		});
		limiter.ended(place, seenIn(outcome, connection));
		if (!(outcome instanceof Error)) {
			breaker.answered(account.key);
			return outcome;
		}
		if (attempt > 1 && method === 'DELETE' && isMissing(outcome)) {
			return { status: 200, body: {}, headers: {} }; // the attempt without an answer had deleted it
		}
		const wait = waitBeforeNext(connection, request, outcome, attempt);
		if (wait === undefined || attempt >= connection.attempts || waited + wait > BUDGET || isTooLate(connection, wait))
			throw await settle(connection, request, outcome);
		waited += wait;
		await sleep(wait, signal);
	}
}

/** What an outcome says of the limit; nothing where no answer came. What it says of a day or month is kept. */
function seenIn(outcome: Answer | Failure, { service, account }: Connection): Seen | undefined {
	if (outcome instanceof NoResponseError) return undefined;
	if (outcome instanceof UnclearAnswerError) return {};
	const seen = service.observed(outcome.headers);
	if (seen.usage) tellUsage(service, account, seen.usage);
	return { ...seen, isRefused: outcome instanceof ApiError && outcome.status === 429 };
}

/** How many calls of this account must be under way at a time to use its whole allowance; 0 before the first answer. */
export const callsUnderWay = ({ account, service }: Connection): number =>
	limiterFor(account.key, service.limits, account.workers).underWay;

const isTooLate = ({ deadline }: Connection, wait: number): boolean =>
	deadline !== undefined && Date.now() + wait >= deadline;

/** What a call can end with besides an answer. */
type Failure = ApiError | NoResponseError | UnclearAnswerError;

/** Milliseconds until the next attempt, or undefined when there must be none. */
function waitBeforeNext(
	connection: Connection,
	request: Request,
	outcome: Failure,
	attempt: number,
): number | undefined {
	if (!(outcome instanceof ApiError)) {
		const unsent = outcome instanceof NoResponseError && !outcome.mayHaveWritten;
		return unsent || isRepeatable(request.endpoint.effect) ? backoff(attempt) : undefined;
	}
	if (!retriesStatus(request.endpoint.effect, outcome.status)) return undefined;
	const seen = connection.service.observed(outcome.headers);
	if (seen.exhausted) return undefined;
	const advised = retryAfter(outcome.headers, Date.now());
	if (outcome.status !== 429) return advised ? advised + backoff(0) : backoff(attempt);
	const interval = seen.interval ?? connection.service.limits.interval;
	// advice that did not help, such as 0, is not followed twice
	return (attempt === 1 ? (advised ?? interval) : Math.max(advised ?? 0, interval)) + backoff(0);
}

/** Leaves word of a final failure for the calls that follow. */
async function settle(connection: Connection, request: Request, outcome: Failure): Promise<Error> {
	const { account, service, context, breaker } = connection;
	if (outcome instanceof NoResponseError || (outcome instanceof ApiError && isBreakdown(outcome.status)))
		breaker.failed(account.key);
	else breaker.answered(account.key);
	if (outcome instanceof ApiError && outcome.status === 401 && !outcome.how.isPage) {
		// n8n has renewed the token on the way here: the error belongs to the new one.
		if (account.renewable) connection.account = await service.account(context);
		account.own?.refused();
		breaker.refused(connection.account.token, request.endpoint.route, outcome);
	}
	return outcome;
}

async function once(connection: Connection, request: Request, call: string): Promise<Answer | Failure> {
	const { account, service, context } = connection;
	const options: IHttpRequestOptions = {
		method: methodOf(request.endpoint.route),
		url: `${account.baseUrl}${request.path}${queryString(request.query)}`,
		headers: {
			Accept: 'application/json',
			...(request.body && { 'Content-Type': 'application/json' }),
			...request.headers,
		},
		body:
			request.body &&
			// n8n drops an empty object, which some endpoints ask for
			(request.headers['Content-Type'] === FORM ? queryString(request.body).slice(1) : JSON.stringify(request.body)),
		returnFullResponse: true,
		// With plain `true` a 401 would not reach n8n's token refresh; without a refresh n8n would only repeat it.
		ignoreHttpStatusErrors: account.renewable ? { ignore: true, except: [401] } : true,
		disableFollowRedirect: true, // n8n would send the token on to whatever host it leads to
		timeout: TIMEOUT,
	};
	connection.calls++;
	countCall(service, account);
	try {
		const answer = await signed(context, account, options);
		if (answer.statusCode >= 200 && answer.statusCode < 300) {
			const found = otherEncoding(answer) ?? unexpected(answer.body, request.endpoint.envelope);
			if (found !== undefined) return new UnclearAnswerError(call, request.endpoint, found);
			return { status: answer.statusCode, body: objectOf(answer.body), headers: answer.headers };
		}
		const refusal = objectOf(refusalOf(answer.body, answer.statusCode));
		const how = { isPage: isPage(answer.body) };
		return new ApiError(answer.statusCode, refusal, answer.headers, call, request.endpoint, how);
	} catch (error) {
		return failureOf(error, request, call, connection.signal);
	}
}

/** n8n reads each answer as UTF-8. One that says to be something else, and is, has lost its letters by then. */
const otherEncoding = ({ body, headers }: FullResponse): string | undefined => {
	const charset = /charset="?([\w-]+)/i.exec(String(headers['content-type'] ?? ''))?.[1] ?? 'utf-8';
	const isOther = !/^(?:utf-?8|us-ascii)$/i.test(charset) && JSON.stringify(body ?? '').includes('\uFFFD');
	return isOther ? `data in ${charset} instead of UTF-8` : undefined;
};

type FullResponse = { statusCode: number; body: unknown; headers: IDataObject };

async function signed(
	context: Context,
	{ credentialType, own }: Account,
	options: IHttpRequestOptions,
): Promise<FullResponse> {
	// the helper asks for the whole of n8n's context type
	if (!own) return await context.helpers.httpRequestWithAuthentication.call(context as never, credentialType, options);
	const headers = { ...options.headers, Authorization: own.authorization() };
	return await context.helpers.httpRequest({ ...options, headers }).catch((error: unknown) => {
		throw new NodeApiError(context.getNode(), error as JsonObject); // as the other helper does
	});
}

/** What stands for an error after the answer had begun: its status, or what is wrong with its compression. */
const BROKEN_OFF = /^(?:2\d\d|Z_[A-Z_]+)$/;

function failureOf(error: unknown, request: Request, call: string, signal?: AbortSignal): Failure {
	if (signal?.aborted) throw new Cancelled();
	// n8n's own sentence, e.g. that the credential needs to be reconnected
	if (!(error instanceof NodeApiError)) throw error;
	if (error.httpCode === '401') return new ApiError(401, refusedBody(error), {}, call, request.endpoint);
	const code = codeOf(error);
	if (BROKEN_OFF.test(code))
		return new UnclearAnswerError(call, request.endpoint, 'data that cannot be read to its end');
	const mayHaveWritten = request.endpoint.effect !== 'read' && !neverSent(code);
	return new NoResponseError(call, code, mayHaveWritten, request.endpoint);
}

/**
 * The code of a connection error; n8n's own sentence where it kept the call back, e.g. since the credential does not
 * allow the host.
 */
export function codeOf(error: unknown): string {
	if (!(error instanceof Error)) return '';
	// errors of n8n and of Node.js have one of them
	const { httpCode, code, cause } = error as Error & { httpCode?: unknown; code?: unknown };
	const known = [httpCode, code].find((one): one is string => typeof one === 'string' && one !== '');
	return known ?? (cause instanceof Error ? codeOf(cause) : error.message);
}

function refusedBody(error: NodeApiError): IDataObject {
	const known = error.context.data;
	if (known && typeof known === 'object') return objectOf(known);
	return { message: error.description ?? error.message };
}

function queryString(query: IDataObject = {}): string {
	const pairs: Array<[string, string]> = [];
	for (const [name, value] of Object.entries(query)) {
		if (value === undefined || value === null || value === '') continue;
		for (const one of Array.isArray(value) ? value : [value]) pairs.push([name, String(one)]);
	}
	return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}
