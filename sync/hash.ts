import { createHash, createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Hash } from './ports';

/** HMAC-SHA256, shortened to 128 bits: enough that no two values of a ledger meet, and without the key nothing can be guessed back. */
export const keyedHash = (key: Buffer): Hash => (text) => createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url');

/** A name for the key that tells nothing about it: the ledger stores it and refuses another key. */
export const keyId = (key: Buffer): string => createHash('sha256').update('ledger key ').update(key).digest('hex').slice(0, 16);

/** The key beside a ledger file, made on first use, readable by its owner only. Losing it makes the ledger's hashes worthless. */
export function keyBeside(ledgerPath: string): Buffer {
	const path = `${ledgerPath}.key`;
	if (!existsSync(path)) {
		try {
			writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error; // another process made it just now
		}
	}
	chmodSync(path, 0o600);
	return Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
}
