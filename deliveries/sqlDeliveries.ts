import { sql, type Sql, type Statement } from '../store/sql';
import { BOUNDS, PENDING, type Bounds, type Deliveries, type Seen } from './deliveries';

/** Old IDs are removed once in so many deliveries. */
const PRUNE_EVERY = 1_000;

/** The table, in steps that are never changed once released. */
export const DELIVERY_TABLES: ReadonlyArray<readonly string[]> = [
	[
		'CREATE TABLE delivery (key TEXT PRIMARY KEY, pending_until BIGINT, at BIGINT NOT NULL)',
		'CREATE INDEX delivery_at ON delivery (at)',
	],
];

/** Deliveries in a database that has the table. Each method is one transaction. */
export class SqlDeliveries implements Deliveries {
	#taken = 0;

	/** `now` is SQL for the time in ms. */
	constructor(
		private readonly sql: Sql,
		private readonly bounds: Bounds = BOUNDS,
		private readonly now: () => string = () => sql.now,
	) {}

	/** A mark that has lapsed is taken over; the upsert lets one process do so. */
	async take(key: string): Promise<Seen> {
		if (this.#taken++ % PRUNE_EVERY === 0) await this.sql.write(this.pruning());
		const [taken] =
			(await this.sql.write([
				sql(
					`INSERT INTO delivery (key, pending_until, at) VALUES (?, ${this.now()} + ${PENDING}, ${this.now()})
						ON CONFLICT (key) DO UPDATE SET pending_until = excluded.pending_until, at = excluded.at WHERE delivery.pending_until <= excluded.at RETURNING pending_until`,
					key,
				),
			])) ?? [];
		if (taken && taken.rows.length > 0) return { state: 'fresh', mark: Number(taken.rows[0].pending_until) };
		const [known] = await this.sql.read(sql('SELECT pending_until FROM delivery WHERE key = ?', key));
		return { state: known?.pending_until === null ? 'done' : 'pending' };
	}

	async done(key: string): Promise<void> {
		await this.sql.write([
			sql(
				`INSERT INTO delivery (key, pending_until, at) VALUES (?, NULL, ${this.now()}) ON CONFLICT (key) DO UPDATE SET pending_until = NULL, at = excluded.at`,
				key,
			),
		]);
	}

	async release(key: string, mark: number): Promise<void> {
		await this.sql.write([sql('DELETE FROM delivery WHERE key = ? AND pending_until = ?', key, mark)]);
	}

	async close(): Promise<void> {
		await this.sql.close();
	}

	private pruning(): Statement[] {
		return [
			sql(`DELETE FROM delivery WHERE at < ${this.now()} - ?`, this.bounds.age),
			sql(
				'DELETE FROM delivery WHERE at <= (SELECT at FROM delivery ORDER BY at DESC LIMIT 1 OFFSET ?)',
				this.bounds.rows,
			),
		];
	}
}
