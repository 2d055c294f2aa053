import type { TargetRecord } from '../../../sync/model/ports';
import { SyncFixture, target, MINUTE, source, NOW, refused, unclear } from '../../support/sync/fixture';

const ann = { name: 'Ann Berg', email: 'ann@example.com', city: 'Bath', tags: ['vip'] };

/** A customer and the contact that was made for it, both as agreed; calls are forgotten. */
async function pair(options: SyncFixture['options'] = {}, service: SyncFixture['service'] = {}) {
	const fixture = new SyncFixture({ clear: true, ...options });
	fixture.service = service;
	await fixture.sync(ann, { version: NOW });
	const [contact] = [...fixture.records.crm.keys()];
	fixture.records.rental.set('r1', { id: 'r1', fields: ann, version: NOW });
	fixture.called();
	fixture.time += 10 * MINUTE;
	const held = () => fixture.records.crm.get(contact)?.fields ?? {};
	/** Somebody changes the contact. */
	const edit = (fields: Record<string, unknown>, version = fixture.time) =>
		fixture.put(contact, { ...held(), ...fields }, { version });
	return { fixture, contact, held, edit };
}

const sets = (fixture: SyncFixture): SyncFixture['service'] => {
	const change = async (
		id: string,
		field: string,
		elements: readonly string[],
		isAdded: boolean,
	): Promise<TargetRecord> => {
		const held = fixture.records.crm.get(id)?.fields[field];
		const list = Array.isArray(held) ? held.map(String) : [];
		return fixture.put(
			id,
			{
				...fixture.records.crm.get(id)?.fields,
				[field]: isAdded ? [...list, ...elements] : list.filter((one) => !elements.includes(one.toLowerCase())),
			},
			{ version: fixture.time },
		);
	};
	return {
		addToSet: (id, field, elements) => change(id, field, elements, true),
		removeFromSet: (id, field, elements) => change(id, field, elements, false),
	};
};

describe('what is sent', () => {
	it('is not reported as changed where the app answers with the previous value', async () => {
		const { fixture, held } = await pair();
		fixture.service = {
			update: async (id, fields) => fixture.put(id, { ...held(), ...fields, city: 'Bath' }, { version: fixture.time }),
		};
		expect(await fixture.sync({ ...ann, name: 'Ann Dahl', city: 'York' }, { version: NOW + 1 })).toMatchObject({
			outcome: 'updated',
			changed: ['name'],
			reason: 'Written: name; The app did not keep what was written: city',
		});
		expect(await fixture.sync({ ...ann, name: 'Ann Dahl', city: 'Rome' }, { version: NOW + 2 })).toMatchObject({
			outcome: 'unchanged',
			changed: [],
			reason: 'The app did not keep what was written: city',
		});
	});

	it('is what changed, as the service takes it; an emptied field is null', async () => {
		const { fixture, contact } = await pair();
		const sent: unknown[] = [];
		fixture.service = {
			update: async (id, fields, externalId) => {
				sent.push([id, fields, externalId]);
				return { id, fields, version: NOW };
			},
		};
		expect(
			await fixture.sync({ ...ann, name: ' Ann Dahl ', city: '', email: ' DAHL@example.com' }, { version: NOW + 1 }),
		).toMatchObject({ outcome: 'updated', changed: ['name', 'email', 'city'], calls: 2 });
		expect(sent).toEqual([[contact, { name: 'Ann Dahl', email: 'dahl@example.com', city: null }, 'r1']]);
	});

	it('of a set is the whole list where the service replaces it, in its own spelling and in that of the source side', async () => {
		const { fixture, held, edit } = await pair();
		edit({ tags: ['VIP', 'Press', 7] });
		await fixture.sync({ ...ann, tags: ['Late Payer', 'late  payer'] }, { version: NOW + 1 });
		expect(held().tags).toEqual(['Press', 'Late Payer']);
		fixture.put('other', {});
		edit({ tags: undefined });
		await fixture.sync({ ...ann, tags: 'Late Payer, New' }, { version: NOW + 2 });
		expect(held().tags).toEqual(['New']);
	});

	it('of a set is one call to add and one to remove where the service has both, and only those that are needed', async () => {
		const { fixture, contact } = await pair();
		fixture.service = sets(fixture);
		expect(await fixture.sync({ ...ann, tags: ['vip', 'New One'] }, { version: NOW + 1 })).toMatchObject({
			outcome: 'updated',
			changed: ['tags'],
			calls: 2,
		});
		expect(await fixture.sync({ ...ann, tags: ['New One'] }, { version: NOW + 2 })).toMatchObject({
			outcome: 'updated',
			calls: 2,
		});
		expect(await fixture.sync({ ...ann, tags: ['Other'], city: 'York' }, { version: NOW + 3 })).toMatchObject({
			outcome: 'updated',
			changed: ['city', 'tags'],
			calls: 4,
		});
		expect(fixture.called()).toEqual([
			`read ${contact}`,
			`add ${contact}`,
			`read ${contact}`,
			`remove ${contact}`,
			`read ${contact}`,
			`update ${contact}`,
			`add ${contact}`,
			`remove ${contact}`,
		]);
		expect(fixture.records.crm.get(contact)?.fields.tags).toEqual(['Other']);
		expect((await fixture.sync({ ...ann, tags: ['Other'], city: 'York' }, { version: NOW + 4 })).calls).toBe(0);
	});

	it('of a set is the whole list where the service has only one of the two', async () => {
		for (const part of ['addToSet', 'removeFromSet'] as const) {
			const { fixture, contact } = await pair();
			fixture.service = { [part]: sets(fixture)[part] };
			await fixture.sync({ ...ann, tags: ['new'] }, { version: NOW + 1 });
			expect(fixture.called()).toEqual([`read ${contact}`, `update ${contact}`]);
		}
	});
});

describe('what a write leaves behind', () => {
	it('is what the service returned: a store that cuts a name is not a change, and one that returns nothing is believed', async () => {
		for (const answer of [{ name: 'Annabel' }, {}]) {
			const { fixture, contact } = await pair();
			const update = async (): Promise<TargetRecord> =>
				fixture.put(contact, { ...ann, ...answer }, { version: fixture.time });
			fixture.service = { update: async () => ({ ...(await update()), fields: answer }) };
			await fixture.sync({ ...ann, name: 'Annabella Berg' }, { version: NOW + 1 });
			fixture.service = {};
			if (!('name' in answer)) fixture.put(contact, { ...ann, name: 'Annabella Berg' });
			fixture.called();
			expect(
				await fixture.sync(
					{ ...ann, name: 'Annabella Berg', city: 'York' },
					{ version: NOW + 2, options: { rule: 'review' } },
				),
			).toMatchObject({ outcome: 'updated', changed: ['city'] });
			expect(
				await fixture.sync({ ...ann, name: 'Anna', city: 'York' }, { version: NOW + 3, options: { rule: 'review' } }),
			).toMatchObject({ outcome: 'updated', changed: ['name'] });
		}
	});

	it('is one row of history for each call: what it was about, what caused it, and how it ended', async () => {
		const { fixture, contact } = await pair();
		await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
		fixture.service = {
			update: async () => {
				throw refused();
			},
		};
		await fixture.sync({ ...ann, city: 'Wells' }, { version: NOW + 2 });
		fixture.service = {
			update: async () => {
				throw unclear();
			},
		};
		await fixture.sync({ ...ann, city: 'Ely' }, { version: NOW + 3 });
		const rows = await fixture.ledger.history(target(contact), 9);
		expect(rows.map(({ call, state, version }) => `${call} ${state} ${String((version ?? 0) - NOW)}`)).toEqual([
			'update unclear 3',
			'update refused 2',
			'update done 1',
			'create done 0',
		]);
		expect(rows[2]).toMatchObject({
			at: fixture.time,
			pair: 'contacts',
			source: source('r1'),
			target: target(contact),
			fields: [{ name: 'city', cause: 'source changed', before: '#Bath', after: '#York' }],
		});
		expect(rows[3].fields).toEqual(
			['name', 'email', 'city']
				.map((name) => ({ name, cause: 'created', before: '', after: `#${String(ann[name as 'city'])}` }))
				.concat([{ name: 'tags', cause: 'created', before: '', after: ['#vip'] as unknown as string }]),
		);
	});

	it('of a refused call is nothing: the next try writes as ever', async () => {
		const { fixture, edit, held } = await pair({ rule: 'target' });
		fixture.service = {
			update: async () => {
				throw refused();
			},
		};
		expect(await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 })).toMatchObject({
			outcome: 'failed',
			reason: 'HTTP 422',
			dueAt: fixture.time + 30 * MINUTE,
		});
		fixture.service = {};
		expect((await fixture.ledger.links('contacts', source('r1')))[0].toHead).not.toHaveProperty('asking');
		edit({ city: 'Wells' });
		expect(await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 })).toMatchObject({ outcome: 'conflict' });
		expect(held().city).toBe('Wells');
	});

	it('of an unclear call is the announcement: its value, found later, is no edit of a person, and another one may be', async () => {
		for (const [there, changed] of [
			['York', ['city']],
			['Wells', []],
		] as const) {
			const { fixture, edit } = await pair({ rule: 'target' });
			fixture.service = {
				update: async () => {
					throw unclear();
				},
			};
			expect((await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 })).outcome).toBe('failed');
			fixture.service = {};
			edit({ city: there });
			expect(await fixture.sync({ ...ann, city: 'Ely' }, { version: NOW + 2 })).toMatchObject({ changed });
		}
	});

	it('of an unclear call is looked at even when the source value was set back since: what arrived is set back too', async () => {
		const { fixture, edit, held } = await pair();
		fixture.service = {
			update: async () => {
				throw unclear();
			},
		};
		await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
		fixture.service = {};
		edit({ city: 'York' });
		expect(await fixture.sync(ann, { version: NOW + 2 })).toMatchObject({ outcome: 'updated', changed: ['city'] });
		expect(held().city).toBe('Bath');
	});

	it('of an unclear call to add to a set is what was added, when it is found there', async () => {
		const { fixture, edit, held } = await pair();
		fixture.service = {
			...sets(fixture),
			removeFromSet: async () => {
				throw refused();
			},
		};
		expect(await fixture.sync({ ...ann, tags: ['new'] }, { version: NOW + 1 })).toMatchObject({ outcome: 'failed' });
		expect(held().tags).toEqual(['vip', 'new']);
		fixture.service = sets(fixture);
		edit({ tags: ['vip', 'new', 'press'] });
		expect(await fixture.sync({ ...ann, tags: [] }, { version: NOW + 2 })).toMatchObject({
			outcome: 'updated',
			changed: ['tags'],
		});
		expect(held().tags).toEqual(['press']);
	});

	it('of an unclear call is known to the other direction: the value of before is not an edit there, nor in a snapshot from before it', async () => {
		const { fixture, contact, edit } = await pair();
		fixture.records.rental.set('r1', { id: 'r1', fields: { ...ann, city: 'York' }, version: NOW + 1 });
		fixture.service = {
			update: async () => {
				throw unclear();
			},
		};
		await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
		edit({ name: 'Ann Dahl' });
		expect(
			await fixture.sync({ ...ann, name: 'Ann Dahl' }, { towards: 'rental', id: contact, version: fixture.time }),
		).toMatchObject({ outcome: 'updated', changed: ['name'] });
		expect(fixture.records.rental.get('r1')?.fields).toMatchObject({ city: 'York', name: 'Ann Dahl' });
		const late = await pair();
		late.edit({ city: 'Wells' });
		late.fixture.records.rental.set('r1', { id: 'r1', fields: { ...ann, city: 'York' }, version: NOW + 1 });
		late.fixture.service = {
			update: async () => {
				throw unclear();
			},
		};
		await late.fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
		expect(
			await late.fixture.sync(
				{ ...ann, city: 'Wells' },
				{ towards: 'rental', id: late.contact, version: late.fixture.time, options: { rule: 'review' } },
			),
		).toMatchObject({ outcome: 'unchanged', changed: [] });
		expect(late.fixture.records.rental.get('r1')?.fields.city).toBe('York');
	});

	it('of a refused call to add is nothing either: the next try makes both calls', async () => {
		const { fixture, held } = await pair();
		fixture.service = {
			...sets(fixture),
			addToSet: async () => {
				throw refused();
			},
		};
		expect(await fixture.sync({ ...ann, tags: ['new'] }, { version: NOW + 1 })).toMatchObject({
			outcome: 'failed',
			calls: 2,
		});
		fixture.service = sets(fixture);
		expect(await fixture.sync({ ...ann, tags: ['new'] }, { version: NOW + 1 })).toMatchObject({
			outcome: 'updated',
			calls: 3,
		});
		expect(held().tags).toEqual(['new']);
		expect(
			(await fixture.ledger.history(source('r1'), 2)).map(({ call, fields }) => [call, fields.map(({ name }) => name)]),
		).toEqual([
			['remove', ['tags']],
			['add', ['tags']],
		]);
	});

	it('is the version that was processed, so that an older version is stale, also after a refusal', async () => {
		const { fixture } = await pair();
		fixture.service = {
			update: async () => {
				throw refused();
			},
		};
		await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 5 });
		fixture.service = {};
		await fixture.ledger.commit([
			{ drop: 'due', pair: 'contacts', source: source('r1'), target: { system: 'crm', account: 'main' } },
		]);
		expect(await fixture.summary({ ...ann, city: 'Wells' }, { version: NOW + 4 })).toMatch('stale');
		expect(await fixture.summary({ ...ann, city: 'York' }, { version: NOW + 5 })).toMatch('updated');
		expect(await fixture.summary({ ...ann, city: 'Wells' }, { version: NOW + 4 })).toMatch('stale');
		expect(await fixture.summary({ ...ann, city: 'Ely' })).toMatch('updated');
		expect(await fixture.summary({ ...ann, city: 'Wells' }, { version: NOW + 4 })).toMatch('stale');
		expect(await fixture.summary(ann, { version: NOW + 6 })).toMatch('updated');
	});

	it('is nothing, and the record is due in a minute, when the lease is gone before the call or after it', async () => {
		for (const [nth, calls] of [
			[1, 1],
			[2, 2],
		] as const) {
			const { fixture } = await pair();
			const commit = fixture.ledger.commit.bind(fixture.ledger);
			let fenced = 0;
			jest
				.spyOn(fixture.ledger, 'commit')
				.mockImplementation(async (changes, fence) => (fence && ++fenced === nth ? false : commit(changes, fence)));
			expect(await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 })).toMatchObject({
				outcome: 'busy',
				calls,
				dueAt: fixture.time + MINUTE,
			});
		}
	});

	it('is announced under a lease that outlives the call', async () => {
		const { fixture } = await pair();
		const commit = jest.spyOn(fixture.ledger, 'commit');
		await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
		expect(commit.mock.calls.flatMap(([, fence]) => (fence ? [fence.margin] : []))).toEqual([10_000, 0]);
		expect(commit.mock.calls.every(([, fence]) => !fence || fence.keys.length === 2)).toBe(true);
		const [[changes]] = commit.mock.calls.filter(([, fence]) => fence?.margin === 10_000);
		expect(changes).toMatchObject([
			{
				put: 'link',
				row: {
					toHead: {
						lastProcessedVersion: NOW + 1,
						pendingWrite: { fields: { city: '#York' }, before: { city: '#Bath' }, readVersion: NOW },
					},
				},
			},
			{ put: 'history', row: { state: 'announced', fields: [{ name: 'city' }] } },
		]);
	});
});

describe('a conflict', () => {
	async function conflict(options: SyncFixture['options'], isTwoWay = true) {
		const one = await pair(options);
		if (isTwoWay) await one.fixture.sync({ ...one.held() }, { towards: 'rental', id: one.contact, version: NOW });
		one.fixture.called();
		one.edit({ city: 'Wells' });
		return { ...one, outcome: await one.fixture.sync({ ...ann, city: 'York' }, { version: one.fixture.time }) };
	}

	it('that the target side wins is reported, and the target record is due at once: its own event may be over', async () => {
		const { fixture, contact, outcome } = await conflict({ rule: 'target' });
		expect(outcome).toMatchObject({
			outcome: 'conflict',
			changed: [],
			decided: ['city'],
			review: [],
			target: target(contact),
		});
		expect(await fixture.ledger.due(9)).toEqual([
			{
				pair: 'contacts',
				source: target(contact),
				target: { system: 'rental', account: 'main' },
				status: 'pending',
				cause: expect.any(String),
				tries: 0,
				since: fixture.time,
				nextAt: fixture.time,
			},
		]);
		expect(await fixture.sync({ ...ann, city: 'York' }, { version: fixture.time })).toMatchObject({
			outcome: 'unchanged',
			calls: 0,
		});
	});

	it('about one field leaves the target record due although another field is written', async () => {
		const { fixture, contact } = await conflict({ rule: 'target' });
		const one = await pair({ rule: 'target' });
		await one.fixture.sync({ ...one.held() }, { towards: 'rental', id: one.contact, version: NOW });
		one.edit({ city: 'Wells' });
		expect(
			await one.fixture.sync({ ...ann, city: 'York', name: 'Ann Dahl' }, { version: one.fixture.time }),
		).toMatchObject({
			outcome: 'updated',
			changed: ['name'],
			decided: ['city'],
		});
		expect((await one.fixture.ledger.due(9)).map(({ source: { id } }) => id)).toEqual([one.contact]);
		// And what lost stays so while other fields are written.
		await fixture.sync({ ...ann, city: 'York', name: 'Ann Dahl' }, { version: fixture.time + 1 });
		expect((await fixture.ledger.links('contacts', target(contact)))[0].toHead.declined).toHaveProperty('city');
	});

	it('leaves nothing due where nobody syncs the other way', async () => {
		const { fixture } = await conflict({ rule: 'target' }, false);
		expect(await fixture.ledger.due(9)).toEqual([]);
	});

	it('that the source side wins is written', async () => {
		const { fixture, held, outcome } = await conflict({ rule: 'source' });
		expect(outcome).toMatchObject({ outcome: 'updated', changed: ['city'], decided: ['city'] });
		expect([held().city, await fixture.ledger.due(9)]).toEqual(['York', []]);
	});

	it('that a person must decide is one question with both values, and closes when the fields agree otherwise', async () => {
		const { fixture, contact, edit, outcome } = await conflict({ rule: 'review' });
		expect(outcome).toMatchObject({ outcome: 'review', review: ['city'], decided: [], target: target(contact) });
		const question = {
			pair: 'contacts',
			source: source('r1'),
			target: target(contact),
			field: 'city',
			cause: 'both changed',
			desired: '#York',
			found: '#Wells',
			at: fixture.time,
		};
		expect(await fixture.ledger.reviews()).toEqual([question]);
		expect(await fixture.sync({ ...ann, city: 'York' }, { version: fixture.time })).toMatchObject({
			outcome: 'review',
		});
		expect(await fixture.ledger.reviews()).toHaveLength(1);
		edit({ city: 'York' });
		expect(await fixture.sync({ ...ann, city: 'York' }, { version: fixture.time + 1 })).toMatchObject({
			outcome: 'unchanged',
		});
		expect(await fixture.ledger.reviews()).toEqual([]);
	});

	it('leaves the question about a field that this workflow does not map', async () => {
		const { fixture, edit } = await conflict({ rule: 'review' });
		edit({ name: 'Ann Dahl' });
		await fixture.sync({ name: 'Ann Hill' }, { version: fixture.time + 1, options: { rule: 'source' } });
		expect((await fixture.ledger.reviews()).map(({ field }) => field)).toEqual(['city']);
	});

	it('is none where the field is filled only when empty', async () => {
		const { fixture, outcome } = await conflict({ fields: { city: { onlyWhenEmpty: true } } });
		expect(outcome).toMatchObject({ outcome: 'unchanged', changed: [], decided: [] });
		expect(await fixture.ledger.due(9)).toEqual([]);
	});

	it('with a write that was never confirmed leaves what is there: it may be an edit of that', async () => {
		for (const rule of ['source', 'review'] as const) {
			const { fixture, edit, held } = await pair({ rule });
			fixture.service = {
				update: async () => {
					throw unclear();
				},
			};
			await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
			fixture.service = {};
			edit({ city: 'Wells' });
			expect(await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 })).toMatchObject({
				outcome: 'conflict',
				decided: ['city'],
				changed: [],
			});
			expect(held().city).toBe('Wells');
			expect(await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 2 })).toMatchObject({
				outcome: 'unchanged',
				calls: 0,
			});
		}
	});

	it('at the first match is reported as a link, with what a rule decided', async () => {
		const fixture = new SyncFixture({ firstContact: 'target' });
		fixture.put('c1', { ...ann, city: 'York' });
		expect(await fixture.sync(ann)).toMatchObject({
			outcome: 'linked',
			changed: [],
			decided: ['city'],
			target: target('c1'),
		});
	});
});

describe('a dry run of an update', () => {
	it('plans each call with its fields, and reports no change where nothing would change', async () => {
		const { fixture, edit } = await pair();
		fixture.service = sets(fixture);
		edit({ phone: '1' });
		expect(
			await fixture.sync({ ...ann, name: 'Ann Dahl', tags: ['new'] }, { dryRun: true, version: NOW + 1 }),
		).toMatchObject({
			outcome: 'planned',
			changed: ['name', 'tags'],
			plan: [
				{ call: 'update', fields: ['name'] },
				{ call: 'add', fields: ['tags'] },
				{ call: 'remove', fields: ['tags'] },
			],
		});
		edit({ city: 'York' });
		expect(await fixture.sync({ ...ann, city: 'York' }, { dryRun: true, version: NOW + 1 })).toMatchObject({
			outcome: 'unchanged',
			plan: [],
		});
		expect(
			await fixture.sync(
				{ ...ann, city: 'Ely', name: 'Ann Dahl' },
				{ dryRun: true, version: NOW + 1, options: { rule: 'review' } },
			),
		).toMatchObject({ outcome: 'planned', review: ['city'], plan: [{ call: 'update', fields: ['name'] }] });
		expect(await fixture.ledger.reviews()).toEqual([]);
	});
});

describe('a newer version without changes', () => {
	it('is remembered, so that an older one that comes late is stale; the same or none is not', async () => {
		const { fixture } = await pair();
		expect(await fixture.sync(ann, { version: NOW + 9 })).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(await fixture.summary({ ...ann, city: 'York' }, { version: NOW + 8 })).toMatch('stale');
		const { rev } = (await fixture.ledger.links('contacts', source('r1')))[0];
		expect(rev).toBe(2);
		for (const facts of [{ version: NOW + 9 }, {}])
			expect(await fixture.sync(ann, facts)).toMatchObject({ outcome: 'unchanged' });
		expect((await fixture.ledger.links('contacts', source('r1')))[0].rev).toBe(rev);
		expect(await fixture.summary({ ...ann, city: 'York' }, { version: NOW + 9 })).toMatch('updated');
	});

	it('closes the question about the record', async () => {
		const { fixture } = await pair();
		await fixture.ledger.commit([
			{
				put: 'review',
				row: {
					pair: 'contacts',
					source: source('r1'),
					target: { system: 'crm', account: 'main' },
					field: 'city',
					cause: 'both changed',
					desired: '#x',
					found: '#y',
					at: NOW,
				},
			},
		]);
		await fixture.sync(ann, { version: NOW + 1 });
		expect(await fixture.ledger.reviews()).toEqual([]);
	});
});

describe('what both sides last agreed on', () => {
	const knowledge = async (fixture: SyncFixture) => (await fixture.ledger.links('contacts', source('r1')))[0];

	it('of a written field is later than all that was known before, and names the version that the write created', async () => {
		const { fixture } = await pair();
		const before = await knowledge(fixture);
		await fixture.sync({ ...ann, city: 'York', tags: ['new'] }, { version: NOW + 1 });
		const { rev, toHead } = await knowledge(fixture);
		expect(toHead.fields).toMatchObject({
			city: { desired: '#York', observed: '#York', targetVersion: fixture.time },
			tags: { desired: ['#new'], observed: ['#new'], targetVersion: fixture.time },
			name: { rev: 1, targetVersion: NOW },
		});
		for (const field of ['city', 'tags']) {
			expect(toHead.fields[field].rev).toBeGreaterThan(before.rev);
			expect(toHead.fields[field].rev).toBeLessThanOrEqual(rev);
		}
		expect(toHead).toMatchObject({ lastProcessedVersion: NOW + 1 });
		expect(toHead).not.toHaveProperty('asking');
	});

	it('of a field that is equal already is that, without a call that writes', async () => {
		const { fixture, edit } = await pair();
		const { rev: before } = await knowledge(fixture);
		edit({ city: 'YORK', tags: ['vip', 'new'] });
		expect(await fixture.sync({ ...ann, city: 'YORK', tags: ['VIP', 'NEW'] }, { version: NOW + 1 })).toMatchObject({
			outcome: 'unchanged',
			changed: [],
			calls: 1,
		});
		const { rev, toHead } = await knowledge(fixture);
		expect(toHead.fields).toMatchObject({
			city: { desired: '#YORK', observed: '#YORK', targetVersion: fixture.time },
			tags: { desired: ['#new', '#vip'], observed: ['#new', '#vip'], targetVersion: fixture.time },
		});
		for (const field of ['city', 'tags']) {
			expect(toHead.fields[field].rev).toBeGreaterThan(before);
			expect(toHead.fields[field].rev).toBeLessThanOrEqual(rev);
		}
	});

	it('is not touched by a value that lost, which is kept beside it with the one that won, until another one is written', async () => {
		const { fixture, edit } = await pair({ rule: 'target' });
		const { rev: before, toHead: base } = await knowledge(fixture);
		edit({ city: 'Wells' });
		await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
		const { toHead } = await knowledge(fixture);
		expect(toHead.declined).toEqual({
			city: { desired: '#York', target: '#Wells', rev: expect.any(Number), targetVersion: fixture.time },
		});
		expect(toHead.declined.city.rev).toBeGreaterThan(before);
		expect(toHead.fields).toEqual(base.fields);
		await fixture.sync({ ...ann, city: 'Ely' }, { version: NOW + 2, options: { rule: 'source' } });
		expect((await knowledge(fixture)).toHead.declined).toEqual({});
	});

	it('is not touched by a value for a field that is filled only when empty: nothing has won there', async () => {
		const { fixture } = await pair({ fields: { city: { onlyWhenEmpty: true } } });
		await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
		expect((await knowledge(fixture)).toHead.declined.city).toEqual({
			desired: '#York',
			rev: expect.any(Number),
			targetVersion: NOW,
		});
	});

	it('is taken for a write that was never confirmed, as of the version before it, when another value is there', async () => {
		for (const version of [NOW, undefined]) {
			const { fixture, edit, contact, held } = await pair();
			fixture.put(contact, held(), { version });
			fixture.service = {
				update: async () => {
					throw unclear();
				},
			};
			await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
			fixture.service = {};
			edit({ city: 'Wells' });
			await fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 });
			expect((await knowledge(fixture)).toHead.fields.city).toMatchObject({
				desired: '#York',
				observed: '#York',
				targetVersion: version ?? 0,
			});
		}
	});

	it('of a set is what the source side gave and took; what others added there is not', async () => {
		const { fixture, edit, held } = await pair();
		edit({ tags: ['vip', 'press'] });
		await fixture.sync({ ...ann, city: 'York', tags: ['vip', 'new'] }, { version: NOW + 1 });
		expect(held().tags).toEqual(['vip', 'press', 'new']);
		expect((await knowledge(fixture)).toHead.fields.tags).toMatchObject({
			desired: ['#new', '#vip'],
			observed: ['#new', '#vip'],
		});
	});
});

it('a ledger that fails is no outcome: the run throws, and gives its leases back', async () => {
	const { fixture } = await pair();
	const commit = jest.spyOn(fixture.ledger, 'commit').mockRejectedValue(new Error('disk full'));
	await expect(fixture.sync({ ...ann, city: 'York' }, { version: NOW + 1 })).rejects.toThrow('disk full');
	commit.mockRestore();
	expect((await fixture.ledger.acquire('next', ['record rental:main:r1'], 1)).held).toBe(true);
});
