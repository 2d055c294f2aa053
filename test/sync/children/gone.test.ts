import { removeLink, saveLink } from '../../../sync/manage/links';
import { ServiceError } from '../../../sync/model/ports';
import { family, note, open, parent, random } from '../../support/sync/childFixture';
import { BUDGET, type Desk, target, LAG, MINUTE, source, NOW, refused, unclear } from '../../support/sync/fixture';

describe('a child that is deleted', () => {
	const old = 'new-1';
	async function linked(options: Desk['options'] = {}) {
		const one = await family({ deletes: 'delete', ...options });
		await one.said(note, { version: NOW });
		one.desk.called();
		const gone = (changes: Parameters<Desk['sync']>[1] = {}) =>
			one.sync(note, { version: NOW + 9, deleted: true, ...changes });
		const links = async () =>
			(await one.desk.ledger.links('notes', source('n1'))).map(({ state, cause }) =>
				state === 'live' ? 'live' : cause,
			);
		const cutParents = async () => {
			await removeLink(one.desk.ledger, (await one.desk.ledger.links('contacts', source('p1')))[0]);
		};
		return { ...one, gone, links, cutParents };
	}

	it('takes its partner along, in a row of history that names the family; nothing is due after that', async () => {
		const { desk, gone } = await linked();
		expect(await gone()).toMatchObject({ outcome: 'deleted', target: target(old) });
		expect((await desk.ledger.history(target(old), 9))[0]).toMatchObject({
			call: 'delete',
			state: 'done',
			fields: [],
			family: 'crm:main:c1',
		});
		const unlinked = await linked({ deletes: 'unlink' });
		expect((await unlinked.gone()).outcome).toBe('unlinked');
		for (const { ledger } of [desk, unlinked.desk])
			expect((await ledger.counts()).due).toEqual({ pending: 0, waiting: 0, busy: 0, failed: 0 });
	});

	it('with its parent, or without one that was ever linked, only loses its link: the target ones are left to what is done about the target parent', async () => {
		const { desk, gone, links, cutParents } = await linked();
		await desk.ledger.commit([
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
		expect(await desk.ledger.counts()).toMatchObject({ intents: 0, due: { waiting: 0 } });
		expect(await desk.sync(note, { id: 'n2', parent: { ...parent, id: 'p9' }, deleted: true })).toMatchObject({
			outcome: 'unlinked',
			calls: 0,
		});
	});

	it('with its parent, and in the middle of a replacement, still has the replaced one deleted', async () => {
		const { desk, sync, gone, links, cutParents, bodies } = await linked();
		const remove = desk.service.delete;
		desk.service = {
			...desk.service,
			delete: async () => {
				throw unclear();
			},
		};
		await sync({ body: 'Called' }, { version: NOW + 1 });
		await cutParents();
		expect((await gone()).outcome).toBe('failed');
		expect(await links()).toContain('live');
		desk.service = { ...desk.service, delete: remove };
		desk.called();
		expect((await gone()).outcome).toBe('unlinked');
		expect([desk.called(), bodies(), (await links()).includes('live')]).toEqual([[`delete ${old}`], ['Called'], false]);
		expect((await desk.ledger.history(target(old), 9))[0]).toMatchObject({ call: 'replace', state: 'done' });
		expect((await desk.ledger.links('notes', source('n1'))).every((link) => link.replaced === undefined)).toBe(true);
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
			const { desk, gone, cutParents } = await linked();
			const [link] = await desk.ledger.links('notes', source('n1'));
			await desk.ledger.commit([
				{ put: 'link', row: { ...link, replaced: [source('n0')], rev: link.rev + 1 }, expect: link.rev },
			]);
			if (isAlone) await cutParents();
			expect(await gone()).toMatchObject({ outcome: 'pending', dueAt: desk.time + MINUTE, calls: 0 });
			desk.time += wait;
			expect((await gone()).outcome).toBe(outcome);
		}
	});

	it('waits a day for a parent with a partner, where it was there after its family had ended; one that was never linked does not wait', async () => {
		for (const [wait, outcome] of [
			[24 * 60 * MINUTE - 1, 'waiting'],
			[24 * 60 * MINUTE, 'unlinked'],
		] as const) {
			const { desk, sync, gone, cutParents } = await linked();
			await cutParents();
			expect((await sync(note, { version: NOW + 1 })).outcome).toBe('waiting');
			desk.time += wait;
			expect((await gone()).outcome).toBe(outcome);
		}
		const { desk, sync, cutParents } = await linked();
		await cutParents();
		expect((await sync(note, { id: 'n5' })).outcome).toBe('waiting');
		expect((await sync(note, { id: 'n5', deleted: true })).outcome).toBe('unlinked');
		expect((await desk.ledger.counts()).due.waiting).toBe(0);
	});

	it('whose target parent is gone as well has nothing left to be looked for there; any other refusal is tried again', async () => {
		for (const [error, outcome] of [
			[new ServiceError('HTTP 404', { written: 'no', again: false, gone: true }), 'unlinked'],
			[new ServiceError('HTTP 403', { written: 'no', again: false }), 'failed'],
		] as const) {
			const { desk, sync, gone, cutParents } = await linked();
			desk.createFails = { error: unclear() };
			await sync({ body: 'Called' }, { version: NOW + 1 });
			await cutParents();
			desk.service = {
				...desk.service,
				list: async () => {
					throw error;
				},
			};
			expect((await gone()).outcome).toBe(outcome);
			expect((await desk.ledger.counts()).intents).toBe(outcome === 'failed' ? 1 : 0);
		}
	});

	it('while it waits for a parent with a partner, has the replaced one deleted all the same, and waits on', async () => {
		const { desk, sync, gone, links, cutParents, bodies } = await linked();
		const remove = desk.service.delete;
		desk.service = {
			...desk.service,
			delete: async () => {
				throw unclear();
			},
		};
		await sync({ body: 'Called' }, { version: NOW + 1 });
		await cutParents();
		expect((await sync({ body: 'Called' }, { version: NOW + 2 })).outcome).toBe('waiting');
		expect(await gone()).toMatchObject({ outcome: 'waiting', reason: 'HTTP 500' });
		expect(await gone({ dryRun: true })).toMatchObject({ outcome: 'planned', plan: [{ call: 'delete', fields: [] }] });
		desk.service = { ...desk.service, delete: remove };
		expect(await gone()).toMatchObject({
			outcome: 'waiting',
			reason: 'It was deleted, and its parent is not linked yet',
		});
		expect([bodies(), (await links()).includes('live')]).toEqual([['Called'], true]);
		await saveLink(desk.ledger, random, { pair: 'contacts', head: target('c1'), member: source('p1') });
		expect((await gone()).outcome).toBe('deleted');
		expect(bodies()).toEqual([]);
	});

	it('while it waits so, keeps the look for what an unclear replacement has made', async () => {
		const { desk, sync, gone, cutParents, bodies } = await linked();
		desk.createFails = { error: unclear() };
		await sync({ body: 'Called' }, { version: NOW + 1 });
		await cutParents();
		await sync({ body: 'Called' }, { version: NOW + 2 });
		expect(await gone()).toMatchObject({ outcome: 'waiting', reason: 'A change had no clear answer' });
		desk.put('late', { body: 'Called' });
		expect((await gone()).outcome).toBe('waiting');
		expect(bodies()).toEqual(['Called']);
		await saveLink(desk.ledger, random, { pair: 'contacts', head: target('c1'), member: source('p1') });
		expect((await gone()).outcome).toBe('deleted');
		expect(bodies()).toEqual([]);
	});

	it('with its parent that had several partners in turn, still has the replaced one deleted under the last of them', async () => {
		const { desk, sync, gone } = await linked();
		desk.service = {
			...desk.service,
			delete: async () => {
				throw unclear();
			},
		};
		await sync({ body: 'Called' }, { version: NOW + 1 });
		for (const id of ['c1', 'c2', 'c3']) {
			if (id !== 'c1')
				await saveLink(desk.ledger, random, { pair: 'contacts', head: target(id), member: source('p1') });
			desk.time += MINUTE;
			const live = (await desk.ledger.links('contacts', source('p1'))).find(({ state }) => state === 'live');
			if (live) await removeLink(desk.ledger, live);
		}
		// The one that ended last is not the one that was touched last.
		const [first] = await desk.ledger.links('contacts', target('c1'));
		await desk.ledger.commit([{ put: 'link', row: { ...first, rev: first.rev + 1 }, expect: first.rev }]);
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
		desk.service = {
			...desk.service,
			under: (id) => ({ ...base, delete: async (child) => void deleted.push(`${child} under ${id}`) }),
		};
		expect((await gone()).outcome).toBe('unlinked');
		expect(deleted).toEqual([`${old} under c3`]);
	});

	it('waits while it is not known how its replacement ended', async () => {
		const { desk, sync, gone, bodies } = await linked();
		desk.createFails = { error: unclear() };
		await sync({ body: 'Called' }, { version: NOW + 1 });
		expect((await gone()).outcome).toBe('pending');
		desk.put('late', { body: 'Called' });
		expect(await gone()).toMatchObject({ outcome: 'deleted', target: target('late') });
		expect(bodies()).toEqual([]);
	});

	it('after a create without a clear answer takes along what that has made, once that is certain; what was changed since is a question', async () => {
		for (const [fields, facts, outcome, left] of [
			[note, {}, 'deleted', []],
			[{ body: 'Changed' }, { version: 1 }, 'review', ['Changed']],
			[{ body: 'Other' }, { version: 0 }, 'unlinked', ['Other']],
		] as const) {
			const { desk, sync, at, bodies } = await open();
			desk.put('x1', fields, { createdAt: at, version: at + ('version' in facts ? facts.version : 0) });
			const options = { deletes: 'delete' } as const;
			expect((await sync(note, { deleted: true, options })).outcome).toBe('pending');
			desk.time = at + BUDGET + LAG;
			expect((await sync(note, { deleted: true, options })).outcome).toBe(outcome);
			expect(bodies()).toEqual(left);
			expect((await desk.ledger.counts()).intents).toBe(outcome === 'review' ? 1 : 0);
		}
	});

	it('is busy when another run links what was made meanwhile', async () => {
		const { desk, sync, at, bodies } = await open();
		desk.put('x1', note, { createdAt: at });
		desk.time = at + BUDGET + LAG;
		const { list } = desk.service;
		desk.service = {
			...desk.service,
			list: async () => {
				const found = (await list?.()) ?? [];
				await desk.link('notes', target('other'), source('n1'));
				return found;
			},
		};
		expect((await sync(note, { deleted: true, options: { deletes: 'delete' } })).outcome).toBe('busy');
		expect(bodies()).toEqual(['Call back']);
	});
});
