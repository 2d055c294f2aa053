import { Postgres, type PostgresSettings } from '../../store/postgres';
import type { Steps } from '../../store/sql';
import { keyedHash, keyFrom, keyId } from './hash';
import type { OpenLedger } from './openSqlite';
import { prepareLedger, SqlLedger } from './sqlLedger';

export interface LedgerSettings extends PostgresSettings {
	/** 32 random bytes in hex or base64: the key of all hashes in this ledger. */
	readonly hashKey: string;
}

export interface OpenPostgres extends OpenLedger {
	/** The database itself, for other tables in it. */
	readonly database: Postgres;
}

/** Opens the ledger in Postgres, and creates what is missing. Throws `StoreError`. */
export async function openPostgres({ hashKey, ...settings }: LedgerSettings): Promise<OpenPostgres> {
	const key = keyFrom(hashKey);
	const database = new Postgres(settings);
	try {
		await database.runAlone(prepare(database, keyId(key)));
	} catch (error) {
		await database.close();
		throw error;
	}
	return { ledger: new SqlLedger(database), hash: keyedHash(key), database, store: { database, keyId: keyId(key) } };
}

function* prepare(database: Postgres, key: string): Steps<void> {
	yield* database.makeSchema();
	yield* prepareLedger(database, key);
}
