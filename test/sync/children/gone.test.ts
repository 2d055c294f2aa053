import { removeLink, saveLink } from '../../../sync/manage/links';
import { ServiceError } from '../../../sync/model/ports';
import { family, note, open, parent, random } from '../../support/sync/childFixture';
import {
	BUDGET,
	type SyncFixture,
	target,
	LAG,
	MINUTE,
	source,
	NOW,
	refused,
	unclear,
} from '../../support/sync/fixture';

describe('a child that is deleted', () => {
	const old = 'new-1';
	async function linked(options: SyncFixture['options'] = {}) {
		const one = await family({ deletes: 'delete', ...options });
		await one.summary(note, { version: NOW });
		one.fixture.called();
		const gone = (changes: Parameters<SyncFixture['sync']>[1] = {}) =>
			one.sync(note, { version: NOW + 9, deleted: true, ...changes });
		const links = async () =>
			(await one.fixture.ledger.links('notes', source('n1'))).map(({ state, cause }) =>
				state === 'live' ? 'live' : cause,
			);
		const cutParents = async () => {
			await removeLink(one.fixture.ledger, (await one.fixture.ledger.links('contacts', source('p1')))[0]);
		};
		return { ...one, gone, links, cutParents };
	}

	it('takes its linked record along, in a row of history that names the family; nothing is due after that', async () => {
		const { fixture, gone } = await linked();
		expect(await gone()).toMatchObject({ outcome: 'deleted', target: target(old) });
		expect((await fixture.ledger.history(target(old), 9))[0]).toMatchObject({
			call: 'delete',
			state: 'done',
			fields: [],
			family: 'crm:main:c1',
		});
		const unlinked = await linked({ deletes: 'unlink' });
		expect((await unlinked.gone()).outcome).toBe('unlinked');
		for (const { ledger } of [fixture, unlinked.fixture])
			expect((await ledger.counts()).due).toEqual({ pending: 0, waiting: 0, busy: 0, failed: 0 });
	});

	it('with its parent, or without one that was ever linked, only loses its link: the target ones are left to what is done about the target parent', async () => {
		const { fixture, gone, links, cutParents } = await linked();
		await fixture.ledger.commit([
			{
				put: 'intent',
				row: {
					id: 'open',
					pair: 'notes',
					source: source('n1'),
					target: { system: 'crm', account: 'main' },
					at: NOW,
					desired: {},
					keys: [],
					replaces: old,
				},
			},
		]);
		await cutParents();
		// One look for what the open replacement may have made.
		expect(await gone()).toMatchObject({ outcome: 'unlinked', target: target(old), calls: 1 });
		expect(await links()).not.toContain('live');
		expect(await fixture.ledger.counts()).toMatchObject({ intents: 0, due: { waiting: 0 } });
		expect(await fixture.sync(note, { id: 'n2', parent: { ...parent, id: 'p9' }, deleted: true })).toMatchObject({
			outcome: 'unlinked',
			calls: 0,
		});
	});

	it('with its parent, and in the middle of a replacement, still has the replaced one deleted', async () => {
		const { fixture, sync, gone, links, cutParents, bodies } = await linked();
		const remove = fixture.service.delete;
		fixture.service = {
			...fixture.service,
			delete: async () => {
				throw unclear();
			},
		};
		await sync({ body: 'Called' }, { version: NOW + 1 });
		await cutParents();
		expect((await gone()).outcome).toBe('failed');
		expect(await links()).toContain('live');
		fixture.service = { ...fixture.service, delete: remove };
		fixture.called();
		expect((await gone()).outcome).toBe('unlinked');
		expect([fixture.called(), bodies(), (await links()).includes('live')]).toEqual([
			[`delete ${old}`],
			['Called'],
			false,
		]);
		expect((await fixture.ledger.history(target(old), 9))[0]).toMatchObject({ call: 'replace', state: 'done' });
		expect((await fixture.ledger.links('notes', source('n1'))).every((link) => link.replaced === undefined)).toBe(true);
	});

	it('waits until the other direction has deleted what it replaced on this side, for a day at the most, with its parent or without', async () => {
		const day = 24 * 60 * MINUTE;
		for (const [isAlone, wait, outcome] of [
			[false, 0, 'pending'],
			[false, day - 1, 'pending'],
			[false, day, 'deleted'],
			[true, day - 1, 'pending'],
			[true, day, 'unlinked'],
		] as const) {
			const { fixture, gone, cutParents } = await linked();
			const [link] = await fixture.ledger.links('notes', source('n1'));
			await fixture.ledger.commit([
				{ put: 'link', row: { ...link, replaced: [source('n0')], rev: link.rev + 1 }, expect: link.rev },
			]);
			if (isAlone) await cutParents();
			expect(await gone()).toMatchObject({ outcome: 'pending', dueAt: fixture.time + MINUTE, calls: 0 });
			fixture.time += wait;
			expect((await gone()).outcome).toBe(outcome);
		}
	});

	it('waits a day for a parent with a linked record, where it was there after its family had ended; one that was never linked does not wait', async () => {
		for (const [wait, outcome] of [
			[24 * 60 * MINUTE - 1, 'waiting'],
			[24 * 60 * MINUTE, 'unlinked'],
		] as const) {
			const { fixture, sync, gone, cutParents } = await linked();
			await cutParents();
			expect((await sync(note, { version: NOW + 1 })).outcome).toBe('waiting');
			fixture.time += wait;
			expect((await gone()).outcome).toBe(outcome);
		}
		const { fixture, sync, cutParents } = await linked();
		await cutParents();
		expect((await sync(note, { id: 'n5' })).outcome).toBe('waiting');
		expect((await sync(note, { id: 'n5', deleted: true })).outcome).toBe('unlinked');
		expect((await fixture.ledger.counts()).due.waiting).toBe(0);
	});

	it('whose target parent is gone as well has nothing left to be looked for there; any other refusal is tried again', async () => {
		for (const [error, outcome] of [
			[new ServiceError('HTTP 404', { written: 'no', again: false, gone: true }), 'unlinked'],
			[new ServiceError('HTTP 403', { written: 'no', again: false }), 'failed'],
		] as const) {
			const { fixture, sync, gone, cutParents } = await linked();
			fixture.createFails = { error: unclear() };
			await sync({ body: 'Called' }, { version: NOW + 1 });
			await cutParents();
			fixture.service = {
				...fixture.service,
				list: async () => {
					throw error;
				},
			};
			expect((await gone()).outcome).toBe(outcome);
			expect((await fixture.ledger.counts()).intents).toBe(outcome === 'failed' ? 1 : 0);
		}
	});

	it('while it waits for a parent with a linked record, has the replaced one deleted all the same, and waits on', async () => {
		const { fixture, sync, gone, links, cutParents, bodies } = await linked();
		const remove = fixture.service.delete;
		fixture.service = {
			...fixture.service,
			delete: async () => {
				throw unclear();
			},
		};
		await sync({ body: 'Called' }, { version: NOW + 1 });
		await cutParents();
		expect((await sync({ body: 'Called' }, { version: NOW + 2 })).outcome).toBe('waiting');
		expect(await gone()).toMatchObject({ outcome: 'waiting', reason: 'HTTP 500' });
		expect(await gone({ dryRun: true })).toMatchObject({ outcome: 'planned', plan: [{ call: 'delete', fields: [] }] });
		fixture.service = { ...fixture.service, delete: remove };
		expect(await gone()).toMatchObject({
			outcome: 'waiting',
			reason: 'It was deleted, and its parent is not linked yet',
		});
		expect([bodies(), (await links()).includes('live')]).toEqual([['Called'], true]);
		await saveLink(fixture.ledger, random, { pair: 'contacts', head: target('c1'), member: source('p1') });
		expect((await gone()).outcome).toBe('deleted');
		expect(bodies()).toEqual([]);
	});

	it('later has nothing left to wait for: what it had replaced was deleted while it waited for its parent', async () => {
		const { fixture, sync, cutParents, bodies } = await linked();
		const remove = fixture.service.delete;
		fixture.service = {
			...fixture.service,
			delete: async () => {
				throw unclear();
			},
		};
		expect((await sync({ body: 'Called' }, { version: NOW + 1 })).outcome).toBe('failed');
		await cutParents();
		const again = { version: NOW + 2 };
		const failed = await sync({ body: 'Called' }, again);
		expect(failed).toMatchObject({ outcome: 'waiting', reason: 'HTTP 500' });
		expect(failed.dueAt).toBeLessThan(fixture.time + 60 * MINUTE);
		expect(await sync({ body: 'Called' }, { ...again, dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'delete', fields: [] }],
		});
		fixture.service = { ...fixture.service, delete: remove };
		fixture.called();
		expect(await sync({ body: 'Called' }, again)).toMatchObject({
			outcome: 'waiting',
			reason: 'Its parent is not linked yet',
		});
		expect([fixture.called(), bodies()]).toEqual([[`delete ${old}`], ['Called']]);
		expect((await fixture.ledger.links('notes', source('n1'))).every((link) => link.replaced === undefined)).toBe(true);
	});

	it('while it waits, keeps searching for what an unclear replacement has created', async () => {
		const { fixture, sync, gone, cutParents, bodies } = await linked();
		fixture.createFails = { error: unclear() };
		await sync({ body: 'Called' }, { version: NOW + 1 });
		await cutParents();
		await sync({ body: 'Called' }, { version: NOW + 2 });
		expect(await gone()).toMatchObject({ outcome: 'waiting', reason: 'A change had no clear answer' });
		fixture.put('late', { body: 'Called' });
		expect((await gone()).outcome).toBe('waiting');
		expect(bodies()).toEqual(['Called']);
		await saveLink(fixture.ledger, random, { pair: 'contacts', head: target('c1'), member: source('p1') });
		expect((await gone()).outcome).toBe('deleted');
		expect(bodies()).toEqual([]);
	});

	it('with its parent that had several linked records in turn, still has the replaced one deleted under the last of them', async () => {
		const { fixture, sync, gone } = await linked();
		fixture.service = {
			...fixture.service,
			delete: async () => {
				throw unclear();
			},
		};
		await sync({ body: 'Called' }, { version: NOW + 1 });
		for (const id of ['c1', 'c2', 'c3']) {
			if (id !== 'c1')
				await saveLink(fixture.ledger, random, { pair: 'contacts', head: target(id), member: source('p1') });
			fixture.time += MINUTE;
			const live = (await fixture.ledger.links('contacts', source('p1'))).find(({ state }) => state === 'live');
			if (live) await removeLink(fixture.ledger, live);
		}
		// The one that ended last is not the one that was touched last.
		const [first] = await fixture.ledger.links('contacts', target('c1'));
		await fixture.ledger.commit([{ put: 'link', row: { ...first, rev: first.rev + 1 }, expect: first.rev }]);
		const deleted: string[] = [];
		const base = {
			system: 'crm',
			account: 'main',
			kinds: {},
			lagCeiling: LAG,
			callBudget: BUDGET,
			read: async () => undefined,
			create: async () => {
				throw refused();
			},
		};
		fixture.service = {
			...fixture.service,
			under: (id) => ({ ...base, delete: async (child) => void deleted.push(`${child} under ${id}`) }),
		};
		expect((await gone()).outcome).toBe('unlinked');
		expect(deleted).toEqual([`${old} under c3`]);
	});

	it('waits while it is not known how its replacement ended', async () => {
		const { fixture, sync, gone, bodies } = await linked();
		fixture.createFails = { error: unclear() };
		await sync({ body: 'Called' }, { version: NOW + 1 });
		expect((await gone()).outcome).toBe('pending');
		fixture.put('late', { body: 'Called' });
		expect(await gone()).toMatchObject({ outcome: 'deleted', target: target('late') });
		expect(bodies()).toEqual([]);
	});

	it('after a create without a clear answer takes along what that has created, once that is certain; what was changed since is a question', async () => {
		for (const [fields, facts, outcome, left] of [
			[note, {}, 'deleted', []],
			[{ body: 'Changed' }, { version: 1 }, 'review', ['Changed']],
			[{ body: 'Other' }, { version: 0 }, 'unlinked', ['Other']],
		] as const) {
			const { fixture, sync, at, bodies } = await open();
			fixture.put('x1', fields, { createdAt: at, version: at + ('version' in facts ? facts.version : 0) });
			const options = { deletes: 'delete' } as const;
			expect((await sync(note, { deleted: true, options })).outcome).toBe('pending');
			fixture.time = at + BUDGET + LAG;
			expect((await sync(note, { deleted: true, options })).outcome).toBe(outcome);
			expect(bodies()).toEqual(left);
			expect((await fixture.ledger.counts()).intents).toBe(outcome === 'review' ? 1 : 0);
		}
	});

	it('is busy when another run links meanwhile what was created', async () => {
		const { fixture, sync, at, bodies } = await open();
		fixture.put('x1', note, { createdAt: at });
		fixture.time = at + BUDGET + LAG;
		const { list } = fixture.service;
		fixture.service = {
			...fixture.service,
			list: async () => {
				const found = (await list?.()) ?? [];
				await fixture.link('notes', target('other'), source('n1'));
				return found;
			},
		};
		expect((await sync(note, { deleted: true, options: { deletes: 'delete' } })).outcome).toBe('busy');
		expect(bodies()).toEqual(['Call back']);
	});
});
