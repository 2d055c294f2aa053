import type { IAllExecuteFunctions, IDataObject, WorkflowExecuteMode } from 'n8n-workflow';
import type { Limits } from './http/limiter';
import type { Refusal } from './http/refusal';
import type { Operation } from './operation';

/** The functions of n8n that every context in which we call a service has: execute, webhook, hook, poll and load options. */
export type Context = Pick<IAllExecuteFunctions, 'getCredentials' | 'getNode' | 'logger'> & {
	helpers: Pick<IAllExecuteFunctions['helpers'], 'httpRequest' | 'httpRequestWithAuthentication'>;
	getNodeParameter(name: string, ...rest: never[]): unknown;
	getExecutionCancelSignal?(): AbortSignal | undefined;
	getMode?(): WorkflowExecuteMode;
};

/** The account behind a credential, checked and normalised once per execution. Holds no secret. */
export interface Account {
	readonly credentialType: string;
	/** Host and prefix, without a trailing slash. https, or http on loopback. */
	readonly baseUrl: string;
	/** Shared by all credentials that spend the same allowance: app and account. */
	readonly key: string;
	/** Changes when the token does; a refusal is remembered for this token only. */
	readonly token: string;
	/** n8n renews the token of this credential after a 401. */
	readonly renewable: boolean;
	/** Only where n8n holds no token for this account, but one that gives it out: how to sign a call, and what to do after a 401. */
	readonly own?: { authorization(): string; refused(): void };
	/** Scopes granted, where the service says so. */
	readonly scopes?: ReadonlySet<string>;
	/** n8n processes that share the allowance. */
	readonly workers: number;
	/** Values for `{name}` in an endpoint that the user does not type, such as `locationId`. */
	readonly values: Readonly<Record<string, string>>;
	/** The operation as this account has it, where endpoints differ between accounts. Throws `InputProblem` when it has none. */
	readonly adapt?: (operation: Operation) => Operation;
}

export interface Explanation {
	/** What happened, in the words of the service where they help. */
	readonly message: string;
	/** What to do about it. */
	readonly remedy?: string;
}

/** What the mechanism must know of a service. Everything else is in its operations. */
export interface Service {
	/** As users know it, e.g. `GHL`. */
	readonly name: string;
	/** Reads the credential chosen on the node and checks it. Throws an `InputProblem` that says what to mend. */
	account(context: Context): Promise<Account>;
	headers(operation: Operation): Record<string, string>;
	/** Allowance until the service's own headers say otherwise. */
	readonly limits: Limits;
	/** Reads the rate-limit headers of an answer. */
	observed(headers: IDataObject): Partial<Limits & { remaining: number; exhausted: string }>;
	/** Scopes in words that the user finds where they are granted; the plain names without it. */
	nameScopes?(scopes: readonly string[]): string;
	/** Translates what the service refused. */
	explain(refusal: Refusal, operation: Operation): Explanation;
}
