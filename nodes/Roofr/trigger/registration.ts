import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import type { Calls } from '../../shared/calls';
import { InputProblem, textOf } from '../../shared/input';
import { operation } from '../../shared/operation';
import { pagingOf } from '../direct/paging';
import { OPTIONAL } from '../direct/manifest';

const common = { resource: 'webhook', scopes: [], source: 'Named by the user in the credential', certainty: 'assumed', parameters: [] } as const;

/** Subscriptions, for accounts whose credential names their endpoints. */
export const subscribe = operation({
	...common,
	name: 'create',
	label: 'Create',
	action: 'Create subscription',
	description: 'Register an address for events',
	effect: 'create',
	endpoint: OPTIONAL['webhook.create'].endpoint,
	body: (input) => ({ url: input.required('url'), events: input.requiredList('events'), secret: input.text('secret') }),
});

const list = operation({
	...common,
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many subscriptions',
	description: 'List the registered addresses',
	effect: 'read',
	endpoint: OPTIONAL['webhook.getMany'].endpoint,
	paging: pagingOf('page'),
});

const cancel = operation({
	...common,
	name: 'delete',
	label: 'Delete',
	action: 'Delete subscription',
	description: 'Remove an address',
	effect: 'idempotent',
	endpoint: OPTIONAL['webhook.delete'].endpoint,
});

const known = z.object({ subscriptions: z.record(z.string()).catch({}) });

/** Ids of our subscriptions by address: the one for tests must not replace that of the published workflow. */
const kept = (staticData: IDataObject): Record<string, string> => known.parse(staticData).subscriptions;

/** The address with which this trigger is registered, if it still is. Where the account has no list, what we remember counts. */
export async function isSubscribed(calls: Calls, url: string, staticData: IDataObject): Promise<boolean> {
	const id = kept(staticData)[url];
	if (id === undefined) return false;
	const listed = await calls.many(list, {}).catch((error: unknown) => {
		if (error instanceof InputProblem) return undefined; // the credential names no list
		throw error;
	});
	return listed === undefined || listed.some((one) => textOf(one.id) === id);
}

/** Registers this address. Where the secret is the proof, the address carries it. */
export async function register(calls: Calls, url: string, { events, secret, proof }: { events: readonly string[]; secret: string; proof: string }, staticData: IDataObject): Promise<void> {
	const proven = proof === 'secret' ? `${url}?secret=${encodeURIComponent(secret)}` : url;
	const id = textOf((await calls.one(subscribe, { url: proven, events, secret })).id);
	if (id === '') throw new InputProblem('endpoints', 'Roofr gave no ID for the subscription, so it could never be removed', 'Check "webhook.create" in the Endpoint Overrides of the credential.');
	staticData.subscriptions = { ...kept(staticData), [url]: id };
}

/** Removes what this trigger registered, and nothing else. Gone already is as good. */
export async function unregister(calls: Calls, url: string, staticData: IDataObject): Promise<void> {
	const { [url]: id, ...others } = kept(staticData);
	if (id !== undefined) await calls.oneOrNone(cancel, { webhookId: id });
	staticData.subscriptions = others;
}

/** The secret of the credential. The trigger does not start without one: it would have to take anybody's word. */
export async function secretOf(context: IHookFunctions): Promise<string> {
	const { webhookSecret } = z.object({ webhookSecret: z.string().catch('') }).parse(await context.getCredentials('roofrApi'));
	if (webhookSecret.trim() !== '') return webhookSecret.trim();
	throw new InputProblem('webhookSecret', 'The Roofr credential has no webhook secret', 'Open it and put a long random text into Webhook Secret; the relay must send the same.');
}
