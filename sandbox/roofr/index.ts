import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Service, ServiceFactory } from '../service';
import { Account, ROOFR } from './account';
import { addBridge } from './bridge';
import { addDirect } from './direct';
import { LABELS, SAMPLES, send } from './events';
import { TABLE_NAMES } from './tables';

export { ROOFR } from './account';
export { LABELS, SAMPLES } from './events';
export { NAMINGS, SHAPES } from './shapes';

const relay = z
	.object({
		url: z.string().url(),
		events: z.array(z.string()).optional(),
		shape: z.string().optional(),
		naming: z.string().optional(),
		secret: z.string().optional(),
		proof: z.enum(['header', 'query', 'body', 'bearer', 'hmac', 'none']).optional(),
	})
	.strict();

/**
 * `relays` replace those that are told of every event from now on; `send` sends one event at once; `records` are added to a
 * table; `settings` change what the bridge does.
 */
const seedInput = z
	.object({
		relays: z.array(relay),
		send: z.object({ event: z.string(), to: relay, payload: z.record(z.unknown()).optional() }).strict(),
		records: z.record(z.array(z.record(z.unknown()))),
		settings: z.object({ bridgeFilters: z.boolean(), heedsFilters: z.boolean() }).partial().strict(),
	})
	.partial()
	.strict();

function seed(account: Account, input: unknown): unknown {
	const { relays, send: one, records = {}, settings } = seedInput.parse(input);
	if (relays) account.relays = relays;
	if (settings) Object.assign(account.settings, settings);
	const added = Object.entries(records).map(([table, rows]) => {
		const name = TABLE_NAMES.find((known) => known === table);
		if (!name) throw new Error(`The stand-in has no table "${table}". It has: ${TABLE_NAMES.join(', ')}.`);
		return [table, rows.map((row) => account.insert(name, row))];
	});
	if (one) send(account, one.to, one.event, one.payload ?? sample(one.event));
	return Object.fromEntries(added);
}

function sample(event: string): Record<string, unknown> {
	const payload = SAMPLES[event];
	if (!payload) throw new Error(`There is no sample of "${event}". There is one of: ${Object.keys(LABELS).join(', ')}.`);
	return payload;
}

/** A token endpoint for clients of the user's own. That Roofr has any is not known. */
function addTokens(app: FastifyInstance, account: Account): void {
	app.post('/oauth/token', async (request, reply) => {
		const form: Record<string, unknown> = request.body !== null && typeof request.body === 'object' ? { ...request.body } : {};
		const basic = Buffer.from(/^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '', 'base64').toString();
		const [id, secret] = basic === '' ? [form.client_id, form.client_secret] : basic.split(':').map(decodeURIComponent);
		if (id !== ROOFR.clientId || secret !== ROOFR.clientSecret) return reply.code(401).send({ error: 'invalid_client' });
		const token = account.world.id(32);
		account.tokens.add(token);
		return { access_token: token, refresh_token: 'sandbox-roofr-refresh', token_type: 'Bearer', expires_in: 3600, scope: String(form.scope ?? '') };
	});
}

/** Stands in for a Roofr account: the bridge that writes to it, the relays that report from it, and the direct API that the node assumes. */
export const roofr: ServiceFactory = (world) => {
	const account = new Account(world);
	const service: Service = {
		name: 'roofr',
		register(app) {
			addBridge(app, account);
			addDirect(app, account);
			addTokens(app, account);
		},
		reset: () => account.reset(),
		seed: (input) => seed(account, input),
		state: () => account.toJSON(),
		expireTokens: () => account.tokens.clear(),
		errorBody: (status) => ({ message: `Injected fault ${status}` }),
	};
	return service;
};
