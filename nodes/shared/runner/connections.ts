import type { IExecuteFunctions } from 'n8n-workflow';
import { contextOf, type Context } from '../account';
import { Calls } from './calls';
import { fingerprint } from '../fingerprint';
import { Breaker, breaker } from '../http/breaker';
import { ATTEMPTS } from '../http/retry';
import type { Connection } from '../http/send';
import type { Service, ServiceAccount } from '../service';

/** Opens a connection for one execution. */
export async function connect(context: Context, service: Service): Promise<Connection> {
	return connectionFor(context, service, await service.account(context));
}

function connectionFor(context: Context, service: Service, account: ServiceAccount): Connection {
	const signal = context.getExecutionCancelSignal?.();
	const isManual = context.getMode?.() === 'manual'; // whoever fixes a credential and tries again wants to know at once
	return {
		context,
		service,
		account,
		signal,
		breaker: isManual ? new Breaker() : breaker,
		attempts: ATTEMPTS,
		calls: 0,
	};
}

/**
 * The connections of one execution. Expressions in a credential, and the choice of one, are resolved for each item, so
 * items may belong to different accounts: those of one account share a connection, others share nothing.
 */
export class Connections {
	private readonly opened = new Map<string, Calls>();
	constructor(private readonly context: IExecuteFunctions) {}

	/** The most calls of one account that must be under way at a time to use its whole allowance. */
	get underWay(): number {
		return Math.max(0, ...[...this.opened.values()].map((calls) => calls.underWay));
	}

	/** Throws what is wrong with the credential, as this item has it. */
	async open(service: Service, itemIndex: number): Promise<Calls> {
		const context = itemContext(this.context, itemIndex);
		const account = await service.account(context);
		const identity = identityOf(service, account);
		const calls = this.opened.get(identity) ?? new Calls(connectionFor(context, service, account));
		this.opened.set(identity, calls);
		return calls;
	}
}

/** Everything by which two accounts can differ; of the token only its fingerprint is known. */
const identityOf = ({ name }: Service, { credentialType, baseUrl, key, token, workers, values }: ServiceAccount) =>
	fingerprint(JSON.stringify([name, credentialType, baseUrl, key, token, workers, values]));

/** n8n's helpers read the credential of the first item unless the context says otherwise. */
function itemContext(context: IExecuteFunctions, itemIndex: number): Context {
	const own: Pick<Context, 'getCredentials' | 'getNodeParameter'> = {
		getCredentials: async (type) => await context.getCredentials(type, itemIndex),
		getNodeParameter: (name) => context.getNodeParameter(name, itemIndex),
	};
	return Object.assign(Object.create(contextOf(context)) as Context, own); // everything else is inherited
}
