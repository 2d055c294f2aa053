import { linkExisting, linkingCost, rebuildFromStamps } from '../../sync/linkExisting';
import type { FarPage, FarRecord, FarService } from '../../sync/ports';
import { MemoryLedger } from '../../sync/ledger/memory';
import { withDefaults, type SyncOptions } from '../../sync/types';
import { quickHash, SeededRandom } from './simulator/random';

const PAGE = 100;

/** Far records in pages; every call that is not a page is a fault of the test's subject. */
function pagesOf(records: readonly FarRecord[]) {
	const calls = { pages: 0 };
	const forbidden = () => { throw new Error('only pages may be read'); };
	const far: FarService = {
		system: 'crm', account: 'main', kinds: { email: 'email', phone: 'phone', name: 'name' }, lagCeiling: 0, callBudget: 1_000,
		read: forbidden, create: forbidden, update: forbidden,
		page: async (cursor = '0'): Promise<FarPage> => {
			calls.pages += 1;
			const at = Number(cursor);
			return { records: records.slice(at, at + PAGE), ...(at + PAGE < records.length ? { next: String(at + PAGE) } : {}) };
		},
	};
	return { far, calls };
}

const person = (number: number) => ({ name: `Ann Berg${number}`, email: `ann${number}@example.com`, phone: '', city: `City ${number}` });
const portsOf = (far: FarService, ledger = new MemoryLedger()) => ({ far, ledger, clock: { now: Date.now, sleep: async () => {} }, random: new SeededRandom(1), hash: quickHash });
const options = (changes: Partial<SyncOptions> = {}) => withDefaults({ region: 'US', ...changes });

async function* nearPages(people: readonly { id: string; fields: Record<string, unknown> }[]) {
	for (let at = 0; at < people.length; at += PAGE) {
		yield people.slice(at, at + PAGE).map(({ id, fields }) => ({ near: { system: 'rental', account: 'shop', id }, fields }));
	}
}

describe('link existing (criterion 10)', () => {
	it('5,000 and 5,000 records of which 60 % are the same people: the counts are exact, calls are pages, no field is written', async () => {
		const contacts = Array.from({ length: 5_000 }, (_, number) => ({ id: `c${number}`, fields: person(number), version: 1 }));
		const customers = Array.from({ length: 5_000 }, (_, number) => ({ id: `r${number}`, fields: { ...person(number + 2_000), email: `ANN${number + 2_000}@example.com ` } }));
		const { far, calls } = pagesOf(contacts);
		const ports = portsOf(far);
		const report = await linkExisting('contacts', nearPages(customers), options(), ports);
		expect(report).toEqual({ linked: 3_000, known: 0, unmatched: 2_000, review: [], calls: 50 });
		expect(calls.pages).toBeLessThanOrEqual(linkingCost(5_000, PAGE) * 1.01);
		expect(await ports.ledger.counts()).toMatchObject({ links: 3_000, history: 0 });
		expect((await linkExisting('contacts', nearPages(customers), options(), ports))).toMatchObject({ linked: 0, known: 3_000, unmatched: 2_000 });
		expect((await ports.ledger.counts()).links).toBe(3_000);
	});

	it('what more than one matches is a question, on either side', async () => {
		const { far } = pagesOf([{ id: 'c1', fields: person(1) }, { id: 'c2', fields: person(1) }, { id: 'c3', fields: person(3) }]);
		const report = await linkExisting('contacts', nearPages([{ id: 'r1', fields: person(1) }, { id: 'r3', fields: person(3) }, { id: 'r4', fields: person(3) }]), options(), portsOf(far));
		expect(report).toMatchObject({ linked: 0, unmatched: 0 });
		expect(report.review.map(({ near, reason }) => [near.id, reason])).toEqual([['r1', 'more than one record matches'], ['r3', 'several records match the same one'], ['r4', 'several records match the same one']]);
	});

	it('where a person may have several, they join one group, and the newest feeds it', async () => {
		const { far } = pagesOf([{ id: 'c1', fields: person(1) }]);
		const ports = portsOf(far);
		async function* pages() {
			yield [1, 3, 2].map((born) => ({ near: { system: 'rental', account: 'shop', id: `r${born}`, createdAt: born }, fields: person(1) }));
		}
		expect(await linkExisting('contacts', pages(), options({ many: 'near' }), ports)).toMatchObject({ linked: 3 });
		const links = await ports.ledger.links('contacts', { system: 'crm', account: 'main', id: 'c1' });
		expect(links.filter(({ feeding }) => feeding).map(({ member }) => member.id)).toEqual(['r3']);
	});

	it('equal fields are agreed on, others meet at the next sync', async () => {
		const { far } = pagesOf([{ id: 'c1', fields: { ...person(1), city: 'Bath' }, version: 5 }]);
		const ports = portsOf(far);
		await linkExisting('contacts', nearPages([{ id: 'r1', fields: person(1) }]), options(), ports);
		const [link] = await ports.ledger.links('contacts', { system: 'crm', account: 'main', id: 'c1' });
		expect(Object.keys(link.toHead.fields).sort()).toEqual(['email', 'name']);
	});
});

describe('rebuild (criterion 10)', () => {
	it('10,000 pairs from their stamps, without a create', async () => {
		const contacts = Array.from({ length: 10_000 }, (_, number) => ({ id: `c${number}`, stamp: `r${number}`, fields: person(number) }));
		const { far, calls } = pagesOf([...contacts, { id: 'unstamped', fields: person(0) }, { id: 'archived', stamp: 'r0', archived: true, fields: person(0) }]);
		const ports = portsOf(far);
		const report = await rebuildFromStamps('contacts', { system: 'rental', account: 'shop' }, options(), ports);
		expect(report).toMatchObject({ linked: 10_000, review: [], known: 0 });
		expect(calls.pages).toBe(101);
		expect(await ports.ledger.counts()).toMatchObject({ links: 10_000, history: 0 });
		expect((await ports.ledger.links('contacts', { system: 'rental', account: 'shop', id: 'r77' }))[0].head.id).toBe('c77');
	});

	it('one stamp on two records is a question', async () => {
		const { far } = pagesOf([{ id: 'c1', stamp: 'r1', fields: {} }, { id: 'c2', stamp: 'r1', fields: {} }]);
		expect(await rebuildFromStamps('contacts', { system: 'rental', account: 'shop' }, options(), portsOf(far))).toMatchObject({ linked: 0, review: [{ reason: 'several records carry its stamp' }, {}] });
	});
});
