import type { Intent } from '../../sync/ledger/ledger';
import { removeLink, saveLink } from '../../sync/links';
import { ServiceError, type FarRecord } from '../../sync/ports';
import { BUDGET, Desk, far, LAG, MINUTE, near, NOW, refused, unclear } from './desk';

const random = (() => { let made = 0; return { next: () => 0, id: () => `link-${++made}` }; })();
const parent = { pair: 'contacts', ...near('p1') };
const note = { body: 'Call back' };

/** Notes of customer `p1`, whose contact is `c1`; those of the contact are listed without lag, and can't be edited unless it is said. */
async function family(options: Desk['options'] = {}, canEdit = false) {
	const desk = new Desk(options);
	await saveLink(desk.ledger, random, { pair: 'contacts', head: far('c1'), member: near('p1') });
	desk.service = {
		list: async () => [...desk.records.crm.values()], delete: async (id) => void desk.records.crm.delete(id), findByEmail: undefined, findByPhone: undefined,
		...(canEdit ? {} : { update: undefined }),
	};
	desk.time += 10 * MINUTE;
	const sync = (fields: Readonly<Record<string, unknown>>, changes: Parameters<Desk['sync']>[1] = {}) => desk.sync(fields, { id: 'n1', parent, ...changes });
	const said = (fields: Readonly<Record<string, unknown>>, changes: Parameters<Desk['sync']>[1] = {}) => desk.said(fields, { id: 'n1', parent, ...changes });
	const bodies = () => [...desk.records.crm.values()].map(({ fields }) => fields.body).sort();
	return { desk, sync, said, bodies };
}

type Facts = Partial<FarRecord>;

/** The create of note `n1` had no clear answer just now, and made nothing that a look at once has shown. */
async function open(fields: Record<string, unknown> = note, there: FarRecord[] = []) {
	const one = await family();
	for (const { id, fields: held, ...facts } of there) one.desk.put(id, held, facts);
	one.desk.createFails = { error: unclear() };
	await one.sync(fields);
	one.desk.called();
	const at = one.desk.time;
	const intent = async (): Promise<Intent | undefined> => (await one.desk.ledger.intentsTowards('notes', { system: 'crm', account: 'main' }))[0];
	return { ...one, at, intent };
}

describe('the parent of a child', () => {
	it('is the record that the parent is linked to, in the system that is written', async () => {
		const desk = new Desk();
		await saveLink(desk.ledger, random, { pair: 'contacts', head: { system: 'books', account: 'main', id: 'b1' }, member: near('p1') });
		expect(await desk.sync(note, { id: 'n1', parent })).toMatchObject({ outcome: 'waiting', calls: 0, dueAt: NOW + 6 * 60 * MINUTE });
		const asked: string[] = [];
		desk.service = { under: (id) => { asked.push(id); return { system: 'crm', account: 'main', kinds: {}, lagCeiling: LAG, callBudget: BUDGET, read: async () => undefined, create: async (fields) => ({ id: 'made', fields }) }; } };
		await saveLink(desk.ledger, random, { pair: 'contacts', head: far('c7'), member: near('p1') });
		expect(await desk.said(note, { id: 'n1', parent })).toBe('created made');
		expect(new Set(asked)).toEqual(new Set(['c7']));
	});

	it('is the one that feeds it of several, and a live one before one that has ended', async () => {
		const { desk, said } = await family({ many: 'far' });
		const under: string[] = [];
		desk.service = { ...desk.service, under: (id) => { under.push(id); return { system: 'crm', account: 'main', kinds: {}, lagCeiling: LAG, callBudget: BUDGET, read: async () => undefined, create: async (fields) => ({ id: `under ${id}`, fields }) }; } };
		const turned = { ...parent, id: 'p2' };
		for (const id of ['c2', 'c3', 'c4']) await saveLink(desk.ledger, random, { pair: 'contacts', head: near('p2'), member: far(id) });
		const of = async (id: string) => (await desk.ledger.links('contacts', far(id)))[0];
		await removeLink(desk.ledger, await of('c2'));
		expect(await said(note, { parent: turned })).toBe('created under c4');
		await removeLink(desk.ledger, await of('c4'));
		await desk.ledger.commit([{ put: 'link', row: { ...(await of('c3')), rev: (await of('c3')).rev + 1 }, expect: (await of('c3')).rev }]);
		expect(await said(note, { id: 'n2', parent: turned })).toBe('created under c3');
		await removeLink(desk.ledger, await of('c3'));
		expect(await said(note, { id: 'n3', parent: turned })).toBe('waiting');
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
		const { desk, said } = await family();
		desk.put('x1', note, facts);
		expect(await said(fields, made)).toMatch(outcome);
	});

	it('is the oldest one that was never linked here; a link with a third system is none', async () => {
		const { desk, said } = await family();
		for (const [id, createdAt] of [['x3', NOW - 5], ['x2', NOW - 5], ['x4', NOW - 5], ['x1', NOW - 4]] as const) desk.put(id, note, { createdAt });
		await saveLink(desk.ledger, random, { pair: 'notes', head: far('x2'), member: { system: 'books', account: 'main', id: 'b1' } });
		expect(await said(note, before)).toBe('linked x2');
		expect(await said(note, { ...before, id: 'n2' })).toBe('linked x3');
		await removeLink(desk.ledger, (await desk.ledger.links('notes', far('x3')))[0]);
		expect(await said(note, { ...before, id: 'n3' })).toBe('linked x4');
		expect(await said(note, { ...before, id: 'n4' })).toBe('linked x1');
		expect(await said(note, { ...before, id: 'n5' })).toMatch('created');
	});

	it('is not looked for where the service has no list', async () => {
		const { desk, said } = await family();
		desk.put('x1', note, before);
		desk.service = { ...desk.service, list: undefined };
		expect(await said(note, before)).toMatch('created');
	});
});

describe('a child that was made without a clear answer', () => {
	it('is looked for at once, and linked in the same run', async () => {
		const { desk, sync } = await family();
		desk.createFails = { error: unclear(), isMade: true };
		expect(await sync(note)).toMatchObject({ outcome: 'created', calls: 3 });
		expect(desk.called()).toEqual(['list undefined', 'create', 'list undefined']);
		expect(await desk.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0 } });
	});

	it('is pending where that look fails too', async () => {
		const { desk, sync } = await family();
		const { list } = desk.service;
		let looks = 0;
		desk.service = { ...desk.service, list: async () => { if (++looks > 1) throw unclear(); return (await list?.()) ?? []; } };
		desk.createFails = { error: unclear(), isMade: true };
		expect(await sync(note)).toMatchObject({ outcome: 'pending', calls: 3 });
		expect(await sync(note)).toMatchObject({ outcome: 'failed' });
		desk.service = { ...desk.service, list };
		expect(await sync(note)).toMatchObject({ outcome: 'linked', changed: [] });
		expect(desk.records.crm.size).toBe(1);
	});

	it.each<[string, Facts & { fields?: Record<string, unknown> }, string]>([
		['made then, as asked', {}, 'linked'],
		['of unknown age, as asked', { createdAt: undefined }, 'linked'],
		['a little before, as clocks differ', { createdAt: -5 * MINUTE }, 'linked'],
		['made before', { createdAt: -5 * MINUTE - 1 }, 'pending'],
		['as asked, archived', { archived: true }, 'pending'],
		['made then and changed since', { fields: { body: 'Changed' }, version: 1 }, 'review'],
		['made then with another text', { fields: { body: 'Other' }, version: 0 }, 'pending'],
		['made at the end of the call, and changed', { fields: { body: 'Changed' }, createdAt: BUDGET + MINUTE, version: BUDGET + MINUTE + 1 }, 'review'],
		['made after that, and changed', { fields: { body: 'Changed' }, createdAt: BUDGET + MINUTE + 1, version: BUDGET + MINUTE + 2 }, 'pending'],
		['made a minute before, and changed', { fields: { body: 'Changed' }, createdAt: -MINUTE, version: 1 }, 'review'],
		['made before that, and changed', { fields: { body: 'Changed' }, createdAt: -MINUTE - 1, version: 1 }, 'pending'],
		['made then by a service that tells no changes', { fields: { body: 'Other' }, version: undefined }, 'review'],
		['of unknown age and with another text', { fields: { body: 'Other' }, createdAt: undefined, version: undefined }, 'review'],
	])('%s', async (_, { fields = note, ...facts }, outcome) => {
		const { desk, said, at } = await open();
		const { createdAt, version } = { createdAt: 0, version: undefined, ...facts };
		desk.put('x1', fields, { ...facts, createdAt: createdAt === undefined ? undefined : at + createdAt, version: version === undefined ? undefined : at + version });
		expect(await said(note)).toMatch(outcome);
	});

	it('is the one made since of two that are the same', async () => {
		const { desk, said, at } = await open();
		desk.put('x1', note, { createdAt: at - 1 });
		desk.put('x2', note, { createdAt: at });
		expect(await said(note)).toBe('linked x2');
	});

	it('is none of those that a look at once has seen with other texts, where they tell no times', async () => {
		const there = { id: 'x1', fields: { body: 'Other' }, createdAt: undefined, version: undefined };
		const { said, intent, desk } = await open(note, [there, { id: 'x2', fields: { body: 'Third' }, createdAt: NOW, version: NOW }]);
		expect((await intent())?.others).toEqual(['x1']);
		expect(await said(note)).toBe('pending');
		desk.put('x3', { body: 'Changed' }, { createdAt: undefined, version: undefined });
		expect(await said(note)).toBe('review');
	});

	it('may be one of them where the look came late: somebody could have changed it by then', async () => {
		for (const [late, others] of [[5_000, ['x1']], [5_001, undefined]] as const) {
			const { desk, sync } = await family();
			desk.put('x1', { body: 'Other' }, { createdAt: undefined, version: undefined });
			const { list } = desk.service;
			let looks = 0;
			desk.service = { ...desk.service, list: async () => { if (++looks === 2) desk.time += late; return (await list?.()) ?? []; } };
			desk.createFails = { error: unclear() };
			await sync(note);
			expect((await desk.ledger.intentsTowards('notes', { system: 'crm', account: 'main' }))[0].others).toEqual(others);
		}
	});

	it('shares one of several texts with what was asked: nobody changes all of them at once', async () => {
		const task = { title: 'Call', body: 'Ann', day: '' };
		for (const [fields, outcome] of [[{ title: 'Call', body: 'Bo' }, 'review'], [{ title: 'Visit', body: 'Bo' }, 'pending'], [{ title: 'Visit', body: 'Bo', day: 'x' }, 'pending']] as const) {
			const { desk, said } = await open(task);
			desk.put('x1', fields, { createdAt: undefined, version: undefined });
			expect(await said(task)).toBe(outcome);
		}
		const { desk, said } = await open({ title: 'Call', email: 'ann@example.com' });
		desk.put('x1', { title: 'Visit', email: 'bo@example.com' }, { createdAt: undefined, version: undefined });
		expect(await said({ title: 'Call', email: 'ann@example.com' })).toBe('review');
	});

	it('is looked for once where its parent is linked to the same record as then', async () => {
		const { desk, sync } = await open();
		const lists: string[] = [];
		const { list } = desk.service;
		const base = { system: 'crm', account: 'main', kinds: {}, lagCeiling: LAG, callBudget: BUDGET, read: async () => undefined, create: async () => { throw refused(); } };
		desk.service = { ...desk.service, under: (id) => ({ ...base, list: async () => { lists.push(id); return (await list?.()) ?? []; } }) };
		expect(await sync(note)).toMatchObject({ outcome: 'pending', calls: 1 });
		expect(lists).toEqual(['c1']);
	});

	it('is made anew when that is certain, or a person says that it is not the one found', async () => {
		const { said, desk, at, intent } = await open();
		expect(await intent()).not.toHaveProperty('others');
		desk.time = at + BUDGET + LAG - 1;
		expect(await said(note)).toBe('pending');
		desk.time += 1;
		expect(await said(note)).toMatch('created');
		const other = await open();
		other.desk.put('x1', { body: 'Changed' }, { createdAt: other.at, version: other.at + 1 });
		other.desk.time = other.at + BUDGET + LAG;
		expect(await other.said(note)).toBe('review');
		const [review] = await other.desk.ledger.reviews();
		await other.desk.ledger.commit([{ put: 'review', row: { ...review, winner: 'near' } }]);
		expect(await other.said(note)).toMatch('created');
		expect(other.bodies()).toEqual(['Call back', 'Changed']);
	});

	it('is also looked for under the record that its parent was linked to then; where that is gone, so is the child', async () => {
		for (const [answer, outcome] of [[undefined, 'linked x9'], [new ServiceError('HTTP 404', { written: 'no', again: false, gone: true }), 'pending'], [new ServiceError('HTTP 403', { written: 'no', again: false }), 'failed'], [new ServiceError('HTTP 429', { written: 'no', again: true }), 'failed'], [unclear(), 'failed']] as const) {
			const { desk, said, at } = await open();
			const base = { ...desk.service, system: 'crm', account: 'main', kinds: {}, lagCeiling: LAG, callBudget: BUDGET, read: async (id: string) => ({ id, fields: note }), create: async () => { throw refused(); } };
			const under: string[] = [];
			desk.service = { ...desk.service, under: (id) => { under.push(id); return { ...base, list: async () => { if (id === 'c2') return []; if (answer) throw answer; return [{ id: 'x9', fields: note, createdAt: at }]; } }; } };
			await saveLink(desk.ledger, random, { pair: 'contacts', head: far('c2'), member: near('p1') });
			expect(await said(note)).toBe(outcome);
			expect(under).toContain('c1');
		}
	});
});

describe('a child that the other direction may have made', () => {
	const asked = (changes: Partial<Intent> = {}): Intent => ({ id: 'asked', pair: 'notes', near: far('x1'), far: { system: 'rental', account: 'main' }, at: NOW + 10 * MINUTE, asked: {}, keys: [], family: 'crm:main:c1', ...changes });
	it.each<[string, Intent, { createdAt?: number }, string]>([
		['in the same family', asked(), {}, 'pending'],
		['under the same parent, though the family was another then', asked({ family: 'crm:main:c5', under: 'p1' }), {}, 'pending'],
		['as clocks differ', asked(), { createdAt: NOW + 5 * MINUTE }, 'pending'],
		['but it was made before', asked(), { createdAt: NOW + 5 * MINUTE - 1 }, 'created'],
		['but in another family', asked({ family: 'crm:main:c5', under: 'p5' }), {}, 'created'],
		['but from another account', asked({ near: { ...far('x1'), account: 'other' } }), {}, 'created'],
	])('%s', async (_, intent, facts, outcome) => {
		const { desk, said } = await family();
		await desk.ledger.commit([{ put: 'intent', row: intent }]);
		expect(await said(note, facts)).toMatch(outcome);
		expect((await desk.ledger.counts()).due.pending).toBe(outcome === 'pending' ? 1 : 0);
		expect(await desk.ledger.due(9)).toEqual([]);
	});
});

describe('a child whose link has ended', () => {
	it('still has its partner, unless that is gone or a person has cut the two apart', async () => {
		for (const [isCut, left, outcome] of [[false, {}, 'linked'], [false, { archived: true }, 'unlinked'], [false, undefined, 'unlinked'], [true, {}, 'unlinked']] as const) {
			const { desk, said } = await family();
			const made = (await said(note, { version: NOW })).slice('created '.length);
			const [link] = await desk.ledger.links('notes', near('n1'));
			if (isCut) await removeLink(desk.ledger, link);
			else await desk.ledger.commit([{ put: 'link', row: { ...link, state: 'ended', cause: 'its parent was gone', rev: link.rev + 1 }, expect: link.rev }]);
			if (left) desk.put(made, note, left);
			else desk.records.crm.delete(made);
			expect(await said(note, { version: NOW })).toBe(`${outcome} ${made}`);
		}
	});
});

describe('a change where records can not be edited', () => {
	async function linked(options: Desk['options'] = {}) {
		const one = await family(options);
		const old = (await one.said({ ...note, title: 'A' }, { version: NOW })).slice('created '.length);
		one.desk.called();
		const link = async () => (await one.desk.ledger.links('notes', near('n1'))).find(({ state }) => state === 'live');
		const rows = async (id: string) => (await one.desk.ledger.history(near(id), 9)).map(({ call, state }) => `${call} ${state}`);
		return { ...one, old, link, rows };
	}
	const changed = { body: 'Called', title: 'A' };

	it('is a new record with all fields, also those that are not changed, and the deletion of the old one', async () => {
		const { desk, sync, said, old, link, rows } = await linked();
		desk.put(old, { ...note, title: 'A', other: 'x' });
		desk.time += MINUTE;
		const outcome = await sync(changed, { version: NOW + 1 });
		expect(outcome).toMatchObject({ outcome: 'updated', changed: ['body'], calls: 3 });
		expect(desk.called()).toEqual([`read ${old}`, 'create', `delete ${old}`]);
		expect([...desk.records.crm.values()].map(({ id, fields }) => [id, fields])).toEqual([[outcome.far?.id, { body: 'Called', title: 'A' }]]);
		expect(await link()).toMatchObject({ head: far(outcome.far?.id ?? ''), toHead: { worked: NOW + 1 } });
		expect(await link()).not.toHaveProperty('replaced');
		expect(await link()).toHaveProperty('parents', { head: 'c1', member: 'p1' });
		expect(await rows('n1')).toEqual(['replace done', 'create done', 'create done']);
		const [replacing, making] = await desk.ledger.history(near('n1'), 2);
		expect([replacing, making]).toMatchObject([{ far: far(old), fields: [], version: NOW + 1 }, { far: outcome.far, fields: [{ name: 'body', before: '#Call back', after: '#Called' }], version: NOW + 1 }]);
		expect((await desk.ledger.links('notes', far(old)))[0]).toMatchObject({ state: 'ended', feeding: false, endedAt: desk.time });
		expect(await said(changed, { version: NOW + 2 })).toBe(`unchanged ${outcome.far?.id ?? ''}`);
		expect(await desk.ledger.counts()).toMatchObject({ intents: 0, ended: 1, due: { pending: 0 } });
	});

	it('is announced before each of its calls, and what is agreed on after them is later than before', async () => {
		const { desk, sync, link } = await linked();
		const before = await link();
		const commit = jest.spyOn(desk.ledger, 'commit');
		await sync({ body: 'Called', title: 'A' }, { version: NOW + 1 });
		const announced = commit.mock.calls.filter(([, fence]) => fence?.margin === BUDGET).map(([changes]) => changes.flatMap((change) => ('put' in change && change.put === 'history' ? [`${change.row.call} ${change.row.state}`] : [])));
		expect(announced).toEqual([[], ['create asked'], ['replace asked']]);
		const after = await link();
		expect(after?.rev).toBeGreaterThan((before?.rev ?? 0) + 2);
		expect(after?.toHead.fields.body.rev).toBeGreaterThan((before?.rev ?? 0) + 1);
		expect(after?.toHead.fields.body.rev).toBeLessThanOrEqual(after?.rev ?? 0);
		await sync({ body: 'Again', title: 'A' });
		expect((await link())?.toHead.worked).toBe(NOW + 1);
	});

	it('is made for a set too that gains and loses an element, and not for one that is as wanted there already', async () => {
		const { desk, sync } = await family();
		const made = (await sync({ ...note, tags: ['a'] }, { version: NOW })).far?.id ?? '';
		expect(await sync({ ...note, tags: ['b'] }, { version: NOW + 1 })).toMatchObject({ outcome: 'updated', changed: ['tags'] });
		expect([...desk.records.crm.values()].map(({ id, fields }) => [id === made, fields.tags])).toEqual([[false, ['b']]]);
		const [current] = desk.records.crm.keys();
		desk.put(current, { ...note, tags: ['b', 'c'] });
		desk.called();
		expect(await sync({ ...note, tags: ['b', 'c'] }, { version: NOW + 2 })).toMatchObject({ outcome: 'unchanged', changed: [] });
		expect(desk.called()).toEqual([`read ${current}`]);
	});

	it('says nothing more of the old record: its events make no call', async () => {
		const { desk, sync, old } = await linked();
		await sync(changed, { version: NOW + 1 });
		desk.called();
		const contact = { pair: 'contacts', ...far('c1') };
		for (const deleted of [true, false]) expect(await desk.sync(note, { towards: 'rental', id: old, parent: contact, deleted })).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it('is planned in a dry run', async () => {
		const { sync, desk, old } = await linked();
		expect(await sync(changed, { version: NOW + 1, dryRun: true })).toMatchObject({ outcome: 'planned', plan: [{ call: 'create', fields: ['body', 'title'] }, { call: 'delete', fields: [] }] });
		expect(desk.called()).toEqual([`read ${old}`]);
	});

	it('that is refused changes nothing, and is tried again', async () => {
		const { desk, sync, old, bodies, rows } = await linked();
		desk.createFails = { error: refused() };
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'failed', reason: 'HTTP 422', far: far(old), dueAt: desk.time + 30 * MINUTE });
		expect([bodies(), (await desk.ledger.counts()).intents, (await rows('n1'))[0]]).toEqual([['Call back'], 0, 'create refused']);
		expect((await sync(changed, { version: NOW + 1 })).outcome).toBe('updated');
	});

	it('without a clear answer that was carried out is found at once', async () => {
		const { desk, sync, bodies } = await linked();
		desk.createFails = { error: unclear(), isMade: true };
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'updated', calls: 4 });
		expect([bodies(), (await desk.ledger.counts()).intents]).toEqual([['Called'], 0]);
	});

	it('without a clear answer that made nothing is pending until that is certain, and made then', async () => {
		const { desk, sync, old, bodies } = await linked();
		desk.createFails = { error: unclear() };
		const at = desk.time;
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'pending', far: far(old), dueAt: at + 10_000 });
		desk.time += 1;
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'pending', far: far(old), dueAt: at + 1 + MINUTE });
		desk.time = at + BUDGET + LAG - 1;
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'pending', dueAt: desk.time + 10_000 });
		desk.time += 1;
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'updated' });
		expect([bodies(), (await desk.ledger.counts()).intents]).toEqual([['Called'], 0]);
	});

	it('without a clear answer that shows up later is busy when another run is faster, and then goes on', async () => {
		for (const nth of [1, 2, 3]) {
			const { desk, sync, bodies } = await linked();
			desk.createFails = { error: unclear() };
			await sync(changed, { version: NOW + 1 });
			desk.put('late', changed);
			const commit = desk.ledger.commit.bind(desk.ledger);
			let commits = 0;
			const spy = jest.spyOn(desk.ledger, 'commit').mockImplementation(async (changes, fence) => (++commits === nth ? false : commit(changes, fence)));
			expect({ nth, outcome: (await sync(changed, { version: NOW + 1 })).outcome }).toEqual({ nth, outcome: 'busy' });
			spy.mockRestore();
			expect((await sync(changed, { version: NOW + 1 })).outcome).toBe('unchanged');
			expect(bodies()).toEqual(['Called']);
		}
	});

	it('without a clear answer that shows up later goes on from there, and what changed meanwhile is a change of its own', async () => {
		const { desk, sync, old, bodies } = await linked();
		desk.createFails = { error: unclear() };
		await sync(changed, { version: NOW + 1 });
		desk.put('late', changed);
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'unchanged', far: far('late') });
		expect([bodies(), desk.records.crm.has(old)]).toEqual([['Called'], false]);
		desk.createFails = { error: unclear() };
		await sync({ ...changed, body: 'Second' }, { version: NOW + 2 });
		desk.put('later', { ...changed, body: 'Second' });
		expect(await sync({ ...changed, body: 'Third' }, { version: NOW + 3 })).toMatchObject({ outcome: 'updated' });
		expect(bodies()).toEqual(['Third']);
	});

	it('without a clear answer that may have made one which was changed since is a question', async () => {
		const { desk, sync, old, bodies } = await linked();
		desk.createFails = { error: unclear() };
		const at = desk.time;
		await sync(changed, { version: NOW + 1 });
		desk.put('maybe', { body: 'Edited', title: 'A' }, { createdAt: at, version: at + 1 });
		desk.time = at + BUDGET + LAG;
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'review', far: far(old) });
		await desk.ledger.commit([{ put: 'review', row: { ...(await desk.ledger.reviews())[0], winner: 'near' } }]);
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'updated' });
		expect(bodies()).toEqual(['Called', 'Edited']);
	});

	it('whose old record can not be deleted yet is finished by the next run, without another create', async () => {
		const { desk, sync, old, bodies, rows, link } = await linked();
		const remove = desk.service.delete;
		for (const error of [unclear(), refused()]) {
			desk.service = { ...desk.service, delete: async () => { throw error; } };
			expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'failed', reason: error.message });
			expect((await link())?.replaced).toEqual([far(old)]);
			expect(bodies()).toEqual(['Call back', 'Called']);
		}
		desk.service = { ...desk.service, delete: remove };
		expect(await sync(changed, { version: NOW + 1, dryRun: true })).toMatchObject({ outcome: 'planned', plan: [{ call: 'delete', fields: [] }] });
		desk.called();
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'unchanged' });
		expect([desk.called(), bodies(), await rows('n1')]).toEqual([[`delete ${old}`], ['Called'], ['replace done', 'replace refused', 'replace unclear', 'create done', 'create done']]);
	});

	it('that a question stands beside is made all the same', async () => {
		const { desk, sync, old, bodies } = await linked({ rule: 'review' });
		desk.put(old, { ...note, title: 'B' });
		expect(await sync({ body: 'Called', title: 'C' }, { version: NOW + 1 })).toMatchObject({ outcome: 'review', changed: ['body'], review: ['title'] });
		expect([...desk.records.crm.values()].map(({ fields }) => fields)).toEqual([{ body: 'Called', title: 'B' }]);
		expect(bodies()).toEqual(['Called']);
	});

	it('is busy, and not made twice, whichever of its commits another run has overtaken', async () => {
		for (let nth = 1; nth <= 6; nth++) {
			const { desk, sync, bodies } = await linked();
			const commit = desk.ledger.commit.bind(desk.ledger);
			let commits = 0;
			const spy = jest.spyOn(desk.ledger, 'commit').mockImplementation(async (changes, fence) => (++commits === nth ? false : commit(changes, fence)));
			const { outcome } = await sync(changed, { version: NOW + 1 });
			expect({ nth, outcome }).toEqual({ nth, outcome: commits < nth ? 'updated' : 'busy' });
			spy.mockRestore();
			for (let round = 0; round < 4; round++) {
				desk.time += 5 * MINUTE;
				await sync(changed, { version: NOW + 1 });
			}
			expect({ nth, bodies: bodies(), counts: await desk.ledger.counts() }).toMatchObject({ nth, bodies: ['Called'], counts: { intents: 0, due: { pending: 0, busy: 0, failed: 0 } } });
		}
	});

	it('leaves to another run a link that points elsewhere by now', async () => {
		const { desk, sync, bodies } = await linked();
		desk.createFails = { error: unclear() };
		await sync(changed, { version: NOW + 1 });
		const [link] = await desk.ledger.links('notes', near('n1'));
		desk.put('other', { ...note, title: 'A' });
		await desk.ledger.commit([{ put: 'link', row: { ...link, head: far('other'), rev: link.rev + 1 }, expect: link.rev }]);
		expect((await sync(changed, { version: NOW + 1 })).outcome).toBe('updated');
		expect([bodies(), (await desk.ledger.counts()).intents]).toEqual([['Call back', 'Called'], 0]);
	});

	it('where the record is the head, points the member', async () => {
		const { desk, said, sync, link } = await linked({ many: 'far' });
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'updated', far: far('new-2') });
		expect(await link()).toMatchObject({ head: near('n1'), member: far('new-2'), parents: { head: 'p1', member: 'c1' } });
		expect(await said(changed, { version: NOW + 2 })).toMatch('unchanged');
		expect(desk.records.crm.size).toBe(1);
	});
});

it('a child whose far value won is due there, together with the parent by which it is read', async () => {
	const { desk, said, sync } = await family({ rule: 'destination' }, true);
	const made = (await said(note, { version: NOW })).slice('created '.length);
	const contact = { pair: 'contacts', ...far('c1') };
	desk.records.rental.set('n1', { id: 'n1', fields: note });
	await desk.sync(note, { towards: 'rental', id: made, parent: contact, version: NOW });
	desk.put(made, { body: 'Theirs' });
	expect((await sync({ body: 'Ours' }, { version: NOW + 1 })).outcome).toBe('conflict');
	expect(await desk.ledger.due(9)).toMatchObject([{ pair: 'notes', near: far(made), far: { system: 'rental', account: 'main' }, parent: contact }]);
});

describe('a child that is deleted', () => {
	const old = 'new-1';
	async function linked(options: Desk['options'] = {}) {
		const one = await family({ deletes: 'delete', ...options });
		await one.said(note, { version: NOW });
		one.desk.called();
		const gone = (changes: Parameters<Desk['sync']>[1] = {}) => one.sync(note, { version: NOW + 9, deleted: true, ...changes });
		const links = async () => (await one.desk.ledger.links('notes', near('n1'))).map(({ state, cause }) => (state === 'live' ? 'live' : cause));
		const cutParents = async () => { await removeLink(one.desk.ledger, (await one.desk.ledger.links('contacts', near('p1')))[0]); };
		return { ...one, gone, links, cutParents };
	}

	it('takes its partner along, in a row of history that names the family; nothing is due after that', async () => {
		const { desk, gone } = await linked();
		expect(await gone()).toMatchObject({ outcome: 'deleted', far: far(old) });
		expect((await desk.ledger.history(far(old), 9))[0]).toMatchObject({ call: 'delete', state: 'done', fields: [], family: 'crm:main:c1' });
		const unlinked = await linked({ deletes: 'unlink' });
		expect((await unlinked.gone()).outcome).toBe('unlinked');
		for (const { ledger } of [desk, unlinked.desk]) expect((await ledger.counts()).due).toEqual({ pending: 0, waiting: 0, busy: 0, failed: 0 });
	});

	it('with its parent, or without one that was ever linked, only loses its link: the far ones are left to what is done about the far parent', async () => {
		const { desk, gone, links, cutParents } = await linked();
		await desk.ledger.commit([{ put: 'intent', row: { id: 'open', pair: 'notes', near: near('n1'), far: { system: 'crm', account: 'main' }, at: NOW, asked: {}, keys: [], replaces: old } }]);
		await cutParents();
		// One look for what the open replacement may have made.
		expect(await gone()).toMatchObject({ outcome: 'unlinked', far: far(old), calls: 1 });
		expect(await links()).not.toContain('live');
		expect(await desk.ledger.counts()).toMatchObject({ intents: 0, due: { waiting: 0 } });
		expect(await desk.sync(note, { id: 'n2', parent: { ...parent, id: 'p9' }, deleted: true })).toMatchObject({ outcome: 'unlinked', calls: 0 });
	});

	it('with its parent, and in the middle of a replacement, still has the replaced one deleted', async () => {
		const { desk, sync, gone, links, cutParents, bodies } = await linked();
		const remove = desk.service.delete;
		desk.service = { ...desk.service, delete: async () => { throw unclear(); } };
		await sync({ body: 'Called' }, { version: NOW + 1 });
		await cutParents();
		expect((await gone()).outcome).toBe('failed');
		expect(await links()).toContain('live');
		desk.service = { ...desk.service, delete: remove };
		desk.called();
		expect((await gone()).outcome).toBe('unlinked');
		expect([desk.called(), bodies(), (await links()).includes('live')]).toEqual([[`delete ${old}`], ['Called'], false]);
		expect((await desk.ledger.history(far(old), 9))[0]).toMatchObject({ call: 'replace', state: 'done' });
		expect((await desk.ledger.links('notes', near('n1'))).every((link) => link.replaced === undefined)).toBe(true);
	});

	it('waits until the other direction has deleted what it replaced on this side, for a day at the most, with its parent or without', async () => {
		const day = 24 * 60 * MINUTE;
		for (const [isAlone, wait, outcome] of [[false, 0, 'pending'], [false, day - 1, 'pending'], [false, day, 'deleted'], [true, day - 1, 'pending'], [true, day, 'unlinked']] as const) {
			const { desk, gone, cutParents } = await linked();
			const [link] = await desk.ledger.links('notes', near('n1'));
			await desk.ledger.commit([{ put: 'link', row: { ...link, replaced: [near('n0')], rev: link.rev + 1 }, expect: link.rev }]);
			if (isAlone) await cutParents();
			expect(await gone()).toMatchObject({ outcome: 'pending', dueAt: desk.time + MINUTE, calls: 0 });
			desk.time += wait;
			expect((await gone()).outcome).toBe(outcome);
		}
	});

	it('waits a day for a parent with a partner, where it was there after its family had ended; one that was never linked does not wait', async () => {
		for (const [wait, outcome] of [[24 * 60 * MINUTE - 1, 'waiting'], [24 * 60 * MINUTE, 'unlinked']] as const) {
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

	it('whose far parent is gone as well has nothing left to be looked for there; any other refusal is tried again', async () => {
		for (const [error, outcome] of [[new ServiceError('HTTP 404', { written: 'no', again: false, gone: true }), 'unlinked'], [new ServiceError('HTTP 403', { written: 'no', again: false }), 'failed']] as const) {
			const { desk, sync, gone, cutParents } = await linked();
			desk.createFails = { error: unclear() };
			await sync({ body: 'Called' }, { version: NOW + 1 });
			await cutParents();
			desk.service = { ...desk.service, list: async () => { throw error; } };
			expect((await gone()).outcome).toBe(outcome);
			expect((await desk.ledger.counts()).intents).toBe(outcome === 'failed' ? 1 : 0);
		}
	});

	it('while it waits for a parent with a partner, has the replaced one deleted all the same, and waits on', async () => {
		const { desk, sync, gone, links, cutParents, bodies } = await linked();
		const remove = desk.service.delete;
		desk.service = { ...desk.service, delete: async () => { throw unclear(); } };
		await sync({ body: 'Called' }, { version: NOW + 1 });
		await cutParents();
		expect((await sync({ body: 'Called' }, { version: NOW + 2 })).outcome).toBe('waiting');
		expect(await gone()).toMatchObject({ outcome: 'waiting', reason: 'HTTP 500' });
		expect(await gone({ dryRun: true })).toMatchObject({ outcome: 'planned', plan: [{ call: 'delete', fields: [] }] });
		desk.service = { ...desk.service, delete: remove };
		expect(await gone()).toMatchObject({ outcome: 'waiting', reason: 'it is gone, and what it belonged to has no partner yet' });
		expect([bodies(), (await links()).includes('live')]).toEqual([['Called'], true]);
		await saveLink(desk.ledger, random, { pair: 'contacts', head: far('c1'), member: near('p1') });
		expect((await gone()).outcome).toBe('deleted');
		expect(bodies()).toEqual([]);
	});

	it('while it waits so, keeps the look for what an unclear replacement has made', async () => {
		const { desk, sync, gone, cutParents, bodies } = await linked();
		desk.createFails = { error: unclear() };
		await sync({ body: 'Called' }, { version: NOW + 1 });
		await cutParents();
		await sync({ body: 'Called' }, { version: NOW + 2 });
		expect(await gone()).toMatchObject({ outcome: 'waiting', reason: 'a change had no clear answer' });
		desk.put('late', { body: 'Called' });
		expect((await gone()).outcome).toBe('waiting');
		expect(bodies()).toEqual(['Called']);
		await saveLink(desk.ledger, random, { pair: 'contacts', head: far('c1'), member: near('p1') });
		expect((await gone()).outcome).toBe('deleted');
		expect(bodies()).toEqual([]);
	});

	it('with its parent that had several partners in turn, still has the replaced one deleted under the last of them', async () => {
		const { desk, sync, gone } = await linked();
		desk.service = { ...desk.service, delete: async () => { throw unclear(); } };
		await sync({ body: 'Called' }, { version: NOW + 1 });
		for (const id of ['c1', 'c2', 'c3']) {
			if (id !== 'c1') await saveLink(desk.ledger, random, { pair: 'contacts', head: far(id), member: near('p1') });
			desk.time += MINUTE;
			const live = (await desk.ledger.links('contacts', near('p1'))).find(({ state }) => state === 'live');
			if (live) await removeLink(desk.ledger, live);
		}
		// The one that ended last is not the one that was touched last.
		const [first] = await desk.ledger.links('contacts', far('c1'));
		await desk.ledger.commit([{ put: 'link', row: { ...first, rev: first.rev + 1 }, expect: first.rev }]);
		const deleted: string[] = [];
		const base = { system: 'crm', account: 'main', kinds: {}, lagCeiling: LAG, callBudget: BUDGET, read: async () => undefined, create: async () => { throw refused(); } };
		desk.service = { ...desk.service, under: (id) => ({ ...base, delete: async (child) => void deleted.push(`${child} under ${id}`) }) };
		expect((await gone()).outcome).toBe('unlinked');
		expect(deleted).toEqual([`${old} under c3`]);
	});

	it('waits while it is not known how its replacement ended', async () => {
		const { desk, sync, gone, bodies } = await linked();
		desk.createFails = { error: unclear() };
		await sync({ body: 'Called' }, { version: NOW + 1 });
		expect((await gone()).outcome).toBe('pending');
		desk.put('late', { body: 'Called' });
		expect(await gone()).toMatchObject({ outcome: 'deleted', far: far('late') });
		expect(bodies()).toEqual([]);
	});

	it('after a create without a clear answer takes along what that has made, once that is certain; what was changed since is a question', async () => {
		for (const [fields, facts, outcome, left] of [[note, {}, 'deleted', []], [{ body: 'Changed' }, { version: 1 }, 'review', ['Changed']], [{ body: 'Other' }, { version: 0 }, 'unlinked', ['Other']]] as const) {
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
		desk.service = { ...desk.service, list: async () => {
			const found = (await list?.()) ?? [];
			await desk.link('notes', far('other'), near('n1'));
			return found;
		} };
		expect((await sync(note, { deleted: true, options: { deletes: 'delete' } })).outcome).toBe('busy');
		expect(bodies()).toEqual(['Call back']);
	});
});
