import { saveLink, removeLink } from '../../sync/links';
import { BUDGET, Desk, far, LAG, MINUTE, near, NOW, refused, unclear } from './desk';

const ann = { name: 'Ann Berg', email: 'ann@example.com', phone: '+12025550100', city: 'Bath' };
const random = { next: () => 0, id: () => 'by hand' };

/** The create of `r1` has had no clear answer; `isMade` says whether it was carried out. */
async function afterUnclear(isMade: boolean, { options = {}, service = {}, fields = ann }: { options?: Desk['options']; service?: Desk['service']; fields?: Record<string, unknown> } = {}) {
	const desk = new Desk(options);
	desk.service = service;
	desk.createFails = { error: unclear(), isMade };
	const outcome = await desk.sync(fields);
	desk.called();
	return { desk, outcome, made: [...desk.records.crm.keys()][0] };
}

describe('where a record is looked for', () => {
	it('in the order that was chosen, and nowhere where nothing was', async () => {
		for (const [matchBy, calls] of [[['email', 'phone'], ['email ann@example.com', 'phone +12025550100']], [['phone'], ['phone +12025550100']], [[], []]] as const) {
			const desk = new Desk({ matchBy });
			expect(await desk.said(ann)).toBe('created new-1');
			expect(desk.called()).toEqual([...calls, 'create']);
		}
	});

	it('by the keys that it has', async () => {
		const desk = new Desk();
		await desk.sync({ ...ann, phone: '' });
		await desk.sync({ name: 'Bo Lund', phone: '(202) 555-0199' }, { id: 'r2' });
		expect(desk.called()).toEqual(['email ann@example.com', 'create', 'phone +12025550199', 'create']);
	});

	it('by the look-up without lag where there is one', async () => {
		const desk = new Desk();
		desk.service = { findDuplicate: async () => [], findByPhone: undefined };
		await desk.sync(ann);
		expect(desk.called()).toEqual(['duplicates {"email":"ann@example.com"}', 'duplicates {"phone":"+12025550100"}', 'create']);
	});

	it('nowhere by phone or e-mail where the service has no such search', async () => {
		const desk = new Desk();
		desk.service = { findByEmail: undefined, findByPhone: undefined };
		expect((await desk.sync(ann)).outcome).toBe('created');
	});

	it('under the ID that the record is stamped with, before anything else', async () => {
		const desk = new Desk();
		await desk.ledger.establish('contacts');
		desk.put('c1', { ...ann, email: 'elsewhere@example.com' });
		desk.put('c2', ann);
		expect(await desk.said(ann, { stamp: 'c1' })).toBe('linked c1');
		expect(desk.called().slice(0, 1)).toEqual(['read c1']);
		const other = new Desk();
		await other.ledger.establish('contacts');
		other.put('c1', ann, { archived: true });
		other.put('c2', ann);
		expect(await other.said(ann, { stamp: 'c1' })).toBe('linked c2');
		expect(await other.said({ ...ann, email: 'bo@example.com', phone: '' }, { id: 'r2', stamp: 'gone' })).toMatch('created');
	});

	it('by its stamp, where only a living record that carries it counts, and two are a question', async () => {
		for (const [records, said] of [
			[[{ stamp: 'r1' }], 'linked c0'], [[{ stamp: 'r2' }], 'created'], [[{ stamp: 'r1', archived: true }], 'created'],
			[[{ stamp: 'r1' }, { stamp: 'r1' }], 'review'], [[{ stamp: 'r1' }, { stamp: 'r1', archived: true }], 'linked c0'],
		] as const) {
			const desk = new Desk();
			await desk.ledger.establish('contacts');
			records.forEach((facts, number) => desk.put(`c${number}`, { name: 'Bo Lund' }, facts));
			desk.service = { findByStamp: async () => [...desk.records.crm.values()] };
			expect(await desk.said(ann)).toMatch(said);
			if (!said.startsWith('pending')) continue;
			const looked = async () => await desk.ledger.commit([{ drop: 'due', pair: 'contacts', near: near('r0'), far: { system: 'crm', account: 'main' } }]);
			await looked();
			expect(await desk.said(ann)).toMatch(said);
			await looked();
			expect(await desk.said(ann)).toMatch('review c1');
		}
	});

	it('among records that passed through here, which no index must show first; of these a gone one is none', async () => {
		for (const [matchBy, said, calls] of [[[], 'created', ['create']], [['email'], 'linked c1', ['read c1', 'read c2', 'read c1']]] as const) {
			const desk = new Desk({ matchBy });
			desk.service = { findByEmail: async () => [], findByPhone: async () => [] };
			desk.put('c1', ann);
			for (const record of [far('c1'), far('c2'), { ...far('c3'), account: 'other' }]) await desk.ledger.sight('contacts', record, ['#email ann@example.com']);
			expect(await desk.said(ann)).toMatch(said);
			expect(desk.called()).toEqual(calls);
		}
	});

	it('and found in time though its event comes while the search is under way', async () => {
		const desk = new Desk();
		desk.put('c1', ann);
		desk.service = { findByEmail: async () => { await desk.ledger.sight('contacts', far('c1'), ['#email ann@example.com']); return []; }, findByPhone: async () => [] };
		expect(await desk.said(ann)).toBe('linked c1');
	});
});

describe('a record that is found', () => {
	it('and goes before it is linked is due again a minute later', async () => {
		for (const left of [undefined, { id: 'c1', fields: ann, archived: true }]) {
			const desk = new Desk();
			desk.service = { findByEmail: async () => [{ id: 'c1', fields: ann }], read: async () => left };
			expect(await desk.sync(ann)).toMatchObject({ outcome: 'pending', dueAt: NOW + MINUTE });
		}
	});

	it('and belongs to another one, which is looked at first, is a question, or makes a record of its own, by choice', async () => {
		for (const [options, said] of [[{ many: 'none' }, 'pending c1'], [{ many: 'far' }, 'pending c1'], [{ many: 'near', further: 'review' }, 'pending c1'], [{ many: 'near', further: 'own' }, 'created'], [{ many: 'near', further: 'join' }, 'linked c1']] as const) {
			const desk = new Desk(options);
			desk.put('c1', ann);
			await saveLink(desk.ledger, random, { pair: 'contacts', ...(options.many === 'far' ? { head: near('r0'), member: far('c1') } : { head: far('c1'), member: near('r0') }) });
			expect(await desk.said(ann)).toMatch(said);
		}
	});

	it('and belongs to a record of a third system, or did once, is free', async () => {
		const desk = new Desk();
		desk.put('c1', ann);
		await saveLink(desk.ledger, random, { pair: 'contacts', head: far('c1'), member: { system: 'books', account: 'main', id: 'b1' } });
		expect(await desk.said(ann)).toBe('linked c1');
		const [link] = (await desk.ledger.links('contacts', near('r1')));
		await removeLink(desk.ledger, link);
		expect(await desk.said(ann, { id: 'r2' })).toBe('linked c1');
	});

	it('and whose own record is refused as a double is a question', async () => {
		const desk = new Desk({ many: 'near', further: 'own' });
		desk.put('c1', ann);
		await saveLink(desk.ledger, random, { pair: 'contacts', head: far('c1'), member: near('r0') });
		desk.createFails = { error: Object.assign(refused(), { duplicateOf: 'c1' }) };
		expect(await desk.said(ann)).toBe('review c1');
		expect((await desk.ledger.counts()).links).toBe(1);
	});

	it('as the double that the service names can not be linked if it can not be read, or is not the same person', async () => {
		for (const [record, said] of [[undefined, /^review$/], [{ name: 'Bo Lund', email: 'bo@example.com' }, /^review c1$/], [{ ...ann, city: 'York' }, /^linked c1$/]] as const) {
			const desk = new Desk();
			desk.service = { findByEmail: async () => [], findByPhone: async () => [] };
			if (record) desk.put('c1', record);
			desk.createFails = { error: Object.assign(refused(), { duplicateOf: 'c1' }) };
			expect(await desk.said(ann)).toMatch(said);
			expect(await desk.ledger.counts()).toMatchObject({ intents: 0, due: { pending: 0, failed: 0 } });
		}
	});

	it('is one of several of one person, of which the newest feeds, or the first, by choice', async () => {
		const several = (options: Desk['options']) => {
			const desk = new Desk({ many: 'far', ...options });
			desk.put('c2', { ...ann, city: '' }, { createdAt: NOW - 5 });
			desk.put('c3', { ...ann, city: '' }, { createdAt: NOW - 1 });
			desk.put('c0', { ...ann, city: '' }, { createdAt: NOW - 1 });
			desk.put('c9', { ...ann, city: '' }, { createdAt: NOW, archived: true });
			desk.put('c8', { ...ann, email: 'bo@example.com' }, { createdAt: NOW });
			desk.service = { findByEmail: async () => [...desk.records.crm.values()] };
			return desk;
		};
		expect(await several({}).said(ann)).toBe('linked c3');
		expect(await several({ feeding: 'first' }).said(ann)).toBe('linked c2');
		for (const options of [{ many: 'none' }, { many: 'near' }, { further: 'review' }] as const) expect(await several(options).said(ann)).toBe('review');
	});

	it('by its stamp twice is a question even where a person may have several', async () => {
		const desk = new Desk({ many: 'far' });
		await desk.ledger.establish('contacts');
		for (const id of ['c1', 'c2']) desk.put(id, ann, { stamp: 'r1' });
		desk.service = { findByStamp: async () => [...desk.records.crm.values()] };
		expect(await desk.said(ann)).toBe('review');
	});
});

describe('a member that joins a group', () => {
	async function group(feeding: 'newest' | 'first') {
		const desk = new Desk({ many: 'near', feeding });
		await desk.sync({ ...ann, city: 'Bath', remark: '' }, { createdAt: NOW });
		const [contact] = [...desk.records.crm.keys()];
		const links = async () => (await desk.ledger.links('contacts', far(contact))).filter(({ state }) => state === 'live').map(({ member, feeding: feeds }) => `${member.id}${feeds ? '*' : ''}`).sort();
		return { desk, contact, links };
	}

	it('feeds it when it is the newer one: what it brings is written, what is empty clears nothing', async () => {
		const { desk, contact, links } = await group('newest');
		expect(await desk.sync({ ...ann, city: '', name: 'Ann B. Berg' }, { id: 'r2', createdAt: NOW + 1, options: { clear: true } })).toMatchObject({ outcome: 'linked', changed: ['name'] });
		expect(desk.records.crm.get(contact)?.fields).toMatchObject({ city: 'Bath', name: 'Ann B. Berg' });
		expect(await links()).toEqual(['r1', 'r2*']);
	});

	it('writes nothing when it is not', async () => {
		for (const [feeding, createdAt] of [['newest', NOW - 1], ['first', NOW + 1]] as const) {
			const { desk, contact, links } = await group(feeding);
			expect(await desk.sync({ ...ann, city: 'York' }, { id: 'r2', createdAt })).toMatchObject({ outcome: 'linked', far: { id: contact }, changed: [] });
			expect(desk.records.crm.get(contact)?.fields.city).toBe('Bath');
			expect(await links()).toEqual(['r1*', 'r2']);
			expect(await desk.sync({ ...ann, city: 'York' }, { id: 'r2', createdAt, version: NOW })).toMatchObject({ outcome: 'unchanged', calls: 0 });
		}
	});
});

describe('a ledger that has lost its links', () => {
	it('makes no record for one that carries our stamp, and links none that does', async () => {
		const desk = new Desk();
		expect(await desk.said(ann, { stamp: 'c1' })).toBe('review');
		expect(desk.called()).toEqual([]);
		desk.put('c1', ann, { stamp: 'r1' });
		expect(await desk.said(ann)).toBe('review c1');
		await desk.ledger.establish('contacts');
		expect(await desk.said(ann)).toBe('linked c1');
	});

	it('links others, also one that is stamped with another record', async () => {
		const desk = new Desk();
		desk.put('c1', ann, { stamp: 'r9' });
		expect(await desk.said(ann)).toBe('linked c1');
	});
});

describe('an older picture', () => {
	it('than the one that a create was announced with makes none', async () => {
		const { desk } = await afterUnclear(false, { fields: ann });
		const versioned = new Desk();
		versioned.createFails = { error: unclear() };
		await versioned.sync(ann, { version: 50 });
		versioned.time += 10 * MINUTE;
		await versioned.ledger.commit([{ drop: 'due', pair: 'contacts', near: near('r1'), far: { system: 'crm', account: 'main' } }]);
		expect(await versioned.said(ann, { version: 49 })).toBe('stale');
		expect(await versioned.said(ann, { version: 50 })).toMatch('created');
		desk.time += 10 * MINUTE;
		expect(await desk.said(ann)).toMatch('created');
	});

	it('than what its ended link was worked on with, or written with by the other side, wakes nothing', async () => {
		const desk = new Desk();
		await desk.sync(ann, { version: 50 });
		const [contact] = [...desk.records.crm.keys()];
		desk.records.rental.set('r1', { id: 'r1', fields: ann, version: 60 });
		desk.time += MINUTE;
		await desk.sync({ ...ann, city: 'York' }, { towards: 'rental', id: contact, version: NOW + MINUTE });
		expect(desk.records.rental.get('r1')?.version).toBe(NOW + MINUTE);
		const [link] = await desk.ledger.links('contacts', near('r1'));
		await removeLink(desk.ledger, link);
		expect(await desk.said({ ...ann, city: 'Wells' }, { version: 49 })).toBe('stale');
		expect(await desk.said({ ...ann, city: 'Wells' }, { version: NOW + MINUTE - 1 })).toBe('stale');
		expect(await desk.said({ ...ann, city: 'Wells' }, { version: NOW + MINUTE })).not.toBe('stale');
	});
});

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
		for (const [service, wait] of [[{}, 60 * MINUTE], [{ findByStamp: async () => [] }, 0]] as const) {
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
		expect(await desk.sync(ann)).toMatchObject({ outcome: 'linked', far: { id: made }, changed: [] });
		expect(desk.called()).toEqual(['duplicates {"email":"ann@example.com","phone":"+12025550100"}']);
		expect(await desk.ledger.counts()).toMatchObject({ intents: 0, links: 1 });
		expect(await desk.sync(ann)).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it('is found by its stamp, and what was edited on it since is told from what was not', async () => {
		const desk = new Desk({ rule: 'destination', firstContact: 'review' });
		desk.service = { findByStamp: async () => [...desk.records.crm.values()] };
		desk.createFails = { error: unclear(), isMade: true };
		await desk.sync(ann);
		const [made] = desk.records.crm.keys();
		desk.put(made, { ...ann, city: 'York' }, { stamp: 'r1', createdAt: NOW, version: NOW + 5 });
		expect(await desk.sync({ ...ann, name: 'Ann Dahl' })).toMatchObject({ outcome: 'linked', far: { id: made }, changed: ['name'] });
		expect(desk.records.crm.get(made)?.fields).toMatchObject({ city: 'York', name: 'Ann Dahl' });
	});

	it('began with nothing that is known where the record found is older than it', async () => {
		const desk = new Desk({ firstContact: 'review' });
		await desk.ledger.establish('contacts');
		desk.createFails = { error: unclear() };
		expect((await desk.sync(ann)).outcome).toBe('pending');
		desk.service = { findByStamp: async () => [...desk.records.crm.values()] };
		for (const [createdAt, outcome] of [[NOW - 5 * MINUTE - 1, { outcome: 'review', review: ['city'] }], [NOW - 5 * MINUTE, { outcome: 'linked', review: [] }], [undefined, { outcome: 'linked', review: [] }]] as const) {
			const [intent] = await desk.ledger.intentsTowards('contacts', { system: 'crm', account: 'main' });
			desk.put('c1', { ...ann, city: 'York' }, { stamp: 'r1', createdAt });
			expect(await desk.sync(ann)).toMatchObject(outcome);
			// Once more, as if nothing had been found.
			const link = (await desk.ledger.links('contacts', near('r1'))).find(({ state }) => state === 'live');
			if (link) await desk.ledger.commit([{ put: 'link', row: { ...link, state: 'ended', endedAt: desk.time, head: far(`old ${String(createdAt)}`), rev: link.rev + 1 }, expect: link.rev }, { put: 'intent', row: intent }]);
		}
	});

	it('is known by its e-mail in what was made at the time, whatever was edited since', async () => {
		const late = BUDGET + 5 * MINUTE;
		for (const [facts, said] of [
			[{ createdAt: NOW - 5 * MINUTE }, 'linked'], [{ createdAt: NOW - 5 * MINUTE - 1 }, 'pending'], [{ createdAt: NOW + late }, 'linked'], [{ createdAt: NOW + late + 1 }, 'pending'],
			[{ createdAt: undefined }, 'pending'], [{ createdAt: NOW, archived: true }, 'pending'],
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

	it('of a record that nothing could find again is a question, and a person\'s answer makes it anew', async () => {
		const { desk, outcome } = await afterUnclear(false, { fields: { name: 'Ann Berg' } });
		expect(outcome.outcome).toBe('review');
		desk.time += 24 * 60 * MINUTE;
		expect(await desk.said({ name: 'Ann Berg' })).toBe('review');
		const [review] = await desk.ledger.reviews();
		await desk.ledger.commit([{ put: 'review', row: { ...review, winner: 'near' } }]);
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
		await desk.ledger.commit([{ put: 'intent', row: {
			id: 'asked', pair: 'contacts', near: far('c1'), far: { system: 'rental', account: 'main' }, at: NOW,
			asked: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, `#${String(value)}`])),
			keys: [...('email' in fields ? [`#email ${String(fields.email)}`] : []), ...('phone' in fields ? [`#phone ${String(fields.phone)}`] : [])],
		} }]);
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
		for (const [createdAt, said] of [[NOW - MINUTE, 'linked c1'], [NOW + MINUTE, 'linked c1'], [NOW - MINUTE - 1, 'created'], [NOW + 3 * MINUTE, 'created']] as const) {
			const desk = await announced();
			expect(await desk.said({ ...ann, email: 'bo@example.com', phone: '' }, { createdAt })).toMatch(said);
		}
	});

	it('is not, when it was made before, or has none of its keys and another name', async () => {
		const older = await announced(ann, { ...ann, email: 'moved@example.com', phone: '' });
		expect(await older.said({ ...ann, phone: '' }, { createdAt: NOW - 5 * MINUTE - 1 })).toMatch('created');
		const other = await announced(ann, { ...ann, email: 'moved@example.com', phone: '' });
		expect(await other.said({ ...ann, name: 'Bo Lund', email: 'bo@example.com', phone: '' }, { createdAt: NOW })).toMatch('created');
		const alike = await announced(ann, { ...ann, email: 'moved@example.com', phone: '' });
		expect(await alike.said({ ...ann, name: 'A. Berg', email: 'bo@example.com', phone: '' }, { createdAt: NOW })).toMatch('created');
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
		await elsewhere.ledger.commit([{ put: 'intent', row: { id: 'asked', pair: 'contacts', near: { ...far('c1'), account: 'other' }, far: { system: 'rental', account: 'main' }, at: NOW, asked: {}, keys: ['#email ann@example.com'] } }]);
		expect(await elsewhere.said(ann)).toMatch('created');
	});
});

describe('a record whose link has ended', () => {
	async function ended(options: Desk['options'] = {}) {
		const desk = new Desk(options);
		await desk.sync(ann, { version: NOW });
		const [contact] = [...desk.records.crm.keys()];
		const [link] = await desk.ledger.links('contacts', near('r1'));
		await removeLink(desk.ledger, link);
		desk.records.crm.delete(contact);
		desk.called();
		return { desk, contact };
	}

	it('stays alone until it is edited, and then gets a new one where that is chosen', async () => {
		for (const [farGone, said] of [['recreate', 'created'], ['review', 'unlinked'], ['unlink', 'unlinked']] as const) {
			const { desk, contact } = await ended({ farGone });
			expect(await desk.said(ann, { version: NOW })).toBe(`unlinked ${contact}`);
			expect(await desk.said({ ...ann, city: 'York' }, { version: NOW + 1 })).toMatch(said);
		}
	});

	it('gets none by what was on its way when the other went', async () => {
		const { desk, contact } = await ended();
		const [link] = await desk.ledger.links('contacts', near('r1'));
		const asking = { fields: { city: '#York' }, before: { city: '#Bath' }, rev: 2 };
		await desk.ledger.commit([{ put: 'link', row: { ...link, rev: link.rev + 1, toHead: { ...link.toHead, asking } }, expect: link.rev }]);
		expect(await desk.said({ ...ann, city: 'York' }, { version: NOW + 1 })).toBe(`unlinked ${contact}`);
		expect(await desk.said({ ...ann, city: 'Wells' }, { version: NOW + 1 })).toMatch('created');
	});

	it('is linked again to the same one with all that was agreed on, unless that belongs to another by now', async () => {
		const { desk, contact } = await ended({ firstContact: 'review', rule: 'review' });
		desk.put(contact, { ...ann, city: 'York' });
		expect(await desk.sync(ann, { version: NOW })).toMatchObject({ outcome: 'linked', far: { id: contact }, changed: [], review: [] });
		const other = await ended();
		other.desk.put(other.contact, ann);
		await saveLink(other.desk.ledger, random, { pair: 'contacts', head: far(other.contact), member: near('r9') });
		expect(await other.desk.said(ann, { version: NOW })).toBe(`unlinked ${other.contact}`);
	});

	it('meets another one anew', async () => {
		const { desk } = await ended({ firstContact: 'review' });
		desk.put('c7', { ...ann, city: 'York' });
		expect(await desk.sync(ann, { version: NOW })).toMatchObject({ outcome: 'review', far: { id: 'c7' }, review: ['city'] });
	});
});
