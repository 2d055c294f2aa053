import type {
	IAllExecuteFunctions,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/**
 * The functions of n8n that every context in which we call a service has: execute, webhook, hook, poll and load
 * options.
 */
export type Context = Pick<IAllExecuteFunctions, 'getCredentials' | 'getNode' | 'logger'> & {
	helpers: Pick<IAllExecuteFunctions['helpers'], 'httpRequest' | 'httpRequestWithAuthentication'>;
	getNodeParameter(name: string, ...rest: never[]): unknown;
	getExecutionCancelSignal?(): AbortSignal | undefined;
	getMode?(): WorkflowExecuteMode;
};

/** What all contexts of n8n have in common. */
export const contextOf = (
	context: IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions,
): Context => context as unknown as Context; // each has all of it; their overloads differ

/** The account behind a credential, checked and normalized once per execution. Holds no secret. */
export interface Account {
	/** What Sync calls the account: each item that is read says it under `account`. None for an agency. */
	readonly name?: string;
	readonly credentialType: string;
	/** Host and prefix, without a trailing slash. https, or http on loopback. */
	readonly baseUrl: string;
	/** Shared by all credentials that spend the same allowance: app and account. */
	readonly key: string;
	/** Changes when the token does; an error is remembered for this token only. */
	readonly token: string;
	/** n8n renews the token of this credential after a 401. */
	readonly renewable: boolean;
	/**
	 * Only where n8n holds no token for this account, but one that gives it out: how to sign a call, and what to do after
	 * a 401.
	 */
	readonly own?: { authorization(): string; refused(): void };
	/** Scopes granted, where the service says so. */
	readonly scopes?: ReadonlySet<string>;
	/** n8n processes that share the allowance. */
	readonly workers: number;
	/** Values for `{name}` in a route that the user does not type, such as `locationId`. */
	readonly values: Readonly<Record<string, string>>;
}
