import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { emptyBaseline } from '../../../sync/model/baseline';
import {
	CREATES,
	type Change,
	type Due,
	type HistoryRow,
	type Intent,
	type Ledger,
	type Link,
	type Place,
	type Review,
} from '../../../sync/ledger/ledger';
import { StoreError } from '../../../store/sql';
import { MemoryLedger } from '../../../sync/ledger/memory';
import { openSqliteLedger } from '../../../sync/ledger/openSqlite';
import { openPostgres, type LedgerSettings } from '../../../sync/ledger/openPostgres';
import { describeWithPostgres, dropSchemas, newPostgres, newSettings, query } from '../../support/sync/postgresServer';

const file = () => path.join(mkdtempSync(path.join(tmpdir(), 'ledger-')), 'sync', 'ledger.sqlite');
const source = (id: string) => ({ system: 'crm', account: 'loc 1', id });
const target = (id: string) => ({ system: 'rental', account: 'shop', id });
const place = { system: 'rental', account: 'shop' };

const link = (id: string, changes: Partial<Link> = {}): Link => ({
	id,
	pair: 'contacts',
	head: source(`h${id}`),
	member: target(`m${id}`),
	primary: true,
	state: 'live',
	since: 1,
	rev: 1,
	toHead: emptyBaseline,
	toMember: emptyBaseline,
	...changes,
});
const putLink = (row: Link, expect?: number): Change => ({
	put: 'link',
	row,
	...(expect === undefined ? {} : { expect }),
});
const due = (id: string, changes: Partial<Due> = {}): Due => ({
	pair: 'contacts',
	source: source(id),
	target: place,
	status: 'failed',
	cause: 'HTTP 500',
	tries: 1,
	since: 1,
	nextAt: 1,
	...changes,
});
const intent: Intent = {
	id: 'i1',
	pair: 'contacts',
	source: source('1'),
	target: place,
	at: 5,
	desired: { name: '#x' },
	keys: ['k'],
};
const review: Review = {
	pair: 'contacts',
	source: source('1'),
	target: target('2'),
	field: 'name',
	cause: 'both changed',
	desired: '#a',
	found: '#b',
	at: 1,
};

describe('a ledger in memory', () => rules(async () => await Promise.resolve(new MemoryLedger())));
describe('a ledger in SQLite', () => rules(async () => await Promise.resolve(openSqliteLedger(file()).ledger)));
describeWithPostgres('a ledger in Postgres', () => {
	afterAll(dropSchemas);
	rules(async () => (await newPostgres()).ledger);
});

/** What every ledger does. */
function rules(open: () => Promise<Ledger>): void {
	let ledger: Ledger;
	beforeEach(async () => {
		ledger = await open();
	});
	afterEach(async () => await ledger.close());

	it('gives a lease to one owner, all keys or none, until it is released', async () => {
		expect(await ledger.acquire('one', ['a', 'b'], 60_000)).toEqual({ held: true });
		expect((await ledger.acquire('two', ['b', 'c'], 60_000)).held).toBe(false);
		expect((await ledger.acquire('two', ['c'], 60_000)).held).toBe(true);
		expect((await ledger.acquire('one', ['a'], 60_000)).held).toBe(true);
		await ledger.release('one');
		expect((await ledger.acquire('two', ['a', 'b'], 60_000)).held).toBe(true);
	});

	it('gives an expired lease to the next', async () => {
		await ledger.acquire('one', ['a'], -1);
		expect((await ledger.acquire('two', ['a'], 60_000)).held).toBe(true);
	});

	it('returns to the owner of a lease, and to those who wait, the newest waiting version', async () => {
		await ledger.acquire('one', ['a'], 60_000);
		const wait = (owner: string, version: number, patience = 60_000) =>
			ledger.acquire(owner, ['a'], 60_000, { key: 'a', version, patience });
		expect(await wait('two', 7)).toEqual({ held: false });
		expect(await wait('three', 5)).toEqual({ held: false, newest: 7 });
		expect(await wait('four', 9)).toEqual({ held: false, newest: 7 });
		await ledger.release('one');
		expect(await wait('two', 7)).toEqual({ held: true, newest: 9 });
	});

	it('forgets a version that waited too long', async () => {
		await ledger.acquire('one', ['a'], 60_000);
		await ledger.acquire('two', ['a'], 60_000, { key: 'a', version: 7, patience: -1 });
		expect(await ledger.acquire('three', ['a'], 60_000, { key: 'a', version: 5, patience: 1 })).toEqual({
			held: false,
		});
	});

	it('commits only while the fence holds', async () => {
		await ledger.acquire('one', ['a'], 60_000);
		const fence = { owner: 'one', keys: ['a'], margin: 1_000 };
		expect(await ledger.commit([putLink(link('1'))], { ...fence, owner: 'two' })).toBe(false);
		expect(await ledger.commit([putLink(link('1'))], { ...fence, keys: ['a', 'b'] })).toBe(false);
		expect(await ledger.commit([putLink(link('1'))], { ...fence, margin: 61_000 })).toBe(false);
		expect(await ledger.links('contacts', source('h1'))).toEqual([]);
		expect(await ledger.commit([putLink(link('1'))], fence)).toBe(true);
		expect(await ledger.links('contacts', source('h1'))).toEqual([link('1')]);
	});

	it('changes a link at the revision it was read at, and everything of a commit or nothing', async () => {
		expect(await ledger.commit([putLink(link('1'))])).toBe(true);
		expect(await ledger.commit([putLink(link('1', { rev: 2 }), 7), { put: 'intent', row: intent }])).toBe(false);
		expect(await ledger.commit([putLink(link('1', { rev: 2 }))])).toBe(false);
		expect(await ledger.incomingIntents('contacts', place)).toEqual([]);
		expect(await ledger.commit([putLink(link('1', { rev: 2 }), 1)])).toBe(true);
		expect((await ledger.links('contacts', target('m1')))[0].rev).toBe(2);
	});

	it('lets a member have one live link, and a head many', async () => {
		await ledger.commit([putLink(link('1'))]);
		expect(await ledger.commit([putLink(link('2', { member: target('m1') }))])).toBe(false);
		expect(await ledger.commit([putLink(link('2', { head: source('h1') }))])).toBe(true);
		expect((await ledger.links('contacts', source('h1'))).map(({ id }) => id).sort()).toEqual(['1', '2']);
		expect(await ledger.commit([putLink(link('1', { state: 'ended', rev: 2 }), 1)])).toBe(true);
		expect(await ledger.commit([putLink(link('3', { member: target('m1') }))])).toBe(true);
		expect(await ledger.links('other pair', source('h1'))).toEqual([]);
		expect(
			await ledger.commit([
				putLink(link('4', { member: target('m1') })),
				putLink(link('3', { member: target('m1'), state: 'ended', rev: 2 }), 1),
			]),
		).toBe(true);
	});

	it('lets a member have one live link toward each system', async () => {
		const elsewhere = { system: 'copy', account: 'main', id: 'h1' };
		await ledger.commit([putLink(link('1'))]);
		expect(await ledger.commit([putLink(link('2', { head: elsewhere, member: target('m1') }))])).toBe(true);
		expect(await ledger.commit([putLink(link('3', { head: { ...elsewhere, id: 'h2' }, member: target('m1') }))])).toBe(
			false,
		);
	});

	it('finds a link under its new record after it was re-pointed, and no longer under the old', async () => {
		await ledger.commit([putLink(link('1'))]);
		await ledger.commit([putLink(link('1', { head: source('new'), rev: 2 }), 1)]);
		expect(await ledger.links('contacts', source('h1'))).toEqual([]);
		expect((await ledger.links('contacts', source('new'))).length).toBe(1);
	});

	it('keeps intents, due rows and reviews until they are dropped', async () => {
		await ledger.commit([
			{ put: 'intent', row: intent },
			{ put: 'due', row: due('1') },
			{ put: 'review', row: review },
		]);
		expect(await ledger.known('contacts', source('1'), place)).toMatchObject({
			links: [],
			intents: [intent],
			due: due('1'),
			reviews: [review],
		});
		expect(await ledger.known('contacts', source('1'), { ...place, account: 'other' })).toMatchObject({
			intents: [],
			reviews: [],
		});
		expect(await ledger.known('contacts', source('2'), place)).toMatchObject({ intents: [], reviews: [] });
		expect(await ledger.reviews()).toEqual([review]);
		expect(await ledger.reviews('contacts')).toEqual([review]);
		expect(await ledger.reviews('other')).toEqual([]);
		await ledger.commit([
			{ drop: 'intent', id: 'i1' },
			{ drop: 'due', pair: 'contacts', source: source('1'), target: place },
			{ drop: 'review', pair: 'contacts', source: source('1'), target: place, field: 'name' },
		]);
		const after = await ledger.known('contacts', source('1'), place);
		expect({ ...after, now: 0 }).toEqual({ links: [], intents: [], reviews: [], now: 0 });
	});

	describe('a batch', () => {
		const taken = (id: string, version?: number) => ({ pair: 'contacts', source: source(id), target: place, version });
		const batch = (id: string, lasts: number, ...records: string[]): Change => ({
			put: 'batch',
			row: { id, lasts, records: records.map((record) => taken(record, 7)) },
		});
		const dueNow = async () => (await ledger.due(100)).map((row) => row.source.id).sort();

		it('is due when its time is over, each record with what is needed to read it', async () => {
			await ledger.commit([batch('one', 60_000, 'a', 'b'), batch('two', -1, 'c')]);
			expect(await ledger.due(100)).toMatchObject([
				{ ...taken('c', 7), status: 'pending', tries: 0, cause: 'Its execution ended before it came to this record' },
			]);
			expect((await ledger.known('contacts', source('a'), place)).due).toBeUndefined();
			expect((await ledger.known('contacts', source('c'), place)).due).toMatchObject({ version: 7 });
		});

		it('is due once: what was synced since then stays synced', async () => {
			await ledger.commit([batch('one', -1, 'a', 'b')]);
			expect(await dueNow()).toEqual(['a', 'b']);
			await ledger.commit([{ drop: 'due', pair: 'contacts', source: source('a'), target: place }]);
			expect(await dueNow()).toEqual(['b']);
		});

		it('is not due while it is stored again, nor when it was removed', async () => {
			await ledger.commit([batch('one', -1, 'a'), batch('two', -1, 'b')]);
			await ledger.commit([batch('one', 60_000, 'a'), { drop: 'batch', id: 'two' }]);
			expect(await dueNow()).toEqual([]);
		});

		it('leaves a record as it is that is due for another reason', async () => {
			await ledger.commit([{ put: 'due', row: due('a', { tries: 4 }) }, batch('one', -1, 'a', 'b')]);
			expect((await ledger.due(100)).map(({ source: { id }, tries }) => `${id} ${tries}`).sort()).toEqual([
				'a 4',
				'b 0',
			]);
		});

		it('that nobody asked for is removed with the old history', async () => {
			await ledger.commit([batch('one', -10_000, 'a'), batch('two', 60_000, 'b')]);
			await ledger.prune((await ledger.now()) - 5_000, 0);
			expect(await dueNow()).toEqual([]);
		});
	});

	it('lists what is due by now, the longest due first', async () => {
		const now = await ledger.now();
		await ledger.commit(
			[
				due('late', { nextAt: now - 10 }),
				due('later', { nextAt: now - 20 }),
				due('future', { nextAt: now + 60_000 }),
				due('other', { pair: 'notes', nextAt: 1 }),
			].map((row) => ({ put: 'due', row })),
		);
		expect((await ledger.due(10, 'contacts')).map((row) => row.source.id)).toEqual(['later', 'late']);
		expect((await ledger.due(10)).map((row) => row.source.id)).toEqual(['other', 'later', 'late']);
		expect((await ledger.due(1)).map((row) => row.source.id)).toEqual(['other']);
		const all = await ledger.due(10, 'contacts', true);
		expect(all.map((row) => row.source.id)).toEqual(['later', 'late', 'future']);
		expect(await ledger.counts()).toMatchObject({ due: { failed: 4, pending: 0, busy: 0, waiting: 0 } });
		expect((await ledger.counts()).lag).toBeGreaterThan(now - 10);
	});

	it('finds a record by its match keys as soon as it was seen', async () => {
		await ledger.recordSighting('contacts', target('1'), ['mail', 'phone']);
		await ledger.recordSighting('contacts', target('2'), ['mail']);
		await ledger.recordSighting('contacts', target('1'), ['mail']);
		await ledger.recordSighting('contacts', source('3'), ['mail']);
		expect((await ledger.sighted('contacts', ['mail', 'phone'], place)).map(({ id }) => id).sort()).toEqual(['1', '2']);
		expect(await ledger.sighted('contacts', ['other'], place)).toEqual([]);
		expect(await ledger.sighted('notes', ['mail'], place)).toEqual([]);
	});

	it('counts the writes since a time by what came of them', async () => {
		const rows: ReadonlyArray<[number, Pick<HistoryRow, 'call' | 'create' | 'state'>]> = [
			[1, { call: 'create', create: 'counted', state: 'done' }],
			[2, { call: 'create', create: 'counted', state: 'done' }],
			[2, { call: 'create', create: 'allowed', state: 'done' }],
			[2, { call: 'create', state: 'done' }],
			[3, { call: 'update', state: 'done' }],
			[3, { call: 'add', state: 'done' }],
			[3, { call: 'archive', state: 'done' }],
			[3, { call: 'delete', state: 'done' }],
			[4, { call: 'delete', state: 'refused' }],
			[4, { call: 'create', create: 'counted', state: 'unclear' }],
			[4, { call: 'update', state: 'announced' }],
		];
		await ledger.commit(
			rows.map(([at, row], number) => ({
				put: 'history',
				row: { id: `h${number}`, at, pair: 'contacts', source: source('1'), target: target('1'), fields: [], ...row },
			})),
		);
		expect(await ledger.written(2)).toEqual({ created: 2, changed: 3, removed: 2, refused: 1, unclear: 2 });
		expect(await ledger.written(5)).toEqual({ created: 0, changed: 0, removed: 0, refused: 0, unclear: 0 });
	});

	it('keeps the history of a record, newest first, and knows the writes to it', async () => {
		const row = (
			id: string,
			at: number,
			to: ReturnType<typeof target>,
			state: 'announced' | 'done' | 'refused' = 'announced',
			call: 'update' | 'archive' = 'update',
		) => ({
			id,
			at,
			pair: 'contacts',
			source: source('1'),
			target: to,
			call,
			fields: [{ name: 'name', cause: 'source changed', before: '#a', after: '#b' }],
			state,
		});
		await ledger.commit(
			[
				row('a', 1, target('1')),
				row('b', 2, target('2')),
				row('c', 3, target('1'), 'announced', 'archive'),
				row('d', 4, target('1'), 'refused', 'archive'),
			].map((history) => ({ put: 'history', row: history })),
		);
		await ledger.commit([{ put: 'history', row: row('a', 1, target('1'), 'done') }]);
		expect((await ledger.history(source('1'), 3)).map(({ id }) => id)).toEqual(['d', 'c', 'b']);
		expect((await ledger.history(target('2'), 9)).map(({ id }) => id)).toEqual(['b']);
		expect((await ledger.writesSince('contacts', [target('1'), source('1')], 2)).map(({ id }) => id)).toEqual([
			'c',
			'd',
		]);
		expect((await ledger.writesSince('contacts', [target('1')], 0)).map(({ state }) => state)).toEqual([
			'done',
			'announced',
			'refused',
		]);
		expect(await ledger.deletesSince('contacts', 2)).toBe(1);
		expect(await ledger.deletesSince('contacts', 4)).toBe(0);
		expect(await ledger.counts()).toMatchObject({ history: 4 });
	});

	it('counts creates of new records of a pair, those that a person allowed apart', async () => {
		const row = (id: string, at: number, create: HistoryRow['create'], changes: Partial<HistoryRow> = {}): Change => ({
			put: 'history',
			row: {
				id,
				at,
				pair: 'contacts',
				source: source(id),
				target: place,
				call: 'create',
				state: 'done',
				fields: [],
				create,
				...changes,
			},
		});
		const question: Review = { ...review, source: source(''), target: place, field: CREATES };
		await ledger.commit([
			row('1', 1, 'counted'),
			row('2', 5, 'counted'),
			row('3', 6, 'counted', { state: 'refused' }),
			row('4', 7, 'counted', { pair: 'notes' }),
			row('5', 8, undefined),
			row('6', 9, 'allowed'),
			row('7', 20, 'allowed'),
			putLink(link('1')),
			putLink(link('2', { state: 'ended' })),
		]);
		expect(await ledger.creates('contacts', 0, 2)).toEqual({
			recent: 2,
			links: 1,
			allowed: 0,
			now: expect.any(Number),
		});
		expect(await ledger.creates('contacts', 2, 2)).toEqual({
			recent: 1,
			links: 0,
			allowed: 0,
			now: expect.any(Number),
		});
		await ledger.commit([{ put: 'review', row: question }]);
		expect(await ledger.creates('contacts', 2, 2)).toEqual({
			recent: 1,
			links: 0,
			allowed: 0,
			question,
			now: expect.any(Number),
		});
		const answered: Review = { ...question, winner: 'source', allows: { from: 10, until: 99 } };
		await ledger.commit([{ put: 'review', row: answered }]);
		expect(await ledger.creates('contacts', 2, 2)).toEqual({
			recent: 1,
			links: 0,
			allowed: 1,
			question: answered,
			now: expect.any(Number),
		});
		expect(await ledger.creates('notes', 0, 1)).toEqual({ recent: 1, links: 0, allowed: 0, now: expect.any(Number) });
	});

	it('finds the records of a pair that wait for one cause', async () => {
		const later = 4e12;
		const cause = 'Too many: "50" of them';
		const waiting = due('1', { status: 'waiting', cause, nextAt: later });
		await ledger.commit([
			{ put: 'due', row: waiting },
			{ put: 'due', row: due('2', { status: 'waiting', cause, nextAt: 1 }) },
			{ put: 'due', row: due('3', { status: 'waiting', cause: 'Another', nextAt: later }) },
			{ put: 'due', row: due('4', { cause, nextAt: later }) },
			{ put: 'due', row: due('5', { status: 'waiting', cause, nextAt: later, pair: 'notes' }) },
		]);
		expect(await ledger.waitingFor('contacts', cause, 10)).toEqual([waiting]);
		expect(await ledger.waitingFor('contacts', cause, 0)).toEqual([]);
	});

	it('is established by its first link, its first announced create, or by a person', async () => {
		expect(await ledger.established('contacts')).toBe(false);
		await ledger.establish('notes');
		await ledger.commit([putLink(link('1'))]);
		await ledger.commit([{ put: 'intent', row: { ...intent, pair: 'appointments' } }]);
		const pairs = ['contacts', 'notes', 'appointments', 'tasks'];
		expect(await Promise.all(pairs.map((pair) => ledger.established(pair)))).toEqual([true, true, true, false]);
	});

	it('knows a stranger: another account of a system whose links lead to the same target account', async () => {
		const ofOther = { system: 'crm', account: 'loc 2' };
		const isStranger = async (from = ofOther, to = place) => await ledger.isStranger('contacts', from, to);
		expect(await isStranger()).toBe(false);
		await ledger.commit([putLink(link('1', { state: 'ended' }))]);
		expect(await isStranger()).toBe(true);
		expect(await isStranger({ system: 'crm', account: 'loc 1' })).toBe(false);
		expect(await isStranger({ system: 'crm', account: 'loc' })).toBe(true);
		expect(await isStranger({ system: 'mail', account: 'x' })).toBe(false);
		expect(await isStranger(ofOther, { system: 'rental', account: 'shop 2' })).toBe(false);
		expect(await ledger.isStranger('notes', ofOther, place)).toBe(false);
		const [head] = [{ system: 'crm', account: 'loc 1' }];
		expect(await isStranger(place, head)).toBe(false);
		expect(await isStranger({ system: 'rental', account: 'shop 2' }, head)).toBe(true);
	});

	it('pages through links by id', async () => {
		await ledger.commit(['b', 'a', 'c'].map((id) => putLink(link(id))));
		expect((await ledger.listLinks('contacts', undefined, 2)).map(({ id }) => id)).toEqual(['a', 'b']);
		expect((await ledger.listLinks('contacts', 'b', 2)).map(({ id }) => id)).toEqual(['c']);
	});

	it('knows the version of a record that was skipped, for its pair and place only, until that is old', async () => {
		const skipped = async (pair: string, to: Place) => (await ledger.known(pair, source('1'), to)).skipped;
		const row = (version: number) =>
			({ put: 'skipped', row: { pair: 'contacts', source: source('1'), target: place, version } }) as const;
		await ledger.commit([row(5)]);
		await ledger.commit([row(7)]);
		expect(await skipped('contacts', place)).toBe(7);
		expect(await skipped('other', place)).toBeUndefined();
		expect(await skipped('contacts', { ...place, account: 'another' })).toBeUndefined();
		expect(await ledger.established('contacts')).toBe(false);
		await ledger.prune((await ledger.now()) - 10_000, 0);
		expect(await skipped('contacts', place)).toBe(7);
		await ledger.prune((await ledger.now()) + 1_000, 0);
		expect(await skipped('contacts', place)).toBeUndefined();
	});

	it('prunes what is old, but no live link and no young tombstone', async () => {
		await ledger.commit([
			putLink(link('1')),
			putLink(link('2', { state: 'ended', endedAt: 10 })),
			putLink(link('3', { state: 'ended', endedAt: 30 })),
		]);
		await ledger.commit([
			{
				put: 'history',
				row: {
					id: 'h',
					at: 10,
					pair: 'contacts',
					source: source('1'),
					target: target('1'),
					call: 'update',
					fields: [],
					state: 'done',
				},
			},
		]);
		expect(await ledger.prune(20, 20)).toBe(2);
		expect(await ledger.counts()).toMatchObject({ links: 1, ended: 1, history: 0 });
		await ledger.recordSighting('contacts', target('1'), ['k']);
		expect(await ledger.prune((await ledger.now()) + 1_000, 0)).toBe(1);
		expect(await ledger.sighted('contacts', ['k'], place)).toEqual([]);
	});

	it('makes children due that wait for a record, once it is linked', async () => {
		const later = (await ledger.now()) + 3_600_000;
		const child = (id: string, parent: string, changes: Partial<Due> = {}) =>
			due(id, {
				pair: 'notes',
				status: 'waiting',
				parent: { ...source(parent), pair: 'contacts' },
				nextAt: later,
				...changes,
			});
		await ledger.commit(
			[child('1', 'h1'), child('2', 'h2'), child('3', 'h1', { status: 'failed' })].map((row) => ({ put: 'due', row })),
		);
		await ledger.commit([putLink(link('1', { pair: 'other' })), putLink(link('2', { state: 'ended' }))]);
		expect(await ledger.due(10)).toEqual([]);
		await ledger.commit([putLink(link('3', { head: source('h1') }))]);
		const [woken, ...others] = await ledger.due(10);
		expect(others).toEqual([]);
		expect({ ...woken, nextAt: later }).toEqual(child('1', 'h1'));
		expect(woken.nextAt).toBeLessThanOrEqual(await ledger.now());
	});

	it('takes times with fractions, and is due no sooner', async () => {
		const now = await ledger.now();
		await ledger.commit([
			{ put: 'due', row: due('1', { nextAt: now + 200.5 }) },
			{ put: 'due', row: due('2', { nextAt: now - 0.5 }) },
		]);
		expect((await ledger.due(10)).map((row) => row.source.id)).toEqual(['2']);
	});
}

describe('a ledger file', () => {
	it('keeps its rows and leases for the next process', async () => {
		const at = file();
		const first = openSqliteLedger(at);
		await first.ledger.commit([putLink(link('1'))]);
		await first.ledger.acquire('one', ['a'], 60_000);
		const second = openSqliteLedger(at);
		expect((await second.ledger.acquire('two', ['a'], 60_000)).held).toBe(false);
		expect(await second.ledger.links('contacts', source('h1'))).toEqual([link('1')]);
		expect(second.hash('x')).toBe(first.hash('x'));
		await Promise.all([first.ledger.close(), second.ledger.close()]);
	});

	it('has a key beside it that only its owner reads, and hashes that need the key', async () => {
		const [one, two] = [file(), file()];
		const [first, second] = [openSqliteLedger(one), openSqliteLedger(two)];
		expect(statSync(`${one}.key`).mode & 0o777).toBe(0o600);
		expect(first.hash('ann@example.com')).not.toBe(second.hash('ann@example.com'));
		expect(first.hash('a')).not.toBe(first.hash('b'));
		await Promise.all([first.ledger.close(), second.ledger.close()]);
	});

	it('is refused with another key, or when a newer version created it', async () => {
		const at = file();
		await openSqliteLedger(at).ledger.close();
		writeFileSync(`${at}.key`, 'ab'.repeat(32));
		expect(() => openSqliteLedger(at)).toThrow(StoreError);
		expect(() => openSqliteLedger(at)).toThrow(/another hash key/);
		const db = new DatabaseSync(at);
		db.exec("UPDATE meta SET value = '99' WHERE key = 'version'");
		db.close();
		expect(() => openSqliteLedger(at)).toThrow(/version 99/);
	});
});

describeWithPostgres('a ledger in Postgres', () => {
	afterAll(dropSchemas);

	it('is created once by several processes at the same time', async () => {
		const settings = newSettings();
		const opened = await Promise.all([1, 2, 3, 4].map(async () => await openPostgres(settings)));
		await opened[0].ledger.commit([putLink(link('1'))]);
		expect(await opened[3].ledger.links('contacts', source('h1'))).toEqual([link('1')]);
		expect(opened[3].hash('x')).toBe(opened[0].hash('x'));
		await Promise.all(opened.map(({ ledger }) => ledger.close()));
	});

	it('is refused with another key, with something that is not a key, and when a newer version created it', async () => {
		const settings = newSettings();
		await (await openPostgres(settings)).ledger.close();
		const opening = async (changes: Partial<LedgerSettings>) =>
			await (await openPostgres({ ...settings, ...changes })).ledger.close();
		await expect(opening({ hashKey: 'cd'.repeat(32) })).rejects.toThrow(/another hash key/);
		await expect(opening({ hashKey: 'cd'.repeat(31) })).rejects.toThrow(/32 random bytes/);
		await expect(opening({ hashKey: `${'ab'.repeat(31)} b` })).rejects.toThrow(/32 random bytes/);
		await expect(opening({ hashKey: Buffer.from('ab'.repeat(32), 'hex').toString('base64') })).resolves.toBeUndefined();
		await query(`UPDATE ${settings.schema}.meta SET value = '99' WHERE key = 'version'`);
		await expect(opening({})).rejects.toThrow(/version 99/);
		await expect(opening({})).rejects.toThrow(StoreError);
	});

	it('stays in its schema: two in one database know nothing of each other', async () => {
		const [one, other] = [await newPostgres(), await newPostgres()];
		await one.ledger.commit([putLink(link('1'))]);
		await one.ledger.acquire('one', ['a'], 60_000);
		expect(await other.ledger.links('contacts', source('h1'))).toEqual([]);
		expect((await other.ledger.acquire('two', ['a'], 60_000)).held).toBe(true);
		await Promise.all([one.ledger.close(), other.ledger.close()]);
	});

	it('serves a user who may use its tables and nothing else', async () => {
		const settings = newSettings();
		const user = settings.schema;
		await (await openPostgres(settings)).ledger.close();
		await query(
			`CREATE ROLE ${user} LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA ${settings.schema} TO ${user}; GRANT ALL ON ALL TABLES IN SCHEMA ${settings.schema} TO ${user}`,
		);
		const { ledger } = await openPostgres({ ...settings, user, password: 'x' });
		expect(
			await ledger.commit([
				putLink(link('1')),
				{
					put: 'history',
					row: {
						id: 'h',
						at: 10,
						pair: 'contacts',
						source: source('1'),
						target: target('1'),
						call: 'update',
						fields: [],
						state: 'done',
					},
				},
			]),
		).toBe(true);
		await ledger.close();
		await query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
	});

	it.each<[string, Partial<LedgerSettings>, RegExp]>([
		['at a port where nothing listens', { port: 1 }, /nothing answers at this host and port/],
		['on a host that does not exist', { host: 'no-such-host.invalid' }, /host/],
		['without its database', { database: 'no_such_database' }, /has no such database/],
		['without SSL', { ssl: 'verify' }, /SSL/],
	])('%s cannot be used, and says why', async (_, changes, reason) => {
		await expect(openPostgres({ ...newSettings(), ...changes })).rejects.toThrow(reason);
		await expect(openPostgres({ ...newSettings(), ...changes })).rejects.toThrow(StoreError);
	});
});
