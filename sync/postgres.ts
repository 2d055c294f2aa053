import { DELIVERY_TABLES, SqlDeliveries } from './deliveries/sqlDeliveries';
import type { Deliveries } from './deliveries/deliveries';
import { keyedHash, keyFrom, keyId } from './hash';
import type { OpenLedger } from './ledger/open';
import { Postgres, type PostgresSettings } from './ledger/postgres';
import { migrate, type Steps } from './ledger/sql';
import { prepareLedger, SqlLedger } from './ledger/sqlLedger';

export interface LedgerSettings extends PostgresSettings {
	/** 32 random bytes in hex or base64: the key of all hashes in this ledger. */
	readonly hashKey: string;
}

export interface OpenPostgres extends OpenLedger {
	readonly deliveries: Deliveries;
}

/** Opens the ledger and the store of deliveries in Postgres, and makes what is missing. Throws `LedgerError`. */
export async function openPostgres({ hashKey, ...settings }: LedgerSettings): Promise<OpenPostgres> {
	const key = keyFrom(hashKey);
	const postgres = new Postgres(settings);
	try {
		await postgres.runAlone(prepare(postgres, keyId(key)));
	} catch (error) {
		await postgres.close();
		throw error;
	}
	return { ledger: new SqlLedger(postgres), hash: keyedHash(key), deliveries: new SqlDeliveries(postgres) };
}

function* prepare(postgres: Postgres, key: string): Steps<void> {
	yield* postgres.makeSchema();
	yield* prepareLedger(postgres, key);
	yield* migrate(postgres, 'deliveries', DELIVERY_TABLES);
}
