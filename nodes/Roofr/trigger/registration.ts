import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import type { Calls } from '../../shared/runner/calls';
import type { Endpoint } from '../../shared/endpoint';
import { InputProblem, textOf } from '../../shared/parameters/input';
import type { Manifest } from '../direct/manifest';
import { pagingOf } from '../direct/paging';

type Own = Pick<Endpoint, 'effect' | 'body' | 'paging'>;

/** A call for subscriptions, where the credential of the account names its path. */
function named(manifest: Manifest, key: string, own: Own): Endpoint {
	const entry = manifest[key];
	if (!entry)
		throw new InputProblem(
			'endpoints',
			'The Roofr credential names no endpoint for subscriptions',
			'Choose "By Hand", or add "webhook.create" and "webhook.delete" to its Endpoint Overrides.',
		);
	return { key, route: entry.route, source: 'Named by the user in the credential', certainty: 'assumed', ...own };
}

const subscribe = (manifest: Manifest) =>
	named(manifest, 'webhook.create', {
		effect: 'create',
		body: (input) => ({
			url: input.required('url'),
			events: input.requiredList('events'),
			secret: input.text('secret'),
		}),
	});
const list = (manifest: Manifest) => named(manifest, 'webhook.getMany', { effect: 'read', paging: pagingOf('page') });
const cancel = (manifest: Manifest) => named(manifest, 'webhook.delete', { effect: 'idempotent' });

/** Where subscriptions are kept. */
export interface Registry {
	readonly calls: Calls;
	readonly manifest: Manifest;
}

const known = z.object({ subscriptions: z.record(z.string()).catch({}) });

/** Ids of our subscriptions by address: the one for tests must not replace that of the published workflow. */
const kept = (staticData: IDataObject): Record<string, string> => known.parse(staticData).subscriptions;

/**
 * The address with which this trigger is registered, if it still is. Where the account has no list, what we remember
 * counts.
 */
export async function isSubscribed(
	{ calls, manifest }: Registry,
	url: string,
	staticData: IDataObject,
): Promise<boolean> {
	const id = kept(staticData)[url];
	if (id === undefined) return false;
	if (!('webhook.getMany' in manifest)) return true;
	return (await calls.many(list(manifest), {})).some((one) => textOf(one.id) === id);
}

/** Registers this address. Where the secret is the proof, the address carries it. */
export async function register(
	{ calls, manifest }: Registry,
	url: string,
	{ events, secret, proof }: { events: readonly string[]; secret: string; proof: string },
	staticData: IDataObject,
): Promise<void> {
	const proven = proof === 'secret' ? `${url}?secret=${encodeURIComponent(secret)}` : url;
	const id = textOf((await calls.one(subscribe(manifest), { url: proven, events, secret })).id);
	if (id === '')
		throw new InputProblem(
			'endpoints',
			'Roofr gave no ID for the subscription, so it could never be removed',
			'Check "webhook.create" in the Endpoint Overrides of the credential.',
		);
	staticData.subscriptions = { ...kept(staticData), [url]: id };
}

/** Removes what this trigger registered, and nothing else. Gone already is as good. */
export async function unregister({ calls, manifest }: Registry, url: string, staticData: IDataObject): Promise<void> {
	const { [url]: id, ...others } = kept(staticData);
	if (id !== undefined) await calls.oneOrNone(cancel(manifest), { webhookId: id });
	staticData.subscriptions = others;
}

/** The secret of the credential. The trigger does not start without one: it would have to take anybody's word. */
export async function secretOf(context: IHookFunctions): Promise<string> {
	const { webhookSecret } = z
		.object({ webhookSecret: z.string().catch('') })
		.parse(await context.getCredentials('roofrApi'));
	if (webhookSecret.trim() !== '') return webhookSecret.trim();
	throw new InputProblem(
		'webhookSecret',
		'The Roofr credential has no webhook secret',
		'Open it and put a long random text into Webhook Secret; the relay must send the same.',
	);
}
