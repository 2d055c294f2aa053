import { z } from 'zod';
import { LABELS, SAMPLES, send } from './events';
import type { Account } from './models/account';
import { TABLE_NAMES } from './models/tables';

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
 * `relays` replace those that get every event from now on; `send` sends one event at once; `records` are added
 * to a table; `settings` change what the bridge does.
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

/** @throws Error for a table or an event that the stand-in does not have */
export function seed(account: Account, input: unknown): unknown {
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
	if (!payload)
		throw new Error(`There is no sample of "${event}". There is one of: ${Object.keys(LABELS).join(', ')}.`);
	return payload;
}
