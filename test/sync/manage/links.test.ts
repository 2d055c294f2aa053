import { isUnlinkedByPerson } from '../../../sync/model/causes';
import { MemoryLedger } from '../../../sync/ledger/memory';
import type { Link, Review } from '../../../sync/ledger/ledger';
import { dismissDue, removeLink, resolveReview, retryNow, saveLink } from '../../../sync/manage/links';
import { leaseKey } from '../../../sync/gather/observation';
import { emptyBaseline } from '../../../sync/model/baseline';
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

describe('the question of a record that is linked by hand', () => {
	it('is closed, and those about its fields stay open', async () => {
		const { ledger, save } = book();
		const about = (field: string): Review => ({
			pair: 'contacts',
			source: customer(1),
			target: contact(1),
			field,
			cause: 'a question',
			desired: '#a',
			found: '#b',
			at: 1,
		});
		await ledger.commit([
			{ put: 'review', row: about('') },
			{ put: 'review', row: about('city') },
		]);
		await save(contact(1), customer(1));
		expect(await ledger.reviews()).toEqual([about('city')]);
	});
});

describe('an answer', () => {
	const place = (system: string) => ({ system, account: 'main' });
	const used = { ...emptyBaseline, lastProcessedVersion: 5 };
	const question: Review = {
		pair: 'notes',
		source: ref('crm', 'n1'),
		target: ref('rental', 'm1'),
		field: 'body',
		cause: 'both changed',
		desired: '#a',
		found: '#b',
		at: 1,
	};
	const noteLink = (more: Partial<Link>): Link => ({
		id: 'link',
		pair: 'notes',
		head: ref('crm', 'n1'),
		member: ref('rental', 'm1'),
		primary: true,
		state: 'live',
		since: 1,
		rev: 1,
		toHead: used,
		toMember: emptyBaseline,
		...more,
	});
	/** What is due after it, as source and parent. */
	async function due(
		winner: 'source' | 'target',
		more: Partial<Link> = {},
		review: Partial<Review> = {},
		linked: readonly string[] = [],
	): Promise<string[]> {
		const { ledger, save } = book();
		if (linked.length > 0) await save(ref('crm', linked[0]), ref('rental', linked[1]));
		await ledger.commit([
			{ put: 'link', row: noteLink(more) },
			{ put: 'review', row: { ...question, ...review } },
		]);
		await resolveReview(ledger, { ...question, ...review }, winner);
		return (await ledger.due(10))
			.map(({ source, parent }) =>
				[source.id, parent && `${parent.pair} ${parent.system} ${parent.id}`].join(' ').trim(),
			)
			.sort();
	}

	it('for the target makes both records due where both directions are synced', async () => {
		expect(await due('target')).toEqual(['m1', 'n1']);
		const row = { desired: '#a', observed: '#a', rev: 1 };
		expect(await due('target', { toHead: { ...emptyBaseline, fields: { body: row } } })).toEqual(['m1', 'n1']);
		const declined = { body: { desired: '#a', rev: 1 } };
		expect(await due('target', { toHead: { ...emptyBaseline, declined } })).toEqual(['m1', 'n1']);
		const reversed = { head: question.target as RecordRef, member: question.source };
		expect(await due('target', { ...reversed, toHead: emptyBaseline, toMember: used })).toEqual(['m1', 'n1']);
	});

	it('makes the source alone due in all other cases', async () => {
		expect(await due('source')).toEqual(['n1']);
		expect(await due('target', {}, { field: '' })).toEqual(['n1']);
		expect(await due('target', { toHead: emptyBaseline, toMember: used })).toEqual(['n1']);
		expect(await due('target', { state: 'ended' })).toEqual(['n1']);
		expect(await due('target', { member: ref('rental', 'other') })).toEqual(['n1']);
		expect(await due('target', {}, { target: place('rental') })).toEqual(['n1']);
	});

	it('names the parents of both, where they are linked contacts', async () => {
		const parents = { head: 'c1', member: 'r1' };
		expect(await due('target', { parents }, {}, ['c1', 'r1'])).toEqual(['m1 contacts rental r1', 'n1 contacts crm c1']);
		const parent = { ...ref('crm', 'c9'), pair: 'people' };
		expect(await due('target', { parents }, { parent }, ['c2', 'r2'])).toEqual(['m1', 'n1 people crm c9']);
		expect(await due('target', {}, { parent })).toEqual(['m1', 'n1 people crm c9']);
	});
});
