import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { loadOrCreateKey, keyedHash, keyId } from './hash';
import type { Hash } from '../model/ports';
import type { Ledger } from './ledger';
import type { Sql } from '../../store/sql';
import { Sqlite } from '../../store/sqlite';
import { prepareLedger, SqlLedger } from './sqlLedger';

export interface OpenLedger {
	readonly ledger: Ledger;
	readonly hash: Hash;
	/** Where it is kept, and the name of its key: what a backup needs. */
	readonly store: { readonly database: Sql; readonly keyId: string };
}

/**
 * Opens the ledger file of this host, and creates it with its key (readable by the owner only) on first use. Throws
 * `StoreError`.
 */
export function openSqliteLedger(file: string): OpenLedger {
	mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
	const key = loadOrCreateKey(file);
	const sqlite = new Sqlite(file);
	sqlite.runAlone(prepareLedger(sqlite, keyId(key)));
	return { ledger: new SqlLedger(sqlite), hash: keyedHash(key), store: { database: sqlite, keyId: keyId(key) } };
}
