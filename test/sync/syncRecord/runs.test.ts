import { saveLink, removeLink } from '../../../sync/manage/links';
import { BUDGET, SyncFixture, target, MINUTE, source, NOW, unclear } from '../../support/sync/fixture';

const ann = { name: 'Ann Berg', email: 'ann@example.com', city: 'Bath' };
const random = (() => {
	let made = 0;
	return { next: () => 0, id: () => `link-${++made}` };
})();
const LEASE = 120_000;

async function pair(options: SyncFixture['options'] = {}) {
	const fixture = new SyncFixture(options);
	await fixture.sync(ann, { version: NOW });
	const [contact] = [...fixture.records.crm.keys()];
	fixture.called();
	return { fixture, contact };
}

/** The keys of each lease that is asked for, in order. */
function leasesOf(fixture: SyncFixture) {
	const acquire = fixture.ledger.acquire.bind(fixture.ledger);
	const asked: string[][] = [];
	jest.spyOn(fixture.ledger, 'acquire').mockImplementation(async (owner, keys, ...rest) => {
		asked.push([...keys]);
		return acquire(owner, keys, ...rest);
	});
	return asked;
}

describe('what a run leases', () => {
	it('is the record and its match keys while it has no linked record, then both records', async () => {
		const fixture = new SyncFixture();
		const asked = leasesOf(fixture);
		await fixture.sync({ ...ann, phone: '+12025550100' });
		await fixture.sync({ ...ann, city: 'York' });
		expect(asked).toEqual([
			['key #email ann@example.com', 'key #phone +12025550100', 'record rental:main:r1'],
			['record crm:main:new-1', 'record rental:main:r1'],
		]);
	});

	it('is the found record too, before it is linked: the run starts again with it and does not search twice', async () => {
		const fixture = new SyncFixture();
		fixture.put('c1', ann);
		const asked = leasesOf(fixture);
		expect(await fixture.summary(ann)).toBe('linked c1');
		expect(asked).toEqual([
			['key #email ann@example.com', 'record rental:main:r1'],
			['key #email ann@example.com', 'record crm:main:c1', 'record rental:main:r1'],
		]);
		expect(fixture.called()).toEqual(['email ann@example.com', 'read c1']);
	});

	it('is the head of a group for each member, and the feeding member for the head', async () => {
		const { fixture, contact } = await pair({ many: 'source' });
		await fixture.sync(ann, { id: 'r2', createdAt: NOW + 1 });
		const asked = leasesOf(fixture);
		await fixture.sync({ ...ann, city: 'York' }, { id: 'r1', version: NOW + 1 });
		await fixture.sync(ann, { towards: 'rental', id: contact });
		expect(asked).toEqual([
			[`record crm:main:${contact}`, 'record rental:main:r1'],
			[`record crm:main:${contact}`, 'record rental:main:r2'],
		]);
	});

	it('is the family of a child', async () => {
		const fixture = new SyncFixture();
		await saveLink(fixture.ledger, random, { pair: 'contacts', head: target('c1'), member: source('p1') });
		const asked = leasesOf(fixture);
		await fixture.sync({ body: 'x' }, { id: 'n1', parent: { pair: 'contacts', ...source('p1') } });
		expect(asked).toEqual([['children notes crm:main:c1', 'record rental:main:n1']]);
	});

	it('is given back at the end, whatever the end is', async () => {
		const { fixture } = await pair();
		for (const service of [
			{},
			{
				update: async () => {
					throw unclear();
				},
			},
			{
				read: async () => {
					throw unclear();
				},
			},
		]) {
			fixture.service = service;
			await fixture.sync({ ...ann, city: `City ${Object.keys(service).join()}` }, { version: NOW + 1 });
			expect(
				(await fixture.ledger.acquire('next', ['record rental:main:r1', 'key #email ann@example.com'], 1)).held,
			).toBe(true);
			await fixture.ledger.release('next');
		}
	});

	it('is taken again when the link changes between the look and the lease; after four times the record is busy', async () => {
		for (const changes of [3, 4]) {
			const { fixture } = await pair();
			const acquire = fixture.ledger.acquire.bind(fixture.ledger);
			let [made, isLinking] = [0, false];
			jest.spyOn(fixture.ledger, 'acquire').mockImplementation(async (...asked) => {
				if (made < changes && !isLinking) {
					isLinking = true;
					await saveLink(fixture.ledger, random, {
						pair: 'contacts',
						head: target(`c${++made}`),
						member: source('r1'),
					});
					isLinking = false;
				}
				return acquire(...asked);
			});
			for (let number = 1; number <= changes; number++) fixture.put(`c${number}`, ann);
			const outcome = await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
			expect(outcome).toMatchObject(
				changes === 3
					? { outcome: 'updated', target: target('c3') }
					: { outcome: 'busy', dueAt: NOW + MINUTE, calls: 0 },
			);
			jest.restoreAllMocks();
			expect(
				(await fixture.ledger.acquire('next', ['record rental:main:r1', 'record crm:main:c3', 'record crm:main:c4'], 1))
					.held,
			).toBe(true);
		}
	});

	it('is waited for, and then the record is due again when that lease must be over', async () => {
		const { fixture } = await pair();
		await fixture.ledger.acquire('other', ['record rental:main:r1'], 60 * MINUTE);
		const outcome = await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
		expect(outcome).toMatchObject({ outcome: 'busy', calls: 0, dueAt: NOW + LEASE / 2 });
	});

	it('is left to a newer version that waits for it: this one is stale, and nothing is due', async () => {
		const { fixture } = await pair();
		jest.spyOn(fixture.ledger, 'acquire').mockResolvedValue({ held: false, newest: NOW + 2 });
		expect(await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 })).toMatchObject({
			outcome: 'stale',
			calls: 0,
		});
		expect((await fixture.ledger.counts()).due).toMatchObject({ busy: 0, pending: 0 });
	});

	it('is nothing in a dry run', async () => {
		const fixture = new SyncFixture();
		fixture.put('c1', { ...ann, city: 'York' });
		const asked = leasesOf(fixture);
		expect(await fixture.sync(ann, { dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'update', fields: ['city'] }],
		});
		expect(asked).toEqual([]);
	});
});

describe('a record that a run has seen', () => {
	it('is known by its keys to all that come after it, unless it is deleted or has a linked record', async () => {
		const seen = async (fixture: SyncFixture) =>
			(await fixture.ledger.sighted('contacts', ['#email ann@example.com'], { system: 'rental', account: 'main' })).map(
				({ id }) => id,
			);
		const fixture = new SyncFixture({ whenUnmatched: 'skip' });
		await fixture.sync(ann, { deleted: true });
		expect(await seen(fixture)).toEqual([]);
		await fixture.sync(ann);
		expect(await seen(fixture)).toEqual(['r1']);
		expect(
			await fixture.ledger.sighted('contacts', ['#email ann@example.com'], { system: 'crm', account: 'main' }),
		).toEqual([]);
		const linked = await pair();
		await linked.fixture.ledger.prune(NOW + 1, 0);
		await linked.fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
		expect(await seen(linked.fixture)).toEqual([]);
	});
});

describe('a snapshot older than what is due', () => {
	it('is stale; the same and one without a version are not', async () => {
		for (const [version, outcome] of [
			[NOW + 4, 'stale'],
			[NOW + 5, 'updated'],
			[undefined, 'updated'],
		] as const) {
			const { fixture } = await pair();
			await fixture.ledger.commit([
				{
					put: 'due',
					row: {
						pair: 'contacts',
						source: source('r1'),
						target: { system: 'crm', account: 'main' },
						status: 'failed',
						cause: '',
						tries: 1,
						since: NOW,
						nextAt: NOW,
						version: NOW + 5,
					},
				},
			]);
			expect(await fixture.sync({ ...ann, city: 'York' }, version === undefined ? {} : { version })).toMatchObject({
				outcome,
			});
		}
	});

	it('is stale for the link too, also without any edit in it', async () => {
		const { fixture, contact } = await pair();
		expect(await fixture.sync(ann, { version: NOW - 1 })).toMatchObject({
			outcome: 'stale',
			target: target(contact),
			calls: 0,
		});
	});
});

describe('a member that does not feed', () => {
	it('is unchanged, whatever it holds; its head exchanges fields with the one that does', async () => {
		const { fixture, contact } = await pair({ many: 'source' });
		await fixture.sync(ann, { id: 'r2', createdAt: NOW + 1 });
		fixture.called();
		expect(await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 9 })).toMatchObject({
			outcome: 'unchanged',
			target: target(contact),
			calls: 0,
		});
		fixture.records.rental.set('r2', { id: 'r2', fields: ann, version: NOW });
		expect(
			await fixture.sync({ ...ann, city: 'York' }, { towards: 'rental', id: contact, version: NOW + 9 }),
		).toMatchObject({ outcome: 'updated', target: source('r2') });
	});
});

describe('a target record that is gone', () => {
	async function gone(options: SyncFixture['options'] = {}) {
		const one = await pair(options);
		one.fixture.records.crm.delete(one.contact);
		one.fixture.time += 10 * MINUTE;
		const sync = (changes: Parameters<SyncFixture['sync']>[1] = {}) =>
			one.fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1, ...changes });
		const links = async () =>
			(await one.fixture.ledger.links('contacts', source('r1'))).map(({ head, state }) => `${head.id} ${state}`);
		return { ...one, sync, links };
	}

	it('is created again, and the old link is a tombstone', async () => {
		const { fixture, contact, sync, links } = await gone();
		expect(await sync()).toMatchObject({ outcome: 'created', target: target('new-2') });
		expect(await links()).toEqual([`${contact} ended`, 'new-2 live']);
		expect((await fixture.ledger.links('contacts', target(contact)))[0].rev).toBe(3);
		expect((await fixture.ledger.links('contacts', target(contact)))[0].endedAt).toBe(fixture.time);
	});

	it('makes its older snapshots stale, which may still arrive and would create a second source record; when it is restored it has no tombstone', async () => {
		for (const answer of ['clear', 'unclear'] as const) {
			const { fixture, contact, sync } = await gone();
			const ended = fixture.time;
			fixture.createFails = answer === 'unclear' ? { error: unclear(), isMade: true } : undefined;
			fixture.service = { findDuplicate: async () => [...fixture.records.crm.values()] };
			await sync();
			fixture.time += MINUTE;
			expect((await sync()).outcome).toBe(answer === 'clear' ? 'unchanged' : 'linked');
			const snapshot = (version: number) =>
				fixture.summary({ ...ann, city: 'Hull' }, { towards: 'rental', id: contact, version });
			expect([await snapshot(NOW + 1), await snapshot(ended - 1)]).toEqual(['stale', 'stale']);
			expect(fixture.records.rental.size).toBe(0);
			expect(await snapshot(ended + 1)).not.toBe('stale');
		}
	});

	it('is not linked again by an older version of it while a new one is being created', async () => {
		const { fixture, contact, sync } = await gone();
		fixture.createFails = { error: unclear() };
		expect((await sync()).outcome).toBe('pending');
		fixture.records.rental.set('r1', { id: 'r1', fields: { ...ann, city: 'York' }, createdAt: NOW, version: NOW + 1 });
		const snapshot = (version: number) => fixture.summary(ann, { towards: 'rental', id: contact, version });
		expect(await snapshot(fixture.time - 1)).toBe('pending r1');
		expect((await fixture.ledger.counts()).intents).toBe(1);
		expect(await snapshot(fixture.time)).toBe('linked r1');
	});

	it('is a question, or the end of the link, where that is chosen', async () => {
		const asked = await gone({ targetGone: 'review' });
		expect(await asked.sync()).toMatchObject({ outcome: 'review', target: target(asked.contact) });
		expect(await asked.links()).toEqual([`${asked.contact} live`]);
		const cut = await gone({ targetGone: 'unlink' });
		cut.fixture.put('c9', ann);
		expect(await cut.sync()).toMatchObject({ outcome: 'unlinked', target: target(cut.contact) });
		expect(await cut.links()).toEqual([`${cut.contact} ended`]);
		cut.fixture.records.crm.delete('c9');
		expect(await cut.sync({ version: NOW + 2 })).toMatchObject({ outcome: 'unlinked' });
	});

	it('is planned as a create in a dry run, which ends no link', async () => {
		const { sync, links, contact } = await gone();
		expect(await sync({ dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'create', fields: ['name', 'email', 'city'] }],
		});
		expect(await links()).toEqual([`${contact} live`]);
	});

	it('is searched for under the lease of its keys, and waits when another run has them', async () => {
		const { fixture, sync } = await gone();
		await fixture.ledger.acquire('other', ['key #email ann@example.com'], 60 * MINUTE);
		expect(await sync()).toMatchObject({ outcome: 'busy', calls: 1, dueAt: fixture.time + MINUTE });
		expect(fixture.records.crm.size).toBe(0);
		await fixture.ledger.release('other');
		const asked = leasesOf(fixture);
		expect((await sync()).outcome).toBe('created');
		expect(asked.flat()).toContain('key #email ann@example.com');
		expect((await fixture.ledger.acquire('next', asked.flat(), 1)).held).toBe(true);
	});

	it('is not created again for an event that was on its way when it was deleted', async () => {
		const { fixture, contact } = await pair();
		fixture.service = {
			update: async () => {
				throw unclear();
			},
		};
		await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
		fixture.records.crm.delete(contact);
		expect(await fixture.summary({ ...ann, city: 'York' }, { version: NOW + 1 })).toBe(`unlinked ${contact}`);
		expect(await fixture.summary({ ...ann, city: 'Wells' }, { version: NOW + 2 })).toMatch('created');
	});

	it('needs no lease of keys where it has none', async () => {
		const fixture = new SyncFixture();
		fixture.service = { findByExternalId: async () => [] };
		await fixture.sync({ name: 'Ann Berg' }, { version: NOW });
		fixture.records.crm.clear();
		const asked = leasesOf(fixture);
		expect((await fixture.sync({ name: 'Ann Dahl' }, { version: NOW + 1 })).outcome).toBe('created');
		expect(asked).toEqual([['record crm:main:new-1', 'record rental:main:r1']]);
	});

	it('is left to the run that has changed the link meanwhile', async () => {
		const { fixture, sync } = await gone();
		const commit = fixture.ledger.commit.bind(fixture.ledger);
		let first = true;
		jest.spyOn(fixture.ledger, 'commit').mockImplementation(async (changes, fence) => {
			if (!first) return commit(changes, fence);
			first = false;
			return false;
		});
		expect(await sync()).toMatchObject({ outcome: 'busy', dueAt: fixture.time + MINUTE });
		expect(fixture.records.crm.size).toBe(0);
	});

	it('answers what an unclear create had left open, before it is created again', async () => {
		const { fixture, sync } = await gone();
		await fixture.ledger.commit([
			{
				put: 'intent',
				row: {
					id: 'open',
					pair: 'contacts',
					source: source('r1'),
					target: { system: 'crm', account: 'main' },
					at: fixture.time,
					desired: {},
					keys: ['#email ann@example.com'],
				},
			},
		]);
		expect((await sync()).outcome).toBe('created');
		expect((await fixture.ledger.counts()).intents).toBe(0);
	});
});

describe('a tombstone', () => {
	it('of several, is the one that ended last', async () => {
		const { fixture } = await pair();
		for (const id of ['c5', 'c6']) {
			await saveLink(fixture.ledger, random, { pair: 'contacts', head: target(id), member: source('r1') });
			const link = (await fixture.ledger.links('contacts', target(id)))[0];
			fixture.time += MINUTE;
			await removeLink(fixture.ledger, link);
		}
		fixture.records.crm.clear();
		expect(await fixture.summary({})).toBe('unlinked c6');
	});

	it('does not answer a create that was announced after it', async () => {
		const { fixture, contact } = await pair();
		fixture.records.crm.delete(contact);
		fixture.createFails = { error: unclear() };
		const edited = { ...ann, city: 'York' };
		for (let times = 0; times < 2; times++) {
			expect((await fixture.sync(edited, { version: NOW + 1 })).outcome).toBe('pending');
			expect(await fixture.ledger.counts()).toMatchObject({ intents: 1, due: { pending: 1 } });
		}
	});

	it('or a live link of another system does not count here: the record gets its own', async () => {
		const fixture = new SyncFixture();
		await saveLink(fixture.ledger, random, {
			pair: 'contacts',
			head: { system: 'books', account: 'main', id: 'b1' },
			member: source('r1'),
		});
		expect(await fixture.summary(ann)).toBe('created new-1');
		expect((await fixture.ledger.links('contacts', source('r1'))).filter(({ state }) => state === 'live')).toHaveLength(
			2,
		);
	});

	it('of another system is none here', async () => {
		const fixture = new SyncFixture();
		const books = { system: 'books', account: 'main', id: 'b1' };
		await saveLink(fixture.ledger, random, { pair: 'contacts', head: books, member: source('r1') });
		await removeLink(fixture.ledger, (await fixture.ledger.links('contacts', books))[0]);
		expect(await fixture.summary(ann)).toMatch('created');
	});
});

describe('a create', () => {
	it("sends what is filled, and agrees on that; what the service fills by itself is the other side's", async () => {
		const fixture = new SyncFixture({ clear: true, firstContact: 'review', rule: 'review' });
		const sent: unknown[] = [];
		fixture.service = {
			create: async (fields, externalId) => {
				sent.push([fields, externalId]);
				return fixture.put('c1', { ...fields, source: 'import', name: 'Ann' });
			},
		};
		expect(
			await fixture.sync({ name: ' Ann Berg', email: 'ANN@example.com', tags: ['VIP', ''], source: '', remark: null }),
		).toMatchObject({ outcome: 'created', changed: ['name', 'email', 'tags'] });
		expect(sent).toEqual([[{ name: 'Ann Berg', email: 'ann@example.com', tags: ['VIP'] }, 'r1']]);
		const [{ toHead }] = await fixture.ledger.links('contacts', source('r1'));
		expect(Object.keys(toHead.fields)).toEqual(['name', 'email', 'tags', 'remark']);
		expect(toHead.fields.name).toMatchObject({ desired: '#Ann Berg', observed: '#Ann', rev: 1, targetVersion: NOW });
	});

	it('that is refused leaves nothing but its history, and is tried again', async () => {
		const fixture = new SyncFixture();
		fixture.createFails = { error: unclear() };
		fixture.service = {
			create: async () => {
				throw Object.assign(unclear('HTTP 422'), { written: 'no' });
			},
		};
		expect(await fixture.sync(ann, { version: 7 })).toMatchObject({
			outcome: 'failed',
			reason: 'HTTP 422',
			dueAt: NOW + MINUTE / 2,
		});
		expect(await fixture.ledger.counts()).toMatchObject({ intents: 0, links: 0, history: 1, due: { failed: 1 } });
		expect((await fixture.ledger.history(source('r1'), 9))[0]).toMatchObject({
			call: 'create',
			state: 'refused',
			version: 7,
			target: { system: 'crm', account: 'main' },
		});
	});

	it('is announced under a lease that outlives the call, with the record due if its run is interrupted', async () => {
		const fixture = new SyncFixture();
		const commit = fixture.ledger.commit.bind(fixture.ledger);
		const spy = jest
			.spyOn(fixture.ledger, 'commit')
			.mockImplementation(async (changes, fence) => (fence ? false : commit(changes, fence)));
		expect(await fixture.sync(ann, { version: 7 })).toMatchObject({ outcome: 'busy', dueAt: NOW + MINUTE });
		expect(fixture.called()).not.toContain('create');
		const [changes, fence] = spy.mock.calls.find(([, one]) => one) ?? [];
		expect([fence?.margin, fence?.keys]).toEqual([BUDGET, ['key #email ann@example.com', 'record rental:main:r1']]);
		expect(changes).toMatchObject([
			{
				put: 'intent',
				row: {
					source: source('r1'),
					at: NOW,
					version: 7,
					keys: ['#email ann@example.com'],
					desired: { name: '#Ann Berg', email: '#ann@example.com', city: '#Bath' },
				},
			},
			{ put: 'history', row: { call: 'create', state: 'announced' } },
			{ put: 'due', row: { status: 'pending', nextAt: NOW + LEASE } },
		]);
	});

	it('is busy where another run has linked the record meanwhile', async () => {
		const fixture = new SyncFixture();
		fixture.service = {
			create: async (fields) => {
				await fixture.link('contacts', target('c9'), source('r1'));
				return fixture.put('c1', fields);
			},
		};
		expect(await fixture.sync(ann)).toMatchObject({ outcome: 'busy', dueAt: NOW + MINUTE });
	});

	it('ends the questions and the waiting about the record, and is seen by its keys at once', async () => {
		const fixture = new SyncFixture();
		const place = { system: 'crm', account: 'main' };
		await fixture.ledger.commit([
			{
				put: 'review',
				row: {
					pair: 'contacts',
					source: source('r1'),
					target: place,
					field: '',
					cause: 'which one?',
					desired: '',
					found: '',
					at: NOW,
				},
			},
			{
				put: 'due',
				row: {
					pair: 'contacts',
					source: source('r1'),
					target: place,
					status: 'failed',
					cause: '',
					tries: 1,
					since: NOW,
					nextAt: NOW,
				},
			},
		]);
		expect(await fixture.summary(ann)).toBe('created new-1');
		expect(await fixture.ledger.counts()).toMatchObject({ reviews: 0, due: { failed: 0, pending: 0 } });
		expect(await fixture.ledger.sighted('contacts', ['#email ann@example.com'], place)).toEqual([target('new-1')]);
	});

	it('without a clear answer has a row of history that says so, with the fields that were filled', async () => {
		const fixture = new SyncFixture();
		fixture.createFails = { error: unclear() };
		await fixture.sync({ ...ann, city: '' });
		const [row] = await fixture.ledger.history(source('r1'), 9);
		expect(row).toMatchObject({ call: 'create', state: 'unclear' });
		expect(row.fields.map(({ name }) => name)).toEqual(['name', 'email']);
	});

	it('without a clear answer is a question where no search can ever find the record: its keys do not help there, only an external ID does', async () => {
		for (const [service, fields, outcome] of [
			[{ createOnly: true }, ann, 'review'],
			[{ createOnly: false }, ann, 'pending'],
			[{}, { name: 'Ann' }, 'review'],
			[{ findByExternalId: async () => [] }, { name: 'Ann' }, 'pending'],
			[{ list: async () => [] }, { name: 'Ann' }, 'pending'],
		] as const) {
			const fixture = new SyncFixture();
			fixture.service = service;
			fixture.createFails = { error: unclear() };
			expect({ service, outcome: (await fixture.sync(fields)).outcome }).toEqual({ service, outcome });
		}
	});

	it('that is in question is not repeated because a question about one of its fields was answered', async () => {
		const fixture = new SyncFixture();
		fixture.createFails = { error: unclear() };
		await fixture.ledger.commit([
			{
				put: 'review',
				row: {
					pair: 'contacts',
					source: source('r1'),
					target: { system: 'crm', account: 'main' },
					field: 'name',
					cause: 'both changed',
					desired: '#x',
					found: '#y',
					at: NOW,
					winner: 'source',
				},
			},
		]);
		await fixture.sync({ name: 'Ann Berg' });
		expect(await fixture.summary({ name: 'Ann Berg' })).toBe('review');
	});

	it('in a dry run names the fields that it would fill', async () => {
		const fixture = new SyncFixture();
		expect(await fixture.sync({ ...ann, city: '' }, { dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'create', fields: ['name', 'email'] }],
		});
		expect(await fixture.ledger.counts()).toMatchObject({ intents: 0, history: 0 });
	});
});
