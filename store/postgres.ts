import { DatabaseError, escapeIdentifier, escapeLiteral, Pool, type PoolClient } from 'pg';
import { change, one, StoreError, type Answer, type Sql, type Statement, type Steps } from './sql';

export interface PostgresSettings {
	readonly host: string;
	readonly port: number;
	readonly database: string;
	/** Holds the tables of this package and no others; created if it is missing. */
	readonly schema: string;
	readonly user: string;
	readonly password: string;
	/** `require`: encrypted, but the certificate is not checked. `verify`: certificate and host name are checked. */
	readonly ssl: 'disable' | 'require' | 'verify';
	/** PEM of the authority that signed the certificate, if the system does not know it. */
	readonly ca?: string;
}

/** Connections of one process. */
const CONNECTIONS = 5;
/** Longest wait (ms) for a connection, for the transaction of another process, and for an answer. */
const CONNECTING = 5_000;
const WAITING = 10_000;
const ANSWERING = 15_000;
/** Ms after which the server ends a transaction whose process is silent: sooner than others give up waiting for it. */
const SILENT = 5_000;

/**
 * Tables in one schema of a Postgres database, for all processes of all hosts. The database undoes a transaction whose
 * process is gone.
 *
 * A connection that is lost before COMMIT has changed nothing. One that is lost at COMMIT may have stored everything or
 * nothing: that is thrown as an error of its own and never taken for a refused commit, whose caller may rely on nothing
 * being changed. For the caller it is as if its process had died at that step, which the engine provides for: what was
 * announced is looked for in the target service before anything is made again, and what was written there but not noted
 * is found by the next read.
 */
export class Postgres implements Sql {
	readonly now = 'CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)';
	readonly findTable = 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?';
	readonly rowid = 'rowid BIGINT GENERATED ALWAYS AS IDENTITY,';
	readonly #schema: string;
	readonly #begin: string;
	readonly #lock: string;
	readonly #pool: Pool;
	readonly #texts = new Map<string, string>();

	constructor({ schema, ssl, ca, ...connection }: PostgresSettings) {
		this.#schema = schema;
		// Each statement must see what was committed before it, whatever the server's default: a snapshot would be older
		// than the lock.
		this.#begin = `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL search_path TO ${escapeIdentifier(schema)}; SET LOCAL statement_timeout = ${WAITING}; SET LOCAL lock_timeout = ${WAITING}; SET LOCAL idle_in_transaction_session_timeout = ${SILENT}`;
		this.#lock = `SELECT pg_advisory_xact_lock(hashtextextended(${escapeLiteral(`n8n sync ledger ${schema}`)}, 0))`;
		this.#pool = new Pool({
			...connection,
			ssl: ssl === 'disable' ? false : { rejectUnauthorized: ssl === 'verify', ...(ca && { ca }) },
			max: CONNECTIONS,
			connectionTimeoutMillis: CONNECTING,
			query_timeout: ANSWERING,
			keepAlive: true,
			allowExitOnIdle: true,
			application_name: 'n8n sync ledger',
		});
		// A lost connection is reported to whoever uses it; without listeners it would end n8n.
		this.#pool.on('error', () => undefined);
		this.#pool.on('connect', (client) => client.on('error', () => undefined));
	}

	/** Only if there is none: creating a schema takes a privilege that this user may not have. */
	*makeSchema(): Steps<void> {
		if (!(yield* one('SELECT nspname FROM pg_namespace WHERE nspname = ?', this.#schema)))
			yield* change(`CREATE SCHEMA ${escapeIdentifier(this.#schema)}`);
	}

	/** Throws `StoreError`. */
	async run<T>(steps: Steps<T>): Promise<T> {
		return await this.#transaction(this.#begin, steps);
	}

	/** Throws `StoreError`. */
	async runAlone<T>(steps: Steps<T>): Promise<T> {
		return await this.#transaction(`${this.#begin}; ${this.#lock}`, steps);
	}

	async close(): Promise<void> {
		await this.#pool.end();
	}

	async #transaction<T>(begin: string, steps: Steps<T>): Promise<T> {
		const client = await this.#begun(begin);
		const result = await this.#walk(client, steps).catch(async (error: unknown) => {
			const undone = await client.query('ROLLBACK').catch(() => undefined);
			client.release(undone === undefined);
			throw problem(error);
		});
		await client.query('COMMIT').catch((error: unknown) => {
			client.release(true);
			throw new StoreError(
				`the connection to the ledger in Postgres was lost at the end of a step: it is not known whether it was stored (${reasonOf(error)})`,
			);
		});
		client.release();
		return result;
	}

	/**
	 * A connection within a new transaction. Those that were idle may have died unnoticed: nothing was sent on them yet,
	 * so another is tried.
	 */
	async #begun(begin: string): Promise<PoolClient> {
		for (let left = CONNECTIONS; ; left--) {
			const client = await this.#pool.connect().catch((error: unknown) => {
				throw problem(error);
			});
			try {
				await client.query(begin);
				return client;
			} catch (error) {
				client.release(true);
				const isRefused = error instanceof DatabaseError && error.code !== STOPPED;
				if (left === 0 || isRefused) throw problem(error);
			}
		}
	}

	async #walk<T>(client: PoolClient, steps: Steps<T>): Promise<T> {
		let step = steps.next();
		while (!step.done) step = steps.next(await this.#answer(client, step.value));
		return step.value;
	}

	async #answer(client: PoolClient, { sql, values }: Statement): Promise<Answer> {
		const text = this.#texts.get(sql) ?? numbered(sql);
		this.#texts.set(sql, text);
		const { rows, rowCount } = await client.query<Record<string, unknown>>(text, [...values]);
		return { rows, changes: rowCount ?? 0 };
	}
}

/** Postgres numbers its parameters: the n-th `?` is `$n`. */
function numbered(sql: string): string {
	let count = 0;
	return sql.replaceAll('?', () => `$${++count}`);
}

/** What a server that is being stopped says on each connection; on an idle one, in answer to the next statement. */
const STOPPED = '57P01';

/** What codes of the system and of Postgres mean to a user. */
const REASONS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nothing answers at this host and port',
	ECONNRESET: 'the connection was cut',
	ENOTFOUND: 'the host is unknown',
	EAI_AGAIN: 'the name of the host could not be looked up',
	ETIMEDOUT: 'it does not answer',
	'28000': 'it does not let this user in',
	'28P01': 'it refused the password',
	'3D000': 'it has no such database',
	'42501': 'the user may not do this in the schema',
	'53300': 'it has no connection left',
	'55P03': 'other processes held it too long',
	[STOPPED]: 'it was stopped',
};

function reasonOf(error: unknown): string {
	const { code = '', message = '' } = error as { code?: string; message?: string }; // what Node and pg throw
	return REASONS[code] ?? [code, message].filter(Boolean).join(': ');
}

const problem = (error: unknown): StoreError =>
	error instanceof StoreError ? error : new StoreError(`the ledger in Postgres cannot be used: ${reasonOf(error)}`);
