import { ApplicationError, NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { MissingScope } from './calls';
import { Cancelled } from './http/pause';
import { HeldBack, NoAnswer, Refusal } from './http/refusal';
import { InputProblem } from './input';
import type { Operation } from './operation';
import type { Service } from './service';

/** Where an error happened. */
export interface Place {
	readonly node: INode;
	readonly service: Service;
	/** The one that the user chose. */
	readonly operation?: Operation;
	readonly itemIndex?: number;
}

/** Connection errors in words: n8n replaces messages that hold the codes themselves by generic ones. */
const REASONS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was cut',
	ECONNABORTED: 'it took too long',
	ETIMEDOUT: 'it took too long',
	ENOTFOUND: 'the host is unknown',
	EAI_AGAIN: 'the name of the host could not be looked up',
	CERT_HAS_EXPIRED: 'its certificate has expired',
};

/** The one place where whatever went wrong becomes the error that users see. */
export function nodeError(error: unknown, place: Place): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= place.itemIndex;
		return error;
	}
	if (error instanceof Refusal) return refused(error, place);
	if (error instanceof NoAnswer) return unanswered(error, place);
	const { message, description } = explained(error, place);
	return new NodeOperationError(place.node, message, { description, itemIndex: place.itemIndex });
}

function explained(error: unknown, { service, operation }: Place): { message: string; description?: string } {
	if (error instanceof InputProblem) {
		return { message: error.message, description: [error.remedy, `Field: ${error.field}.`].filter(Boolean).join(' ') };
	}
	if (error instanceof MissingScope) {
		return {
			message: `The ${service.name} credential was not granted the scope ${error.scopes.join(', ')}`,
			description: `${operation ? `"${operation.action}"` : error.route} needs it. Add it to the scopes of the credential (and to the app it belongs to), then reconnect.`,
		};
	}
	if (error instanceof HeldBack) {
		return {
			message: `${service.name} failed several times in a row, so calls to it are held back for ${error.seconds} s`,
			description: 'Nothing was sent for this item. Run the workflow again later; "Retry On Fail" in the settings of the node does it for you.',
		};
	}
	if (error instanceof Cancelled) return { message: error.message, description: 'Nothing was sent for this item.' };
	return { message: error instanceof Error ? error.message : String(error) };
}

function refused(refusal: Refusal, { node, service, operation, itemIndex }: Place): NodeApiError {
	const { message, remedy } = service.explain(refusal, operation?.resource);
	const trace = typeof refusal.body.traceId === 'string' ? `, trace ${refusal.body.traceId}` : '';
	const where = `${refusal.call} answered ${refusal.status}${trace}${refusal.remembered ? ' a moment ago; it was not called again' : ''}.`;
	const error = new NodeApiError(node, { message }, { message, description: [remedy, where].filter(Boolean).join(' '), httpCode: String(refusal.status), itemIndex });
	if (refusal.status === 401) error.failure = { cause: 'credential-invalid' };
	if (refusal.status === 429) error.failure = { cause: 'rate-limited' };
	return error;
}

function unanswered(silence: NoAnswer, { node, service, itemIndex }: Place): NodeApiError {
	const message = `${service.name} did not answer: ${REASONS[silence.reason] ?? 'the connection failed'}`;
	const consequence = silence.mayHaveWritten
		? 'It is not known whether the record was written: look for it before you run this again.'
		: 'Nothing was written.';
	return new NodeApiError(node, { message }, { message, description: `${consequence} Call: ${silence.call}.`, itemIndex });
}

/** For code that runs where there is no item, such as dropdowns: the same sentence as a plain error. */
export function sentence(error: unknown, place: Place): ApplicationError {
	const { message, description } = nodeError(error, place);
	return new ApplicationError(description ? `${message}. ${description}` : message);
}
