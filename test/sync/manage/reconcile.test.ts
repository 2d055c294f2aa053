import { MemoryLedger } from '../../../sync/ledger/memory';
import type { Link } from '../../../sync/ledger/ledger';
import { reconcile, syncedFields, type Drift, type Listed, type Side } from '../../../sync/manage/reconcile';
import type { ComparedField } from '../../../sync/manage/drift';
import { removeLink } from '../../../sync/manage/links';
import { syncRecord } from '../../../sync/syncRecord';
import { withDefaults } from '../../../sync/model/types';
import type { TargetRecord } from '../../../sync/model/ports';

interface Person extends Listed {
	readonly fields: Readonly<Record<string, unknown>>;
}

const FIELDS: readonly ComparedField[] = [
	{ target: 'name', source: 'name', kind: 'name' },
	{ target: 'email', source: 'email', kind: 'email' },
	{ target: 'phone', source: 'property_phone', kind: 'phone' },
	{ target: 'city', source: 'city', kind: 'text' },
	{ target: 'tags', source: 'tags', kind: 'tags' },
];
const OPTIONS = withDefaults({ region: 'US', rule: 'source', firstContact: 'source' });
const hash = (text: string) => `#${text}`;
const RENTAL = { system: 'rental', account: 'main' };
const CRM = { system: 'crm', account: 'main' };

/** Customers and contacts that the engine itself has linked: the CRM keeps a city in capitals. */
class Apps {
	time = 1_000_000;
	readonly ledger = new MemoryLedger(() => this.time);
	readonly customers = new Map<string, Person>();
	readonly contacts = new Map<string, Person>();
	#ids = 0;

	async sync(id: string): Promise<string> {
		const { property_phone: phone, ...fields } = this.customers.get(id)?.fields ?? {};
		const outcome = await syncRecord(
			{
				pair: 'contacts',
				source: { ...RENTAL, id },
				fields: { ...fields, phone },
				options: { ...OPTIONS, createLimit: 0 },
			},
			{
				ledger: this.ledger,
				hash,
				random: { next: () => 0, id: () => `link-${String(++this.#ids).padStart(6, '0')}` },
				clock: { now: () => 0, sleep: async () => await Promise.resolve() },
				target: {
					...CRM,
					kinds: { email: 'email', phone: 'phone', name: 'name', tags: 'tags' },
					lagCeiling: 0,
					callBudget: 0,
					read: async (one) => await Promise.resolve(this.contacts.get(one)),
					create: async (values) => await Promise.resolve(this.#kept(`c-${id}`, values)),
					update: async (one, values) =>
						await Promise.resolve(this.#kept(one, { ...this.contacts.get(one)?.fields, ...values })),
				},
			},
		);
		return outcome.outcome;
	}

	#kept(id: string, values: Readonly<Record<string, unknown>>): TargetRecord {
		const tags = ((values.tags ?? []) as string[]).map((tag) => tag.toLowerCase());
		const city = typeof values.city === 'string' ? values.city.toUpperCase() : undefined;
		const record = { id, fields: { ...values, tags, city } };
		this.contacts.set(id, record);
		return record;
	}

	/** A customer, synced to a contact. */
	async add(id: string): Promise<void> {
		this.customers.set(id, {
			id,
			fields: {
				name: `Person ${id}`,
				email: `${id}@example.com`,
				property_phone: phoneOf(id),
				city: 'York',
				tags: ['VIP'],
			},
		});
		await this.sync(id);
	}

	edit(side: 'customers' | 'contacts', id: string, changes: Readonly<Record<string, unknown>>): void {
		const record = this[side].get(id);
		if (record) this[side].set(id, { ...record, fields: { ...record.fields, ...changes } });
	}

	/** An hour later, when every list shows everything. */
	async drift(fields = FIELDS): Promise<{ tally: Record<string, number>; found: Drift[] }> {
		this.time += 3_600_000;
		return await this.driftNow(fields);
	}

	async driftNow(fields = FIELDS, isSwapped = false): Promise<{ tally: Record<string, number>; found: Drift[] }> {
		const found: Drift[] = [];
		const side = (place: typeof CRM, records: Map<string, Person>, column: 'source' | 'target'): Side<Person> => ({
			place,
			records: records.values(),
			valueOf: (record, field) => record.fields[field[isSwapped === (column === 'source') ? 'target' : 'source']],
			keys: ({ fields: { property_phone, ...rest } }) => ({ phone: property_phone, ...rest }),
		});
		const sides = [side(RENTAL, this.customers, 'source'), side(CRM, this.contacts, 'target')] as const;
		const swapped = fields.map(({ source, target, kind }) => ({ source: target, target: source, kind }));
		const tally = await reconcile(
			sides[isSwapped ? 1 : 0],
			sides[isSwapped ? 0 : 1],
			{ pair: 'contacts', fields: isSwapped ? swapped : fields, options: OPTIONS, ledger: this.ledger, hash },
			(drift) => found.push(drift),
		);
		return { tally, found };
	}

	async links(): Promise<readonly Link[]> {
		return await this.ledger.listLinks('contacts', undefined, 10_000);
	}
}

/** Everybody has a number of their own. */
const phones = new Map<string, string>();
function phoneOf(id: string): string {
	if (!phones.has(id))
		phones.set(id, `(${212 + Math.floor(phones.size / 10_000)}) 555-${String(phones.size % 10_000).padStart(4, '0')}`);
	return phones.get(id) ?? '';
}

const NOTHING = { decided: 0, recent: 0, differing: 0, gone: 0, unlinked: 0, missing: 0, ended: 0 };

it('finds 1,000 planted faults of each kind, and nothing else', async () => {
	const apps = new Apps();
	const planted = new Map<string, string>();
	const plant = (drift: Omit<Drift, 'fields'>, fields: string[] = []) =>
		planted.set(`${drift.drift} ${drift.side} ${drift.id}`, `${drift.otherId ?? ''} ${fields.join(' ')}`);
	for (let at = 0; at < 1_000; at++) {
		const of = (kind: string) => `${kind}${at}`;
		for (const kind of ['same', 'src', 'tgt', 'both', 'goneC', 'goneK', 'ended']) await apps.add(of(kind));
		apps.edit('customers', of('src'), { city: 'Bath', property_phone: '(212) 555-0199' });
		plant({ drift: 'differing', side: 'source', id: of('src'), otherId: `c-${of('src')}` }, ['phone', 'city']);
		apps.edit('contacts', `c-${of('tgt')}`, { tags: ['vip', 'new'] });
		plant({ drift: 'differing', side: 'target', id: `c-${of('tgt')}`, otherId: of('tgt') }, ['tags']);
		apps.edit('customers', of('both'), { city: 'Bath' });
		apps.edit('contacts', `c-${of('both')}`, { city: 'Wells' });
		plant({ drift: 'differing', side: 'source', id: of('both'), otherId: `c-${of('both')}` }, ['city']);
		apps.contacts.delete(`c-${of('goneC')}`);
		plant({ drift: 'gone', side: 'target', id: `c-${of('goneC')}`, otherId: of('goneC') });
		apps.customers.set(of('goneK'), { ...apps.customers.get(of('goneK'))!, archived: true });
		plant({ drift: 'gone', side: 'source', id: of('goneK'), otherId: `c-${of('goneK')}` });
		const fields = (kind: string) => ({ name: `Person ${of(kind)}`, email: `${of(kind)}@example.com` });
		apps.customers.set(of('new'), { id: of('new'), fields: fields('new') });
		plant({ drift: 'missing', side: 'source', id: of('new') });
		apps.contacts.set(of('own'), { id: of('own'), fields: fields('own') });
		plant({ drift: 'missing', side: 'target', id: of('own') });
		apps.customers.set(of('pair'), { id: of('pair'), fields: fields('pair') });
		apps.contacts.set(`c-${of('pair')}`, { id: `c-${of('pair')}`, fields: fields('pair') });
		plant({ drift: 'unlinked', side: 'source', id: of('pair'), otherId: `c-${of('pair')}` });
	}
	for (const link of await apps.links()) if (link.member.id.startsWith('ended')) await removeLink(apps.ledger, link);
	let turns = 0;
	let isOver = false;
	const count = (): void => {
		turns += 1;
		if (!isOver) setImmediate(count);
	};
	setImmediate(count);
	const before = JSON.stringify(await apps.ledger.counts());
	const { tally, found } = await apps.drift();
	isOver = true;
	expect(tally).toEqual({
		decided: 0,
		recent: 0,
		equal: 1_000,
		differing: 3_000,
		gone: 2_000,
		unlinked: 1_000,
		missing: 2_000,
		ended: 2_000,
	});
	const told = new Map(
		found.map(({ drift, side, id, otherId, fields }) => [
			`${drift} ${side} ${id}`,
			`${otherId ?? ''} ${fields.map(({ field }) => field).join(' ')}`,
		]),
	);
	expect(told).toEqual(planted);
	expect(JSON.stringify(await apps.ledger.counts())).toBe(before);
	// others had a turn after each hundred of 7,000 links and 13,000 records
	expect(turns).toBeGreaterThan(230);
});

it('reports which side has changed since both agreed', async () => {
	const apps = new Apps();
	for (const id of ['1', '2', '3', '4']) await apps.add(id);
	apps.edit('customers', '1', { city: 'Bath' });
	apps.edit('contacts', 'c-2', { city: 'Bath' });
	apps.edit('customers', '3', { city: 'Bath' });
	apps.edit('contacts', 'c-3', { city: 'Wells' });
	apps.edit('customers', '4', { region: 'North' });
	const { found } = await apps.drift([...FIELDS, { target: 'region', source: 'region', kind: 'text' }]);
	const told = found.map(({ id, fields }) => [id.replace('c-', ''), ...fields]);
	expect(told.sort()).toEqual([
		['1', { field: 'city', changed: 'source' }],
		['2', { field: 'city', changed: 'target' }],
		['3', { field: 'city', changed: 'both' }],
		['4', { field: 'region', changed: 'never' }],
	]);
});

it('takes for equal what an app keeps in another form and an edit that both sides got, and counts what a rule decided', async () => {
	const apps = new Apps();
	for (const id of ['1', '2']) await apps.add(id);
	apps.edit('customers', '2', { city: 'Bath' });
	apps.edit('contacts', 'c-2', { city: ' Bath ' });
	const [link] = await apps.links();
	const declined = { city: { desired: '#Truro', target: '#YORK', rev: 9 } };
	await apps.ledger.commit([
		{ put: 'link', row: { ...link, toHead: { ...link.toHead, declined }, rev: link.rev + 1 }, expect: link.rev },
	]);
	apps.edit('customers', '1', { city: 'Truro' });
	expect((await apps.drift()).tally).toEqual({ ...NOTHING, equal: 1, decided: 1 });
	apps.edit('customers', '1', { city: 'Exeter' });
	expect((await apps.drift()).tally).toEqual({ ...NOTHING, equal: 1, differing: 1 });
});

it('what it finds is in sync once a Sync has run', async () => {
	const apps = new Apps();
	for (const id of ['1', '2']) await apps.add(id);
	apps.edit('customers', '1', { city: 'Bath' });
	apps.customers.set('3', { id: '3', fields: { name: 'New', email: 'new@example.com', tags: [] } });
	const { found } = await apps.drift();
	for (const { side, id } of found) if (side === 'source') await apps.sync(id);
	expect((await apps.drift()).tally).toEqual({ ...NOTHING, equal: 3 });
});

it('several that match one are a question', async () => {
	const apps = new Apps();
	await apps.add('1');
	for (const id of ['a', 'b']) apps.contacts.set(id, { id, fields: { name: 'Ann', email: 'ann@example.com' } });
	apps.customers.set('2', { id: '2', fields: { name: 'Ann', email: 'ann@example.com' } });
	expect((await apps.drift()).found).toEqual([
		{ drift: 'unlinked', side: 'source', id: '2', isAmbiguous: true, fields: [] },
	]);
});

it('leaves alone the links of other accounts, and further records of one person', async () => {
	const apps = new Apps();
	await apps.add('1');
	const [link] = await apps.links();
	const further = { ...link, id: 'more', member: { ...RENTAL, id: '2' }, primary: false };
	const foreign = { ...link, id: 'other', member: { ...RENTAL, account: 'second', id: '9' } };
	await apps.ledger.commit([
		{ put: 'link', row: further },
		{ put: 'link', row: foreign },
	]);
	apps.customers.set('2', { id: '2', fields: { name: 'Somebody', email: 'else@example.com' } });
	expect((await apps.drift()).tally).toEqual({ ...NOTHING, equal: 2 });
});

it('reports fields that no Sync has ever carried', async () => {
	const apps = new Apps();
	await apps.add('1');
	const zip: ComparedField = { target: 'zip', source: 'zip', kind: 'text' };
	expect(await syncedFields(apps.ledger, 'contacts', [...FIELDS, zip])).toEqual({ synced: FIELDS, unknown: [zip] });
	expect(await syncedFields(apps.ledger, 'notes', FIELDS)).toEqual({ synced: [], unknown: FIELDS });
});

it('does not take a record for gone or changed that a list does not show yet as the ledger knows it', async () => {
	const apps = new Apps();
	for (const id of ['1', '2']) await apps.add(id);
	apps.customers.delete('1');
	const listed = apps.contacts.get('c-2')!;
	const [, { rev, ...link }] = await apps.links();
	const fields = Object.fromEntries(
		Object.entries(link.toHead.fields).map(([name, row]) => [name, { ...row, targetVersion: 50 }]),
	);
	await apps.ledger.commit([
		{ put: 'link', row: { ...link, toHead: { ...link.toHead, fields }, rev: rev + 1 }, expect: rev },
	]);
	apps.contacts.set('c-2', { ...listed, version: 49, fields: { ...listed.fields, city: 'Before' } });
	expect((await apps.driftNow()).tally).toEqual({ ...NOTHING, equal: 0, recent: 2 });
	apps.contacts.set('c-2', { ...listed, version: 50, fields: { ...listed.fields, city: 'Changed' } });
	expect((await apps.drift()).tally).toEqual({ ...NOTHING, equal: 0, gone: 1, differing: 1 });
});

it('finds the same from either side', async () => {
	const apps = new Apps();
	for (const id of ['same', 'src', 'tgt', 'mixed', 'gone', 'late']) await apps.add(id);
	apps.edit('customers', 'src', { city: 'Bath' });
	apps.edit('contacts', 'c-tgt', { tags: ['vip', 'new'] });
	apps.edit('customers', 'mixed', { city: 'Bath' });
	apps.edit('contacts', 'c-mixed', { tags: ['vip', 'new'] });
	apps.contacts.delete('c-gone');
	const late = (await apps.links()).find(({ member, head }) => [member.id, head.id].includes('late'))!;
	const seen = {
		...late,
		rev: late.rev + 1,
		toHead: { ...late.toHead, lastProcessedVersion: 50 },
		toMember: late.toMember,
	};
	const other = { ...seen, toHead: late.toHead, toMember: { ...late.toMember, lastProcessedVersion: 50 } };
	const fromRental = late.head.system === 'crm' ? seen : other;
	await apps.ledger.commit([{ put: 'link', row: fromRental, expect: late.rev }]);
	apps.customers.set('late', { ...apps.customers.get('late')!, version: 49, fields: { city: 'Before' } });
	apps.time += 3_600_000;
	const tally = { ...NOTHING, equal: 1, differing: 3, gone: 1, recent: 1 };
	const straight = await apps.driftNow();
	expect(straight.tally).toEqual(tally);
	expect(straight.found.map(({ side, id, otherId }) => [side, id, otherId])).toEqual([
		['source', 'src', 'c-src'],
		['target', 'c-tgt', 'tgt'],
		['source', 'mixed', 'c-mixed'],
		['target', 'c-gone', 'gone'],
	]);
	expect(straight.found.at(-1)).toMatchObject({ drift: 'gone', fields: [] });
	const swapped = await apps.driftNow(FIELDS, true);
	expect(swapped.tally).toEqual(tally);
	expect(swapped.found.map(({ side, id, otherId }) => [side, id, otherId])).toEqual([
		['target', 'src', 'c-src'],
		['source', 'c-tgt', 'tgt'],
		['source', 'c-mixed', 'mixed'],
		['source', 'c-gone', 'gone'],
	]);
});

it('names the parent of a child, that of the side to hand to Sync', async () => {
	const apps = new Apps();
	for (const id of ['1', '2']) await apps.add(id);
	for (const { rev, ...link } of await apps.links()) {
		const isHead = link.head.system === 'rental';
		const parents = isHead ? { head: 'customer', member: 'contact' } : { head: 'contact', member: 'customer' };
		await apps.ledger.commit([{ put: 'link', row: { ...link, parents, rev: rev + 1 }, expect: rev }]);
	}
	apps.edit('customers', '1', { city: 'Bath' });
	apps.edit('contacts', 'c-2', { tags: [] });
	apps.time += 3_600_000;
	for (const isSwapped of [false, true])
		expect((await apps.driftNow(FIELDS, isSwapped)).found.map(({ id, parentId }) => [id, parentId])).toEqual([
			['1', 'customer'],
			['c-2', 'contact'],
		]);
});

it('takes no linked record for the match of another, and one by its external ID', async () => {
	const apps = new Apps();
	for (const id of ['1', '2']) await apps.add(id);
	const [, ended] = await apps.links();
	await removeLink(apps.ledger, ended);
	const likeBoth = ['1', '2'].map((id) => ({ id: `like ${id}`, fields: apps.customers.get(id)!.fields }));
	for (const person of likeBoth) apps.customers.set(person.id, person);
	apps.customers.set('3', { id: '3', fields: { name: 'Cleo', email: 'cleo@example.com' } });
	apps.contacts.set('c-3', { id: 'c-3', externalId: '3', fields: { name: 'Cleo King', email: 'moved@example.com' } });
	expect((await apps.drift()).found).toEqual([
		{ drift: 'missing', side: 'source', id: 'like 1', fields: [] },
		{ drift: 'missing', side: 'source', id: 'like 2', fields: [] },
		{ drift: 'unlinked', side: 'source', id: '3', otherId: 'c-3', fields: [] },
	]);
});
