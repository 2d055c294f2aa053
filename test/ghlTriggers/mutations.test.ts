import { generateKeyPairSync } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { SeededRandom } from '../../sandbox/random';
import { Door, event, PUBLIC_KEY, signature, trigger } from './door';

/** 1,000 deliveries, each changed in one way, and what each must come to. */
const door = new Door();
beforeAll(async () => await door.open());
afterAll(async () => await door.close());

const EACH = 125;
const random = new SeededRandom('mutations');
const anyOf = (length: number): number => Math.floor(random.next() * length);

interface Attempt {
	readonly body: Buffer;
	readonly headers: Record<string, string>;
}
const signed = (body: string): Attempt => ({ body: Buffer.from(body), headers: { 'x-ghl-signature': signature(body) } });
const original = (fields: IDataObject = {}): string => JSON.stringify(event({ name: 'Zoë "Ada" Byron', customFields: [{ id: 'f1', value: 12.5 }], ...fields }));

function flipped(bytes: Buffer): Buffer {
	const copy = Buffer.from(bytes);
	copy[anyOf(copy.length)] ^= 1 << anyOf(8);
	return copy;
}

/** A header carries no control characters, so the flipped bit leaves it printable. */
function flippedText(text: string): string {
	for (;;) {
		const changed = flipped(Buffer.from(text)).toString('latin1');
		if (/^[\x21-\x7e]+$/.test(changed)) return changed;
	}
}

const withKey = (header: string, body: string): Attempt => ({ body: Buffer.from(body), headers: { 'x-ghl-signature': header } });

const RESERIALISED: Array<(body: string) => string> = [
	(body) => JSON.stringify(JSON.parse(body), null, 2),
	(body) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body) as object).reverse())),
	(body) => body.replace('ë', '\\u00eb'),
	(body) => `${body}\n`,
	(body) => body.replace('12.5', '12.50'),
];

/** Kinds that are refused because the signature does not hold. */
const REFUSED: Record<string, () => Attempt> = {
	'a flipped bit in the body': () => {
		const { body, headers } = signed(original());
		return { body: flipped(body), headers };
	},
	'a flipped bit in the signature': () => {
		const body = original();
		return withKey(flippedText(signature(body)), body);
	},
	'the signature of another key': () => {
		const body = original();
		return withKey(signature(body, generateKeyPairSync('ed25519').privateKey), body);
	},
	'a body that was read and written again': () => {
		const body = original();
		return { body: Buffer.from(RESERIALISED[anyOf(RESERIALISED.length)](body)), headers: { 'x-ghl-signature': signature(body) } };
	},
	'the signature of another event': () => withKey(signature(original()), original()),
};

async function countOf(kind: () => Attempt): Promise<Record<number, number>> {
	const counts: Record<number, number> = {};
	for (let number = 0; number < EACH; number++) {
		const { body, headers } = kind();
		const { status } = await door.post(body, headers);
		counts[status] = (counts[status] ?? 0) + 1;
	}
	return counts;
}

it.each(Object.entries(REFUSED))(`${EACH} deliveries with %s are all refused`, async (_, kind) => {
	door.setup = trigger();
	expect(await countOf(kind)).toEqual({ 401: EACH });
	expect(door.taken()).toEqual([]);
});

it(`${EACH} deliveries checked with a key in which one bit is flipped are all refused`, async () => {
	const [, text = ''] = PUBLIC_KEY.split('\n');
	const statuses: number[] = [];
	for (let number = 0; number < EACH; number++) {
		door.setup = trigger({}, { publicKeys: PUBLIC_KEY.replace(text, flipped(Buffer.from(text, 'base64')).toString('base64')) });
		const { body, headers } = signed(original());
		statuses.push((await door.post(body, headers)).status);
	}
	expect(new Set(statuses)).toEqual(new Set([401]));
	expect(door.taken()).toEqual([]);
});

it(`${EACH} replays of deliveries that were taken are all answered 200 and dropped`, async () => {
	door.setup = trigger();
	const attempts = Array.from({ length: EACH }, () => signed(original()));
	for (const { body, headers } of attempts) await door.post(body, headers);
	expect(door.taken()).toHaveLength(EACH);
	let next = 0;
	expect(await countOf(() => attempts[next++])).toEqual({ 200: EACH });
	expect(door.taken()).toEqual([]);
});

it(`${EACH} stale deliveries are all answered 200 and dropped by a freshness window`, async () => {
	door.setup = trigger({}, { freshness: 5 });
	const stale = (): string => original({ timestamp: new Date(Date.now() - (5 * 60_000 + 1_000 + anyOf(86_400_000))).toISOString() });
	expect(await countOf(() => signed(stale()))).toEqual({ 200: EACH });
	expect(door.taken()).toEqual([]);
});

it('and the same deliveries, unchanged, are all taken', async () => {
	door.setup = trigger();
	expect(await countOf(() => signed(original()))).toEqual({ 200: EACH });
	expect(door.taken()).toHaveLength(EACH);
});
