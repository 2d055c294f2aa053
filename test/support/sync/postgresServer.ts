import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openPostgres, type LedgerSettings, type OpenPostgres } from '../../../sync/ledger/openPostgres';

const {
	PGHOST = '127.0.0.1',
	PGPORT = '5432',
	PGUSER = 'postgres',
	PGPASSWORD = '',
	PGDATABASE = 'postgres',
	LEDGER_TESTS,
} = process.env;
const server = { host: PGHOST, port: Number(PGPORT), user: PGUSER, password: PGPASSWORD, database: PGDATABASE };

const KNOCK =
	'require("node:net").connect(Number(process.argv[2]), process.argv[1]).on("connect", () => process.exit(0)).on("error", () => process.exit(1))';
const answers = (): boolean =>
	spawnSync(process.execPath, ['-e', KNOCK, PGHOST, PGPORT], { timeout: 5_000 }).status === 0;

/**
 * Tests that need a Postgres server: the one of PGHOST and its like, 127.0.0.1:5432 by default. Without it they are
 * skipped, or fail with LEDGER_TESTS=require.
 */
export const describeWithPostgres = LEDGER_TESTS === 'require' || answers() ? describe : describe.skip;

const made: string[] = [];

/** A schema that nothing has used, to be dropped at the end. */
export function newSettings(): LedgerSettings {
	const schema = `n8n_ledger_test_${process.pid}_${randomBytes(4).toString('hex')}`;
	made.push(schema);
	return { ...server, schema, ssl: 'disable', hashKey: 'ab'.repeat(32) };
}

export const newPostgres = async (): Promise<OpenPostgres> => await openPostgres(newSettings());

/** Asks the server itself. */
export async function query(sql: string, values: unknown[] = []): Promise<Array<Record<string, unknown>>> {
	const client = new Client(server);
	await client.connect();
	try {
		return (await client.query<Record<string, unknown>>(sql, values)).rows;
	} finally {
		await client.end();
	}
}

export async function dropSchemas(): Promise<void> {
	for (const schema of made.splice(0)) await query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
}
