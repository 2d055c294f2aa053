import type { Intent } from '../../../sync/ledger/ledger';
import { removeLink, saveLink } from '../../../sync/manage/links';
import { ServiceError, type TargetRecord } from '../../../sync/model/ports';
import { family, note, open, parent, random } from '../../support/sync/childFixture';
import { BUDGET, SyncFixture, target, LAG, MINUTE, source, NOW, refused, unclear } from '../../support/sync/fixture';

type Facts = Partial<TargetRecord>;

describe('the parent of a child', () => {
	it('is the record that the parent is linked to, in the system that is written', async () => {
		const fixture = new SyncFixture();
		await saveLink(fixture.ledger, random, {
			pair: 'contacts',
			head: { system: 'books', account: 'main', id: 'b1' },
			member: source('p1'),
		});
		expect(await fixture.sync(note, { id: 'n1', parent })).toMatchObject({
			outcome: 'waiting',
			calls: 0,
			dueAt: NOW + 6 * 60 * MINUTE,
		});
		const asked: string[] = [];
		fixture.service = {
			under: (id) => {
				asked.push(id);
				return {
					system: 'crm',
					account: 'main',
					kinds: {},
					lagCeiling: LAG,
					callBudget: BUDGET,
					read: async () => undefined,
					create: async (fields) => ({ id: 'made', fields }),
				};
			},
		};
		await saveLink(fixture.ledger, random, { pair: 'contacts', head: target('c7'), member: source('p1') });
		expect(await fixture.summary(note, { id: 'n1', parent })).toBe('created made');
		expect(new Set(asked)).toEqual(new Set(['c7']));
	});

	it('is the one that feeds it of several, and a live one before one that has ended', async () => {
		const { fixture, summary } = await family({ many: 'target' });
		const under: string[] = [];
		fixture.service = {
			...fixture.service,
			under: (id) => {
				under.push(id);
				return {
					system: 'crm',
					account: 'main',
					kinds: {},
					lagCeiling: LAG,
					callBudget: BUDGET,
					read: async () => undefined,
					create: async (fields) => ({ id: `under ${id}`, fields }),
				};
			},
		};
		const turned = { ...parent, id: 'p2' };
		for (const id of ['c2', 'c3', 'c4'])
			await saveLink(fixture.ledger, random, { pair: 'contacts', head: source('p2'), member: target(id) });
		const of = async (id: string) => (await fixture.ledger.links('contacts', target(id)))[0];
		await removeLink(fixture.ledger, await of('c2'));
		expect(await summary(note, { parent: turned })).toBe('created under c4');
		await removeLink(fixture.ledger, await of('c4'));
		await fixture.ledger.commit([
			{ put: 'link', row: { ...(await of('c3')), rev: (await of('c3')).rev + 1 }, expect: (await of('c3')).rev },
		]);
		expect(await summary(note, { id: 'n2', parent: turned })).toBe('created under c3');
		await removeLink(fixture.ledger, await of('c3'));
		expect(await summary(note, { id: 'n3', parent: turned })).toBe('waiting');
	});
});

describe('a child that both sides may have had before', () => {
	const before = { createdAt: NOW - 1 };
	it.each<[string, Facts, Record<string, unknown>, { createdAt?: number }, string]>([
		['the same, both older than the link', before, note, before, 'linked'],
		['the same, of unknown age', { createdAt: undefined }, note, {}, 'linked'],
		['the same but for a field that is empty and absent', before, { ...note, title: '' }, before, 'linked'],
		['the same, made here since', before, note, { createdAt: NOW }, 'created'],
		['the same, made there since', { createdAt: NOW }, note, before, 'created'],
		['another text', before, { body: 'Called' }, before, 'created'],
		['a field that is empty there', before, { ...note, title: 'Ann' }, before, 'created'],
		['the same, archived', { ...before, archived: true }, note, before, 'created'],
	])('%s', async (_, facts, fields, made, outcome) => {
		const { fixture, summary } = await family();
		fixture.put('x1', note, facts);
		expect(await summary(fields, made)).toMatch(outcome);
	});

	it('is the oldest one that was never linked here; a link with a third system is none', async () => {
		const { fixture, summary } = await family();
		for (const [id, createdAt] of [
			['x3', NOW - 5],
			['x2', NOW - 5],
			['x4', NOW - 5],
			['x1', NOW - 4],
		] as const)
			fixture.put(id, note, { createdAt });
		await saveLink(fixture.ledger, random, {
			pair: 'notes',
			head: target('x2'),
			member: { system: 'books', account: 'main', id: 'b1' },
		});
		expect(await summary(note, before)).toBe('linked x2');
		expect(await summary(note, { ...before, id: 'n2' })).toBe('linked x3');
		await removeLink(fixture.ledger, (await fixture.ledger.links('notes', target('x3')))[0]);
		expect(await summary(note, { ...before, id: 'n3' })).toBe('linked x4');
		expect(await summary(note, { ...before, id: 'n4' })).toBe('linked x1');
		expect(await summary(note, { ...before, id: 'n5' })).toMatch('created');
	});

	it('is not looked for where the service has no list', async () => {
		const { fixture, summary } = await family();
		fixture.put('x1', note, before);
		fixture.service = { ...fixture.service, list: undefined };
		expect(await summary(note, before)).toMatch('created');
	});
});

describe('a child that was created without a clear answer', () => {
	it('is looked for at once, and linked in the same run', async () => {
		const { fixture, sync } = await family();
		fixture.createFails = { error: unclear(), isMade: true };
		expect(await sync(note)).toMatchObject({ outcome: 'created', calls: 3 });
		expect(fixture.called()).toEqual(['list undefined', 'create', 'list undefined']);
		expect(await fixture.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0 } });
	});

	it('is pending where that look fails too', async () => {
		const { fixture, sync } = await family();
		const { list } = fixture.service;
		let looks = 0;
		fixture.service = {
			...fixture.service,
			list: async () => {
				if (++looks > 1) throw unclear();
				return (await list?.()) ?? [];
			},
		};
		fixture.createFails = { error: unclear(), isMade: true };
		expect(await sync(note)).toMatchObject({ outcome: 'pending', calls: 3 });
		expect(await sync(note)).toMatchObject({ outcome: 'failed' });
		fixture.service = { ...fixture.service, list };
		expect(await sync(note)).toMatchObject({ outcome: 'linked', changed: [] });
		expect(fixture.records.crm.size).toBe(1);
	});

	it.each<[string, Facts & { fields?: Record<string, unknown> }, string]>([
		['made then, as asked', {}, 'linked'],
		['of unknown age, as asked', { createdAt: undefined }, 'linked'],
		['a little before, as clocks differ', { createdAt: -5 * MINUTE }, 'linked'],
		['made before', { createdAt: -5 * MINUTE - 1 }, 'pending'],
		['as asked, archived', { archived: true }, 'pending'],
		['made then and changed since', { fields: { body: 'Changed' }, version: 1 }, 'review'],
		['made then with another text', { fields: { body: 'Other' }, version: 0 }, 'pending'],
		[
			'made at the end of the call, and changed',
			{ fields: { body: 'Changed' }, createdAt: BUDGET + MINUTE, version: BUDGET + MINUTE + 1 },
			'review',
		],
		[
			'made after that, and changed',
			{ fields: { body: 'Changed' }, createdAt: BUDGET + MINUTE + 1, version: BUDGET + MINUTE + 2 },
			'pending',
		],
		['made a minute before, and changed', { fields: { body: 'Changed' }, createdAt: -MINUTE, version: 1 }, 'review'],
		['made before that, and changed', { fields: { body: 'Changed' }, createdAt: -MINUTE - 1, version: 1 }, 'pending'],
		['made then by a service that tells no changes', { fields: { body: 'Other' }, version: undefined }, 'review'],
		[
			'of unknown age and with another text',
			{ fields: { body: 'Other' }, createdAt: undefined, version: undefined },
			'review',
		],
	])('%s', async (_, { fields = note, ...facts }, outcome) => {
		const { fixture, summary, at } = await open();
		const { createdAt, version } = { createdAt: 0, version: undefined, ...facts };
		fixture.put('x1', fields, {
			...facts,
			createdAt: createdAt === undefined ? undefined : at + createdAt,
			version: version === undefined ? undefined : at + version,
		});
		expect(await summary(note)).toMatch(outcome);
	});

	it('is the one created since, of two that are the same', async () => {
		const { fixture, summary, at } = await open();
		fixture.put('x1', note, { createdAt: at - 1 });
		fixture.put('x2', note, { createdAt: at });
		expect(await summary(note)).toBe('linked x2');
	});

	it('is none of those that an immediate search has seen with other texts, where they have no times', async () => {
		const there = { id: 'x1', fields: { body: 'Other' }, createdAt: undefined, version: undefined };
		const { summary, intent, fixture } = await open(note, [
			there,
			{ id: 'x2', fields: { body: 'Third' }, createdAt: NOW, version: NOW },
		]);
		expect((await intent())?.others).toEqual(['x1']);
		expect(await summary(note)).toBe('pending');
		fixture.put('x3', { body: 'Changed' }, { createdAt: undefined, version: undefined });
		expect(await summary(note)).toBe('review');
	});

	it('may be one of them where the search came late: somebody could have changed it by then', async () => {
		for (const [late, others] of [
			[5_000, ['x1']],
			[5_001, undefined],
		] as const) {
			const { fixture, sync } = await family();
			fixture.put('x1', { body: 'Other' }, { createdAt: undefined, version: undefined });
			const { list } = fixture.service;
			let looks = 0;
			fixture.service = {
				...fixture.service,
				list: async () => {
					if (++looks === 2) fixture.time += late;
					return (await list?.()) ?? [];
				},
			};
			fixture.createFails = { error: unclear() };
			await sync(note);
			expect((await fixture.ledger.incomingIntents('notes', { system: 'crm', account: 'main' }))[0].others).toEqual(
				others,
			);
		}
	});

	it('shares one of several texts with the desired values: nobody changes all of them at once', async () => {
		const task = { title: 'Call', body: 'Ann', day: '' };
		for (const [fields, outcome] of [
			[{ title: 'Call', body: 'Bo' }, 'review'],
			[{ title: 'Visit', body: 'Bo' }, 'pending'],
			[{ title: 'Visit', body: 'Bo', day: 'x' }, 'pending'],
		] as const) {
			const { fixture, summary } = await open(task);
			fixture.put('x1', fields, { createdAt: undefined, version: undefined });
			expect(await summary(task)).toBe(outcome);
		}
		const { fixture, summary } = await open({ title: 'Call', email: 'ann@example.com' });
		fixture.put('x1', { title: 'Visit', email: 'bo@example.com' }, { createdAt: undefined, version: undefined });
		expect(await summary({ title: 'Call', email: 'ann@example.com' })).toBe('review');
	});

	it('is looked for once where its parent is linked to the same record as then', async () => {
		const { fixture, sync } = await open();
		const lists: string[] = [];
		const { list } = fixture.service;
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
			under: (id) => ({
				...base,
				list: async () => {
					lists.push(id);
					return (await list?.()) ?? [];
				},
			}),
		};
		expect(await sync(note)).toMatchObject({ outcome: 'pending', calls: 1 });
		expect(lists).toEqual(['c1']);
	});

	it('is created again when that is certain, or a person says that it is not the one found', async () => {
		const { summary, fixture, at, intent } = await open();
		expect(await intent()).not.toHaveProperty('others');
		fixture.time = at + BUDGET + LAG - 1;
		expect(await summary(note)).toBe('pending');
		fixture.time += 1;
		expect(await summary(note)).toMatch('created');
		const other = await open();
		other.fixture.put('x1', { body: 'Changed' }, { createdAt: other.at, version: other.at + 1 });
		other.fixture.time = other.at + BUDGET + LAG;
		expect(await other.summary(note)).toBe('review');
		const [review] = await other.fixture.ledger.reviews();
		await other.fixture.ledger.commit([{ put: 'review', row: { ...review, winner: 'source' } }]);
		expect(await other.summary(note)).toMatch('created');
		expect(other.bodies()).toEqual(['Call back', 'Changed']);
	});

	it('is also looked for under the record that its parent was linked to then; where that is gone, so is the child', async () => {
		for (const [answer, outcome] of [
			[undefined, 'linked x9'],
			[new ServiceError('HTTP 404', { written: 'no', again: false, gone: true }), 'pending'],
			[new ServiceError('HTTP 403', { written: 'no', again: false }), 'failed'],
			[new ServiceError('HTTP 429', { written: 'no', again: true }), 'failed'],
			[unclear(), 'failed'],
		] as const) {
			const { fixture, summary, at } = await open();
			const base = {
				...fixture.service,
				system: 'crm',
				account: 'main',
				kinds: {},
				lagCeiling: LAG,
				callBudget: BUDGET,
				read: async (id: string) => ({ id, fields: note }),
				create: async () => {
					throw refused();
				},
			};
			const under: string[] = [];
			fixture.service = {
				...fixture.service,
				under: (id) => {
					under.push(id);
					return {
						...base,
						list: async () => {
							if (id === 'c2') return [];
							if (answer) throw answer;
							return [{ id: 'x9', fields: note, createdAt: at }];
						},
					};
				},
			};
			await saveLink(fixture.ledger, random, { pair: 'contacts', head: target('c2'), member: source('p1') });
			expect(await summary(note)).toBe(outcome);
			expect(under).toContain('c1');
		}
	});
});

describe('a child that the other direction may have created', () => {
	const asked = (changes: Partial<Intent> = {}): Intent => ({
		id: 'announced',
		pair: 'notes',
		source: target('x1'),
		target: { system: 'rental', account: 'main' },
		at: NOW + 10 * MINUTE,
		desired: {},
		keys: [],
		family: 'crm:main:c1',
		...changes,
	});
	it.each<[string, Intent, { createdAt?: number }, string]>([
		['in the same family', asked(), {}, 'pending'],
		[
			'under the same parent, though the family was another then',
			asked({ family: 'crm:main:c5', under: 'p1' }),
			{},
			'pending',
		],
		['as clocks differ', asked(), { createdAt: NOW + 5 * MINUTE }, 'pending'],
		['but it was made before', asked(), { createdAt: NOW + 5 * MINUTE - 1 }, 'created'],
		['but in another family', asked({ family: 'crm:main:c5', under: 'p5' }), {}, 'created'],
		['but from another account', asked({ source: { ...target('x1'), account: 'other' } }), {}, 'created'],
	])('%s', async (_, intent, facts, outcome) => {
		const { fixture, summary } = await family();
		await fixture.ledger.commit([{ put: 'intent', row: intent }]);
		expect(await summary(note, facts)).toMatch(outcome);
		expect((await fixture.ledger.counts()).due.pending).toBe(outcome === 'pending' ? 1 : 0);
		expect(await fixture.ledger.due(9)).toEqual([]);
	});
});

describe('a child whose link has ended', () => {
	it('still has its linked record, unless that is gone or a person has unlinked the two', async () => {
		for (const [isCut, left, outcome] of [
			[false, {}, 'linked'],
			[false, { archived: true }, 'unlinked'],
			[false, undefined, 'unlinked'],
			[true, {}, 'unlinked'],
		] as const) {
			const { fixture, summary } = await family();
			const made = (await summary(note, { version: NOW })).slice('created '.length);
			const [link] = await fixture.ledger.links('notes', source('n1'));
			if (isCut) await removeLink(fixture.ledger, link);
			else
				await fixture.ledger.commit([
					{
						put: 'link',
						row: { ...link, state: 'ended', cause: 'its parent was gone', rev: link.rev + 1 },
						expect: link.rev,
					},
				]);
			if (left) fixture.put(made, note, left);
			else fixture.records.crm.delete(made);
			expect(await summary(note, { version: NOW })).toBe(`${outcome} ${made}`);
		}
	});
});

it('a child whose target value won is due there, together with the parent by which it is read', async () => {
	const { fixture, summary, sync } = await family({ rule: 'target' }, true);
	const made = (await summary(note, { version: NOW })).slice('created '.length);
	const contact = { pair: 'contacts', ...target('c1') };
	fixture.records.rental.set('n1', { id: 'n1', fields: note });
	await fixture.sync(note, { towards: 'rental', id: made, parent: contact, version: NOW });
	fixture.put(made, { body: 'Theirs' });
	expect((await sync({ body: 'Ours' }, { version: NOW + 1 })).outcome).toBe('conflict');
	expect(await fixture.ledger.due(9)).toMatchObject([
		{ pair: 'notes', source: target(made), target: { system: 'rental', account: 'main' }, parent: contact },
	]);
});
