import { family, note } from '../../support/sync/childFixture';
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

describe('a change where records can not be edited', () => {
	async function linked(options: SyncFixture['options'] = {}) {
		const one = await family(options);
		const old = (await one.summary({ ...note, title: 'A' }, { version: NOW })).slice('created '.length);
		one.fixture.called();
		const link = async () =>
			(await one.fixture.ledger.links('notes', source('n1'))).find(({ state }) => state === 'live');
		const rows = async (id: string) =>
			(await one.fixture.ledger.history(source(id), 9)).map(({ call, state }) => `${call} ${state}`);
		return { ...one, old, link, rows };
	}
	const changed = { body: 'Called', title: 'A' };

	it('is a new record with all fields, also those that are not changed, and the deletion of the old one', async () => {
		const { fixture, sync, summary, old, link, rows } = await linked();
		fixture.put(old, { ...note, title: 'A', other: 'x' });
		fixture.time += MINUTE;
		const outcome = await sync(changed, { version: NOW + 1 });
		expect(outcome).toMatchObject({ outcome: 'updated', changed: ['body'], calls: 3 });
		expect(fixture.called()).toEqual([`read ${old}`, 'create', `delete ${old}`]);
		expect([...fixture.records.crm.values()].map(({ id, fields }) => [id, fields])).toEqual([
			[outcome.target?.id, { body: 'Called', title: 'A' }],
		]);
		expect(await link()).toMatchObject({
			head: target(outcome.target?.id ?? ''),
			toHead: { lastProcessedVersion: NOW + 1 },
		});
		expect(await link()).not.toHaveProperty('replaced');
		expect(await link()).toHaveProperty('parents', { head: 'c1', member: 'p1' });
		expect(await rows('n1')).toEqual(['replace done', 'create done', 'create done']);
		const [replacing, making] = await fixture.ledger.history(source('n1'), 2);
		expect([replacing, making]).toMatchObject([
			{ target: target(old), fields: [], version: NOW + 1 },
			{ target: outcome.target, fields: [{ name: 'body', before: '#Call back', after: '#Called' }], version: NOW + 1 },
		]);
		expect((await fixture.ledger.links('notes', target(old)))[0]).toMatchObject({
			state: 'ended',
			primary: false,
			endedAt: fixture.time,
		});
		expect(await summary(changed, { version: NOW + 2 })).toBe(`unchanged ${outcome.target?.id ?? ''}`);
		expect(await fixture.ledger.counts()).toMatchObject({ intents: 0, ended: 1, due: { pending: 0 } });
	});

	it('is announced before each of its calls, and what is agreed on after them is later than before', async () => {
		const { fixture, sync, link } = await linked();
		const before = await link();
		const commit = jest.spyOn(fixture.ledger, 'commit');
		await sync({ body: 'Called', title: 'A' }, { version: NOW + 1 });
		const announced = commit.mock.calls
			.filter(([, fence]) => fence?.margin === BUDGET)
			.map(([changes]) =>
				changes.flatMap((change) =>
					'put' in change && change.put === 'history' ? [`${change.row.call} ${change.row.state}`] : [],
				),
			);
		expect(announced).toEqual([[], ['create announced'], ['replace announced']]);
		const after = await link();
		expect(after?.rev).toBeGreaterThan((before?.rev ?? 0) + 2);
		expect(after?.toHead.fields.body.rev).toBeGreaterThan((before?.rev ?? 0) + 1);
		expect(after?.toHead.fields.body.rev).toBeLessThanOrEqual(after?.rev ?? 0);
		await sync({ body: 'Again', title: 'A' });
		expect((await link())?.toHead.lastProcessedVersion).toBe(NOW + 1);
	});

	it('is also made for a set that gains and loses an element, and not for one that is already as desired', async () => {
		const { fixture, sync } = await family();
		const made = (await sync({ ...note, tags: ['a'] }, { version: NOW })).target?.id ?? '';
		expect(await sync({ ...note, tags: ['b'] }, { version: NOW + 1 })).toMatchObject({
			outcome: 'updated',
			changed: ['tags'],
		});
		expect([...fixture.records.crm.values()].map(({ id, fields }) => [id === made, fields.tags])).toEqual([
			[false, ['b']],
		]);
		const [current] = fixture.records.crm.keys();
		fixture.put(current, { ...note, tags: ['b', 'c'] });
		fixture.called();
		expect(await sync({ ...note, tags: ['b', 'c'] }, { version: NOW + 2 })).toMatchObject({
			outcome: 'unchanged',
			changed: [],
		});
		expect(fixture.called()).toEqual([`read ${current}`]);
	});

	it('ignores the old record from then on: its events make no call', async () => {
		const { fixture, sync, old } = await linked();
		await sync(changed, { version: NOW + 1 });
		fixture.called();
		const contact = { pair: 'contacts', ...target('c1') };
		for (const deleted of [true, false])
			expect(await fixture.sync(note, { towards: 'rental', id: old, parent: contact, deleted })).toMatchObject({
				outcome: 'unchanged',
				calls: 0,
			});
	});

	it('is planned in a dry run', async () => {
		const { sync, fixture, old } = await linked();
		expect(await sync(changed, { version: NOW + 1, dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [
				{ call: 'create', fields: ['body', 'title'] },
				{ call: 'delete', fields: [] },
			],
		});
		expect(fixture.called()).toEqual([`read ${old}`]);
	});

	it('that is refused changes nothing, and is tried again', async () => {
		const { fixture, sync, old, bodies, rows } = await linked();
		fixture.createFails = { error: refused() };
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({
			outcome: 'failed',
			reason: 'HTTP 422',
			target: target(old),
			dueAt: fixture.time + 30 * MINUTE,
		});
		expect([bodies(), (await fixture.ledger.counts()).intents, (await rows('n1'))[0]]).toEqual([
			['Call back'],
			0,
			'create refused',
		]);
		expect((await sync(changed, { version: NOW + 1 })).outcome).toBe('updated');
	});

	it('without a clear answer that was carried out is found at once', async () => {
		const { fixture, sync, bodies } = await linked();
		fixture.createFails = { error: unclear(), isMade: true };
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'updated', calls: 4 });
		expect([bodies(), (await fixture.ledger.counts()).intents]).toEqual([['Called'], 0]);
	});

	it('without a clear answer that was not carried out is pending until that is certain, and then repeated', async () => {
		const { fixture, sync, old, bodies } = await linked();
		fixture.createFails = { error: unclear() };
		const at = fixture.time;
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({
			outcome: 'pending',
			target: target(old),
			dueAt: at + 10_000,
		});
		fixture.time += 1;
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({
			outcome: 'pending',
			target: target(old),
			dueAt: at + 1 + MINUTE,
		});
		fixture.time = at + BUDGET + LAG - 1;
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({
			outcome: 'pending',
			dueAt: fixture.time + 10_000,
		});
		fixture.time += 1;
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'updated' });
		expect([bodies(), (await fixture.ledger.counts()).intents]).toEqual([['Called'], 0]);
	});

	it('without a clear answer that shows up later is busy when another run is faster, and then goes on', async () => {
		for (const nth of [1, 2, 3]) {
			const { fixture, sync, bodies } = await linked();
			fixture.createFails = { error: unclear() };
			await sync(changed, { version: NOW + 1 });
			fixture.put('late', changed);
			const commit = fixture.ledger.commit.bind(fixture.ledger);
			let commits = 0;
			const spy = jest
				.spyOn(fixture.ledger, 'commit')
				.mockImplementation(async (changes, fence) => (++commits === nth ? false : commit(changes, fence)));
			expect({ nth, outcome: (await sync(changed, { version: NOW + 1 })).outcome }).toEqual({ nth, outcome: 'busy' });
			spy.mockRestore();
			expect((await sync(changed, { version: NOW + 1 })).outcome).toBe('unchanged');
			expect(bodies()).toEqual(['Called']);
		}
	});

	it('without a clear answer that shows up later goes on from there, and what changed meanwhile is a change of its own', async () => {
		const { fixture, sync, old, bodies } = await linked();
		fixture.createFails = { error: unclear() };
		await sync(changed, { version: NOW + 1 });
		fixture.put('late', changed);
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'unchanged', target: target('late') });
		expect([bodies(), fixture.records.crm.has(old)]).toEqual([['Called'], false]);
		fixture.createFails = { error: unclear() };
		await sync({ ...changed, body: 'Second' }, { version: NOW + 2 });
		fixture.put('later', { ...changed, body: 'Second' });
		expect(await sync({ ...changed, body: 'Third' }, { version: NOW + 3 })).toMatchObject({ outcome: 'updated' });
		expect(bodies()).toEqual(['Third']);
	});

	it('without a clear answer that may have created a record which was changed since is a question', async () => {
		const { fixture, sync, old, bodies } = await linked();
		fixture.createFails = { error: unclear() };
		const at = fixture.time;
		await sync(changed, { version: NOW + 1 });
		fixture.put('maybe', { body: 'Edited', title: 'A' }, { createdAt: at, version: at + 1 });
		fixture.time = at + BUDGET + LAG;
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'review', target: target(old) });
		await fixture.ledger.commit([{ put: 'review', row: { ...(await fixture.ledger.reviews())[0], winner: 'source' } }]);
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'updated' });
		expect(bodies()).toEqual(['Called', 'Edited']);
	});

	it('whose old record can not be deleted yet is finished by the next run, without another create', async () => {
		const { fixture, sync, old, bodies, rows, link } = await linked();
		const remove = fixture.service.delete;
		for (const error of [unclear(), refused()]) {
			fixture.service = {
				...fixture.service,
				delete: async () => {
					throw error;
				},
			};
			expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'failed', reason: error.message });
			expect((await link())?.replaced).toEqual([target(old)]);
			expect(bodies()).toEqual(['Call back', 'Called']);
		}
		fixture.service = { ...fixture.service, delete: remove };
		expect(await sync(changed, { version: NOW + 1, dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'delete', fields: [] }],
		});
		fixture.called();
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'unchanged' });
		expect([fixture.called(), bodies(), await rows('n1')]).toEqual([
			[`delete ${old}`],
			['Called'],
			['replace done', 'replace refused', 'replace unclear', 'create done', 'create done'],
		]);
	});

	it('is carried out although a question is open', async () => {
		const { fixture, sync, old, bodies } = await linked({ rule: 'review' });
		fixture.put(old, { ...note, title: 'B' });
		expect(await sync({ body: 'Called', title: 'C' }, { version: NOW + 1 })).toMatchObject({
			outcome: 'review',
			changed: ['body'],
			review: ['title'],
		});
		expect([...fixture.records.crm.values()].map(({ fields }) => fields)).toEqual([{ body: 'Called', title: 'B' }]);
		expect(bodies()).toEqual(['Called']);
	});

	it('is busy, and not carried out twice, whichever of its commits another run has overtaken', async () => {
		for (let nth = 1; nth <= 6; nth++) {
			const { fixture, sync, bodies } = await linked();
			const commit = fixture.ledger.commit.bind(fixture.ledger);
			let commits = 0;
			const spy = jest
				.spyOn(fixture.ledger, 'commit')
				.mockImplementation(async (changes, fence) => (++commits === nth ? false : commit(changes, fence)));
			const { outcome } = await sync(changed, { version: NOW + 1 });
			expect({ nth, outcome }).toEqual({ nth, outcome: commits < nth ? 'updated' : 'busy' });
			spy.mockRestore();
			for (let round = 0; round < 4; round++) {
				fixture.time += 5 * MINUTE;
				await sync(changed, { version: NOW + 1 });
			}
			expect({ nth, bodies: bodies(), counts: await fixture.ledger.counts() }).toMatchObject({
				nth,
				bodies: ['Called'],
				counts: { intents: 0, due: { pending: 0, busy: 0, failed: 0 } },
			});
		}
	});

	it('leaves to another run a link that points elsewhere by now', async () => {
		const { fixture, sync, bodies } = await linked();
		fixture.createFails = { error: unclear() };
		await sync(changed, { version: NOW + 1 });
		const [link] = await fixture.ledger.links('notes', source('n1'));
		fixture.put('other', { ...note, title: 'A' });
		await fixture.ledger.commit([
			{ put: 'link', row: { ...link, head: target('other'), rev: link.rev + 1 }, expect: link.rev },
		]);
		expect((await sync(changed, { version: NOW + 1 })).outcome).toBe('updated');
		expect([bodies(), (await fixture.ledger.counts()).intents]).toEqual([['Call back', 'Called'], 0]);
	});

	it('where the record is the head, points the member', async () => {
		const { fixture, summary, sync, link } = await linked({ many: 'target' });
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'updated', target: target('new-2') });
		expect(await link()).toMatchObject({
			head: source('n1'),
			member: target('new-2'),
			parents: { head: 'p1', member: 'c1' },
		});
		expect(await summary(changed, { version: NOW + 2 })).toMatch('unchanged');
		expect(fixture.records.crm.size).toBe(1);
	});
});
