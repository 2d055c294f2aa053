import { createHash, createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { StoreError } from '../../store/sql';
import type { Hash } from '../model/ports';

const KEY_BYTES = 32;

/**
 * HMAC-SHA256, shortened to 128 bits: enough to rule out collisions in a ledger, and without the key no value can be
 * guessed.
 */
export const keyedHash =
	(key: Buffer): Hash =>
	(text) =>
		createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url');

/** A name for the key that tells nothing about it: the ledger stores it and refuses another key. */
export const keyId = (key: Buffer): string =>
	createHash('sha256').update('ledger key ').update(key).digest('hex').slice(0, 16);

/** A key as a user gives it: 32 bytes or more in hex or base64. Throws `StoreError`. */
export function keyFrom(text: string): Buffer {
	const key = Buffer.from(text, /^([0-9a-f]{2})+$/i.test(text) ? 'hex' : 'base64');
	if (key.length < KEY_BYTES || !/^[\w+/=-]+$/.test(text))
		throw new StoreError(`the hash key is not ${KEY_BYTES} random bytes in hex or base64`);
	return key;
}

/**
 * The key next to a ledger file, created on first use, readable by its owner only. Losing it makes the ledger's hashes
 * worthless.
 */
export function loadOrCreateKey(ledgerPath: string): Buffer {
	const path = `${ledgerPath}.key`;
	if (!existsSync(path)) {
		try {
			writeFileSync(path, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' });
		} catch (error) {
			// another process made it just now
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
		}
	}
	chmodSync(path, 0o600);
	return Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
}
