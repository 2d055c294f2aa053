import type { Ledger } from '../../../../sync/ledger/ledger';
import { openSqliteLedger, type OpenLedger } from '../../../../sync/ledger/openSqlite';
import { openPostgres, type LedgerSettings } from '../../../../sync/ledger/openPostgres';

/** Where a ledger is: a file, or a database. */
export type LedgerAt = string | LedgerSettings;

export const openAt = async (at: LedgerAt): Promise<OpenLedger> =>
	typeof at === 'string' ? openSqliteLedger(at) : await openPostgres(at);

export const ledgerAt = async (at: LedgerAt): Promise<Ledger> => (await openAt(at)).ledger;
