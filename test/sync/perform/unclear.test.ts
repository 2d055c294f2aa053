import {
	afterUnclear,
	ann,
	BUDGET,
	SyncFixture,
	target,
	LAG,
	MINUTE,
	source,
	NOW,
	unclear,
} from '../../support/sync/fixture';

describe('a create without a clear answer', () => {
	it('is certain once the call, then the index, must have ended: not a moment before', async () => {
		const { fixture, outcome } = await afterUnclear(false);
		expect(outcome).toMatchObject({ outcome: 'pending', dueAt: NOW + MINUTE, calls: 3 });
		fixture.time = NOW + BUDGET + LAG - 1;
		expect(await fixture.sync(ann)).toMatchObject({ outcome: 'pending', dueAt: fixture.time + 10_000 });
		fixture.time = NOW + BUDGET + LAG;
		expect(await fixture.summary(ann)).toMatch('created');
	});

	it('waits as long as the workflow says the index may take', async () => {
		const { fixture } = await afterUnclear(false, { options: { lagCeiling: 5 * MINUTE } });
		fixture.time = NOW + BUDGET + 5 * MINUTE - 1;
		expect(await fixture.summary(ann)).toBe('pending');
		fixture.time += 1;
		expect(await fixture.summary(ann)).toMatch('created');
	});

	it('waits an hour more where its email is another one now, unless it can be found by its external ID', async () => {
		for (const [service, wait] of [
			[{}, 60 * MINUTE],
			[{ findByExternalId: async () => [] }, 0],
		] as const) {
			const { fixture } = await afterUnclear(false, { service });
			const changed = { ...ann, email: 'berg@example.com' };
			fixture.time = NOW + BUDGET + LAG + wait - 1;
			expect(await fixture.summary(changed)).toBe('pending');
			fixture.time += 1;
			expect(await fixture.summary(changed)).toMatch('created');
		}
	});

	it('is found by the lookup without lag: a record with the desired values needs no further read', async () => {
		const fixture = new SyncFixture();
		fixture.service = { findDuplicate: async () => [...fixture.records.crm.values()], findByEmail: async () => [] };
		fixture.createFails = { error: unclear(), isMade: true };
		fixture.service = { ...fixture.service, findDuplicate: async () => [] };
		await fixture.sync(ann);
		fixture.service = { ...fixture.service, findDuplicate: async () => [...fixture.records.crm.values()] };
		fixture.called();
		const [made] = fixture.records.crm.keys();
		expect(await fixture.sync(ann)).toMatchObject({ outcome: 'linked', target: { id: made }, changed: [] });
		expect(fixture.called()).toEqual(['duplicates {"email":"ann@example.com","phone":"+12025550100"}']);
		expect(await fixture.ledger.counts()).toMatchObject({ intents: 0, links: 1 });
		expect(await fixture.sync(ann)).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it('is found by its external ID, and edits since then are distinguished from what was sent', async () => {
		const fixture = new SyncFixture({ rule: 'target', firstContact: 'review' });
		fixture.service = { findByExternalId: async () => [...fixture.records.crm.values()] };
		fixture.createFails = { error: unclear(), isMade: true };
		await fixture.sync(ann);
		const [made] = fixture.records.crm.keys();
		fixture.put(made, { ...ann, city: 'York' }, { externalId: 'r1', createdAt: NOW, version: NOW + 5 });
		expect(await fixture.sync({ ...ann, name: 'Ann Dahl' })).toMatchObject({
			outcome: 'linked',
			target: { id: made },
			changed: ['name'],
		});
		expect(fixture.records.crm.get(made)?.fields).toMatchObject({ city: 'York', name: 'Ann Dahl' });
	});

	it('began with nothing that is known where the record found is older than it', async () => {
		const fixture = new SyncFixture({ firstContact: 'review' });
		await fixture.ledger.establish('contacts');
		fixture.createFails = { error: unclear() };
		expect((await fixture.sync(ann)).outcome).toBe('pending');
		fixture.service = { findByExternalId: async () => [...fixture.records.crm.values()] };
		for (const [createdAt, outcome] of [
			[NOW - 5 * MINUTE - 1, { outcome: 'review', review: ['city'] }],
			[NOW - 5 * MINUTE, { outcome: 'linked', review: [] }],
			[undefined, { outcome: 'linked', review: [] }],
		] as const) {
			const [intent] = await fixture.ledger.incomingIntents('contacts', { system: 'crm', account: 'main' });
			fixture.put('c1', { ...ann, city: 'York' }, { externalId: 'r1', createdAt });
			expect(await fixture.sync(ann)).toMatchObject(outcome);
			// Once more, as if nothing had been found.
			const link = (await fixture.ledger.links('contacts', source('r1'))).find(({ state }) => state === 'live');
			if (link)
				await fixture.ledger.commit([
					{
						put: 'link',
						row: {
							...link,
							state: 'ended',
							endedAt: fixture.time,
							head: target(`old ${String(createdAt)}`),
							rev: link.rev + 1,
						},
						expect: link.rev,
					},
					{ put: 'intent', row: intent },
				]);
		}
	});

	it('is recognized by its email among records created at the time, whatever was edited since', async () => {
		const late = BUDGET + 5 * MINUTE;
		for (const [facts, summary] of [
			[{ createdAt: NOW - 5 * MINUTE }, 'linked'],
			[{ createdAt: NOW - 5 * MINUTE - 1 }, 'pending'],
			[{ createdAt: NOW + late }, 'linked'],
			[{ createdAt: NOW + late + 1 }, 'pending'],
			[{ createdAt: undefined }, 'pending'],
			[{ createdAt: NOW, archived: true }, 'pending'],
		] as const) {
			const { fixture } = await afterUnclear(false);
			fixture.put('c1', { name: 'Eve Dahl', email: ann.email, phone: '+13125550199' }, facts);
			if ('archived' in facts) fixture.service = { findByEmail: async () => [...fixture.records.crm.values()] };
			expect({ facts, summary: await fixture.summary(ann) }).toEqual({
				facts,
				summary: expect.stringMatching(summary),
			});
		}
	});

	it('is not recognized by a shared mailbox, nor by an email other than the desired one, nor among two', async () => {
		const office = { ...ann, email: 'office@example.com' };
		const shared = await afterUnclear(false, { fields: office });
		shared.fixture.put('c1', { name: 'Eve Dahl', email: office.email, phone: '+13125550199' });
		expect(await shared.fixture.summary(office)).toBe('pending');
		const changed = await afterUnclear(false);
		changed.fixture.put('c1', { name: 'Eve Dahl', email: 'new@example.com', phone: '+13125550199' });
		expect(await changed.fixture.summary({ ...ann, email: 'new@example.com' })).toBe('pending');
		const twice = await afterUnclear(false);
		for (const id of ['c1', 'c2']) twice.fixture.put(id, { name: 'Eve Dahl', email: ann.email, phone: '+13125550199' });
		expect(await twice.fixture.summary(ann)).toBe('pending');
	});

	it("of a record that nothing could find again is a question, and a person's answer creates it again", async () => {
		const { fixture, outcome } = await afterUnclear(false, { fields: { name: 'Ann Berg' } });
		expect(outcome.outcome).toBe('review');
		fixture.time += 24 * 60 * MINUTE;
		expect(await fixture.summary({ name: 'Ann Berg' })).toBe('review');
		const [review] = await fixture.ledger.reviews();
		await fixture.ledger.commit([{ put: 'review', row: { ...review, winner: 'source' } }]);
		expect(await fixture.summary({ name: 'Ann Berg' })).toMatch('created');
		expect(await fixture.ledger.counts()).toMatchObject({ intents: 0, reviews: 0 });
	});
});

describe('the record that an unclear create of the other direction may have created', () => {
	/** The CRM's contact `c1` asked for a customer, and nobody knows whether it was made. */
	async function announced(fields: Record<string, unknown> = ann, contact: Record<string, unknown> = fields) {
		const fixture = new SyncFixture();
		await fixture.ledger.establish('contacts');
		fixture.put('c1', contact, { createdAt: NOW - 60 * MINUTE });
		await fixture.ledger.commit([
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
		return fixture;
	}

	it('is that one, when it has one of its keys and was created since: they are linked, and the create is over', async () => {
		for (const createdAt of [undefined, NOW - 5 * MINUTE, NOW + MINUTE]) {
			const fixture = await announced(ann, { ...ann, email: 'moved@example.com', phone: '' });
			expect(await fixture.summary({ ...ann, phone: '' }, createdAt === undefined ? {} : { createdAt })).toBe(
				'linked c1',
			);
			expect(await fixture.ledger.counts()).toMatchObject({ intents: 0, links: 1 });
		}
	});

	it('is that one, when it was created during the call and the names are the same, whatever its keys are by now', async () => {
		for (const [createdAt, summary] of [
			[NOW - MINUTE, 'linked c1'],
			[NOW + BUDGET + MINUTE, 'linked c1'],
			[NOW - MINUTE - 1, 'created'],
			[NOW + BUDGET + MINUTE + 1, 'created'],
			[undefined, 'created'],
		] as const) {
			const fixture = await announced();
			expect(await fixture.summary({ ...ann, email: 'bo@example.com', phone: '' }, { createdAt })).toMatch(summary);
		}
	});

	it('is not, when it was created before, or has none of its keys and another name', async () => {
		const older = await announced(ann, { ...ann, email: 'moved@example.com', phone: '' });
		expect(await older.summary({ ...ann, phone: '' }, { createdAt: NOW - 5 * MINUTE - 1 })).toMatch('created');
		const other = await announced(ann, { ...ann, email: 'moved@example.com', phone: '' });
		expect(
			await other.summary({ ...ann, name: 'Bo Lund', email: 'bo@example.com', phone: '' }, { createdAt: NOW }),
		).toMatch('created');
		const alike = await announced(ann, { ...ann, email: 'moved@example.com', phone: '' });
		expect(
			await alike.summary({ ...ann, name: 'A. Berg', email: 'bo@example.com', phone: '' }, { createdAt: NOW }),
		).toMatch('created');
	});

	it('is not, when both have no name: that is not the same one', async () => {
		const nameless = await announced({ email: 'ann@example.com' });
		expect(await nameless.summary({ email: 'bo@example.com' }, { createdAt: NOW })).toMatch('created');
	});

	it('waits while the source record of that create is gone', async () => {
		for (const archived of [true, undefined]) {
			const fixture = await announced();
			if (archived) fixture.put('c1', ann, { archived });
			else fixture.records.crm.delete('c1');
			expect(await fixture.sync(ann)).toMatchObject({ outcome: 'pending', dueAt: NOW + MINUTE });
		}
	});

	it('without keys is it when it holds the same, and else a question', async () => {
		const name = { name: 'Ann Berg' };
		expect(await (await announced(name)).summary(name)).toBe('linked c1');
		expect(await (await announced(name)).summary({ name: 'Bo Lund' })).toBe('review');
		const gone = await announced(name);
		gone.records.crm.delete('c1');
		expect(await gone.summary(name)).toBe('review');
		expect(await (await announced()).summary(name)).toMatch('created');
	});

	it('keeps what the create agreed on: an edit since is an edit', async () => {
		const fixture = await announced();
		fixture.put('c1', { ...ann, city: 'York' }, { createdAt: NOW - 60 * MINUTE });
		expect(await fixture.sync(ann, { createdAt: NOW })).toMatchObject({ outcome: 'linked', changed: [] });
		expect(fixture.records.crm.get('c1')?.fields.city).toBe('York');
	});

	it('is none of another account', async () => {
		const fixture = await announced();
		fixture.records.crm.clear();
		expect(await fixture.summary(ann, { options: {} })).toBe('pending');
		const elsewhere = new SyncFixture();
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
		expect(await elsewhere.summary(ann)).toMatch('created');
	});
});
