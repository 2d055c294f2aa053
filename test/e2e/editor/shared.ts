import { z } from 'zod';
import { N8nRest } from '../../../launcher/rest';

/** Environment variable through which the workers of jest learn where the n8n's are: it reaches all of them. */
const ADDRESSES = 'EDITOR_WALK_N8N';

const ends: Array<() => Promise<void>> = [];
const listed = z.array(z.object({ id: z.string(), active: z.boolean().optional() }).passthrough());

export const shareAddresses = (urls: readonly string[]): void => void (process.env[ADDRESSES] = urls.join(' '));

export const stopLater = (end: () => Promise<void>): void => void ends.push(end);

export async function stopAll(): Promise<void> {
	for (const end of ends.splice(0).reverse()) await end();
}

/** The n8n of this worker, emptied of what an earlier file left. `undefined` where none was started for it. */
export async function sharedN8n(): Promise<{ url: string; rest: N8nRest } | undefined> {
	const url = process.env[ADDRESSES]?.split(' ')[Number(process.env.JEST_WORKER_ID) - 1];
	if (url === undefined) return undefined;
	const rest = new N8nRest(url);
	await rest.logIn();
	for (const { id, active } of listed.parse(await rest.request('GET', '/workflows?includeScopes=false'))) {
		if (active) await rest.unpublish(id);
		await rest.request('POST', `/workflows/${id}/archive`, {});
		await rest.request('DELETE', `/workflows/${id}`);
	}
	for (const { id } of listed.parse(await rest.request('GET', '/credentials')))
		await rest.request('DELETE', `/credentials/${id}`);
	return { url, rest };
}
