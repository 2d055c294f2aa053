import { randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { Calls } from '../../shared/runner/calls';
import { isLoopback } from '../../shared/http/loopback';
import { InputProblem } from '../../shared/parameters/input';
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
interface Registration {
	endpointId?: string;
	secret?: string;
	/** Whether it is of a test in the editor, which stands beside that of the published workflow. */
	isTest?: boolean;
}

/** Where a trigger is registered, or is to be. */
export interface Place {
	readonly webhookUrl: string;
	readonly isTest: boolean;
	/** What n8n keeps for the node. */
	readonly staticData: IDataObject;
}

const registrationsIn = (staticData: IDataObject): Record<string, Registration> =>
	(staticData.registrations ??= {}) as Record<string, Registration>; // written here alone

/**
 * Secrets that a delivery may carry: while the editor listens, those of its tests. n8n tells `webhook()` the production
 * address even then.
 */
export const secretsFor = (staticData: IDataObject, isTest: boolean): string[] =>
	Object.values(registrationsIn(staticData)).flatMap(({ secret, isTest: ofTest = false }) =>
		secret !== undefined && ofTest === isTest ? [secret] : [],
	);

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
 * Whether exactly one endpoint with our address, these events and a secret is registered, and none with an address that
 * this n8n had before. Adopts it after a lost state.
 */
export async function isRegistered(calls: Calls, place: Place, events: readonly string[]): Promise<boolean> {
	const [found, ...others] = await own(calls, place.webhookUrl);
	const secret = found && secretIn(found.url);
	if (!found || !secret || others.length > 0 || found.version !== 4 || !sameEvents(found.events, events)) return false;
	remember(place, { endpointId: found.id, secret });
	return formerAddresses(place).length === 0;
}

/**
 * Leaves exactly one endpoint of ours: adopts one that fits, changes its events, or makes one; removes doubles of ours,
 * and those with an address that this n8n had before.
 */
export async function register(calls: Calls, place: Place, events: readonly string[]): Promise<void> {
	const { webhookUrl } = place;
	refuseUnreachable(webhookUrl, calls.account.baseUrl);
	const known = await own(calls, webhookUrl);
	const kept = known.find(({ version, url }) => version === 4 && secretIn(url) !== undefined);
	if (kept && !sameEvents(kept.events, events)) await calls.one(changeEvents, { webhookEndpointId: kept.id, events });
	const secret = (kept && secretIn(kept.url)) ?? randomBytes(24).toString('hex');
	const endpointId = kept?.id ?? (await made(calls, registeredUrl(webhookUrl, secret), events));
	remember(place, { endpointId, secret });
	for (const { id } of known) if (id !== endpointId) await calls.oneOrNone(remove, { webhookEndpointId: id });
	await removeFormer(calls, place);
}

const made = async (calls: Calls, url: string, events: readonly string[]): Promise<string> =>
	endpoint.pick({ id: true }).parse(await calls.one(registerAddress, { url, events })).id;

function remember({ staticData, webhookUrl, isTest }: Place, registered: Registration): void {
	registrationsIn(staticData)[webhookUrl] = { ...registered, ...(isTest && { isTest }) };
}

/** Removes what this trigger registered, under whatever address this n8n had. Gone already is as good. */
export async function unregister(calls: Calls, place: Place): Promise<void> {
	for (const { id } of await own(calls, place.webhookUrl)) await calls.oneOrNone(remove, { webhookEndpointId: id });
	delete registrationsIn(place.staticData)[place.webhookUrl];
	await removeFormer(calls, place);
}

/** Addresses of the same kind that this trigger was registered with and no longer has: N8N_WEBHOOK_URL was changed. */
const formerAddresses = ({ staticData, webhookUrl, isTest }: Place): Array<[string, Registration]> =>
	Object.entries(registrationsIn(staticData)).filter(
		([url, { isTest: ofTest = false }]) => url !== webhookUrl && ofTest === isTest,
	);

/** Removes the endpoints of former addresses, to which data of customers would go on going, by their remembered IDs. */
async function removeFormer(calls: Calls, place: Place): Promise<void> {
	for (const [url, { endpointId }] of formerAddresses(place)) {
		if (endpointId) await calls.oneOrNone(remove, { webhookEndpointId: endpointId });
		delete registrationsIn(place.staticData)[url];
	}
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
		'Give n8n an address that the internet can reach and set it as N8N_WEBHOOK_URL (older n8n: WEBHOOK_URL), or use a tunnel. Then publish the workflow again.',
	);
}
