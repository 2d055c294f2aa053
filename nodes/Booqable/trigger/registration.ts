import { randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { Calls } from '../../shared/calls';
import { isLoopback } from '../../shared/http/loopback';
import { InputProblem } from '../../shared/input';
import { remove } from '../actions/webhookEndpoint/delete';
import { getMany } from '../actions/webhookEndpoint/getMany';
import { changeEvents, registerAddress } from './endpoints';

const endpoint = z.object({
	id: z.string(),
	url: z.string(),
	events: z.array(z.string()).catch([]),
	version: z.coerce.number().catch(1),
});
export type WebhookEndpoint = z.infer<typeof endpoint>;

/** What the trigger keeps of one registered address. */
export interface Registration {
	endpointId?: string;
	secret?: string;
}

const registrationsIn = (staticData: IDataObject): Record<string, Registration> =>
	(staticData.registrations ??= {}) as Record<string, Registration>; // written here alone

/**
 * The part of the node's static data for this address: the one for tests must not replace that of the published
 * workflow.
 */
export const registrationOf = (staticData: IDataObject, webhookUrl: string): Registration =>
	(registrationsIn(staticData)[webhookUrl] ??= {});

/**
 * Secrets that a delivery may carry. n8n tells `webhook()` the production address even while the editor listens at the
 * test address, so what counts then is every other address of this node.
 */
export function secretsFor(staticData: IDataObject, productionUrl: string, isTest: boolean): string[] {
	const meant = Object.entries(registrationsIn(staticData)).filter(([url]) => (url !== productionUrl) === isTest);
	return meant.flatMap(([, { secret }]) => secret ?? []);
}

const SECRET = 'secret';

/** The address that Booqable calls: deliveries are unsigned, so it carries a secret. */
export const registeredUrl = (webhookUrl: string, secret: string): string => `${webhookUrl}?${SECRET}=${secret}`;

const withoutQuery = (url: string): string => url.split('?')[0];
const secretIn = (url: string): string | undefined => new URLSearchParams(url.split('?')[1]).get(SECRET) ?? undefined;

/** Endpoints of this trigger: those of exactly our address. Never another's. */
async function own(calls: Calls, webhookUrl: string): Promise<WebhookEndpoint[]> {
	const all = (await calls.many(getMany, {})).flatMap((one) => endpoint.safeParse(one).data ?? []);
	return all.filter(({ url }) => withoutQuery(url) === withoutQuery(webhookUrl));
}

const sameEvents = (one: readonly string[], other: readonly string[]): boolean =>
	[...one].sort().join() === [...other].sort().join();

/**
 * Whether exactly one endpoint with our address, these events and a secret is registered. Adopts it after a lost state.
 */
export async function isRegistered(
	calls: Calls,
	webhookUrl: string,
	events: readonly string[],
	state: Registration,
): Promise<boolean> {
	const [found, ...others] = await own(calls, webhookUrl);
	const secret = found && secretIn(found.url);
	if (!found || !secret || others.length > 0 || found.version !== 4 || !sameEvents(found.events, events)) return false;
	state.endpointId = found.id;
	state.secret = secret;
	return true;
}

/**
 * Leaves exactly one endpoint of ours: adopts one that fits, changes its events, or makes one; removes doubles of ours.
 */
export async function register(
	calls: Calls,
	webhookUrl: string,
	events: readonly string[],
	state: Registration,
): Promise<void> {
	refuseUnreachable(webhookUrl, calls.account.baseUrl);
	const known = await own(calls, webhookUrl);
	const kept = known.find(({ version, url }) => version === 4 && secretIn(url) !== undefined);
	if (kept) {
		if (!sameEvents(kept.events, events)) await calls.one(changeEvents, { webhookEndpointId: kept.id, events });
		state.endpointId = kept.id;
		state.secret = secretIn(kept.url);
	} else {
		const secret = randomBytes(24).toString('hex');
		const made = endpoint
			.pick({ id: true })
			.parse(await calls.one(registerAddress, { url: registeredUrl(webhookUrl, secret), events }));
		state.endpointId = made.id;
		state.secret = secret;
	}
	for (const { id } of known) if (id !== state.endpointId) await calls.oneOrNone(remove, { webhookEndpointId: id });
}

/** Removes what this trigger registered. Gone already is as good. */
export async function unregister(calls: Calls, webhookUrl: string, state: Registration): Promise<void> {
	for (const { id } of await own(calls, webhookUrl)) await calls.oneOrNone(remove, { webhookEndpointId: id });
	delete state.endpointId;
	delete state.secret;
}

const isLocal = (address: string): boolean => {
	const url = new URL(address);
	return isLoopback(url) || url.hostname === '0.0.0.0';
};

/** The real Booqable cannot call this machine; a stand-in on this machine can. */
function refuseUnreachable(webhookUrl: string, baseUrl: string): void {
	if (!isLocal(webhookUrl) || isLocal(baseUrl)) return;
	throw new InputProblem(
		'webhook',
		'Booqable cannot reach this n8n: its webhook address is on localhost',
		'Give n8n an address that the internet can reach and set it as WEBHOOK_URL, or use a tunnel. Then publish the workflow again.',
	);
}
