import { afterUnclear, ann, BUDGET, Desk, target, LAG, MINUTE, source, NOW, unclear } from '../../support/sync/fixture';

describe('a create without a clear answer', () => {
	it('is certain once the call, then the index, must have ended: not a moment before', async () => {
		const { desk, outcome } = await afterUnclear(false);
		expect(outcome).toMatchObject({ outcome: 'pending', dueAt: NOW + MINUTE, calls: 3 });
		desk.time = NOW + BUDGET + LAG - 1;
		expect(await desk.sync(ann)).toMatchObject({ outcome: 'pending', dueAt: desk.time + 10_000 });
		desk.time = NOW + BUDGET + LAG;
		expect(await desk.said(ann)).toMatch('created');
	});

	it('waits as long as the workflow says the index may take', async () => {
		const { desk } = await afterUnclear(false, { options: { lagCeiling: 5 * MINUTE } });
		desk.time = NOW + BUDGET + 5 * MINUTE - 1;
		expect(await desk.said(ann)).toBe('pending');
		desk.time += 1;
		expect(await desk.said(ann)).toMatch('created');
	});

	it('waits an hour more where its e-mail is another one now, unless it can be found by its stamp', async () => {
		for (const [service, wait] of [
			[{}, 60 * MINUTE],
			[{ findByStamp: async () => [] }, 0],
		] as const) {
			const { desk } = await afterUnclear(false, { service });
			const changed = { ...ann, email: 'berg@example.com' };
			desk.time = NOW + BUDGET + LAG + wait - 1;
			expect(await desk.said(changed)).toBe('pending');
			desk.time += 1;
			expect(await desk.said(changed)).toMatch('created');
		}
	});

	it('is found by the look-up without lag: what holds what was asked for needs no further read', async () => {
		const desk = new Desk();
		desk.service = { findDuplicate: async () => [...desk.records.crm.values()], findByEmail: async () => [] };
		desk.createFails = { error: unclear(), isMade: true };
		desk.service = { ...desk.service, findDuplicate: async () => [] };
		await desk.sync(ann);
		desk.service = { ...desk.service, findDuplicate: async () => [...desk.records.crm.values()] };
		desk.called();
		const [made] = desk.records.crm.keys();
		expect(await desk.sync(ann)).toMatchObject({ outcome: 'linked', target: { id: made }, changed: [] });
		expect(desk.called()).toEqual(['duplicates {"email":"ann@example.com","phone":"+12025550100"}']);
		expect(await desk.ledger.counts()).toMatchObject({ intents: 0, links: 1 });
		expect(await desk.sync(ann)).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it('is found by its stamp, and what was edited on it since is told from what was not', async () => {
		const desk = new Desk({ rule: 'target', firstContact: 'review' });
		desk.service = { findByStamp: async () => [...desk.records.crm.values()] };
		desk.createFails = { error: unclear(), isMade: true };
		await desk.sync(ann);
		const [made] = desk.records.crm.keys();
		desk.put(made, { ...ann, city: 'York' }, { stamp: 'r1', createdAt: NOW, version: NOW + 5 });
		expect(await desk.sync({ ...ann, name: 'Ann Dahl' })).toMatchObject({
			outcome: 'linked',
			target: { id: made },
			changed: ['name'],
		});
		expect(desk.records.crm.get(made)?.fields).toMatchObject({ city: 'York', name: 'Ann Dahl' });
	});

	it('began with nothing that is known where the record found is older than it', async () => {
		const desk = new Desk({ firstContact: 'review' });
		await desk.ledger.establish('contacts');
		desk.createFails = { error: unclear() };
		expect((await desk.sync(ann)).outcome).toBe('pending');
		desk.service = { findByStamp: async () => [...desk.records.crm.values()] };
		for (const [createdAt, outcome] of [
			[NOW - 5 * MINUTE - 1, { outcome: 'review', review: ['city'] }],
			[NOW - 5 * MINUTE, { outcome: 'linked', review: [] }],
			[undefined, { outcome: 'linked', review: [] }],
		] as const) {
			const [intent] = await desk.ledger.incomingIntents('contacts', { system: 'crm', account: 'main' });
			desk.put('c1', { ...ann, city: 'York' }, { stamp: 'r1', createdAt });
			expect(await desk.sync(ann)).toMatchObject(outcome);
			// Once more, as if nothing had been found.
			const link = (await desk.ledger.links('contacts', source('r1'))).find(({ state }) => state === 'live');
			if (link)
				await desk.ledger.commit([
					{
						put: 'link',
						row: {
							...link,
							state: 'ended',
							endedAt: desk.time,
							head: target(`old ${String(createdAt)}`),
							rev: link.rev + 1,
						},
						expect: link.rev,
					},
					{ put: 'intent', row: intent },
				]);
		}
	});

	it('is known by its e-mail in what was made at the time, whatever was edited since', async () => {
		const late = BUDGET + 5 * MINUTE;
		for (const [facts, said] of [
			[{ createdAt: NOW - 5 * MINUTE }, 'linked'],
			[{ createdAt: NOW - 5 * MINUTE - 1 }, 'pending'],
			[{ createdAt: NOW + late }, 'linked'],
			[{ createdAt: NOW + late + 1 }, 'pending'],
			[{ createdAt: undefined }, 'pending'],
			[{ createdAt: NOW, archived: true }, 'pending'],
		] as const) {
			const { desk } = await afterUnclear(false);
			desk.put('c1', { name: 'Eve Dahl', email: ann.email, phone: '+13125550199' }, facts);
			if ('archived' in facts) desk.service = { findByEmail: async () => [...desk.records.crm.values()] };
			expect({ facts, said: await desk.said(ann) }).toEqual({ facts, said: expect.stringMatching(said) });
		}
	});

	it('is not known by the e-mail of a function, nor by another one than was asked for, nor among two', async () => {
		const office = { ...ann, email: 'office@example.com' };
		const shared = await afterUnclear(false, { fields: office });
		shared.desk.put('c1', { name: 'Eve Dahl', email: office.email, phone: '+13125550199' });
		expect(await shared.desk.said(office)).toBe('pending');
		const changed = await afterUnclear(false);
		changed.desk.put('c1', { name: 'Eve Dahl', email: 'new@example.com', phone: '+13125550199' });
		expect(await changed.desk.said({ ...ann, email: 'new@example.com' })).toBe('pending');
		const twice = await afterUnclear(false);
		for (const id of ['c1', 'c2']) twice.desk.put(id, { name: 'Eve Dahl', email: ann.email, phone: '+13125550199' });
		expect(await twice.desk.said(ann)).toBe('pending');
	});

	it("of a record that nothing could find again is a question, and a person's answer makes it anew", async () => {
		const { desk, outcome } = await afterUnclear(false, { fields: { name: 'Ann Berg' } });
		expect(outcome.outcome).toBe('review');
		desk.time += 24 * 60 * MINUTE;
		expect(await desk.said({ name: 'Ann Berg' })).toBe('review');
		const [review] = await desk.ledger.reviews();
		await desk.ledger.commit([{ put: 'review', row: { ...review, winner: 'source' } }]);
		expect(await desk.said({ name: 'Ann Berg' })).toMatch('created');
		expect(await desk.ledger.counts()).toMatchObject({ intents: 0, reviews: 0 });
	});
});

describe('the record that an unclear create of the other direction may have made', () => {
	/** The CRM's contact `c1` asked for a customer, and nobody knows whether it was made. */
	async function announced(fields: Record<string, unknown> = ann, contact: Record<string, unknown> = fields) {
		const desk = new Desk();
		await desk.ledger.establish('contacts');
		desk.put('c1', contact, { createdAt: NOW - 60 * MINUTE });
		await desk.ledger.commit([
			{
				put: 'intent',
				row: {
					id: 'announced',
					pair: 'contacts',
					source: target('c1'),
					target: { system: 'rental', account: 'main' },
					at: NOW,
					desired: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, `#${String(value)}`])),
					keys: [
						...('email' in fields ? [`#email ${String(fields.email)}`] : []),
						...('phone' in fields ? [`#phone ${String(fields.phone)}`] : []),
					],
				},
			},
		]);
		return desk;
	}

	it('is it, when it has one of its keys and was made since: they are linked, and the create is over', async () => {
		for (const createdAt of [undefined, NOW - 5 * MINUTE, NOW + MINUTE]) {
			const desk = await announced(ann, { ...ann, email: 'moved@example.com', phone: '' });
			expect(await desk.said({ ...ann, phone: '' }, createdAt === undefined ? {} : { createdAt })).toBe('linked c1');
			expect(await desk.ledger.counts()).toMatchObject({ intents: 0, links: 1 });
		}
	});

	it('is it, when it was made while that was under way and the names are the same, whatever became of its keys', async () => {
		for (const [createdAt, said] of [
			[NOW - MINUTE, 'linked c1'],
			[NOW + MINUTE, 'linked c1'],
			[NOW - MINUTE - 1, 'created'],
			[NOW + 3 * MINUTE, 'created'],
		] as const) {
			const desk = await announced();
			expect(await desk.said({ ...ann, email: 'bo@example.com', phone: '' }, { createdAt })).toMatch(said);
		}
	});

	it('is not, when it was made before, or has none of its keys and another name', async () => {
		const older = await announced(ann, { ...ann, email: 'moved@example.com', phone: '' });
		expect(await older.said({ ...ann, phone: '' }, { createdAt: NOW - 5 * MINUTE - 1 })).toMatch('created');
		const other = await announced(ann, { ...ann, email: 'moved@example.com', phone: '' });
		expect(
			await other.said({ ...ann, name: 'Bo Lund', email: 'bo@example.com', phone: '' }, { createdAt: NOW }),
		).toMatch('created');
		const alike = await announced(ann, { ...ann, email: 'moved@example.com', phone: '' });
		expect(
			await alike.said({ ...ann, name: 'A. Berg', email: 'bo@example.com', phone: '' }, { createdAt: NOW }),
		).toMatch('created');
	});

	it('waits while the record that asked is gone', async () => {
		for (const archived of [true, undefined]) {
			const desk = await announced();
			if (archived) desk.put('c1', ann, { archived });
			else desk.records.crm.delete('c1');
			expect(await desk.sync(ann)).toMatchObject({ outcome: 'pending', dueAt: NOW + MINUTE });
		}
	});

	it('without keys is it when it holds the same, and else a question', async () => {
		const name = { name: 'Ann Berg' };
		expect(await (await announced(name)).said(name)).toBe('linked c1');
		expect(await (await announced(name)).said({ name: 'Bo Lund' })).toBe('review');
		const gone = await announced(name);
		gone.records.crm.delete('c1');
		expect(await gone.said(name)).toBe('review');
		expect(await (await announced()).said(name)).toMatch('created');
	});

	it('keeps what was agreed on by asking: an edit since is one', async () => {
		const desk = await announced();
		desk.put('c1', { ...ann, city: 'York' }, { createdAt: NOW - 60 * MINUTE });
		expect(await desk.sync(ann, { createdAt: NOW })).toMatchObject({ outcome: 'linked', changed: [] });
		expect(desk.records.crm.get('c1')?.fields.city).toBe('York');
	});

	it('is none of another account', async () => {
		const desk = await announced();
		desk.records.crm.clear();
		expect(await desk.said(ann, { options: {} })).toBe('pending');
		const elsewhere = new Desk();
		await elsewhere.ledger.commit([
			{
				put: 'intent',
				row: {
					id: 'announced',
					pair: 'contacts',
					source: { ...target('c1'), account: 'other' },
					target: { system: 'rental', account: 'main' },
					at: NOW,
					desired: {},
					keys: ['#email ann@example.com'],
				},
			},
		]);
		expect(await elsewhere.said(ann)).toMatch('created');
	});
});
