import { ApplicationError, NodeApiError, NodeOperationError, type INode, type INodeProperties } from 'n8n-workflow';
import { MissingScope } from './calls';
import { Cancelled } from '../http/sleep';
import {
	ApiError,
	CircuitOpenError,
	isBreakdown,
	isMissing,
	mayHaveWritten,
	NoResponseError,
	UnclearAnswerError,
} from '../http/errors';
import { mayMakeAgain, retryAfter } from '../http/retry';
import type { Call } from '../http/route';
import { cut, masked, wordsIn } from '../http/words';
import { InputProblem, textOf, titleOf } from '../parameters/input';
import type { Operation } from '../operation';
import type { Explanation, Service } from '../service';
import type { Texts } from '../texts';

/** Where an error happened. */
export interface Place {
	readonly node: INode;
	/** None where the parameters that choose it could not be read. */
	readonly service?: Service;
	/** The one that the user chose. */
	readonly operation?: Operation;
	readonly itemIndex?: number;
}

/** What went wrong, in the parts of which the error is made. */
interface Failure extends Explanation {
	/** The call that failed, for whoever asks the service about it. */
	readonly where?: string;
}

const REACH = 'Check that n8n reaches the internet, and the base URL of the credential if it was changed.';
const NOT_AGAIN = 'Retry On Fail does not try it again.';
const CERTIFICATE =
	'Something between n8n and the service, such as a proxy, may present its own certificate: ask your network administrator.';

/** Connection errors in words: n8n replaces messages that hold the codes themselves by generic ones. */
const REASONS: Readonly<Record<string, readonly [reason: string, remedy?: string]>> = {
	ECONNREFUSED: ['the connection was refused', REACH],
	ECONNRESET: ['the connection was cut'],
	ECONNABORTED: ['it took too long'],
	EPIPE: ['the connection was cut'],
	ETIMEDOUT: ['it took too long'],
	ENOTFOUND: ['the host is unknown', REACH],
	EAI_AGAIN: ['the name of the host could not be looked up', REACH],
	EHOSTUNREACH: ['the host cannot be reached', REACH],
	ENETUNREACH: ['the network cannot be reached', REACH],
	CERT_HAS_EXPIRED: ['its certificate has expired', CERTIFICATE],
	DEPTH_ZERO_SELF_SIGNED_CERT: ['its certificate is not trusted', CERTIFICATE],
	ERR_TLS_CERT_ALTNAME_INVALID: ['its certificate belongs to another host', CERTIFICATE],
	SELF_SIGNED_CERT_IN_CHAIN: ['its certificate is not trusted', CERTIFICATE],
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['its certificate is not trusted', CERTIFICATE],
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['its certificate is not trusted', CERTIFICATE],
};

/** The node runs as the tool of an AI agent, which n8n gives the message of an error and nothing else. */
export const isTool = ({ type }: INode): boolean => type.endsWith('Tool');

/** The one place where whatever went wrong becomes the error that users see. */
export function nodeError(error: unknown, place: Place): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return named(error, place);
	const { message, description } = parts(failureOf(error, place), place.node);
	const { node, itemIndex } = place;
	if (!isOfService(error)) return new NodeOperationError(node, message, { description, itemIndex });
	const httpCode = error instanceof ApiError ? String(error.status) : undefined;
	const made = new NodeApiError(node, { message }, { message, description, httpCode, itemIndex });
	if (httpCode === '401') made.failure = { cause: 'credential-invalid' };
	if (httpCode === '429') made.failure = { cause: 'rate-limited' };
	return made;
}

const isOfService = (error: unknown): error is ApiError | NoResponseError | UnclearAnswerError =>
	error instanceof ApiError || error instanceof NoResponseError || error instanceof UnclearAnswerError;

/** An error that n8n itself made, such as of an expression. */
function named(
	error: NodeApiError | NodeOperationError,
	{ node, itemIndex }: Place,
): NodeApiError | NodeOperationError {
	error.context.itemIndex ??= itemIndex;
	if (isTool(node) && error.description && !error.message.includes(error.description))
		error.message = sentences(error.message, error.description);
	return error;
}

/** What to do goes into the description; into the message where that is all that is read. */
function parts({ message, remedy, where }: Failure, node: INode): { message: string; description?: string } {
	const [said, todo] = [cut(masked(message)), remedy && masked(remedy)];
	if (isTool(node)) return { message: sentences(said, todo), description: where };
	return { message: said, description: [todo, where].filter(Boolean).join(' ') || undefined };
}

const sentences = (...all: Array<string | undefined>): string =>
	all
		.filter((one): one is string => Boolean(one))
		.map((one) => one.trim().replace(/(?<![.!?…])$/, '.'))
		.join(' ');

function failureOf(error: unknown, { node, service, operation }: Place): Failure {
	if (error instanceof InputProblem) return mistaken(error, operation);
	if (error instanceof Cancelled) return { message: error.message, remedy: 'Nothing was sent for this item.' };
	if (service && isOfService(error)) {
		const failure = ofService(error, service, operation);
		const isKept =
			node.retryOnFail === true && mayHaveWritten(error) && !mayMakeAgain(error.endpoint ?? { effect: 'create' });
		return isKept ? { ...failure, remedy: sentences(failure.remedy, NOT_AGAIN) } : failure;
	}
	if (service && error instanceof MissingScope) {
		return {
			message: `The ${service.name} credential was not granted the scope ${service.nameScopes?.(error.scopes) ?? error.scopes.join(' and ')}`,
			remedy: `${operation ? `"${operation.action}"` : error.route} needs it. Add it to the scopes of the credential (and to the app it belongs to), then reconnect.`,
		};
	}
	if (service && error instanceof CircuitOpenError) {
		return {
			message: `${service.name} failed several times in a row, so calls to it are held back for ${error.seconds} s`,
			remedy: 'Nothing was sent for this item. Run the workflow again later.',
		};
	}
	if (!(error instanceof Error)) return { message: String(error) };
	// errors of n8n's expressions say in it what to do
	const { description } = error as Error & { description?: unknown };
	return { message: error.message, remedy: typeof description === 'string' ? description : undefined };
}

function ofService(
	error: ApiError | NoResponseError | UnclearAnswerError,
	service: Service,
	operation?: Operation,
): Failure {
	if (error instanceof ApiError) return refused(error, service, operation);
	if (error instanceof NoResponseError) return unanswered(error, service, operation);
	return inDoubt(
		{
			message: `${service.name} answered with ${error.found}`,
			remedy:
				service.remedyOfForm?.(error.endpoint) ?? 'There may be a proxy or a login page between n8n and the service.',
			where: `Call: ${error.call}.`,
		},
		error.endpoint,
		service,
		operation,
	);
}

function refused(error: ApiError, service: Service, operation?: Operation): Failure {
	const wait = Math.ceil((retryAfter(error.headers, Date.now()) ?? 0) / 1000);
	const asked = wait > 0 ? `, asking to wait ${wait} s` : '';
	const trace = typeof error.body.traceId === 'string' ? `, trace ${error.body.traceId}` : '';
	const where = `${error.call} answered ${error.status}${trace}${asked}${error.how.remembered ? ' a moment ago; it was not called again' : ''}.`;
	const refusal = { ...explanation(error, service, operation), where };
	return isBreakdown(error.status) ? inDoubt(refusal, error.endpoint, service, operation) : refusal;
}

/**
 * With what is not known after a write without a clear answer. In the message itself, so that nobody overlooks it.
 */
function inDoubt(
	failure: Failure,
	call: Pick<Call, 'effect' | 'lookedFor'>,
	{ name, place = name }: Service,
	operation?: Operation,
): Failure {
	if (call.effect === 'read') return failure;
	const what = operation ? `"${operation.action}"` : 'the call';
	const remedy = mayMakeAgain(call)
		? 'Running it again does no harm.'
		: `It is not known whether it was done: look in ${place} before you run this item again, since a second run would do it once more.`;
	return {
		...failure,
		message: `${failure.message.replace(/\.$/, '')}; ${what} may have been done all the same`,
		remedy: sentences(failure.remedy, remedy),
	};
}

/** What comes from something before the service: the page of a proxy or a firewall, or a router without such a path. */
function ofAnother(error: ApiError, { name }: Service, operation?: Texts): Explanation | undefined {
	const { how, status, endpoint, body } = error;
	if (status === 404 && operation?.resource === 'customApiCall') return undefined; // the path is the user's own
	const isPage = how.isPage === true && status >= 400 && !isBreakdown(status) && status !== 429;
	if (isPage && endpoint.envelope !== 'text')
		return {
			message: `${name} ${textOf(body.message) || `answered ${status} with a web page`}`,
			remedy:
				"That page is not the service's: there may be a firewall, a proxy or a login page between n8n and the service, or the base URL of the credential leads elsewhere.",
		};
	if (status === 404 && !how.isPage && !isMissing(error))
		return {
			message: `${name} answered 404: ${wordsIn(body)}`,
			remedy:
				'It has no such path. Check the base URL of the credential if it was changed, and the path of a custom call.',
		};
	return undefined;
}

/** What an error of the service means. No call follows a redirect: the token would go with it. */
export function explanation(error: ApiError, service: Service, operation?: Texts): Explanation {
	const other = ofAnother(error, service, operation);
	if (other) return other;
	if (error.status < 300 || error.status > 399) return service.explain(error, operation);
	const { location } = error.headers;
	if (!location) return { message: `${service.name} answered ${error.status} without data` };
	const host = typeof location === 'string' && URL.canParse(location) ? ` on ${new URL(location).host}` : '';
	return {
		message: `${service.name} sends the call on to another address${host}`,
		remedy:
			'It was not followed, since the token would go there too. Check the base URL of the credential if it was changed; otherwise there may be a proxy or a login page between n8n and the service.',
	};
}

function unanswered(
	{ reason, mayHaveWritten, call, endpoint }: NoResponseError,
	service: Service,
	operation?: Operation,
): Failure {
	const ofN8n = /[a-z] /.test(reason);
	const [words, remedy] = REASONS[reason] ?? [ofN8n ? reason : 'the connection failed'];
	const failure: Failure = {
		message: `${ofN8n ? `The call to ${service.name} could not be made` : `${service.name} did not answer`}: ${words}`,
		remedy,
		where: `Call: ${call}.`,
	};
	if (mayHaveWritten) return inDoubt(failure, endpoint ?? { effect: 'create' }, service, operation);
	return endpoint && endpoint.effect !== 'read'
		? {
				...failure,
				remedy: sentences(
					remedy,
					operation && 'endpoint' in operation ? 'Nothing was written' : 'This call wrote nothing',
				),
			}
		: failure;
}

/** A problem of a parameter names it by its label in the editor. */
function mistaken({ field, message, remedy }: InputProblem, operation?: Texts): Failure {
	const label = labelOf(field, [...(operation?.parameters ?? []), ...(operation?.options ?? [])])?.replace(
		/ \([^(]*\)$| Names? or IDs?$/,
		'',
	);
	if (!label) return { message, remedy };
	const title = titleOf(field);
	const isRenamed = label.includes(title) && message.includes(label);
	const renamed = isRenamed ? message : message.replace(title, label);
	const isNamed = `${renamed} ${remedy ?? ''}`.toLowerCase().includes(label.toLowerCase());
	return { message: renamed, remedy: isNamed ? remedy : [remedy, `Field: ${label}.`].filter(Boolean).join(' ') };
}

const CONTAINERS: ReadonlySet<string> = new Set(['collection', 'fixedCollection', 'resourceMapper', 'filter']);

/** The label of a parameter, wherever it is among these; none for those that only hold others. */
function labelOf(name: string, parameters: readonly INodeProperties[]): string | undefined {
	for (const parameter of parameters) {
		if (parameter.name === name && !CONTAINERS.has(parameter.type)) return parameter.displayName;
		const inner = (parameter.options ?? []).flatMap((option) =>
			'values' in option ? option.values : 'displayName' in option ? [option] : [],
		);
		const found = labelOf(name, inner);
		if (found) return found;
	}
	return undefined;
}

/** What went wrong and what to do, without the call: for whoever fills in a credential. */
export function explained(error: unknown, place: Place): string {
	if (error instanceof NodeApiError || error instanceof NodeOperationError)
		return sentences(error.message, error.description ?? undefined);
	const { message, remedy } = failureOf(error, place);
	return sentences(message, remedy);
}

/** For code that runs where there is no item, such as dropdowns: the same sentence as a plain error. */
export function sentence(error: unknown, place: Place): ApplicationError {
	const { message, description } = nodeError(error, place);
	return new ApplicationError(description ? sentences(message, description) : message);
}
