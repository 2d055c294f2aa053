import { generateKeyPairSync } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { SeededRandom } from '../../sandbox/random';
import { event, PUBLIC_KEY, signature } from './ghlWebhookServer';

/** Deliveries of each kind: 1,000 in eight kinds. */
export const EACH = 125;

export interface Attempt {
	readonly body: Buffer;
	readonly headers: Record<string, string>;
}

const random = new SeededRandom('mutations');
const anyOf = (length: number): number => Math.floor(random.next() * length);

/** An event with what is easily changed on the way: letters outside ASCII, quotes, a decimal. */
export const original = (fields: IDataObject = {}): string =>
	JSON.stringify(event({ name: 'Zoë "Ada" Byron', customFields: [{ id: 'f1', value: 12.5 }], ...fields }));

const withKey = (header: string, body: string | Buffer): Attempt => ({
	body: Buffer.from(body),
	headers: { 'x-ghl-signature': header },
});
export const signed = (body: string): Attempt => withKey(signature(body), body);

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

/** The public key of the tests with one bit flipped: in most cases another key, in some no key. */
export function flippedKey(): string {
	const [, text = ''] = PUBLIC_KEY.split('\n');
	return PUBLIC_KEY.replace(text, flipped(Buffer.from(text, 'base64')).toString('base64'));
}

/** A true delivery that GHL sent more than `minutes` ago. */
export const stale = (minutes: number): Attempt =>
	signed(original({ timestamp: new Date(Date.now() - (minutes * 60_000 + 1_000 + anyOf(86_400_000))).toISOString() }));

const RESERIALISED: Array<(body: string) => string> = [
	(body) => JSON.stringify(JSON.parse(body), null, 2),
	(body) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body) as object).reverse())),
	(body) => body.replace('ë', '\\u00eb'),
	(body) => `${body}\n`,
	(body) => body.replace('12.5', '12.50'),
];

/** Kinds that must be refused because the signature does not hold. */
export const REFUSED: Readonly<Record<string, () => Attempt>> = {
	'a flipped bit in the body': () => {
		const body = original();
		return withKey(signature(body), flipped(Buffer.from(body)));
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
		return withKey(signature(body), RESERIALISED[anyOf(RESERIALISED.length)](body));
	},
	'the signature of another event': () => withKey(signature(original()), original()),
};
