import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { keyBeside, keyedHash, keyId } from '../hash';
import type { Hash } from '../ports';
import type { Ledger } from './ledger';
import { SqliteLedger } from './sqlite';

export interface OpenLedger {
	readonly ledger: Ledger;
	readonly hash: Hash;
}

/** Opens the ledger file of this host, and makes it with its key (readable by the owner only) on first use. Throws `LedgerError`. */
export function openSqliteLedger(file: string): OpenLedger {
	mkdirSync(path.dirname(file), { recursive: true });
	const key = keyBeside(file);
	return { ledger: new SqliteLedger(file, keyId(key)), hash: keyedHash(key) };
}
