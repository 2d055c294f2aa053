import type { KeyObject } from 'node:crypto';
import type { Input } from '../../shared/parameters/input';
import { ed25519Keys } from '../../shared/trigger/signature';

/** The key with which GHL signs the webhooks of all apps. Source: GHL docs, Webhook Integration Guide. */
const PUBLISHED = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=
-----END PUBLIC KEY-----`;

const parsed = new Map<string, KeyObject[]>();

/**
 * The keys that a signature may be of: those of the option, else the published one. None when the option holds
 * something else.
 */
export function keysOf(options: Input): KeyObject[] {
	const text = options.text('publicKeys') || PUBLISHED;
	const keys = parsed.get(text) ?? ed25519Keys(text);
	parsed.set(text, keys);
	return keys;
}
