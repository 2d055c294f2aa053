import { createHash, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto';

const ED25519_SIGNATURE = 64;
/** A public key in PEM, whatever became of its line breaks on the way through a text field. */
const PEM = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/g;

/**
 * The Ed25519 keys in a text that holds one or more of them in PEM; empty when one cannot be read or is of another
 * kind.
 */
export function ed25519Keys(text: string): KeyObject[] {
	const keys = [...text.matchAll(PEM)].map(([, body]) => ed25519Key(body));
	return keys.every((key) => key !== undefined) ? keys : [];
}

function ed25519Key(body: string): KeyObject | undefined {
	try {
		const key = createPublicKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'spki' });
		return key.asymmetricKeyType === 'ed25519' ? key : undefined;
	} catch {
		return undefined;
	}
}

/** Whether `signature`, in base64, is one of these keys' over exactly these bytes. Without a key nothing is. */
export function isSigned(bytes: Buffer, signature: unknown, keys: readonly KeyObject[]): boolean {
	if (typeof signature !== 'string') return false;
	const given = Buffer.from(signature, 'base64');
	// Decoding is lenient: several texts give the same bytes, and only the one that the bytes give is what was sent.
	if (given.length !== ED25519_SIGNATURE || given.toString('base64') !== signature) return false;
	return keys.some((key) => verify(null, bytes, key, given));
}

/** Compares in a time that reveals neither the secret nor its length. An empty secret is nobody's. */
export function isSecret(given: unknown, secret: string): boolean {
	if (typeof given !== 'string' || secret === '') return false;
	return timingSafeEqual(digest(given), digest(secret));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
