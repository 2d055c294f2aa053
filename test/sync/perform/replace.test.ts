import { family, note } from '../../support/sync/childFixture';
import { BUDGET, type Desk, target, LAG, MINUTE, source, NOW, refused, unclear } from '../../support/sync/fixture';

describe('a change where records can not be edited', () => {
	async function linked(options: Desk['options'] = {}) {
		const one = await family(options);
		const old = (await one.said({ ...note, title: 'A' }, { version: NOW })).slice('created '.length);
		one.desk.called();
		const link = async () => (await one.desk.ledger.links('notes', source('n1'))).find(({ state }) => state === 'live');
		const rows = async (id: string) =>
			(await one.desk.ledger.history(source(id), 9)).map(({ call, state }) => `${call} ${state}`);
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
		expect([...desk.records.crm.values()].map(({ id, fields }) => [id, fields])).toEqual([
			[outcome.target?.id, { body: 'Called', title: 'A' }],
		]);
		expect(await link()).toMatchObject({
			head: target(outcome.target?.id ?? ''),
			toHead: { lastProcessedVersion: NOW + 1 },
		});
		expect(await link()).not.toHaveProperty('replaced');
		expect(await link()).toHaveProperty('parents', { head: 'c1', member: 'p1' });
		expect(await rows('n1')).toEqual(['replace done', 'create done', 'create done']);
		const [replacing, making] = await desk.ledger.history(source('n1'), 2);
		expect([replacing, making]).toMatchObject([
			{ target: target(old), fields: [], version: NOW + 1 },
			{ target: outcome.target, fields: [{ name: 'body', before: '#Call back', after: '#Called' }], version: NOW + 1 },
		]);
		expect((await desk.ledger.links('notes', target(old)))[0]).toMatchObject({
			state: 'ended',
			primary: false,
			endedAt: desk.time,
		});
		expect(await said(changed, { version: NOW + 2 })).toBe(`unchanged ${outcome.target?.id ?? ''}`);
		expect(await desk.ledger.counts()).toMatchObject({ intents: 0, ended: 1, due: { pending: 0 } });
	});

	it('is announced before each of its calls, and what is agreed on after them is later than before', async () => {
		const { desk, sync, link } = await linked();
		const before = await link();
		const commit = jest.spyOn(desk.ledger, 'commit');
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

	it('is made for a set too that gains and loses an element, and not for one that is as desired there already', async () => {
		const { desk, sync } = await family();
		const made = (await sync({ ...note, tags: ['a'] }, { version: NOW })).target?.id ?? '';
		expect(await sync({ ...note, tags: ['b'] }, { version: NOW + 1 })).toMatchObject({
			outcome: 'updated',
			changed: ['tags'],
		});
		expect([...desk.records.crm.values()].map(({ id, fields }) => [id === made, fields.tags])).toEqual([
			[false, ['b']],
		]);
		const [current] = desk.records.crm.keys();
		desk.put(current, { ...note, tags: ['b', 'c'] });
		desk.called();
		expect(await sync({ ...note, tags: ['b', 'c'] }, { version: NOW + 2 })).toMatchObject({
			outcome: 'unchanged',
			changed: [],
		});
		expect(desk.called()).toEqual([`read ${current}`]);
	});

	it('says nothing more of the old record: its events make no call', async () => {
		const { desk, sync, old } = await linked();
		await sync(changed, { version: NOW + 1 });
		desk.called();
		const contact = { pair: 'contacts', ...target('c1') };
		for (const deleted of [true, false])
			expect(await desk.sync(note, { towards: 'rental', id: old, parent: contact, deleted })).toMatchObject({
				outcome: 'unchanged',
				calls: 0,
			});
	});

	it('is planned in a dry run', async () => {
		const { sync, desk, old } = await linked();
		expect(await sync(changed, { version: NOW + 1, dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [
				{ call: 'create', fields: ['body', 'title'] },
				{ call: 'delete', fields: [] },
			],
		});
		expect(desk.called()).toEqual([`read ${old}`]);
	});

	it('that is refused changes nothing, and is tried again', async () => {
		const { desk, sync, old, bodies, rows } = await linked();
		desk.createFails = { error: refused() };
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({
			outcome: 'failed',
			reason: 'HTTP 422',
			target: target(old),
			dueAt: desk.time + 30 * MINUTE,
		});
		expect([bodies(), (await desk.ledger.counts()).intents, (await rows('n1'))[0]]).toEqual([
			['Call back'],
			0,
			'create refused',
		]);
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
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({
			outcome: 'pending',
			target: target(old),
			dueAt: at + 10_000,
		});
		desk.time += 1;
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({
			outcome: 'pending',
			target: target(old),
			dueAt: at + 1 + MINUTE,
		});
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
			const spy = jest
				.spyOn(desk.ledger, 'commit')
				.mockImplementation(async (changes, fence) => (++commits === nth ? false : commit(changes, fence)));
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
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'unchanged', target: target('late') });
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
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'review', target: target(old) });
		await desk.ledger.commit([{ put: 'review', row: { ...(await desk.ledger.reviews())[0], winner: 'source' } }]);
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'updated' });
		expect(bodies()).toEqual(['Called', 'Edited']);
	});

	it('whose old record can not be deleted yet is finished by the next run, without another create', async () => {
		const { desk, sync, old, bodies, rows, link } = await linked();
		const remove = desk.service.delete;
		for (const error of [unclear(), refused()]) {
			desk.service = {
				...desk.service,
				delete: async () => {
					throw error;
				},
			};
			expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'failed', reason: error.message });
			expect((await link())?.replaced).toEqual([target(old)]);
			expect(bodies()).toEqual(['Call back', 'Called']);
		}
		desk.service = { ...desk.service, delete: remove };
		expect(await sync(changed, { version: NOW + 1, dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'delete', fields: [] }],
		});
		desk.called();
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'unchanged' });
		expect([desk.called(), bodies(), await rows('n1')]).toEqual([
			[`delete ${old}`],
			['Called'],
			['replace done', 'replace refused', 'replace unclear', 'create done', 'create done'],
		]);
	});

	it('that a question stands beside is made all the same', async () => {
		const { desk, sync, old, bodies } = await linked({ rule: 'review' });
		desk.put(old, { ...note, title: 'B' });
		expect(await sync({ body: 'Called', title: 'C' }, { version: NOW + 1 })).toMatchObject({
			outcome: 'review',
			changed: ['body'],
			review: ['title'],
		});
		expect([...desk.records.crm.values()].map(({ fields }) => fields)).toEqual([{ body: 'Called', title: 'B' }]);
		expect(bodies()).toEqual(['Called']);
	});

	it('is busy, and not made twice, whichever of its commits another run has overtaken', async () => {
		for (let nth = 1; nth <= 6; nth++) {
			const { desk, sync, bodies } = await linked();
			const commit = desk.ledger.commit.bind(desk.ledger);
			let commits = 0;
			const spy = jest
				.spyOn(desk.ledger, 'commit')
				.mockImplementation(async (changes, fence) => (++commits === nth ? false : commit(changes, fence)));
			const { outcome } = await sync(changed, { version: NOW + 1 });
			expect({ nth, outcome }).toEqual({ nth, outcome: commits < nth ? 'updated' : 'busy' });
			spy.mockRestore();
			for (let round = 0; round < 4; round++) {
				desk.time += 5 * MINUTE;
				await sync(changed, { version: NOW + 1 });
			}
			expect({ nth, bodies: bodies(), counts: await desk.ledger.counts() }).toMatchObject({
				nth,
				bodies: ['Called'],
				counts: { intents: 0, due: { pending: 0, busy: 0, failed: 0 } },
			});
		}
	});

	it('leaves to another run a link that points elsewhere by now', async () => {
		const { desk, sync, bodies } = await linked();
		desk.createFails = { error: unclear() };
		await sync(changed, { version: NOW + 1 });
		const [link] = await desk.ledger.links('notes', source('n1'));
		desk.put('other', { ...note, title: 'A' });
		await desk.ledger.commit([
			{ put: 'link', row: { ...link, head: target('other'), rev: link.rev + 1 }, expect: link.rev },
		]);
		expect((await sync(changed, { version: NOW + 1 })).outcome).toBe('updated');
		expect([bodies(), (await desk.ledger.counts()).intents]).toEqual([['Call back', 'Called'], 0]);
	});

	it('where the record is the head, points the member', async () => {
		const { desk, said, sync, link } = await linked({ many: 'target' });
		expect(await sync(changed, { version: NOW + 1 })).toMatchObject({ outcome: 'updated', target: target('new-2') });
		expect(await link()).toMatchObject({
			head: source('n1'),
			member: target('new-2'),
			parents: { head: 'p1', member: 'c1' },
		});
		expect(await said(changed, { version: NOW + 2 })).toMatch('unchanged');
		expect(desk.records.crm.size).toBe(1);
	});
});
