import type { Envelope } from './envelope';

/**
 * What a second attempt of the same call would do; it decides whether a call without an answer is tried again.
 * - `read` changes nothing.
 * - `idempotent`: twice is the same as once.
 * - `create`: twice makes two records.
 * - `append`: adds to what is there each time, such as sending a message.
 */
export type Effect = 'read' | 'idempotent' | 'create' | 'append';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Method and path, e.g. `POST /contacts/{contactId}/tags`. `{name}` is filled from the input or the account, encoded.
 */
export type Route = `${Method} /${string}`;

/** What is known of a call whatever its input. */
export interface Call {
	readonly route: Route;
	readonly effect: Effect;
	/**
	 * A create that is called only after a look has not found what it makes: where its answer is lost, the next try of
	 * n8n's Retry On Fail looks again, and may call it again.
	 */
	readonly lookedFor?: true;
	/** Scopes of the token that the service asks for; every one is needed. */
	readonly scopes?: readonly string[];
	/** What the answer must hold to be the documented one; without it, any JSON object will do. */
	readonly envelope?: Envelope;
	/** Name by which a credential may give another route for it. Only where routes differ between accounts. */
	readonly key?: string;
}

export function methodOf(route: Route): Method {
	return route.slice(0, route.indexOf(' ')) as Method; // the type of `route` says so
}

export function pathOf(route: Route): string {
	return route.slice(route.indexOf(' ') + 1);
}
