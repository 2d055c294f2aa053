import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { dataFolder, isQueueMode } from '../store/host';
import { migrate, type Sql } from '../store/sql';
import { Sqlite } from '../store/sqlite';
import type { Deliveries } from './deliveries';
import { DELIVERY_TABLES, SqlDeliveries } from './sqlDeliveries';

/** The store of this host, or the reason why there is none. */
export type Opened = { readonly store: Deliveries } | { readonly store?: undefined; readonly reason: string };

let opened: Opened | undefined;

/**
 * The store of deliveries beside the ledger, opened once for the process. It never throws: what it serves works without
 * it, and says so.
 */
export function hostDeliveries(): Opened {
	opened ??= isQueueMode()
		? {
				reason:
					'n8n runs in queue mode, where a file of one host cannot serve all processes; choose Postgres in the trigger',
			}
		: openDeliveries(path.join(dataFolder(), 'deliveries.sqlite'));
	return opened;
}

export function openDeliveries(file: string): Opened {
	try {
		mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
		const sqlite = new Sqlite(file);
		sqlite.runAlone(migrate(sqlite, 'deliveries', DELIVERY_TABLES));
		return { store: new SqlDeliveries(sqlite) };
	} catch (error) {
		return { reason: `its file cannot be used: ${error instanceof Error ? error.message : String(error)}` };
	}
}

const inDatabases = new WeakMap<Sql, Promise<Deliveries>>();

/** The store of deliveries in a database that is open already, such as that of the ledger. Throws `StoreError`. */
export async function deliveriesIn(sql: Sql): Promise<Deliveries> {
	const known = inDatabases.get(sql);
	if (known) return await known;
	const opening = Promise.resolve(sql.runAlone(migrate(sql, 'deliveries', DELIVERY_TABLES))).then(
		() => new SqlDeliveries(sql),
	);
	inDatabases.set(sql, opening);
	opening.catch(() => inDatabases.delete(sql));
	return await opening;
}
