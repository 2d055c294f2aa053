import { createHash, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { chmodSync, constants, copyFileSync, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileProblem } from '../../store/fileProblem';
import { StoreError } from '../../store/sql';
import type { Hash } from '../model/ports';

const KEY_BYTES = 32;

/**
 * HMAC-SHA256, shortened to 128 bits: enough to rule out collisions in a ledger, and without the key no value can be
 * guessed.
 */
export function keyedHash(key: Buffer): Hash {
	const secret = createSecretKey(key); // made for each value, it took longer than the hash
	return (text) => createHmac('sha256', secret).update(text).digest().subarray(0, 16).toString('base64url');
}

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
 * worthless. Throws `StoreError` where the file holds no key.
 */
export function loadOrCreateKey(ledgerPath: string): Buffer {
	const path = `${ledgerPath}.key`;
	if (!existsSync(path)) createKey(path);
	chmodSync(path, 0o600);
	try {
		return keyFrom(readFileSync(path, 'utf8').trim());
	} catch (error) {
		throw new StoreError(
			`the file ${path} holds no key of the ledger. Restore it from your backup; where nothing was synced yet, delete it together with the ledger`,
			{ cause: error },
		);
	}
}

/** Appears whole or not at all, so that no other process reads a half. One that another process made stays. */
function createKey(path: string): void {
	const part = `${path}.${randomBytes(4).toString('hex')}`;
	try {
		writeFileSync(part, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600 });
		linkSync(part, path);
	} catch (error) {
		// Not every file system has links: there a copy must do, which writes over nothing.
		if (existsSync(part) && !existsSync(path)) copyFileSync(part, path, constants.COPYFILE_EXCL);
		else if (!existsSync(path)) throw fileProblem(path, error);
	} finally {
		rmSync(part, { force: true });
	}
}
