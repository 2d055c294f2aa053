import type { IDataObject } from 'n8n-workflow';
import type { Account, Context } from './account';
import type { Endpoint } from './endpoint';
import type { Allowance, Usage } from './http/allowance';
import type { Limits } from './http/limiter';
import type { ApiError } from './http/errors';
import type { Call } from './http/route';
import type { Texts } from './texts';

/** An account with what its service says of it. */
export interface ServiceAccount extends Account {
	/**
	 * The endpoint as this account has it, where endpoints differ between accounts. Throws `InputProblem` when it has
	 * none.
	 */
	readonly adapt?: (endpoint: Endpoint) => Endpoint;
	/**
	 * Throws `InputProblem` when an operation that calls these cannot be done with this account: known before its input
	 * is read.
	 */
	readonly admit?: (endpoints: readonly Endpoint[]) => void;
}

export interface Explanation {
	/** What happened, in the words of the service where they help. */
	readonly message: string;
	/** What to do about it. */
	readonly remedy?: string;
}

/** What the mechanism must know of a service. Everything else is in its endpoints. */
export interface Service {
	/** As users know it. */
	readonly name: string;
	/** Where people look for what was done; the service itself without it. */
	readonly place?: string;
	/** Reads the credential chosen on the node and checks it. Throws an `InputProblem` that says what to fix. */
	account(context: Context): Promise<ServiceAccount>;
	headers(call: Call): Record<string, string>;
	/** Allowance until the service's own headers say otherwise. */
	readonly limits: Limits;
	/** The calls of a day or a month, where the service counts them. */
	readonly allowance?: Allowance;
	/** Reads the rate-limit headers of an answer. */
	observed(headers: IDataObject): Partial<Limits & { remaining: number; exhausted: string; usage: Usage }>;
	/** Scopes in words that the user finds where they are granted; the plain names without it. */
	nameScopes?(scopes: readonly string[]): string;
	/** What to do where this call is answered in another form than expected; by default, to look for a proxy. */
	remedyOfForm?(call: Call): string | undefined;
	/** Translates what the service refused. `operation`: the one that the user chose, where there is one. */
	explain(error: ApiError, operation?: Texts): Explanation;
}
