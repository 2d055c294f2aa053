import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileProblem } from '../../store/fileProblem';
import { dataFolder } from '../../store/host';
import { openSqliteLedger, type OpenLedger } from './openSqlite';
import type { LedgerSettings, OpenPostgres } from './openPostgres';

export { isQueueMode } from '../../store/host';

/** The ledger's file. */
export const ledgerPath = (): string => path.join(dataFolder(), 'ledger.sqlite');

const opened = new Map<string, OpenLedger>();

/** The ledger of this host: opened once in a process, and kept. Throws `StoreError`. */
export function hostLedger(): OpenLedger {
	const file = ledgerPath();
	const known = opened.get(file);
	if (known) return known;
	mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
	releaseStaleLeases(file);
	const made = openSqliteLedger(file);
	opened.set(file, made);
	return made;
}

const databases = new Map<string, Promise<OpenPostgres>>();

/** The ledger in a Postgres database: opened once in a process for the same settings, and kept. Throws `StoreError`. */
export async function postgresLedger(settings: LedgerSettings): Promise<OpenPostgres> {
	const name = createHash('sha256').update(JSON.stringify(settings)).digest('hex');
	const known = databases.get(name);
	if (known) return await known;
	const opening = import('./openPostgres').then(async ({ openPostgres }) => await openPostgres(settings));
	databases.set(name, opening);
	opening.catch(() => databases.delete(name));
	return await opening;
}

/**
 * A process that was killed leaves its leases behind, which would keep its records from being worked on for minutes.
 * Only when the process that last opened the ledger is gone; should another one be at work all the same, its next write
 * finds its lease missing and stops.
 */
function releaseStaleLeases(file: string): void {
	const mark = `${file}.pid`;
	const last = existsSync(mark) ? Number(readFileSync(mark, 'utf8')) : undefined;
	writeFileSync(mark, String(process.pid), { mode: 0o600 });
	if (last === undefined || !existsSync(file) || (last !== process.pid && isAlive(last))) return;
	try {
		const database = new DatabaseSync(file);
		const hasLeases =
			database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'lease'").get() !== undefined;
		if (hasLeases) database.exec('PRAGMA busy_timeout = 5000; DELETE FROM lease');
		database.close();
	} catch (error) {
		throw fileProblem(file, error);
	}
}

/** Signal 0 only checks. Without permission to check, the number belongs to another user's process. */
function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
