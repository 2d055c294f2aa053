import {
	Client,
	DatabaseError,
	escapeIdentifier,
	escapeLiteral,
	Pool,
	type ClientConfig,
	type PoolClient,
	type QueryResult,
} from 'pg';
import { Queue } from './queue';
import {
	change,
	one,
	StoreAway,
	StoreBusy,
	StoreError,
	type Answer,
	type LongTransaction,
	type Sql,
	type SqlRow,
	type SqlValue,
	type Statement,
	type Steps,
} from './sql';

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
/** Longest wait (ms) for a new connection, for rows that others are changing or for a turn, and for an answer. */
const CONNECTING = 5_000;
const WAITING = 10_000;
const ANSWERING = 15_000;
/** What a statement may take beside waiting (ms). */
const WORKING = 2_000;
/** Ms after which the server ends a transaction whose process is silent: sooner than others give up waiting for it. */
const SILENT = 5_000;
/** A connection that was used so recently (ms) is taken to be alive. */
export const TRUSTED = 1_000;
/** What a statement of a long transaction may take, and the silence between two of them (ms). */
const LONG = 600_000;
const LONG_SILENT = 120_000;
/** Times that a write is made which the server ended because it and another one waited for each other. */
const TRIES = 4;

/**
 * Tables in one schema of a Postgres database, for all processes of all hosts.
 *
 * A read or a write is one message to the server and one transaction there, so no row is held while an answer is on its
 * way. The protocol takes several statements in one message only without parameters: values go as literals.
 *
 * A connection that is lost during a write may have stored everything or nothing: that is thrown as an error of its own
 * and never taken for a refusal, whose caller may rely on nothing being changed. For the caller it is as if its process
 * had died at that step, which the engine provides for: what was announced is looked for in the target service before
 * anything is made again, and what was written there but not noted is found by the next read.
 */
export class Postgres implements Sql {
	readonly now = 'CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)';
	readonly findTable = 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?';
	readonly rowid = 'rowid BIGINT GENERATED ALWAYS AS IDENTITY,';
	readonly #schema: string;
	/** What each transaction begins with: a proxy may give every one another connection. */
	readonly #begin: readonly string[];
	readonly #lock: string;
	readonly #connect: ClientConfig;
	readonly #pool: Pool;
	readonly #queue: Queue;
	/** When each connection was last known to be alive. */
	readonly #alive = new WeakMap<object, number>();

	/** `waiting`: longest wait (ms) for a turn, and for rows that others are changing. */
	constructor({ schema, ssl, ca, ...connection }: PostgresSettings, waiting = WAITING) {
		this.#schema = schema;
		this.#queue = new Queue(CONNECTIONS, waiting, 'the ledger in Postgres');
		this.#begin = [
			// Each statement must see what was committed before it, whatever the server's default.
			'SET TRANSACTION ISOLATION LEVEL READ COMMITTED',
			`SET LOCAL search_path TO ${escapeIdentifier(schema)}`,
			`SET LOCAL statement_timeout = ${waiting + WORKING}`,
			`SET LOCAL lock_timeout = ${waiting}`,
			`SET LOCAL idle_in_transaction_session_timeout = ${SILENT}`,
		];
		this.#lock = `SELECT pg_advisory_xact_lock(hashtextextended(${escapeLiteral(`n8n sync ledger ${schema}`)}, 0))`;
		this.#connect = {
			...connection,
			ssl: ssl === 'disable' ? false : { rejectUnauthorized: ssl === 'verify', ...(ca && { ca }) },
			connectionTimeoutMillis: CONNECTING,
			keepAlive: true,
			application_name: 'n8n sync ledger',
		};
		this.#pool = new Pool({
			...this.#connect,
			max: CONNECTIONS,
			query_timeout: ANSWERING,
			allowExitOnIdle: true,
		});
		// A lost connection is reported to whoever uses it; without listeners it would end n8n.
		this.#pool.on('error', () => undefined);
		this.#pool.on('connect', (client) => {
			client.on('error', () => undefined);
			this.#alive.set(client, performance.now());
		});
	}

	/** Only if there is none: creating a schema takes a privilege that this user may not have. */
	*makeSchema(): Steps<void> {
		if (!(yield* one('SELECT nspname FROM pg_namespace WHERE nspname = ?', this.#schema)))
			yield* change(`CREATE SCHEMA ${escapeIdentifier(this.#schema)}`);
	}

	async read(statement: Statement): Promise<readonly SqlRow[]> {
		for (let left = CONNECTIONS; ; left--) {
			try {
				const [{ rows }] = await this.#send([statement]);
				return rows;
			} catch (error) {
				if (left === 0 || !isLost(error)) throw problem(error);
			}
		}
	}

	async write(statements: readonly Statement[]): Promise<readonly Answer[] | undefined> {
		if (statements.length === 0) return [];
		for (let left = TRIES - 1; ; left--) {
			try {
				return await this.#send(statements);
			} catch (error) {
				if (isLost(error)) throw unclear(error);
				const code = codeOf(error);
				if (REFUSED.has(code)) return undefined;
				if (left === 0 || !CROSSED.has(code)) throw problem(error);
			}
		}
	}

	async runAlone<T>(steps: Steps<T>): Promise<T> {
		return await this.#queue.run(async () => {
			const client = await this.#connection();
			const result = await this.#walk(client, steps).catch(async (error: unknown) => {
				const undone = await client.query('ROLLBACK').catch(() => undefined);
				client.release(undone === undefined);
				throw problem(error);
			});
			await client.query('COMMIT').catch((error: unknown) => {
				client.release(true);
				throw unclear(error);
			});
			client.release();
			return result;
		});
	}

	/** On a connection beside those of the others, which it takes no place from. */
	async begin(what: 'snapshot' | readonly string[]): Promise<LongTransaction> {
		const client = new Client(this.#connect);
		client.on('error', () => undefined); // whoever asks is told
		const query = async (text: string): Promise<QueryResult<Record<string, unknown>>> =>
			await client.query<Record<string, unknown>>(text).catch((error: unknown) => Promise.reject(problem(error)));
		try {
			await client.connect();
			await client.query(['BEGIN', ...this.#long(what)].join('; '));
		} catch (error) {
			await client.end();
			throw problem(error);
		}
		return {
			ask: async (statement) => {
				const { rows, rowCount } = await query(literally(statement));
				return { rows, changes: rowCount ?? 0 };
			},
			commit: async () => {
				await client.query('COMMIT').catch((error: unknown) => Promise.reject(unclear(error)));
				await client.end();
			},
			undo: async () => await client.end(), // the server undoes what was not committed
		};
	}

	#long(what: 'snapshot' | readonly string[]): string[] {
		const times = [
			`SET LOCAL statement_timeout = ${LONG}`,
			`SET LOCAL idle_in_transaction_session_timeout = ${LONG_SILENT}`,
		];
		const [isolation, ...others] = this.#begin;
		if (what === 'snapshot') return ['SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY', ...others, ...times];
		// whoever changes tables has the first lock, whoever changes rows the second one
		return [isolation, ...others, ...times, this.#lock, `LOCK TABLE ${what.join(', ')} IN EXCLUSIVE MODE`];
	}

	async close(): Promise<void> {
		await this.#pool.end();
	}

	/** Throws what pg throws; `StoreError` where nothing was sent. */
	async #send(statements: readonly Statement[]): Promise<Answer[]> {
		return await this.#queue.run(async () => {
			const client = await this.#connection();
			try {
				const results: unknown = await client.query([...this.#begin, ...statements.map(literally)].join('; '));
				client.release();
				this.#alive.set(client, performance.now());
				// Several statements give a list of results, which the types of pg do not know.
				return (results as Array<QueryResult<Record<string, unknown>>>)
					.slice(this.#begin.length)
					.map(({ rows, rowCount }) => ({ rows, changes: rowCount ?? 0 }));
			} catch (error) {
				client.release(isLost(error));
				throw error;
			}
		});
	}

	/** Those that were idle may have died unnoticed: nothing was sent on them yet, so another is tried. */
	async #connection(): Promise<PoolClient> {
		for (let left = CONNECTIONS; ; left--) {
			const client = await this.#pool.connect().catch((error: unknown) => {
				throw problem(error);
			});
			if (performance.now() - (this.#alive.get(client) ?? 0) < TRUSTED) return client;
			try {
				await client.query('SELECT 1');
				return client;
			} catch (error) {
				client.release(true);
				if (left === 0 || !isLost(error)) throw problem(error);
			}
		}
	}

	async #walk<T>(client: PoolClient, steps: Steps<T>): Promise<T> {
		await client.query(['BEGIN', ...this.#begin, this.#lock].join('; '));
		let step = steps.next();
		while (!step.done) {
			const { rows, rowCount } = await client.query<Record<string, unknown>>(literally(step.value));
			step = steps.next({ rows, changes: rowCount ?? 0 });
		}
		return step.value;
	}
}

/** A statement as it is sent. One that must change some rows divides by zero otherwise, which undoes everything. */
function literally({ sql, values, mustChange }: Statement): string {
	let at = 0;
	const text = sql.replaceAll('?', () => literal(values[at++]));
	if (mustChange === undefined) return text;
	return `WITH changed AS (${text} RETURNING 1) SELECT 1 / CAST(count(*) = ${mustChange} AS INTEGER) FROM changed`;
}

/** Numbers are quoted as well: the minus of `- -1` would begin a comment without the space. */
const literal = (value: SqlValue): string => (value === null ? 'NULL' : escapeLiteral(String(value)));

/** Codes of Postgres: division by zero, and a unique index. */
const REFUSED: ReadonlySet<string> = new Set(['22012', '23505']);

/** Codes of Postgres: two transactions waited for each other, or came too close. */
const CROSSED: ReadonlySet<string> = new Set(['40P01', '40001']);

const codeOf = (error: unknown): string => (error instanceof DatabaseError && error.code) || '';

/** Whether nobody knows what the server has done: an error that it answers with undoes all. */
const isLost = (error: unknown): boolean =>
	!(error instanceof StoreError) && !(error instanceof DatabaseError && error.severity !== 'FATAL');

const unclear = (error: unknown): StoreError =>
	new StoreAway(
		`the connection to the ledger in Postgres was lost during a step: it is not known whether it was stored (${reasonOf(error)})`,
	);

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
	'57P01': 'it was stopped',
	'57P02': 'it has crashed',
	'57P03': 'it is starting',
	'57014': 'a statement took too long',
	'40P01': 'others kept changing the same rows',
	'40001': 'others kept changing the same rows',
};

function reasonOf(error: unknown): string {
	const { code = '', message = '' } = error as { code?: string; message?: string }; // what Node and pg throw
	return REASONS[code] ?? [code, message].filter(Boolean).join(': ');
}

/** Codes that say that nothing was done, and that it can be done later. */
const BUSY: ReadonlySet<string> = new Set(['53300', '55P03', '57014', ...CROSSED]);

/** Codes that name a setting: waiting does not help. */
const SETTINGS: ReadonlySet<string> = new Set(['ENOTFOUND', '28000', '28P01', '3D000']);

function problem(error: unknown): StoreError {
	if (error instanceof StoreError) return error;
	const reason = reasonOf(error);
	if (BUSY.has(codeOf(error))) return new StoreBusy(`the ledger in Postgres is busy: ${reason}`);
	const message = `the ledger in Postgres cannot be used: ${reason}`;
	const { code = '' } = error as { code?: string }; // what Node and pg throw
	return isLost(error) && !SETTINGS.has(code) ? new StoreAway(message) : new StoreError(message);
}
