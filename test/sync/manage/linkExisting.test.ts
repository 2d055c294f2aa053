import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { linkExisting, linkingCost, rebuildFromExternalIds } from '../../../sync/manage/linkExisting';
import type { TargetPage, TargetRecord, TargetService } from '../../../sync/model/ports';
import type { Ledger, Link } from '../../../sync/ledger/ledger';
import { MemoryLedger } from '../../../sync/ledger/memory';
import { openSqliteLedger } from '../../../sync/ledger/openSqlite';
import { removeLink, saveLink } from '../../../sync/manage/links';
import { withDefaults, type RecordRef, type SyncOptions } from '../../../sync/model/types';
import { quickHash, SeededRandom } from '../../support/sync/simulator/random';

const PAGE = 100;

/** Target records in pages; every call that is not a page is a fault of the test's subject. */
function pagesOf(records: readonly TargetRecord[]) {
	const calls = { pages: 0 };
	const forbidden = () => {
		throw new Error('only pages may be read');
	};
	const target: TargetService = {
		system: 'crm',
		account: 'main',
		kinds: { email: 'email', phone: 'phone', name: 'name' },
		lagCeiling: 0,
		callBudget: 1_000,
		read: forbidden,
		create: forbidden,
		update: forbidden,
		page: async (cursor = '0'): Promise<TargetPage> => {
			calls.pages += 1;
			const at = Number(cursor);
			return {
				records: records.slice(at, at + PAGE),
				...(at + PAGE < records.length ? { next: String(at + PAGE) } : {}),
			};
		},
	};
	return { target, calls };
}

const person = (number: number) => ({
	name: `Ann Berg${number}`,
	email: `ann${number}@example.com`,
	phone: '',
	city: `City ${number}`,
});
const portsOf = (target: TargetService, ledger: Ledger = new MemoryLedger()) => ({
	target,
	ledger,
	clock: { now: Date.now, sleep: async () => {} },
	random: new SeededRandom(1),
	hash: quickHash,
});
const options = (changes: Partial<SyncOptions> = {}) => withDefaults({ region: 'US', ...changes });

async function* sourcePages(people: readonly { id: string; fields: Record<string, unknown> }[]) {
	for (let at = 0; at < people.length; at += PAGE) {
		yield people
			.slice(at, at + PAGE)
			.map(({ id, fields }) => ({ source: { system: 'rental', account: 'shop', id }, fields }));
	}
}

const stores: Record<string, () => Ledger> = {
	'in memory': () => new MemoryLedger(),
	'in SQLite': () => openSqliteLedger(path.join(mkdtempSync(path.join(tmpdir(), 'existing-')), 'ledger.sqlite')).ledger,
};

/**
 * 5,000 contacts and 5,000 customers: 3,000 persons are on both sides, of whom 500 are known by external ID, 1,500 by
 * email and 1,000 by phone and name; 2,000 are on one side alone, and share the phone of a family or the email of an
 * office with somebody of the other side.
 */
function twoApps() {
	const phone = (number: number) => `+1202${2_000_000 + number}`;
	const contacts = Array.from({ length: 5_000 }, (_, number): TargetRecord => {
		const { name, city } = person(number);
		if (number < 500)
			return {
				id: `c${number}`,
				externalId: `r${number}`,
				fields: { name, email: `old${number}@example.com`, phone: '', city },
				version: 1,
			};
		if (number < 2_000)
			return { id: `c${number}`, fields: { name, email: `ann${number}@example.com`, phone: '', city }, version: 1 };
		if (number < 3_000)
			return { id: `c${number}`, fields: { name, email: '', phone: phone(number), city }, version: 1 };
		return {
			id: `c${number}`,
			fields: {
				name,
				email: number % 2 ? `info@firm${number}.example.com` : '',
				phone: number % 2 ? '' : phone(number),
				city,
			},
			version: 1,
		};
	});
	const customers = Array.from({ length: 5_000 }, (_, number) => {
		const { name, city } = person(number);
		const fields = {
			name,
			email: number < 500 ? `new${number}@example.com` : number < 2_000 ? ` ANN${number}@Example.com` : '',
			phone: number >= 2_000 ? phone(number).replace('+1', '1-') : '',
			city,
		};
		const stranger = {
			name: `Bo Lund${number}`,
			email: number % 2 ? `info@firm${number}.example.com` : `bo${number}@example.com`,
			phone: number % 2 ? '' : phone(number),
			city,
		};
		return { id: `r${number}`, fields: number < 3_000 ? fields : stranger };
	});
	return { contacts: shuffled(contacts), customers: shuffled(customers) };
}

function shuffled<T>(list: readonly T[]): T[] {
	const random = new SeededRandom(10, 'shuffled');
	return list
		.map((entry) => ({ entry, at: random.next() }))
		.sort((one, other) => one.at - other.at)
		.map(({ entry }) => entry);
}

describe('link existing (criterion 10)', () => {
	it.each(Object.keys(stores))(
		'5,000 and 5,000 records of which 60 % are the same people: the counts are exact, calls are pages, no field is written, ledger %s',
		async (where) => {
			const { contacts, customers } = twoApps();
			const { target, calls } = pagesOf(contacts);
			const ports = portsOf(target, stores[where]());
			const report = await linkExisting('contacts', sourcePages(customers), options(), ports);
			expect(report).toEqual({ linked: 3_000, known: 0, unmatched: 2_000, review: [], calls: 50 });
			expect(calls.pages).toBeLessThanOrEqual(linkingCost(5_000, PAGE) * 1.01);
			expect(await ports.ledger.counts()).toMatchObject({ links: 3_000, history: 0 });
			const links = await ports.ledger.listLinks('contacts', undefined, 5_000);
			expect(links.filter(({ head, member }) => head.id !== member.id.replace('r', 'c'))).toEqual([]);
			expect(await linkExisting('contacts', sourcePages(customers), options(), ports)).toMatchObject({
				linked: 0,
				known: 3_000,
				unmatched: 2_000,
			});
			expect((await ports.ledger.counts()).links).toBe(3_000);
			await ports.ledger.close();
		},
		60_000,
	);

	it('what more than one matches is a question, on either side', async () => {
		const { target } = pagesOf([
			{ id: 'c1', fields: person(1) },
			{ id: 'c2', fields: person(1) },
			{ id: 'c3', fields: person(3) },
		]);
		const report = await linkExisting(
			'contacts',
			sourcePages([
				{ id: 'r1', fields: person(1) },
				{ id: 'r3', fields: person(3) },
				{ id: 'r4', fields: person(3) },
			]),
			options(),
			portsOf(target),
		);
		expect(report).toMatchObject({ linked: 0, unmatched: 0 });
		expect(report.review.map(({ source, reason }) => [source.id, reason])).toEqual([
			['r1', 'More than one record matches'],
			['r3', 'Several records match the same one'],
			['r4', 'Several records match the same one'],
		]);
	});

	it('where a person may have several, they join one group, and the newest feeds it', async () => {
		const { target } = pagesOf([{ id: 'c1', fields: person(1) }]);
		const ports = portsOf(target);
		async function* pages() {
			yield [1, 3, 2].map((born) => ({
				source: { system: 'rental', account: 'shop', id: `r${born}`, createdAt: born },
				fields: person(1),
			}));
		}
		expect(await linkExisting('contacts', pages(), options({ many: 'source' }), ports)).toMatchObject({ linked: 3 });
		const links = await ports.ledger.links('contacts', { system: 'crm', account: 'main', id: 'c1' });
		expect(links.filter(({ primary }) => primary).map(({ member }) => member.id)).toEqual(['r3']);
	});

	it('equal fields are agreed on, others meet at the next sync', async () => {
		const { target } = pagesOf([{ id: 'c1', fields: { ...person(1), city: 'Bath' }, version: 5 }]);
		const ports = portsOf(target);
		await linkExisting('contacts', sourcePages([{ id: 'r1', fields: person(1) }]), options(), ports);
		const [link] = await ports.ledger.links('contacts', { system: 'crm', account: 'main', id: 'c1' });
		expect(Object.keys(link.toHead.fields).sort()).toEqual(['email', 'name']);
		expect(link).toMatchObject({
			rev: 1,
			toHead: { fields: { name: { rev: 1, targetVersion: 5 } } },
			toMember: { fields: {} },
		});
		const turned = portsOf(target);
		await linkExisting('contacts', sourcePages([{ id: 'r1', fields: person(1) }]), options({ many: 'target' }), turned);
		const [other] = await turned.ledger.links('contacts', { system: 'crm', account: 'main', id: 'c1' });
		expect([other.head.id, Object.keys(other.toMember.fields).sort(), Object.keys(other.toHead.fields)]).toEqual([
			'r1',
			['email', 'name'],
			[],
		]);
	});
});

const contact = (id: string): RecordRef => ({ system: 'crm', account: 'main', id });
const customer = (id: string): RecordRef => ({ system: 'rental', account: 'shop', id });
/** "c1-r1*": head, member, and a star where it feeds. */
const shown = (links: readonly Link[]) =>
	links
		.filter(({ state }) => state === 'live')
		.map(({ head, member, primary }) => `${head.id}-${member.id}${primary ? '*' : ''}`)
		.sort();

describe('what link existing takes for one person', () => {
	it('is the external ID first, then the keys in the order that was chosen, and no archived record', async () => {
		const [ann, bo] = [
			{ name: 'Ann Berg', email: 'ann@example.com', phone: '+12025550100' },
			{ name: 'Ann Berg', email: 'other@example.com', phone: '+12025550199' },
		];
		const find = async (
			records: TargetRecord[],
			fields: Record<string, unknown>,
			changes: Partial<SyncOptions> = {},
		) => {
			const ports = portsOf(pagesOf(records).target);
			await linkExisting('contacts', sourcePages([{ id: 'r1', fields }]), options(changes), ports);
			return shown(await ports.ledger.links('contacts', customer('r1')));
		};
		const mixed = { name: 'Ann Berg', email: 'ann@example.com', phone: '(202) 555-0199' };
		const both = [
			{ id: 'c1', fields: { ...ann, phone: '' } },
			{ id: 'c2', fields: { ...bo, email: '' } },
		];
		expect(await find(both, mixed)).toEqual(['c1-r1*']);
		expect(await find(both, mixed, { matchBy: ['phone', 'email'] })).toEqual(['c2-r1*']);
		expect(await find(both, mixed, { matchBy: ['phone'] })).toEqual(['c2-r1*']);
		expect(await find([both[1]], mixed)).toEqual(['c2-r1*']);
		expect(await find([...both, { id: 'c3', externalId: 'r1', fields: {} }], mixed)).toEqual(['c3-r1*']);
		expect(await find([...both, { id: 'c3', externalId: 'r2', fields: {} }], mixed, { matchBy: [] })).toEqual([]);
		expect(await find([{ id: 'c1', archived: true, fields: ann }], ann)).toEqual([]);
		expect(
			await find(
				[
					{ id: 'c1', archived: true, fields: ann },
					{ id: 'c2', fields: ann },
				],
				ann,
			),
		).toEqual(['c2-r1*']);
		expect(await find([{ id: 'c1', fields: { name: 'Ann Berg' } }], { name: 'Ann Berg' })).toEqual([]);
		expect(
			await find([{ id: 'c1', fields: { ...ann, email: '' } }], { name: 'Dan Dahl', phone: '202 555 0100' }),
		).toEqual([]);
	});
});

describe('links that are there already', () => {
	async function linked(records: TargetRecord[], head: RecordRef, member: RecordRef) {
		const ports = portsOf(pagesOf(records).target);
		await saveLink(ports.ledger, ports.random, { pair: 'contacts', head, member });
		return ports;
	}
	const ann = { id: 'c1', fields: person(1) };

	it('stay, also where the source record is the head', async () => {
		for (const ports of [
			await linked([ann], contact('c1'), customer('r1')),
			await linked([ann], customer('r1'), contact('c1')),
			await linked([ann], contact('elsewhere'), customer('r1')),
		]) {
			expect(
				await linkExisting('contacts', sourcePages([{ id: 'r1', fields: person(1) }]), options(), ports),
			).toMatchObject({ linked: 0, known: 1, review: [] });
			expect((await ports.ledger.counts()).links).toBe(1);
		}
	});

	it('of another system, and tombstones, do not count', async () => {
		const ports = await linked([ann], { system: 'books', account: 'main', id: 'b1' }, customer('r1'));
		expect(
			await linkExisting('contacts', sourcePages([{ id: 'r1', fields: person(1) }]), options(), ports),
		).toMatchObject({ linked: 1, known: 0 });
		const [link] = await ports.ledger.links('contacts', contact('c1'));
		await removeLink(ports.ledger, link);
		expect(
			await linkExisting('contacts', sourcePages([{ id: 'r1', fields: person(1) }]), options(), ports),
		).toMatchObject({ linked: 1, known: 0 });
	});

	it('of the target record are a question, unless it may have several', async () => {
		const ports = await linked([ann], contact('c1'), customer('r0'));
		expect(
			await linkExisting('contacts', sourcePages([{ id: 'r1', fields: person(1) }]), options(), ports),
		).toMatchObject({
			linked: 0,
			review: [{ source: { id: 'r1' }, reason: 'The matching record is linked to another one' }],
		});
		const [first] = await ports.ledger.links('contacts', contact('c1'));
		const later = (async function* () {
			yield [{ source: { ...customer('r1'), createdAt: Date.now() + 1_000_000 }, fields: person(1) }];
		})();
		expect(await linkExisting('contacts', later, options({ many: 'source' }), ports)).toMatchObject({
			linked: 1,
			review: [],
		});
		const links = await ports.ledger.links('contacts', contact('c1'));
		expect(shown(links)).toEqual(['c1-r0', 'c1-r1*']);
		expect(links.find(({ id }) => id === first.id)?.rev).toBe(first.rev + 1);
		const earlier = (async function* () {
			yield [{ source: { ...customer('r2'), createdAt: 5 }, fields: person(1) }];
		})();
		await linkExisting('contacts', earlier, options({ many: 'source' }), ports);
		expect(shown(await ports.ledger.links('contacts', contact('c1')))).toEqual(['c1-r0', 'c1-r1*', 'c1-r2']);
	});

	it('that a sync creates meanwhile stay, and the others of the same commit are created', async () => {
		const { target } = pagesOf([1, 2, 3].map((number) => ({ id: `c${number}`, fields: person(number) })));
		const ports = portsOf(target);
		const links = ports.ledger.links.bind(ports.ledger);
		// Just after it was looked up, another run links the second customer.
		jest.spyOn(ports.ledger, 'links').mockImplementation(async (pair, record) => {
			const found = await links(pair, record);
			if (record.id === 'c2')
				await saveLink({ ...ledgerOf(ports.ledger), links } as Ledger, ports.random, {
					pair: 'contacts',
					head: contact('c9'),
					member: customer('r2'),
				});
			return found;
		});
		expect(
			await linkExisting(
				'contacts',
				sourcePages([1, 2, 3].map((number) => ({ id: `r${number}`, fields: person(number) }))),
				options(),
				ports,
			),
		).toMatchObject({ linked: 2, known: 1 });
		jest.restoreAllMocks();
		expect(shown(await ports.ledger.listLinks('contacts', undefined, 10))).toEqual(['c1-r1*', 'c3-r3*', 'c9-r2*']);
	});

	/** The methods that a link by hand needs, bound to their ledger. */
	const ledgerOf = (ledger: Ledger) => ({
		now: ledger.now.bind(ledger),
		commit: ledger.commit.bind(ledger),
		known: ledger.known.bind(ledger),
		acquire: ledger.acquire.bind(ledger),
		release: ledger.release.bind(ledger),
	});
});

describe('the report of link existing', () => {
	it('starts with the cost', () => {
		expect([linkingCost(0, 100), linkingCost(100, 100), linkingCost(101, 100)]).toEqual([1, 1, 2]);
	});

	it('is empty where the service gives no pages, and the ledger counts as filled', async () => {
		const { target } = pagesOf([]);
		const ports = portsOf({ ...target, page: undefined });
		expect(await ports.ledger.established('contacts')).toBe(false);
		expect(
			await linkExisting('contacts', sourcePages([{ id: 'r1', fields: person(1) }]), options(), ports),
		).toMatchObject({ linked: 0, unmatched: 1 });
		expect(await ports.ledger.established('contacts')).toBe(true);
	});

	it('is stored in commits that stay short', async () => {
		const count = 450;
		const { target } = pagesOf(
			Array.from({ length: count }, (_, number) => ({ id: `c${number}`, fields: person(number) })),
		);
		const ports = portsOf(target);
		const commit = jest.spyOn(ports.ledger, 'commit');
		await linkExisting(
			'contacts',
			sourcePages(Array.from({ length: count }, (_, number) => ({ id: `r${number}`, fields: person(number) }))),
			options(),
			ports,
		);
		expect(commit.mock.calls.map(([changes]) => changes.length)).toEqual([200, 200, 50]);
	});
});

describe('rebuild (criterion 10)', () => {
	it.each(Object.keys(stores))(
		'10,000 pairs from their externalIds, without a create, ledger %s',
		async (where) => {
			const contacts = Array.from({ length: 10_000 }, (_, number) => ({
				id: `c${number}`,
				externalId: `r${number}`,
				fields: person(number),
			}));
			const { target, calls } = pagesOf([
				...contacts,
				{ id: 'withoutExternalId', fields: person(0) },
				{ id: 'archived', externalId: 'r0', archived: true, fields: person(0) },
			]);
			const ports = portsOf(target, stores[where]());
			const report = await rebuildFromExternalIds('contacts', { system: 'rental', account: 'shop' }, options(), ports);
			expect(report).toMatchObject({ linked: 10_000, review: [], known: 0 });
			expect(calls.pages).toBe(101);
			expect(await ports.ledger.counts()).toMatchObject({ links: 10_000, history: 0 });
			expect((await ports.ledger.links('contacts', { system: 'rental', account: 'shop', id: 'r77' }))[0].head.id).toBe(
				'c77',
			);
			await ports.ledger.close();
		},
		60_000,
	);

	it('one external ID on two records goes to review', async () => {
		const { target } = pagesOf([
			{ id: 'c1', externalId: 'r1', fields: {} },
			{ id: 'c2', externalId: 'r1', fields: {} },
		]);
		expect(
			await rebuildFromExternalIds('contacts', { system: 'rental', account: 'shop' }, options(), portsOf(target)),
		).toMatchObject({ linked: 0, review: [{ reason: 'Several records carry its ID' }, {}] });
	});

	it('external IDs on several records of a person who may have several make one group; records without one are left', async () => {
		const records = [
			{ id: 'c1', externalId: 'r1', createdAt: 1, fields: {} },
			{ id: 'c2', externalId: 'r1', createdAt: 2, fields: {} },
			{ id: 'c3', fields: {} },
			{ id: 'c4', archived: true, externalId: 'r4', fields: {} },
		];
		const ports = portsOf(pagesOf(records).target);
		expect(
			await rebuildFromExternalIds(
				'contacts',
				{ system: 'rental', account: 'shop' },
				options({ many: 'target' }),
				ports,
			),
		).toMatchObject({ linked: 2, known: 0, unmatched: 2, review: [] });
		expect(shown(await ports.ledger.listLinks('contacts', undefined, 10))).toEqual(['r1-c1', 'r1-c2*']);
		expect(await ports.ledger.established('contacts')).toBe(true);
	});
});
