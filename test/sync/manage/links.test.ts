import { isUnlinkedByPerson } from '../../../sync/model/causes';
import { MemoryLedger } from '../../../sync/ledger/memory';
import type { Link } from '../../../sync/ledger/ledger';
import { dismissDue, removeLink, resolveReview, retryNow, saveLink } from '../../../sync/manage/links';
import { leaseKey } from '../../../sync/gather/observation';
import type { RecordRef } from '../../../sync/model/types';
import { SeededRandom } from '../../support/sync/simulator/random';

const ref = (system: string, id: string): RecordRef => ({ system, account: 'main', id });
const contact = (number: number) => ref('crm', `c${number}`);
const customer = (number: number) => ref('rental', `r${number}`);

function book(now = 1_000) {
	const ledger = new MemoryLedger(() => now);
	const random = new SeededRandom(1, 'links');
	const save = (head: RecordRef, member: RecordRef, born?: number) =>
		saveLink(ledger, random, { pair: 'contacts', head, member, ...(born === undefined ? {} : { born }) });
	/** "c1-r1*": head, member, and a star where it feeds. */
	const live = async (...records: RecordRef[]) => {
		const links = new Map<string, Link>();
		for (const record of records) for (const link of await ledger.links('contacts', record)) links.set(link.id, link);
		return [...links.values()]
			.filter(({ state }) => state === 'live')
			.map(({ head, member, primary }) => `${head.id}-${member.id}${primary ? '*' : ''}`)
			.sort();
	};
	return { ledger, save, live };
}

describe('a link that a person creates', () => {
	it('is one link, however often it is created', async () => {
		const { ledger, save } = book();
		expect([await save(contact(1), customer(1), 77), await save(contact(1), customer(1))]).toEqual([true, true]);
		const links = await ledger.links('contacts', contact(1));
		expect(links).toMatchObject([
			{ head: contact(1), member: customer(1), born: 77, since: 1_000, primary: true, state: 'live' },
		]);
	});

	it('feeds its head from now on, and the other members stay, without feeding', async () => {
		const { ledger, save, live } = book();
		for (const number of [1, 2, 3]) await save(contact(1), customer(number));
		expect(await live(contact(1))).toEqual(['c1-r1', 'c1-r2', 'c1-r3*']);
		const [first, second, third] = (await ledger.links('contacts', contact(1))).map(({ rev }) => rev);
		expect([first, second]).toEqual([third + 1, third + 1]);
	});

	it('takes its member away from another head, whose link ends as unlinked by a person', async () => {
		const { ledger, save, live } = book(5_000);
		await save(contact(1), customer(1));
		await save(contact(2), customer(2));
		const [{ rev }] = await ledger.links('contacts', contact(1));
		await save(contact(2), customer(1));
		expect(await live(contact(1), contact(2))).toEqual(['c2-r1*', 'c2-r2']);
		const [ended] = await ledger.links('contacts', contact(1));
		expect(ended).toMatchObject({ state: 'ended', endedAt: 5_000, rev: rev + 1 });
		expect(isUnlinkedByPerson(ended)).toBe(true);
	});

	it('waits for a run that works on one of the two', async () => {
		const { ledger, save, live } = book();
		for (const record of [contact(1), customer(1)]) {
			await ledger.acquire('a run', [leaseKey(record)], 60_000);
			expect(await save(contact(1), customer(1))).toBe(false);
			await ledger.release('a run');
		}
		expect(await live(contact(1))).toEqual([]);
		expect(await save(contact(1), customer(1))).toBe(true);
		expect((await ledger.acquire('a run', [leaseKey(contact(1)), leaseKey(customer(1))], 60_000)).held).toBe(true);
	});

	it('can be ended, and created again after that', async () => {
		const { ledger, save, live } = book();
		await save(contact(1), customer(1));
		const [link] = await ledger.links('contacts', contact(1));
		expect(isUnlinkedByPerson(link)).toBe(false);
		expect(await removeLink(ledger, link)).toBe(true);
		expect(isUnlinkedByPerson((await ledger.links('contacts', contact(1)))[0])).toBe(true);
		expect(await live(contact(1))).toEqual([]);
		expect(await removeLink(ledger, link)).toBe(false);
		await save(contact(1), customer(1));
		expect(await live(contact(1))).toEqual(['c1-r1*']);
	});

	it('ended by something else is not one that a person ended', () => {
		expect(isUnlinkedByPerson({ state: 'ended', cause: 'The source record was deleted' } as Link)).toBe(false);
	});
});

describe('what is due', () => {
	it('is due now when a person says so, with its tries so far', async () => {
		const { ledger } = book(9_000);
		const due = {
			pair: 'contacts',
			source: contact(1),
			target: { system: 'rental', account: 'main' },
			status: 'failed',
			cause: 'HTTP 500',
			tries: 3,
			since: 1_000,
			nextAt: 99_000,
		} as const;
		await ledger.commit([{ put: 'due', row: due }]);
		expect(await ledger.due(10)).toEqual([]);
		await retryNow(ledger, due);
		expect(await ledger.due(10)).toEqual([{ ...due, nextAt: 9_000 }]);
	});

	it('is dropped when a person dismisses it', async () => {
		const { ledger } = book(9_000);
		const due = {
			pair: 'contacts',
			source: contact(1),
			target: { system: 'rental', account: 'main' },
			status: 'failed',
			cause: 'HTTP 500',
			tries: 3,
			since: 1_000,
			nextAt: 1_000,
		} as const;
		await ledger.commit([{ put: 'due', row: due }]);
		await dismissDue(ledger, due);
		expect(await ledger.due(10)).toEqual([]);
	});

	it('is a record whose question a person has answered', async () => {
		const { ledger } = book(9_000);
		const review = {
			pair: 'contacts',
			source: contact(1),
			target: customer(1),
			field: 'city',
			cause: 'both changed',
			desired: '#a',
			found: '#b',
			at: 1_000,
		};
		await ledger.commit([{ put: 'review', row: review }]);
		await resolveReview(ledger, review, 'target');
		expect(await ledger.reviews()).toEqual([]);
		expect((await ledger.known('contacts', contact(1), { system: 'rental', account: 'main' })).reviews).toEqual([
			{ ...review, winner: 'target' },
		]);
		expect(await ledger.due(10)).toMatchObject([
			{
				pair: 'contacts',
				source: contact(1),
				target: { system: 'rental', account: 'main' },
				status: 'pending',
				tries: 0,
				since: 9_000,
				nextAt: 9_000,
			},
		]);
	});
});
