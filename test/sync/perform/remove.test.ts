import { saveLink } from '../../../sync/manage/links';
import type { SyncOptions } from '../../../sync/model/types';
import { BUDGET, SyncFixture, target, LAG, MINUTE, source, NOW, refused, unclear } from '../../support/sync/fixture';

const ann = { name: 'Ann Berg', email: 'ann@example.com', city: 'Bath' };
const random = (() => {
	let made = 0;
	return { next: () => 0, id: () => `link-${++made}` };
})();
const place = { system: 'crm', account: 'main' };

/** A customer that is deleted, and its contact `c`, which is as agreed. */
async function pair(options: Partial<SyncOptions> = {}) {
	const fixture = new SyncFixture({ deletes: 'archive', ...options });
	await fixture.sync(ann, { version: NOW });
	const [contact] = [...fixture.records.crm.keys()];
	fixture.called();
	fixture.time += 10 * MINUTE;
	fixture.service = {
		archive: async (id) => void fixture.put(id, fixture.records.crm.get(id)?.fields ?? {}, { archived: true }),
		delete: async (id) => void fixture.records.crm.delete(id),
	};
	const gone = (changes: Parameters<SyncFixture['sync']>[1] = {}) =>
		fixture.sync(ann, { version: fixture.time, deleted: true, ...changes });
	const link = async () => (await fixture.ledger.links('contacts', source('r1')))[0];
	return { fixture, contact, gone, link };
}

describe('a source record that is deleted', () => {
	it.each([
		['ignore', 'unchanged', [], 'live'],
		['unlink', 'unlinked', [], 'ended'],
		['archive', 'archived', ['read', 'archive'], 'ended'],
		['delete', 'deleted', ['read', 'delete'], 'ended'],
	] as const)('%s', async (deletes, outcome, calls, state) => {
		const { fixture, contact, gone, link } = await pair({ deletes });
		expect(await gone()).toMatchObject({ outcome, target: target(contact), calls: calls.length });
		expect(fixture.called()).toEqual(calls.map((word) => `${word} ${contact}`));
		expect((await link()).state).toBe(state);
	});

	it('leaves a tombstone that makes older snapshots stale, and the target record to be checked once more: it may have been merged', async () => {
		for (const version of [NOW + MINUTE, undefined]) {
			const { fixture, contact, gone, link } = await pair({ deletes: 'unlink' });
			await gone({ version });
			expect(await link()).toMatchObject({
				state: 'ended',
				endedAt: fixture.time,
				rev: 2,
				toHead: { lastProcessedVersion: version ?? fixture.time },
			});
			expect(await fixture.ledger.due(9)).toMatchObject([
				{
					pair: 'contacts',
					source: target(contact),
					target: { system: 'rental', account: 'main' },
					status: 'waiting',
					tries: 0,
					since: fixture.time,
					nextAt: fixture.time,
				},
			]);
			expect(await fixture.summary({ ...ann, city: 'York' }, { version: (version ?? fixture.time) - 1 })).toBe('stale');
		}
	});

	it('that was never linked is closed, and so is the question about it', async () => {
		const { fixture } = await pair();
		await fixture.ledger.commit([
			{
				put: 'review',
				row: {
					pair: 'contacts',
					source: source('r2'),
					target: place,
					field: '',
					cause: 'which one?',
					desired: '',
					found: '',
					at: NOW,
				},
			},
		]);
		expect(await fixture.sync(ann, { id: 'r2', deleted: true })).toMatchObject({ outcome: 'unlinked', calls: 0 });
		expect(await fixture.ledger.reviews()).toEqual([]);
	});

	it('that was never linked leaves a tombstone of its own, once for each newer version and only where links exist: an older version creates no linked record', async () => {
		const { fixture } = await pair();
		const gone = async (version?: number) => await fixture.sync(ann, { id: 'r2', version, deleted: true });
		const left = async () =>
			(await fixture.ledger.links('contacts', source('r2'))).map(({ state, primary, rev, member, head, toHead }) => ({
				state,
				primary,
				rev,
				member: member.id,
				head: head.id,
				lastProcessedVersion: toHead.lastProcessedVersion,
			}));
		await gone();
		expect(await left()).toEqual([]);
		for (const [version, rev, worked] of [
			[NOW + 5, 1, NOW + 5],
			[NOW + 5, 1, NOW + 5],
			[NOW + 4, 1, NOW + 5],
			[NOW + 6, 2, NOW + 6],
		] as const) {
			await gone(version);
			expect(await left()).toEqual([
				{ state: 'ended', primary: false, rev, member: 'r2', head: '', lastProcessedVersion: worked },
			]);
		}
		const other = { name: 'Bo Dahl', email: 'bo@example.com' };
		expect(await fixture.summary(other, { id: 'r2', version: NOW + 5 })).toBe('stale');
		expect(await fixture.summary(other, { id: 'r2', version: NOW + 7 })).toMatch('created');
		const fresh = new SyncFixture({ deletes: 'archive' });
		await fresh.sync(ann, { id: 'r2', version: NOW, deleted: true });
		expect(await fresh.ledger.links('contacts', source('r2'))).toEqual([]);
	});

	it('closes the question about it, however it ends', async () => {
		for (const deletes of ['unlink', 'archive'] as const) {
			const { fixture, gone } = await pair({ deletes });
			await fixture.ledger.commit([
				{
					put: 'review',
					row: {
						pair: 'contacts',
						source: source('r1'),
						target: place,
						field: 'city',
						cause: 'both changed',
						desired: '#x',
						found: '#y',
						at: NOW,
					},
				},
			]);
			await gone();
			expect(await fixture.ledger.reviews()).toEqual([]);
		}
	});

	it('only unlinks where the target record is gone too, or was edited since: an edit wins', async () => {
		for (const left of [undefined, { ...ann, city: 'York' }, { ...ann, city: '' }]) {
			const { fixture, contact, gone } = await pair();
			if (left) fixture.put(contact, left);
			else fixture.records.crm.delete(contact);
			expect(await gone()).toMatchObject({ outcome: 'unlinked', target: target(contact), calls: 1 });
		}
		const { fixture, contact, gone } = await pair();
		fixture.put(contact, ann, { archived: true });
		expect(await gone()).toMatchObject({ outcome: 'unlinked', calls: 1 });
	});

	it('takes a field that nobody maps, and a format that only looks different, for no edit', async () => {
		const { fixture, contact, gone } = await pair();
		fixture.put(contact, { ...ann, email: 'ANN@example.com', name: ' Ann  Berg', remark: 'called' });
		expect((await gone()).outcome).toBe('archived');
	});

	it('takes what an unconfirmed write of ours left there for no edit', async () => {
		const { fixture, contact, gone } = await pair();
		fixture.service = {
			...fixture.service,
			update: async () => {
				throw unclear();
			},
		};
		await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
		fixture.put(contact, { ...ann, city: 'York' }, { version: fixture.time + 1 });
		expect((await gone()).outcome).toBe('archived');
	});

	it('is a question where the service cannot remove, and the reason says so', async () => {
		for (const [deletes, word] of [
			['archive', 'archive'],
			['delete', 'delete'],
		] as const) {
			const { fixture, contact, gone } = await pair({ deletes });
			fixture.service = {};
			expect(await gone()).toMatchObject({
				outcome: 'review',
				target: target(contact),
				reason: `The app cannot ${word} this record`,
			});
		}
		const { fixture, gone } = await pair();
		fixture.service = { createOnly: true };
		expect(await gone()).toMatchObject({ outcome: 'review', calls: 0 });
	});

	it('in a dry run is only planned', async () => {
		const { fixture, contact, gone, link } = await pair({ deletes: 'delete' });
		expect(await gone({ dryRun: true })).toMatchObject({
			outcome: 'planned',
			target: target(contact),
			plan: [{ call: 'delete', fields: [] }],
		});
		expect([fixture.called(), (await link()).state, (await fixture.ledger.counts()).history]).toEqual([
			[`read ${contact}`],
			'live',
			1,
		]);
	});
});

describe('a target record that archiving only cancels', () => {
	const order = { ...ann, status: 'open' };
	/** An appointment, say: canceled, it stays alive. */
	async function cancellable(facts: { version?: number } = {}) {
		const fixture = new SyncFixture({ deletes: 'archive' });
		await fixture.sync(order, { version: NOW });
		const [contact] = [...fixture.records.crm.keys()];
		fixture.time += 10 * MINUTE;
		const put = (fields: Readonly<Record<string, unknown>>) =>
			fixture.put(
				contact,
				{ ...fixture.records.crm.get(contact)?.fields, ...fields },
				{ version: fixture.time, ...facts },
			);
		put({});
		const cancels = async () => {
			fixture.time += 1;
			put({ status: 'cancelled' });
		};
		const answers = (archive: () => Promise<void>) => {
			fixture.service = { archiveSets: { status: 'cancelled' }, archive };
		};
		answers(cancels);
		const gone = () => fixture.sync(order, { version: fixture.time, deleted: true });
		const link = async () => (await fixture.ledger.links('contacts', source('r1')))[0];
		return { fixture, contact, put, cancels, answers, gone, link };
	}

	it('is not taken for written when the other one is deleted for good', async () => {
		const { fixture, link } = await cancellable();
		fixture.service = { ...fixture.service, delete: async () => undefined };
		expect(
			await fixture.sync(order, { version: fixture.time, deleted: true, options: { deletes: 'delete' } }),
		).toMatchObject({
			outcome: 'deleted',
		});
		expect((await link()).toHead.fields.status).toMatchObject({ desired: '#open' });
	});

	it('is written again when the other one comes back: nobody has edited it', async () => {
		const { fixture, contact, gone, link } = await cancellable();
		expect((await gone()).outcome).toBe('archived');
		expect(await link()).toMatchObject({
			state: 'ended',
			rev: 3,
			toHead: {
				fields: { status: { desired: '#cancelled', observed: '#cancelled', rev: 3 }, city: { desired: '#Bath' } },
			},
		});
		expect((await link()).toHead).not.toHaveProperty('asking');
		fixture.time += MINUTE;
		expect(await fixture.sync(order, { version: fixture.time })).toMatchObject({
			outcome: 'linked',
			target: target(contact),
			changed: ['status'],
		});
		expect(fixture.records.crm.get(contact)?.fields.status).toBe('open');
	});

	it('is known again after a call without a clear answer; what somebody edited wins', async () => {
		for (const isDone of [true, false]) {
			for (const facts of [{}, { version: undefined }]) {
				const { fixture, put, cancels, answers, gone, link } = await cancellable(facts);
				answers(async () => {
					if (isDone) await cancels();
					throw unclear();
				});
				const read = fixture.time;
				expect((await gone()).outcome).toBe('failed');
				expect((await link()).toHead.pendingWrite).toEqual({
					fields: { status: '#cancelled' },
					before: { status: '#open' },
					rev: 1,
					...('version' in facts ? {} : { readVersion: read }),
				});
				answers(cancels);
				fixture.time += MINUTE;
				if (!isDone) put({ city: 'York' });
				expect((await gone()).outcome).toBe(isDone ? 'archived' : 'unlinked');
			}
		}
	});

	it('is as before when the call was refused: what it would have set is an edit', async () => {
		const { put, cancels, answers, gone, link } = await cancellable();
		answers(async () => {
			throw refused();
		});
		expect((await gone()).outcome).toBe('failed');
		expect(await link()).toMatchObject({ state: 'live', rev: 3 });
		expect((await link()).toHead).not.toHaveProperty('asking');
		answers(cancels);
		put({ status: 'cancelled' });
		expect((await gone()).outcome).toBe('unlinked');
	});
});

describe('the call that removes the target record', () => {
	it('has a row of history that says how it ended, and a failed one is tried again', async () => {
		for (const [error, state, wait] of [
			[refused(), 'refused', 30 * MINUTE],
			[unclear(), 'unclear', MINUTE / 2],
		] as const) {
			const { fixture, contact, gone, link } = await pair();
			const { archive } = fixture.service;
			fixture.service = {
				archive: async () => {
					throw error;
				},
			};
			expect(await gone()).toMatchObject({
				outcome: 'failed',
				reason: error.message,
				target: target(contact),
				dueAt: fixture.time + wait,
			});
			expect((await link()).state).toBe('live');
			fixture.service = { archive };
			expect((await gone()).outcome).toBe('archived');
			expect(
				(await fixture.ledger.history(target(contact), 9)).map(
					(row) => `${row.call} ${row.state} ${row.source.id} ${'id' in row.target ? row.target.id : ''}`,
				),
			).toEqual([`archive done r1 ${contact}`, `archive ${state} r1 ${contact}`, `create done r1 ${contact}`]);
			expect((await fixture.ledger.counts()).due).toEqual({ pending: 0, waiting: 0, busy: 0, failed: 0 });
		}
	});

	it('is announced under a lease that outlives it, with the record due if its run is interrupted; without the lease it is not sent', async () => {
		const { fixture, contact, gone } = await pair();
		const commit = fixture.ledger.commit.bind(fixture.ledger);
		const spy = jest
			.spyOn(fixture.ledger, 'commit')
			.mockImplementation(async (changes, fence) => (fence ? false : commit(changes, fence)));
		expect(await gone()).toMatchObject({ outcome: 'busy', dueAt: fixture.time + MINUTE });
		expect(fixture.called()).toEqual([`read ${contact}`]);
		const [changes, fence] = spy.mock.calls.find(([, one]) => one) ?? [];
		expect(fence?.margin).toBe(BUDGET);
		expect(changes).toMatchObject([
			{ put: 'history', row: { call: 'archive', state: 'announced' } },
			{ put: 'due', row: { status: 'pending' } },
		]);
	});
});

describe('many deletes at once', () => {
	async function many() {
		const one = await pair();
		for (let number = 0; number < 10; number++) {
			await one.fixture.ledger.commit([
				{
					put: 'history',
					row: {
						id: `h${number}`,
						at: one.fixture.time - 60 * MINUTE + 1,
						pair: 'contacts',
						source: source(`x${number}`),
						target: target(`y${number}`),
						call: 'delete',
						fields: [],
						state: 'done',
					},
				},
			]);
		}
		return one;
	}

	it('wait for a person, who keeps the record or lets it go', async () => {
		const { fixture, contact, gone } = await many();
		expect(await gone()).toMatchObject({ outcome: 'review', target: target(contact) });
		const [review] = await fixture.ledger.reviews();
		await fixture.ledger.commit([{ put: 'review', row: { ...review, winner: 'source' } }]);
		expect((await gone()).outcome).toBe('archived');
		const other = await many();
		await other.gone();
		await other.fixture.ledger.commit([
			{ put: 'review', row: { ...(await other.fixture.ledger.reviews())[0], winner: 'target' } },
		]);
		expect(await other.gone()).toMatchObject({ outcome: 'unlinked', target: target(other.contact) });
		expect(other.fixture.records.crm.get(other.contact)?.archived).toBeUndefined();
	});

	it('of more than an hour ago are over', async () => {
		const { fixture, gone } = await many();
		fixture.time += 2;
		expect((await gone()).outcome).toBe('archived');
	});
});

describe('a group that loses one', () => {
	/** `r1` to `r3` are customers of one contact, made in this order. */
	async function group(options: Partial<SyncOptions> = {}) {
		const fixture = new SyncFixture({ many: 'source', deletes: 'archive', ...options });
		await fixture.sync(ann, { createdAt: NOW });
		for (const number of [2, 3]) await fixture.sync(ann, { id: `r${number}`, createdAt: NOW + number });
		const [contact] = [...fixture.records.crm.keys()];
		fixture.service = { archive: async (id) => void fixture.put(id, {}, { archived: true }) };
		fixture.called();
		const members = async () =>
			(await fixture.ledger.links('contacts', target(contact)))
				.filter(({ state }) => state === 'live')
				.map(({ member, primary }) => `${member.id}${primary ? '*' : ''}`)
				.sort();
		return { fixture, contact, members };
	}

	it('keeps the target record: the next one feeds it, and is due to bring its values', async () => {
		const { fixture, contact, members } = await group();
		expect(await members()).toEqual(['r1', 'r2', 'r3*']);
		const [before] = await fixture.ledger.links('contacts', source('r3'));
		expect(await fixture.sync(ann, { id: 'r3', deleted: true, version: NOW + 9 })).toMatchObject({
			outcome: 'unlinked',
			target: target(contact),
			calls: 0,
		});
		expect(await members()).toEqual(['r1', 'r2*']);
		expect(await fixture.ledger.due(9)).toMatchObject([
			{ source: source('r2'), target: place, status: 'pending', tries: 0, since: NOW, nextAt: NOW },
		]);
		const [ended] = await fixture.ledger.links('contacts', source('r3'));
		expect(ended).toMatchObject({
			state: 'ended',
			primary: false,
			endedAt: NOW,
			rev: before.rev + 1,
			toHead: { lastProcessedVersion: NOW + 9 },
		});
		// What the head holds from the one that left is known to the next, and asked for by nobody.
		expect((await fixture.ledger.links('contacts', source('r2')))[0].toHead.fields.city).toMatchObject({
			desired: '',
			observed: '#Bath',
			rev: 0,
		});
		expect(await fixture.sync({ ...ann, city: 'York' }, { id: 'r2' })).toMatchObject({
			outcome: 'updated',
			changed: ['city'],
		});
	});

	it('goes on as it was when that one did not feed it', async () => {
		const { fixture, members } = await group();
		expect((await fixture.sync(ann, { id: 'r1', deleted: true })).outcome).toBe('unlinked');
		expect(await members()).toEqual(['r2', 'r3*']);
		expect(await fixture.ledger.due(9)).toEqual([]);
	});

	it('is considered for the target record with the last one only', async () => {
		const { fixture, contact, members } = await group();
		for (const id of ['r3', 'r2']) expect((await fixture.sync(ann, { id, deleted: true })).outcome).toBe('unlinked');
		expect(await fixture.sync(ann, { id: 'r1', deleted: true })).toMatchObject({
			outcome: 'archived',
			target: target(contact),
		});
		expect(await members()).toEqual([]);
	});

	it('at its head ends, and each member is looked at: it may belong to another head now', async () => {
		const { fixture, contact, members } = await group();
		expect(await fixture.sync(ann, { towards: 'rental', id: contact, deleted: true })).toMatchObject({
			outcome: 'unlinked',
			calls: 0,
		});
		expect(await members()).toEqual([]);
		expect((await fixture.ledger.due(9)).map(({ source: { id }, status }) => `${id} ${status}`).sort()).toEqual([
			'r1 waiting',
			'r2 waiting',
			'r3 waiting',
		]);
	});

	it('that a member of a third system has too, counts those of this one', async () => {
		const { fixture, contact, gone } = await pair();
		await saveLink(fixture.ledger, random, {
			pair: 'contacts',
			head: target(contact),
			member: { system: 'books', account: 'main', id: 'b1' },
		});
		const links = await fixture.ledger.links('contacts', target(contact));
		expect(links.filter(({ state }) => state === 'live')).toHaveLength(2);
		expect((await gone()).outcome).toBe('archived');
	});
});

describe('a record that is deleted while its create had no clear answer', () => {
	async function open(isMade: boolean, service: SyncFixture['service'] = {}) {
		const fixture = new SyncFixture({ deletes: 'archive' });
		fixture.service = service;
		fixture.createFails = { error: unclear(), isMade };
		await fixture.sync(ann, { version: NOW });
		fixture.called();
		return fixture;
	}
	const certain = NOW + BUDGET + LAG;

	it('waits until it is certain, and is due then', async () => {
		const fixture = await open(true);
		fixture.time = certain - 1;
		expect(await fixture.sync(ann, { deleted: true })).toMatchObject({ outcome: 'pending', dueAt: certain, calls: 0 });
	});

	it('leaves a tombstone of what was created, which creates no record again; of nothing, none', async () => {
		for (const isMade of [true, false]) {
			const fixture = await open(isMade);
			fixture.time = certain;
			expect((await fixture.sync(ann, { deleted: true })).outcome).toBe('unlinked');
			expect(await fixture.ledger.counts()).toMatchObject({
				intents: 0,
				links: 0,
				ended: isMade ? 1 : 0,
				due: { pending: 0 },
			});
			const [contact] = [...fixture.records.crm.keys()];
			if (isMade) expect(await fixture.summary(ann, { towards: 'rental', id: contact })).toBe('unlinked r1');
			if (isMade)
				expect((await fixture.ledger.links('contacts', source('r1')))[0]).toMatchObject({
					endedAt: certain,
					primary: false,
				});
		}
	});

	it('is a question where more than one may be it', async () => {
		const fixture = await open(false);
		for (const id of ['c1', 'c2']) fixture.put(id, ann);
		fixture.time = certain;
		expect((await fixture.sync(ann, { deleted: true })).outcome).toBe('review');
	});

	it('is a question where the service cannot be searched', async () => {
		const fixture = await open(true, { createOnly: true });
		expect(await fixture.sync(ann, { deleted: true })).toMatchObject({ outcome: 'review', calls: 0 });
	});
});
