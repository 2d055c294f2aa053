import { saveLink, removeLink } from '../../../sync/manage/links';
import {
	afterUnclear,
	ann,
	SyncFixture,
	target,
	MINUTE,
	source,
	NOW,
	refused,
	unclear,
} from '../../support/sync/fixture';

const random = { next: () => 0, id: () => 'by hand' };

describe('where a record is searched for', () => {
	it('in the order that was chosen, and nowhere where nothing was', async () => {
		for (const [matchBy, calls] of [
			[
				['email', 'phone'],
				['email ann@example.com', 'phone +12025550100'],
			],
			[['phone'], ['phone +12025550100']],
			[[], []],
		] as const) {
			const fixture = new SyncFixture({ matchBy });
			expect(await fixture.summary(ann)).toBe('created new-1');
			expect(fixture.called()).toEqual([...calls, 'create']);
		}
	});

	it('by the keys that it has', async () => {
		const fixture = new SyncFixture();
		await fixture.sync({ ...ann, phone: '' });
		await fixture.sync({ name: 'Bo Lund', phone: '(202) 555-0199' }, { id: 'r2' });
		expect(fixture.called()).toEqual(['email ann@example.com', 'create', 'phone +12025550199', 'create']);
	});

	it('by the lookup without lag where there is one', async () => {
		const fixture = new SyncFixture();
		fixture.service = { findDuplicate: async () => [], findByPhone: undefined };
		await fixture.sync(ann);
		expect(fixture.called()).toEqual([
			'duplicates {"email":"ann@example.com"}',
			'duplicates {"phone":"+12025550100"}',
			'create',
		]);
	});

	it('by external ID and phone at once, where the service can; by each alone where it could not', async () => {
		for (const [both, calls] of [
			[[], ['externalId or phone r1', 'email ann@example.com', 'create']],
			[undefined, ['externalId or phone r1', 'externalId r1', 'email ann@example.com', 'phone +12025550100', 'create']],
		] as const) {
			const fixture = new SyncFixture();
			fixture.service = { findByExternalId: async () => [], findByExternalIdOrPhone: async () => both };
			expect(await fixture.summary(ann)).toBe('created new-1');
			expect(fixture.called()).toEqual(calls);
			await fixture.summary({ ...ann, phone: '', email: 'bo@example.com' }, { id: 'r2' });
			expect(fixture.called()).toEqual(['externalId r2', 'email bo@example.com', 'create']);
		}
		const byEmail = new SyncFixture({ matchBy: ['email'] });
		byEmail.service = { findByExternalId: async () => [], findByExternalIdOrPhone: async () => [] };
		await byEmail.summary(ann);
		expect(byEmail.called()).toEqual(['externalId r1', 'email ann@example.com', 'create']);
	});

	it('by external ID and phone at once: what carries the ID counts first, then an email, then the phone', async () => {
		for (const [records, summary] of [
			[[{ phone: ann.phone }, { email: ann.email }, { externalId: 'r1' }], 'linked c2'],
			[[{ phone: ann.phone }, { email: ann.email }], 'linked c1'],
			[[{ phone: ann.phone }, { phone: '+12025550111' }], 'linked c0'],
			[[{ phone: '+12025550111' }], 'created new-1'],
		] as const) {
			const fixture = new SyncFixture();
			await fixture.ledger.establish('contacts');
			records.forEach((one, number) => {
				const { externalId, ...fields } = { externalId: undefined, ...one };
				fixture.put(`c${number}`, { name: ann.name, ...fields }, externalId === undefined ? {} : { externalId });
			});
			fixture.service = {
				findByExternalId: async () => [],
				findByExternalIdOrPhone: async () => [...fixture.records.crm.values()],
			};
			expect(await fixture.summary(ann)).toBe(summary);
		}
	});

	it('nowhere by phone or email where the service has no such search', async () => {
		const fixture = new SyncFixture();
		fixture.service = { findByEmail: undefined, findByPhone: undefined };
		expect((await fixture.sync(ann)).outcome).toBe('created');
	});

	it('under the external ID that the record carries, before anything else', async () => {
		const fixture = new SyncFixture();
		await fixture.ledger.establish('contacts');
		fixture.put('c1', { ...ann, email: 'elsewhere@example.com' });
		fixture.put('c2', ann);
		expect(await fixture.summary(ann, { externalId: 'c1' })).toBe('linked c1');
		expect(fixture.called().slice(0, 1)).toEqual(['read c1']);
		const other = new SyncFixture();
		await other.ledger.establish('contacts');
		other.put('c1', ann, { archived: true });
		other.put('c2', ann);
		expect(await other.summary(ann, { externalId: 'c1' })).toBe('linked c2');
		expect(
			await other.summary({ ...ann, email: 'bo@example.com', phone: '' }, { id: 'r2', externalId: 'gone' }),
		).toMatch('created');
	});

	it('by its external ID, where only a live record that carries it counts, and two go to review', async () => {
		for (const [records, summary] of [
			[[{ externalId: 'r1' }], 'linked c0'],
			[[{ externalId: 'r2' }], 'created'],
			[[{ externalId: 'r1', archived: true }], 'created'],
			[[{ externalId: 'r1' }, { externalId: 'r1' }], 'review'],
			[[{ externalId: 'r1' }, { externalId: 'r1', archived: true }], 'linked c0'],
		] as const) {
			const fixture = new SyncFixture();
			await fixture.ledger.establish('contacts');
			records.forEach((facts, number) => fixture.put(`c${number}`, { name: 'Bo Lund' }, facts));
			fixture.service = { findByExternalId: async () => [...fixture.records.crm.values()] };
			expect(await fixture.summary(ann)).toMatch(summary);
			if (!summary.startsWith('pending')) continue;
			const cached = async () =>
				await fixture.ledger.commit([
					{ drop: 'due', pair: 'contacts', source: source('r0'), target: { system: 'crm', account: 'main' } },
				]);
			await cached();
			expect(await fixture.summary(ann)).toMatch(summary);
			await cached();
			expect(await fixture.summary(ann)).toMatch('review c1');
		}
	});

	it('among records that passed through here, which no index must show first; of these a gone one is none', async () => {
		for (const [matchBy, summary, calls] of [
			[[], 'created', ['create']],
			[['email'], 'linked c1', ['read c1', 'read c2', 'read c1']],
		] as const) {
			const fixture = new SyncFixture({ matchBy });
			fixture.service = { findByEmail: async () => [], findByPhone: async () => [] };
			fixture.put('c1', ann);
			for (const record of [target('c1'), target('c2'), { ...target('c3'), account: 'other' }])
				await fixture.ledger.recordSighting('contacts', record, ['#email ann@example.com']);
			expect(await fixture.summary(ann)).toMatch(summary);
			expect(fixture.called()).toEqual(calls);
		}
	});

	it('and found in time though its event comes while the search is under way', async () => {
		const fixture = new SyncFixture();
		fixture.put('c1', ann);
		fixture.service = {
			findByEmail: async () => {
				await fixture.ledger.recordSighting('contacts', target('c1'), ['#email ann@example.com']);
				return [];
			},
			findByPhone: async () => [],
		};
		expect(await fixture.summary(ann)).toBe('linked c1');
	});
});

describe('a record that is found', () => {
	it('and is deleted before it is linked is due again a minute later', async () => {
		for (const left of [undefined, { id: 'c1', fields: ann, archived: true }]) {
			const fixture = new SyncFixture();
			fixture.service = { findByEmail: async () => [{ id: 'c1', fields: ann }], read: async () => left };
			expect(await fixture.sync(ann)).toMatchObject({ outcome: 'pending', dueAt: NOW + MINUTE });
		}
	});

	it('and belongs to another one, which is looked at first, is a question, or makes a record of its own, by choice', async () => {
		for (const [options, summary] of [
			[{ many: 'none' }, 'pending c1'],
			[{ many: 'target' }, 'pending c1'],
			[{ many: 'source', further: 'review' }, 'pending c1'],
			[{ many: 'source', further: 'own' }, 'created'],
			[{ many: 'source', further: 'join' }, 'linked c1'],
		] as const) {
			const fixture = new SyncFixture(options);
			fixture.put('c1', ann);
			await saveLink(fixture.ledger, random, {
				pair: 'contacts',
				...(options.many === 'target'
					? { head: source('r0'), member: target('c1') }
					: { head: target('c1'), member: source('r0') }),
			});
			expect(await fixture.summary(ann)).toMatch(summary);
		}
	});

	it('and belongs to a record of a third system, or did once, is free', async () => {
		const fixture = new SyncFixture();
		fixture.put('c1', ann);
		await saveLink(fixture.ledger, random, {
			pair: 'contacts',
			head: target('c1'),
			member: { system: 'books', account: 'main', id: 'b1' },
		});
		expect(await fixture.summary(ann)).toBe('linked c1');
		const [link] = await fixture.ledger.links('contacts', source('r1'));
		await removeLink(fixture.ledger, link);
		expect(await fixture.summary(ann, { id: 'r2' })).toBe('linked c1');
	});

	it('and whose own record is refused as a duplicate is a question', async () => {
		const fixture = new SyncFixture({ many: 'source', further: 'own' });
		fixture.put('c1', ann);
		await saveLink(fixture.ledger, random, { pair: 'contacts', head: target('c1'), member: source('r0') });
		fixture.createFails = { error: Object.assign(refused(), { duplicateOf: 'c1' }) };
		expect(await fixture.summary(ann)).toBe('review c1');
		expect((await fixture.ledger.counts()).links).toBe(1);
	});

	it('as the duplicate that the service names cannot be linked if it cannot be read, or is not the same person', async () => {
		for (const [record, summary] of [
			[undefined, /^review$/],
			[{ name: 'Bo Lund', email: 'bo@example.com' }, /^review c1$/],
			[{ ...ann, city: 'York' }, /^linked c1$/],
		] as const) {
			const fixture = new SyncFixture();
			fixture.service = { findByEmail: async () => [], findByPhone: async () => [] };
			if (record) fixture.put('c1', record);
			fixture.createFails = { error: Object.assign(refused(), { duplicateOf: 'c1' }) };
			expect(await fixture.summary(ann)).toMatch(summary);
			expect(await fixture.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0, failed: 0 } });
		}
	});

	it('is one of several of one person, of which the newest feeds, or the first, by choice', async () => {
		const several = (options: SyncFixture['options']) => {
			const fixture = new SyncFixture({ many: 'target', ...options });
			fixture.put('c2', { ...ann, city: '' }, { createdAt: NOW - 5 });
			fixture.put('c3', { ...ann, city: '' }, { createdAt: NOW - 1 });
			fixture.put('c0', { ...ann, city: '' }, { createdAt: NOW - 1 });
			fixture.put('c9', { ...ann, city: '' }, { createdAt: NOW, archived: true });
			fixture.put('c8', { ...ann, email: 'bo@example.com' }, { createdAt: NOW });
			fixture.service = { findByEmail: async () => [...fixture.records.crm.values()] };
			return fixture;
		};
		expect(await several({}).summary(ann)).toBe('linked c3');
		expect(await several({ primary: 'first' }).summary(ann)).toBe('linked c2');
		for (const options of [{ many: 'none' }, { many: 'source' }, { further: 'review' }] as const)
			expect(await several(options).summary(ann)).toBe('review');
	});

	it('by its external ID twice goes to review even if a person may have several', async () => {
		const fixture = new SyncFixture({ many: 'target' });
		await fixture.ledger.establish('contacts');
		for (const id of ['c1', 'c2']) fixture.put(id, ann, { externalId: 'r1' });
		fixture.service = { findByExternalId: async () => [...fixture.records.crm.values()] };
		expect(await fixture.summary(ann)).toBe('review');
	});
});

describe('a member that joins a group', () => {
	async function group(primary: 'newest' | 'first') {
		const fixture = new SyncFixture({ many: 'source', primary });
		await fixture.sync({ ...ann, city: 'Bath', remark: '' }, { createdAt: NOW });
		const [contact] = [...fixture.records.crm.keys()];
		const links = async () =>
			(await fixture.ledger.links('contacts', target(contact)))
				.filter(({ state }) => state === 'live')
				.map(({ member, primary: feeds }) => `${member.id}${feeds ? '*' : ''}`)
				.sort();
		return { fixture, contact, links };
	}

	it('feeds it when it is the newer one: what it brings is written, what is empty clears nothing', async () => {
		const { fixture, contact, links } = await group('newest');
		expect(
			await fixture.sync(
				{ ...ann, city: '', name: 'Ann B. Berg' },
				{ id: 'r2', createdAt: NOW + 1, options: { clear: true } },
			),
		).toMatchObject({ outcome: 'linked', changed: ['name'] });
		expect(fixture.records.crm.get(contact)?.fields).toMatchObject({ city: 'Bath', name: 'Ann B. Berg' });
		expect(await links()).toEqual(['r1', 'r2*']);
	});

	it('writes nothing when it is not', async () => {
		for (const [primary, createdAt] of [
			['newest', NOW - 1],
			['first', NOW + 1],
		] as const) {
			const { fixture, contact, links } = await group(primary);
			expect(await fixture.sync({ ...ann, city: 'York' }, { id: 'r2', createdAt })).toMatchObject({
				outcome: 'linked',
				target: { id: contact },
				changed: [],
			});
			expect(fixture.records.crm.get(contact)?.fields.city).toBe('Bath');
			expect(await links()).toEqual(['r1*', 'r2']);
			expect(await fixture.sync({ ...ann, city: 'York' }, { id: 'r2', createdAt, version: NOW })).toMatchObject({
				outcome: 'unchanged',
				calls: 0,
			});
		}
	});
});

describe('a ledger that has lost its links', () => {
	it.each([undefined, 'skip'] as const)('links one that carries our external ID (when unmatched: %s)', async (rule) => {
		const fixture = new SyncFixture(rule && { whenUnmatched: rule });
		fixture.put('c1', { ...ann, email: 'moved@example.com', phone: '' }, { externalId: 'r1' });
		fixture.service = { findByExternalId: async () => [...fixture.records.crm.values()] };
		expect(await fixture.summary(ann)).toBe('linked c1');
		expect(await fixture.ledger.reviews()).toEqual([]);
	});

	it('links the one whose ID it carries', async () => {
		const fixture = new SyncFixture();
		fixture.put('c1', { ...ann, email: 'moved@example.com', phone: '' });
		expect(await fixture.summary(ann, { externalId: 'c1' })).toBe('linked c1');
	});

	it('asks before it creates for one that carries the ID of a record that is not found', async () => {
		const fixture = new SyncFixture();
		for (let run = 0; run < 2; run += 1) expect(await fixture.summary(ann, { externalId: 'c1' })).toBe('review');
		expect(await fixture.ledger.reviews()).toEqual([
			expect.objectContaining({ cause: expect.stringContaining('run "Rebuild" or "Link Existing" first') }),
		]);
		expect(fixture.records.crm.size).toBe(0);
		await fixture.ledger.establish('contacts');
		expect(await fixture.summary(ann, { externalId: 'c1' })).toMatch('created');
	});

	it('creates it where a person answered so, and none where creates are turned off', async () => {
		const fixture = new SyncFixture();
		await fixture.summary(ann, { externalId: 'c1' });
		const [question] = await fixture.ledger.reviews();
		await fixture.ledger.commit([{ put: 'review', row: { ...question, winner: 'source' } }]);
		expect(await fixture.summary(ann, { externalId: 'c1' })).toMatch('created');
		const nobody = new SyncFixture({ whenUnmatched: 'skip' });
		expect(await nobody.summary(ann, { externalId: 'c1' })).toBe('unchanged');
	});

	it('links others, also one with the external ID of another record', async () => {
		const fixture = new SyncFixture();
		fixture.put('c1', ann, { externalId: 'r9' });
		expect(await fixture.summary(ann)).toBe('linked c1');
	});
});

describe('an older version', () => {
	it('than the one that a create was announced with creates none', async () => {
		const { fixture } = await afterUnclear(false, { fields: ann });
		const versioned = new SyncFixture();
		versioned.createFails = { error: unclear() };
		await versioned.sync(ann, { version: 50 });
		versioned.time += 10 * MINUTE;
		await versioned.ledger.commit([
			{ drop: 'due', pair: 'contacts', source: source('r1'), target: { system: 'crm', account: 'main' } },
		]);
		expect(await versioned.summary(ann, { version: 49 })).toBe('stale');
		expect(await versioned.summary(ann, { version: 50 })).toMatch('created');
		fixture.time += 10 * MINUTE;
		expect(await fixture.summary(ann)).toMatch('created');
	});

	it('than what its ended link was worked on with, or written with by the other side, wakes nothing', async () => {
		const fixture = new SyncFixture();
		await fixture.sync(ann, { version: 50 });
		const [contact] = [...fixture.records.crm.keys()];
		fixture.records.rental.set('r1', { id: 'r1', fields: ann, version: 60 });
		fixture.time += MINUTE;
		await fixture.sync({ ...ann, city: 'York' }, { towards: 'rental', id: contact, version: NOW + MINUTE });
		expect(fixture.records.rental.get('r1')?.version).toBe(NOW + MINUTE);
		const [link] = await fixture.ledger.links('contacts', source('r1'));
		await removeLink(fixture.ledger, link);
		expect(await fixture.summary({ ...ann, city: 'Wells' }, { version: 49 })).toBe('stale');
		expect(await fixture.summary({ ...ann, city: 'Wells' }, { version: NOW + MINUTE - 1 })).toBe('stale');
		expect(await fixture.summary({ ...ann, city: 'Wells' }, { version: NOW + MINUTE })).not.toBe('stale');
	});
});

describe('a record whose link has ended', () => {
	async function ended(options: SyncFixture['options'] = {}) {
		const fixture = new SyncFixture(options);
		await fixture.sync(ann, { version: NOW });
		const [contact] = [...fixture.records.crm.keys()];
		const [link] = await fixture.ledger.links('contacts', source('r1'));
		await removeLink(fixture.ledger, link);
		fixture.records.crm.delete(contact);
		fixture.called();
		return { fixture, contact };
	}

	it('stays alone until it is edited, and then gets a new one where that is chosen', async () => {
		for (const [targetGone, summary] of [
			['recreate', 'created'],
			['review', 'unlinked'],
			['unlink', 'unlinked'],
		] as const) {
			const { fixture, contact } = await ended({ targetGone });
			expect(await fixture.summary(ann, { version: NOW })).toBe(`unlinked ${contact}`);
			expect(await fixture.summary({ ...ann, city: 'York' }, { version: NOW + 1 })).toMatch(summary);
		}
	});

	it('gets none for an event that was on its way when the other was deleted', async () => {
		const { fixture, contact } = await ended();
		const [link] = await fixture.ledger.links('contacts', source('r1'));
		const pendingWrite = { fields: { city: '#York' }, before: { city: '#Bath' }, rev: 2 };
		await fixture.ledger.commit([
			{ put: 'link', row: { ...link, rev: link.rev + 1, toHead: { ...link.toHead, pendingWrite } }, expect: link.rev },
		]);
		expect(await fixture.summary({ ...ann, city: 'York' }, { version: NOW + 1 })).toBe(`unlinked ${contact}`);
		expect(await fixture.summary({ ...ann, city: 'Wells' }, { version: NOW + 1 })).toMatch('created');
	});

	it('is linked again to the same one with all that was agreed on, unless that belongs to another by now', async () => {
		const { fixture, contact } = await ended({ firstContact: 'review', rule: 'review' });
		fixture.put(contact, { ...ann, city: 'York' });
		expect(await fixture.sync(ann, { version: NOW })).toMatchObject({
			outcome: 'linked',
			target: { id: contact },
			changed: [],
			review: [],
		});
		const other = await ended();
		other.fixture.put(other.contact, ann);
		await saveLink(other.fixture.ledger, random, {
			pair: 'contacts',
			head: target(other.contact),
			member: source('r9'),
		});
		expect(await other.fixture.summary(ann, { version: NOW })).toBe(`unlinked ${other.contact}`);
	});

	it('meets another one again', async () => {
		const { fixture } = await ended({ firstContact: 'review' });
		fixture.put('c7', { ...ann, city: 'York' });
		expect(await fixture.sync(ann, { version: NOW })).toMatchObject({
			outcome: 'review',
			target: { id: 'c7' },
			review: ['city'],
		});
	});
});
