import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { isQueueMode, ledgerPath } from '../host';
import { migrate } from '../ledger/sql';
import { Sqlite } from '../ledger/sqlite';
import type { Deliveries } from './deliveries';
import { DELIVERY_TABLES, SqlDeliveries } from './sqlDeliveries';

/** The store of this host, or the reason why there is none. */
export type Opened = { readonly store: Deliveries } | { readonly store?: undefined; readonly reason: string };

let opened: Opened | undefined;

/** The store of deliveries beside the ledger, opened once for the process. It never throws: what it serves works without it, and says so. */
export function hostDeliveries(): Opened {
	opened ??= isQueueMode()
		? { reason: 'n8n runs in queue mode, where a file of one host cannot serve all processes; choose Postgres in the trigger' }
		: openDeliveries(path.join(path.dirname(ledgerPath()), 'deliveries.sqlite'));
	return opened;
}

export function openDeliveries(file: string): Opened {
	try {
		mkdirSync(path.dirname(file), { recursive: true });
		const sqlite = new Sqlite(file);
		sqlite.runAlone(migrate(sqlite, 'deliveries', DELIVERY_TABLES));
		return { store: new SqlDeliveries(sqlite) };
	} catch (error) {
		return { reason: `its file cannot be used: ${error instanceof Error ? error.message : String(error)}` };
	}
}
