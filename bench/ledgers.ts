import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SeededRandom } from '../sandbox/random';
import { sql } from '../store/sql';
import type { Change, Ledger, Link, Place } from '../sync/ledger/ledger';
import { openPostgres } from '../sync/ledger/openPostgres';
import { openSqliteLedger, type OpenLedger } from '../sync/ledger/openSqlite';
import { emptyBaseline } from '../sync/model/baseline';
import type { RecordRef } from '../sync/model/types';
import { quantile, rounded, type Section, type Table } from './section';

const SIZES = [10_000, 1_000_000] as const;
const PAIR = 'contacts';
const PLACE: Place = { system: 'ghl', account: 'location' };
/** Links of which each ledger has so many rows of history, and one due row. */
const ONE_DUE_IN = 100;
/** How often each step is measured. */
const TIMES = 1_500;

const customer = (number: number): RecordRef => ({ system: 'booqable', account: 'shop', id: `k${number}` });
const contact = (number: number): RecordRef => ({ ...PLACE, id: `c${number}` });

const linkOf = (number: number, rev = 0): Link => ({
	id: `l${number}`,
	pair: PAIR,
	head: contact(number),
	member: customer(number),
	primary: true,
	state: 'live',
	since: 0,
	rev,
	toHead: emptyBaseline,
	toMember: {
		...emptyBaseline,
		fields: Object.fromEntries(
			['name', 'email', 'phone', 'website', 'industry', 'tags'].map((field) => [
				field,
				{ desired: HASH, observed: HASH, rev: 0 },
			]),
		),
	},
});
const HASH = 'c2VwYXJhdGVseS1oYXNoZWQ';

/** A row as JSON in SQL, with the number of the row in the place of this number. */
const AT = 77_777;
const inSql = (value: unknown): string => `'${JSON.stringify(value).replaceAll(String(AT), "' || i || '")}'`;

/** Links, history and due records in one statement each: a million by `commit` would take an hour. */
async function fill({ store: { database } }: OpenLedger, size: number): Promise<void> {
	const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${size})`;
	const history = {
		id: `h${AT}`,
		at: 0,
		pair: PAIR,
		source: customer(AT),
		target: contact(AT),
		call: 'create',
		fields: [{ name: 'name', cause: 'source changed', before: HASH, after: HASH }],
		state: 'done',
	};
	const due = {
		pair: PAIR,
		source: customer(AT),
		target: PLACE,
		status: 'failed',
		cause: 'The app refused the value',
		tries: 3,
		since: 0,
		nextAt: 4e12,
	};
	const transaction = await database.begin(['link', 'history', 'due']);
	const statements = [
		`INSERT INTO link (id, pair, head, place, member, state, rev, ended_at, body) ${numbers}
			SELECT 'l' || i, '${PAIR}', 'ghl:location:c' || i, 'ghl:location:', 'booqable:shop:k' || i, 'live', 0, NULL, ${inSql(linkOf(AT))} FROM n`,
		`INSERT INTO history (id, at, pair, source, target, action, state, body) ${numbers}
			SELECT 'h' || i, 0, '${PAIR}', 'booqable:shop:k' || i, 'ghl:location:c' || i, 'counted', 'done', ${inSql(history)} FROM n`,
		`INSERT INTO due (pair, source, target, status, since, next_at, parent, body) ${numbers}
			SELECT '${PAIR}', 'booqable:shop:k' || i, 'ghl:location:', 'failed', 0, 4000000000000, NULL, ${inSql(due)} FROM n WHERE i % ${ONE_DUE_IN} = 0`,
	];
	for (const statement of statements) await transaction.ask(sql(statement));
	await transaction.commit();
}

/** What a Sync and the operations of the ledger ask, of a record drawn from all. */
const stepsOf = (ledger: Ledger, draw: () => number): Record<string, (time: number) => Promise<unknown>> => ({
	'what is known of a record': async () => await ledger.known(PAIR, customer(draw()), PLACE),
	'lease, commit of an update with its history, release': async (time) => {
		const number = draw();
		const [link] = await ledger.links(PAIR, customer(number));
		const owner = `owner ${time}`;
		const keys = [`record booqable:shop:k${number}`];
		await ledger.acquire(owner, keys, 60_000);
		const changes: Change[] = [
			{ put: 'link', row: { ...link, rev: link.rev + 1 }, expect: link.rev },
			{
				put: 'history',
				row: {
					id: `new ${time}`,
					at: await ledger.now(),
					pair: PAIR,
					source: link.member,
					target: link.head,
					call: 'update',
					fields: [{ name: 'name', cause: 'source changed', before: HASH, after: HASH }],
					state: 'done',
				},
			},
		];
		if (!(await ledger.commit(changes, { owner, keys, margin: 0 }))) throw new Error('the commit was refused');
		await ledger.release(owner);
	},
	'what is due': async () => await ledger.due(50, PAIR),
	'creates of the last hour': async () => await ledger.creates(PAIR, (await ledger.now()) - 3_600_000, 50),
	'deletes of the last hour': async () => await ledger.deletesSince(PAIR, (await ledger.now()) - 3_600_000),
	'whether an account is a stranger': async () => await ledger.isStranger(PAIR, customer(draw()), PLACE),
});

/** Those that count all links, once each: what only a safeguard that has struck and a report ask. */
const countsOf = (ledger: Ledger): Record<string, () => Promise<unknown>> => ({
	'live links of the pair': async () => await ledger.liveLinks(PAIR),
	'counts of the whole ledger': async () => await ledger.counts(),
});

async function timed(step: () => Promise<unknown>): Promise<number> {
	const since = performance.now();
	await step();
	return performance.now() - since;
}

type Times = Record<string, readonly [middle: number, most: number]>;

async function measure(
	opened: OpenLedger,
	size: number,
	filled: () => Promise<void> = async () => await Promise.resolve(),
): Promise<Times> {
	await fill(opened, size);
	await filled();
	const random = new SeededRandom(`ledger of ${size}`);
	const draw = (): number => 1 + Math.floor(random.next() * size);
	const times: Times = {};
	for (const [name, step] of Object.entries(stepsOf(opened.ledger, draw))) {
		const each: number[] = [];
		for (let time = 0; time < TIMES; time++) each.push(await timed(async () => await step(time)));
		times[name] = [quantile(each, 0.5), quantile(each, 0.99)];
	}
	for (const [name, step] of Object.entries(countsOf(opened.ledger))) {
		const each = [await timed(step), await timed(step), await timed(step)];
		times[name] = [quantile(each, 0.5), Math.max(...each)];
	}
	return times;
}

async function ofFile(size: number): Promise<Times> {
	const folder = await mkdtemp(path.join(tmpdir(), 'ledger-bench-'));
	const opened = openSqliteLedger(path.join(folder, 'ledger.sqlite'));
	try {
		return await measure(opened, size);
	} finally {
		await opened.ledger.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function ofPostgres(size: number): Promise<Times> {
	const {
		PGHOST = '127.0.0.1',
		PGPORT = '5432',
		PGUSER = 'postgres',
		PGPASSWORD = '',
		PGDATABASE = 'postgres',
	} = process.env;
	const schema = `ledger_bench_${process.pid}_${size}`;
	const opened = await openPostgres({
		host: PGHOST,
		port: Number(PGPORT),
		user: PGUSER,
		password: PGPASSWORD,
		database: PGDATABASE,
		schema,
		ssl: 'disable',
		hashKey: 'ab'.repeat(32),
	});
	try {
		// as Postgres does by itself after a while
		const analyze = async () => void (await opened.database.read(sql('ANALYZE')));
		return await measure(opened, size, analyze);
	} finally {
		await opened.database.read(sql(`DROP SCHEMA ${schema} CASCADE`));
		await opened.ledger.close();
	}
}

function tableOf(title: string, [small, large]: readonly Times[]): Table {
	const ms = (value: number): number => rounded(value, value < 10 ? 2 : 0);
	return {
		title,
		columns: ['step', ...SIZES.flatMap((size) => [`${size / 1_000} thousand, ms`, 'p99']), 'ratio', 'ratio of p99'],
		rows: Object.keys(small).map((name) => [
			name,
			...[small[name], large[name]].flatMap(([middle, most]) => [ms(middle), ms(most)]),
			rounded(large[name][0] / small[name][0], 1),
			rounded(large[name][1] / small[name][1], 1),
		]),
	};
}

export const ledgers: Section = {
	name: 'ledgers',
	what: 'steps of the ledger with ten thousand and with a million links, in a file and in Postgres',
	async run() {
		const tables: Table[] = [];
		for (const [title, of] of [
			['A file', ofFile],
			['Postgres', ofPostgres],
		] as const) {
			const times: Times[] = [];
			for (const size of SIZES) times.push(await of(size));
			tables.push(tableOf(title, times));
		}
		return { tables };
	},
};
