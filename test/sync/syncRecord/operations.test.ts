import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keyedHash } from '../../../sync/ledger/hash';
import { openSqliteLedger } from '../../../sync/ledger/openSqlite';
import { dismissDue, removeLink, resolveReview, retryNow, saveLink } from '../../../sync/manage/links';
import { ServiceError } from '../../../sync/model/ports';
import { Timeline, MINUTE, type TimelineSettings } from '../../support/sync/timeline';
import { SeededRandom } from '../../support/sync/simulator/random';
import { figure } from '../../support/sync/size';

async function onePerson(settings: TimelineSettings = {}) {
	const timeline = new Timeline(settings);
	const customer = timeline.rental.create('user', {
		name: 'Ann Berg',
		email: 'ann@example.com',
		phone: '+12025550100',
		city: 'Bath',
		tags: ['vip'],
	}).id;
	const contact = (await timeline.sync(timeline.rental, customer)).target?.id ?? '';
	return { timeline, customer, contact };
}

describe('poison (criterion 11)', () => {
	it('one bad record in a thousand: the others are done, it is due with a reason and a next try; once well, one write, and then none', async () => {
		const count = figure(1_000, 1_000);
		const bad = count / 2;
		const timeline = new Timeline();
		const ids = Array.from(
			{ length: count },
			(_, number) =>
				timeline.rental.create('user', { name: `Ann ${number}`, email: `ann${number}@example.com`, tags: [] }).id,
		);
		const create = timeline.crm.create.bind(timeline.crm);
		timeline.crm.create = (by, fields, externalId) => {
			if (fields.name === `Ann ${bad}`)
				throw new ServiceError('HTTP 422: email is not accepted', { written: 'no', again: false });
			return create(by, fields, externalId);
		};
		const outcomes = [];
		for (const id of ids) outcomes.push((await timeline.sync(timeline.rental, id)).outcome);
		expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(count - 1);
		expect(outcomes[bad]).toBe('failed');
		await timeline.pass(2 * 60 * MINUTE);
		const [due, ...others] = await timeline.ledger.due(10);
		expect(others).toEqual([]);
		expect(due).toMatchObject({
			status: 'failed',
			cause: 'HTTP 422: email is not accepted',
			source: { id: ids[bad] },
			tries: 1,
		});
		expect(due.nextAt).toBeGreaterThanOrEqual(due.since + 30_000);
		timeline.crm.create = create;
		const writes = timeline.calls.writes;
		expect((await timeline.sync(timeline.rental, due.source.id)).outcome).toBe('created');
		expect(timeline.calls.writes - writes).toBe(1);
		expect(await timeline.ledger.due(10)).toEqual([]);
		expect(await timeline.sync(timeline.rental, due.source.id)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(timeline.calls.writes - writes).toBe(1);
	});

	it('each further try waits longer, up to an hour, and Retry-After is kept', async () => {
		const { timeline, customer } = await onePerson();
		timeline.rental.update('user', customer, { city: 'York' });
		const waits: number[] = [];
		for (let tried = 0; tried < 9; tried++) {
			const { dueAt } = await timeline.sync(timeline.rental, customer, { faults: { limited: 1 } });
			waits.push(((dueAt ?? 0) - timeline.scheduler.now) / MINUTE);
		}
		waits.forEach((wait, tried) => expect(wait).toBeLessThanOrEqual(Math.min(60, 2 ** tried)));
		waits.forEach((wait, tried) => expect(wait).toBeGreaterThan(Math.min(60, 2 ** tried) / 2 - 1));
		timeline.rental.update('user', customer, { city: 'Wells' });
		timeline.crm.update = () => {
			throw new ServiceError('HTTP 429', { written: 'no', again: true, after: 3 * 60 * MINUTE });
		};
		const { dueAt } = await timeline.sync(timeline.rental, customer);
		expect(dueAt).toBeGreaterThan(timeline.scheduler.now + 179 * MINUTE);
	});

	it('a due row can be tried at once or dismissed', async () => {
		const { timeline, customer } = await onePerson();
		timeline.rental.update('user', customer, { city: 'York' });
		await timeline.sync(timeline.rental, customer, { faults: { limited: 1 } });
		expect(await timeline.ledger.due(10)).toEqual([]);
		const { due } = await timeline.ledger.known(
			'contacts',
			{ system: 'rental', account: 'main', id: customer },
			{ system: 'crm', account: 'main' },
		);
		if (!due) throw new Error('nothing is due');
		await retryNow(timeline.ledger, due);
		expect(await timeline.ledger.due(10)).toHaveLength(1);
		await dismissDue(timeline.ledger, due);
		expect(await timeline.ledger.due(10)).toEqual([]);
	});
});

describe('dry run (criterion 12)', () => {
	it('makes no write call and leaves no row, and the plan is what the sync then does', async () => {
		const random = new SeededRandom(12, 'dry');
		for (let one = 0; one < figure(1_000, 150); one++) {
			const { timeline, customer } = await onePerson({ seed: one });
			if (random.chance(0.3))
				timeline.rental.create('user', { name: 'Bo Lund', email: `bo${one}@example.com`, tags: [] });
			if (random.chance(0.6))
				timeline.rental.update('user', customer, {
					city: `City ${one}`,
					...(random.chance(0.5) ? { name: `Ann ${one}` } : {}),
				});
			if (random.chance(0.5)) timeline.rental.changeTags('user', customer, ['New'], random.chance(0.5) ? ['vip'] : []);
			for (const { id } of timeline.rental.alive()) {
				const [writes, counts, commits] = [
					timeline.calls.writes,
					await timeline.ledger.counts(),
					timeline.commits.length,
				];
				const planned = await timeline.sync(timeline.rental, id, { dryRun: true });
				expect([timeline.calls.writes, timeline.commits.length]).toEqual([writes, commits]);
				expect(await timeline.ledger.counts()).toEqual({ ...counts, lag: expect.any(Number) });
				const done = await timeline.sync(timeline.rental, id);
				const rows = (await timeline.ledger.history({ system: 'rental', account: 'main', id }, 10))
					.filter(({ at }) => at >= timeline.scheduler.now - 60_000)
					.slice(0, timeline.calls.writes - writes)
					.reverse();
				expect((planned.plan ?? []).map(({ call, fields }) => [call, [...fields].sort()])).toEqual(
					rows.map(({ call, fields }) => [call, fields.map(({ name }) => name).sort()]),
				);
				expect(planned.outcome).toBe(done.outcome === 'unchanged' ? 'unchanged' : 'planned');
			}
		}
	});
});

describe('history and privacy (criterion 13)', () => {
	it('each write has one row: cause, rule, field names, hashes before and after', async () => {
		const { timeline, customer, contact } = await onePerson();
		timeline.rental.update('user', customer, { city: 'York' });
		timeline.rental.changeTags('user', customer, ['new'], ['vip']);
		await timeline.sync(timeline.rental, customer);
		timeline.crm.update('user', contact, { name: 'Ann Dahl' });
		await timeline.sync(timeline.crm, contact);
		const rows = await timeline.ledger.history({ system: 'crm', account: 'main', id: contact }, 10);
		expect(rows).toHaveLength(timeline.calls.writes);
		expect(rows.map(({ call, state }) => [call, state])).toEqual([
			['update', 'done'],
			['remove', 'done'],
			['add', 'done'],
			['update', 'done'],
			['create', 'done'],
		]);
		expect(rows[3]).toMatchObject({
			source: { id: customer },
			target: { id: contact },
			fields: [{ name: 'city', cause: 'source changed' }],
		});
		const [{ before, after }] = rows[3].fields;
		expect(before).not.toBe(after);
	});

	it('an unclear write has its row too, and a refused one says so', async () => {
		const { timeline, customer, contact } = await onePerson();
		for (const faults of [{ lost: 1 }, { failed: 0.5 }]) {
			timeline.rental.update('user', customer, { city: `York ${Object.keys(faults)[0]}` });
			await timeline.sync(timeline.rental, customer, { faults });
		}
		const rows = await timeline.ledger.history({ system: 'crm', account: 'main', id: contact }, 10);
		expect(rows.some(({ state }) => state === 'unclear')).toBe(true);
		expect(rows).toHaveLength(timeline.calls.writes);
	});

	it('500 planted values are in no ledger row, outcome, error or log', async () => {
		const directory = mkdtempSync(path.join(tmpdir(), 'privacy-'));
		const { ledger, hash } = openSqliteLedger(path.join(directory, 'ledger.sqlite'));
		const printed: string[] = [];
		const spies = (['log', 'error', 'warn', 'info', 'debug'] as const).map((name) =>
			jest.spyOn(console, name).mockImplementation((...summary) => void printed.push(summary.join(' '))),
		);
		const timeline = new Timeline({ ledgers: [ledger], hash, options: { rule: 'review' } });
		const planted: string[] = [];
		const outcomes: unknown[] = [];
		for (let one = 0; one < figure(125, 125); one++) {
			const values = [
				`Canary${one}x Surname${one}x`,
				`canary${one}x@example.com`,
				`+1202555${1000 + one}`,
				`Street${one}x`,
			];
			planted.push(...values);
			const { id } = timeline.rental.create('user', {
				name: values[0],
				email: values[1],
				phone: values[2],
				city: values[3],
				tags: [],
			});
			outcomes.push(await timeline.sync(timeline.rental, id, one % 5 === 0 ? { faults: { refusedAfter: 1 } } : {}));
			if (one % 3) continue;
			const contact = timeline.crm.alive().at(-1)?.id ?? '';
			timeline.crm.update('user', contact, { city: 'elsewhere' });
			timeline.rental.update('user', id, { city: `${values[3]} 2`, phone: '' });
			outcomes.push(await timeline.sync(timeline.rental, id, one % 2 ? { faults: { lost: 1 } } : {}));
		}
		timeline.crm.update = (_, id, fields) => {
			throw new TypeError(`cannot write ${JSON.stringify(fields)} to ${id}`);
		};
		const [last] = timeline.rental.alive();
		timeline.rental.update('user', last.id, { source: 'Street0x again' });
		const failed = await timeline.sync(timeline.rental, last.id);
		expect(failed).toMatchObject({ outcome: 'failed', reason: 'The call ended without an answer (TypeError)' });
		await ledger.close();
		spies.forEach((spy) => spy.mockRestore());
		const stored = readdirSync(directory)
			.map((name) => readFileSync(path.join(directory, name), 'latin1'))
			.join('\n');
		const summary = [stored, JSON.stringify([...outcomes, failed]), ...printed].join('\n').toLowerCase();
		expect(planted).toHaveLength(4 * figure(125, 125));
		expect(
			planted.filter(
				(value) =>
					summary.includes(value.toLowerCase()) || (summary.includes(value.replace('+1', '')) && value.startsWith('+')),
			),
		).toEqual([]);
	});

	it('hashes depend on the key and are short', () => {
		const [one, two] = [keyedHash(Buffer.from('a')), keyedHash(Buffer.from('b'))];
		expect(one('x')).toHaveLength(22);
		expect([one('x') === two('x'), one('x') === one('x'), one('x') === one('y')]).toEqual([false, true, false]);
	});
});

describe('a person decides', () => {
	it.each([
		['source', 'York'],
		['target', 'Wells'],
	] as const)('a review is answered with %s: its value is on both sides, once', async (winner, city) => {
		const { timeline, customer, contact } = await onePerson({ options: { rule: 'review' } });
		timeline.rental.update('user', customer, { city: 'York' });
		timeline.crm.update('user', contact, { city: 'Wells' });
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({
			outcome: 'review',
			review: ['city'],
			target: { id: contact },
		});
		const [review, ...others] = await timeline.ledger.reviews('contacts');
		expect(others).toEqual([]);
		await resolveReview(timeline.ledger, review, winner);
		await timeline.repair();
		expect([timeline.crm.alive()[0].fields.city, timeline.rental.alive()[0].fields.city]).toEqual([city, city]);
		expect(await timeline.ledger.reviews()).toEqual([]);
	});

	it('an answer about values that have changed since decides nothing', async () => {
		const { timeline, customer, contact } = await onePerson({ options: { rule: 'review' } });
		timeline.rental.update('user', customer, { city: 'York' });
		timeline.crm.update('user', contact, { city: 'Wells' });
		await timeline.sync(timeline.rental, customer);
		const [review] = await timeline.ledger.reviews();
		timeline.crm.update('user', contact, { city: 'Ely' });
		await resolveReview(timeline.ledger, review, 'source');
		expect((await timeline.sync(timeline.rental, customer)).outcome).toBe('review');
		expect(timeline.crm.alive()[0].fields.city).toBe('Ely');
	});

	it('a link is created and ended by hand', async () => {
		const { timeline, customer, contact } = await onePerson();
		const second = timeline.crm.create('user', { name: 'Bo Lund', email: 'bo@example.com', tags: [] }).id;
		const ref = (system: string, id: string) => ({ system, account: 'main', id });
		expect(
			await saveLink(timeline.ledger, timeline.random, {
				pair: 'contacts',
				head: ref('crm', second),
				member: ref('rental', customer),
			}),
		).toBe(true);
		const live = async () =>
			(await timeline.ledger.links('contacts', ref('rental', customer))).filter(({ state }) => state === 'live');
		expect((await live()).map(({ head }) => head.id)).toEqual([second]);
		expect(
			await saveLink(timeline.ledger, timeline.random, {
				pair: 'contacts',
				head: ref('crm', second),
				member: ref('rental', customer),
			}),
		).toBe(true);
		expect(await removeLink(timeline.ledger, (await live())[0])).toBe(true);
		expect(await live()).toEqual([]);
		await timeline.sync(timeline.rental, customer);
		expect(timeline.crm.alive().map(({ id }) => id)).toEqual([contact, second]);
	});
});

describe('leases', () => {
	it('a record that is worked on for long is busy, and due again', async () => {
		const { timeline, customer } = await onePerson();
		timeline.rental.update('user', customer, { city: 'York' });
		await timeline.ledger.acquire('somebody', ['record rental:main:' + customer], 10 * MINUTE);
		const started = timeline.scheduler.now;
		const outcome = await timeline.sync(timeline.rental, customer);
		expect(outcome).toMatchObject({ outcome: 'busy', calls: 0 });
		expect(timeline.scheduler.now - started).toBeGreaterThanOrEqual(30_000);
		expect(timeline.scheduler.now - started).toBeLessThan(35_000);
		await timeline.pass(11 * MINUTE);
		expect((await timeline.ledger.due(1))[0]).toMatchObject({ status: 'busy', source: { id: customer } });
		expect((await timeline.sync(timeline.rental, customer)).outcome).toBe('updated');
	});

	it('of versions that wait only the newest is worked on', async () => {
		const { timeline, customer } = await onePerson();
		const snapshots = [1, 2, 3].map((number) => timeline.rental.update('user', customer, { city: `City ${number}` }));
		await timeline.ledger.acquire('somebody', ['record rental:main:' + customer], 10_000);
		const started = snapshots.map((snapshot) => timeline.start(timeline.rental, customer, { snapshot }));
		await timeline.pass(MINUTE);
		expect(started.map(({ outcome }) => outcome?.outcome)).toEqual(['stale', 'stale', 'updated']);
		expect(timeline.calls.writes).toBe(2);
	});

	it('a lease that ran out stops the run before its write', async () => {
		const { timeline, customer } = await onePerson();
		timeline.rental.update('user', customer, { city: 'York' });
		const get = timeline.crm.records.get.bind(timeline.crm.records);
		// The answer to the read comes after the lease has run out.
		jest.spyOn(timeline.crm.records, 'get').mockImplementationOnce((id) => {
			timeline.scheduler.now += 3.5 * MINUTE;
			return get(id);
		});
		const writes = timeline.calls.writes;
		expect(await timeline.sync(timeline.rental, customer)).toMatchObject({
			outcome: 'busy',
			reason: 'The execution took too long and lost its lock before the write',
			calls: 1,
		});
		expect(timeline.calls.writes).toBe(writes);
		expect(
			(await timeline.ledger.history({ system: 'rental', account: 'main', id: customer }, 9)).filter(
				({ call }) => call === 'update',
			),
		).toEqual([]);
		await timeline.pass(2 * MINUTE);
		expect((await timeline.sync(timeline.rental, customer)).outcome).toBe('updated');
	});
});

describe('an empty ledger', () => {
	it('does not create for a record that carries our external ID until the links are rebuilt', async () => {
		const timeline = new Timeline({ crm: { hasExternalIds: true }, rental: { hasExternalIds: true } });
		const { id } = timeline.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: [] }, 'crm-77');
		expect(await timeline.sync(timeline.rental, id)).toMatchObject({
			outcome: 'review',
			reason: expect.stringContaining('run "Rebuild" or "Link Existing"'),
		});
		expect(timeline.crm.alive()).toEqual([]);
		await timeline.ledger.establish('contacts');
		expect((await timeline.sync(timeline.rental, id)).outcome).toBe('created');
	});

	it('links the record that carries our ID, whatever its email, and creates others', async () => {
		const timeline = new Timeline({ crm: { hasExternalIds: true }, rental: { hasExternalIds: true }, lag: 0 });
		const { id } = timeline.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: [] });
		const contact = timeline.crm.create('user', { name: 'Ann Berg', email: 'old@example.com', tags: [] }, id);
		expect(
			await timeline.sync(timeline.rental, id, { options: { rule: 'source', firstContact: 'source' } }),
		).toMatchObject({ outcome: 'linked', target: { id: contact.id } });
		const other = timeline.rental.create('user', { name: 'Bo Ek', email: 'bo@example.com', tags: [] });
		expect((await timeline.sync(timeline.rental, other.id)).outcome).toBe('created');
		expect(await timeline.ledger.reviews()).toEqual([]);
	});
});

describe('deletes', () => {
	const gone = async (deletes: 'ignore' | 'unlink' | 'archive') => {
		const { timeline, customer, contact } = await onePerson({ options: { deletes } });
		timeline.rental.remove('user', customer);
		return { timeline, customer, contact, outcome: await timeline.sync(timeline.rental, customer) };
	};
	it.each([
		['ignore', 'unchanged', 1],
		['unlink', 'unlinked', 1],
		['archive', 'archived', 0],
	] as const)('%s', async (choice, kind, alive) => {
		const { timeline, contact, outcome } = await gone(choice);
		expect(outcome).toMatchObject({ outcome: kind, target: { id: contact } });
		expect(timeline.crm.alive()).toHaveLength(alive);
		await timeline.repair();
		expect(timeline.rental.alive()).toEqual([]);
	});

	it('an edit of the other side wins, and creates the record again', async () => {
		const { timeline, customer, contact } = await onePerson({ options: { deletes: 'archive' } });
		timeline.crm.update('user', contact, { city: 'York' });
		timeline.rental.remove('user', customer);
		expect((await timeline.sync(timeline.rental, customer)).outcome).toBe('unlinked');
		await timeline.repair();
		expect(timeline.rental.alive().map(({ fields }) => fields.city)).toEqual(['York']);
	});

	it('a late event of the deleted record brings nothing back', async () => {
		const { timeline, customer } = await onePerson();
		const late = timeline.rental.records.get(customer);
		await timeline.pass(MINUTE);
		timeline.rental.remove('user', customer);
		await timeline.sync(timeline.rental, customer);
		expect((await timeline.sync(timeline.rental, customer, { snapshot: late })).outcome).toBe('stale');
	});

	it('more than ten within an hour wait for a person', async () => {
		const timeline = new Timeline({ options: { deletes: 'archive' } });
		const ids = Array.from(
			{ length: 30 },
			(_, number) =>
				timeline.rental.create('user', { name: `Ann ${number}`, email: `ann${number}@example.com`, tags: [] }).id,
		);
		for (const id of ids) await timeline.sync(timeline.rental, id);
		const counted = jest.spyOn(timeline.ledger, 'liveLinks');
		const outcomes = [];
		for (const id of ids) {
			timeline.rental.remove('user', id);
			outcomes.push((await timeline.sync(timeline.rental, id)).outcome);
		}
		expect(outcomes.slice(0, 10)).toEqual(Array(10).fill('archived'));
		expect(outcomes.slice(10)).toEqual(Array(20).fill('review'));
		// Links are counted only where their number matters.
		expect(counted).toHaveBeenCalledTimes(20);
	});
});

describe('set back and forth', () => {
	it('two mappings that set a field back and forth end in a review that names it', async () => {
		const { timeline, customer, contact } = await onePerson({ options: { fields: { city: { from: null } } } });
		const mapped = { crm: 'crm value', rental: 'rental value' };
		const outcomes: string[] = [];
		for (let round = 0; round < 8; round++) {
			for (const [side, id] of [
				['rental', customer],
				['crm', contact],
			] as const) {
				timeline[side].update('user', id, { remark: `round ${round}` });
				const { outcome, review } = await timeline.sync(timeline[side], id, {
					options: { rule: 'source' },
					fields: () => ({ city: `${mapped[side]} ${round % 2}` }),
				});
				outcomes.push(`${outcome} ${review.join()}`);
			}
		}
		const first = outcomes.indexOf('review city');
		expect(first).toBeGreaterThan(0);
		expect(first).toBeLessThanOrEqual(12);
	});

	it('typing fast is none', async () => {
		const { timeline, customer } = await onePerson();
		for (let stroke = 0; stroke < 20; stroke++) {
			timeline.rental.update('user', customer, { city: stroke % 2 ? 'Bath' : 'Bathe' });
			expect((await timeline.sync(timeline.rental, customer)).outcome).toBe('updated');
		}
	});
});
