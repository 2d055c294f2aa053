import { linkExisting } from '../../../sync/manage/linkExisting';
import { resolveReview } from '../../../sync/manage/links';
import { MemoryLedger } from '../../../sync/ledger/memory';
import { ServiceError, type TargetService } from '../../../sync/model/ports';
import { withDefaults } from '../../../sync/model/types';
import { ChildTimeline } from '../../support/sync/childTimeline';
import { Timeline, MINUTE } from '../../support/sync/timeline';
import { quickHash, SeededRandom } from '../../support/sync/simulator/random';
import { figure } from '../../support/sync/size';

const DAY = 24 * 60 * MINUTE;

/**
 * Linked people; those the user deletes are deleted in the rental side, and the delete is followed by archiving the
 * contact.
 */
async function people(
	count: number,
	options: ConstructorParameters<typeof Timeline>[0] = {},
): Promise<{ timeline: Timeline; customers: string[] }> {
	const timeline = new Timeline({ ...options, options: { deletes: 'archive', ...options.options } });
	const customers = Array.from(
		{ length: count },
		(_, number) =>
			timeline.rental.create('user', {
				name: `Ann ${number}`,
				email: `ann${number}@example.com`,
				city: 'Bath',
				tags: [],
			}).id,
	);
	for (const id of customers) await timeline.sync(timeline.rental, id);
	return { timeline, customers };
}

async function removed(timeline: Timeline, ids: readonly string[]): Promise<string[]> {
	const outcomes: string[] = [];
	for (const id of ids) {
		timeline.rental.remove('user', id);
		outcomes.push((await timeline.sync(timeline.rental, id)).outcome);
	}
	return outcomes;
}

describe('what a list says', () => {
	const lists: Record<string, <T>(all: T[]) => T[]> = {
		fails: () => {
			throw new ServiceError('HTTP 500', { written: 'no', again: true });
		},
		'lacks every second record': (all) => all.filter((_, index) => index % 2 === 1),
		'is empty': () => [],
	};

	it.each(Object.keys(lists))('deletes nothing in Repair, which polls both sides: the list %s', async (how) => {
		const { timeline } = await people(20);
		const lists0 = [timeline.crm, timeline.rental].map((service) => service.alive.bind(service));
		[timeline.crm, timeline.rental].forEach((service, side) => {
			service.alive = () => lists[how](lists0[side]());
		});
		await timeline.repair(3).catch((error: unknown) => expect(error).toBeInstanceOf(ServiceError));
		expect(lists0.map((alive) => alive().length)).toEqual([20, 20]);
		expect(await timeline.ledger.counts()).toMatchObject({ links: 20, ended: 0 });
	});

	it.each(Object.keys(lists))('deletes nothing among the children of a parent: the list %s', async (how) => {
		const timeline = new ChildTimeline();
		await timeline.linkParents();
		for (const store of [timeline.crm, timeline.rental])
			for (let one = 0; one < 5; one++) timeline.make(store, { body: 'same' });
		await timeline.repair();
		const { id } = timeline.make(timeline.crm, { body: 'same' });
		const alive = timeline.rental.alive.bind(timeline.rental);
		timeline.rental.alive = () => lists[how](alive());
		await timeline.sync(timeline.crm, id, {
			faults: {
				get failedAfter() {
					return timeline.calls.creates > 5 ? 1 : 0;
				},
			},
		});
		for (const note of timeline.crm.alive()) await timeline.sync(timeline.crm, note.id);
		expect(alive()).toHaveLength(11);
		expect(timeline.commits.filter(({ kind, by }) => kind === 'remove' && by === 'engine')).toEqual([]);
	});

	it.each(Object.keys(lists))('deletes nothing in Link Existing: the list %s', async (how) => {
		const records = Array.from({ length: 20 }, (_, number) => ({
			id: `c${number}`,
			fields: { name: `Ann ${number}`, email: `ann${number}@example.com` },
		}));
		const ledger = new MemoryLedger();
		const refuse = async () => await Promise.reject(new Error('no such call'));
		const target: TargetService = {
			system: 'crm',
			account: 'main',
			kinds: {},
			lagCeiling: 0,
			callBudget: 1_000,
			read: refuse,
			create: refuse,
			page: async () => await Promise.resolve({ records: lists[how](records) }),
		};
		const ports = {
			target,
			ledger,
			clock: { now: Date.now, sleep: async () => await Promise.resolve() },
			random: new SeededRandom(1),
			hash: quickHash,
		};
		const source = (async function* () {
			yield await Promise.resolve(
				records.map(({ id, fields }) => ({ source: { system: 'rental', account: 'main', id }, fields })),
			);
		})();
		await linkExisting('contacts', source, withDefaults({}), ports).catch((error: unknown) =>
			expect(error).toBeInstanceOf(ServiceError),
		);
		expect(await ledger.counts()).toMatchObject({
			ended: 0,
			history: 0,
			links: how === 'lacks every second record' ? 10 : 0,
		});
	});

	it('a target record that a read misses is no delete of the source one', async () => {
		const {
			timeline,
			customers: [customer],
		} = await people(1);
		const [contact] = timeline.crm.alive();
		timeline.rental.records.delete(customer);
		timeline.crm.update('user', contact.id, { city: 'York' });
		expect((await timeline.sync(timeline.crm, contact.id)).outcome).toBe('created');
		expect(timeline.crm.alive()).toHaveLength(1);
	});
});

describe('the fuse', () => {
	it('lets ten deletes of an hour pass, and more where there are many links of that pair', async () => {
		for (const [links, passing] of [
			[100, 10],
			[400, 20],
		].slice(0, figure(2, 2))) {
			const { timeline, customers } = await people(links);
			const outcomes = await removed(timeline, customers.slice(0, 30));
			expect(outcomes).toEqual([
				...Array<string>(passing).fill('archived'),
				...Array<string>(30 - passing).fill('review'),
			]);
			expect(timeline.crm.alive()).toHaveLength(links - passing);
		}
	}, 60_000);

	it('does not count the links of other pairs', async () => {
		const { timeline, customers } = await people(30);
		for (let other = 0; other < 400; other++) {
			const ref = (system: string) => ({ system, account: 'main', id: `o${other}` });
			const base = { fields: {}, declined: {} };
			await timeline.ledger.commit([
				{
					put: 'link',
					row: {
						id: `o${other}`,
						pair: 'notes',
						head: ref('crm'),
						member: ref('rental'),
						primary: true,
						state: 'live',
						since: 0,
						rev: 0,
						toHead: base,
						toMember: base,
					},
				},
			]);
		}
		expect((await removed(timeline, customers)).filter((outcome) => outcome === 'archived')).toHaveLength(10);
	});

	it('opens again after an hour, and at once for what a person has answered', async () => {
		const { timeline, customers } = await people(30);
		await removed(timeline, customers.slice(0, 12));
		const [first, second] = await timeline.ledger.reviews();
		await resolveReview(timeline.ledger, first, 'source');
		await resolveReview(timeline.ledger, second, 'target');
		expect((await timeline.sync(timeline.rental, first.source.id)).outcome).toBe('archived');
		expect((await timeline.sync(timeline.rental, second.source.id)).outcome).toBe('unlinked');
		expect(await timeline.ledger.reviews()).toEqual([]);
		expect(await removed(timeline, customers.slice(12, 14))).toEqual(['review', 'review']);
		await timeline.scheduler.runUntil(timeline.scheduler.now + 61 * MINUTE);
		expect(await removed(timeline, customers.slice(14, 16))).toEqual(['archived', 'archived']);
	});

	it('counts the children of one parent once', async () => {
		const timeline = new ChildTimeline();
		for (let parent = 1; parent <= 12; parent++) await timeline.linkParents(parent);
		await timeline.pass(MINUTE);
		const notes = Array.from(
			{ length: 42 },
			(_, number) => timeline.make(timeline.crm, { body: 'same' }, number < 30 ? 1 : number - 28).id,
		);
		for (const id of notes) await timeline.sync(timeline.crm, id);
		const outcomes: string[] = [];
		for (const id of notes.slice(0, 40)) {
			timeline.crm.remove('user', id);
			outcomes.push((await timeline.sync(timeline.crm, id)).outcome);
		}
		// Thirty of the first parent are one, those of nine others nine; the next parent is the eleventh.
		expect(outcomes).toEqual([...Array<string>(39).fill('deleted'), 'review']);
	});
});

describe('a record that comes back', () => {
	it.each([1, 59, 60])(
		'%i days later is linked to the same linked record, and what was agreed on still is',
		async (days) => {
			const {
				timeline,
				customers: [customer],
			} = await people(1, { options: { deletes: 'unlink' } });
			const [contact] = timeline.crm.alive();
			expect(await removed(timeline, [customer])).toEqual(['unlinked']);
			await timeline.scheduler.runUntil(timeline.scheduler.now + days * DAY);
			timeline.rental.restore('user', customer);
			const writes = timeline.calls.writes;
			expect(await timeline.sync(timeline.rental, customer)).toMatchObject({
				outcome: 'linked',
				target: { id: contact.id },
			});
			timeline.crm.update('user', contact.id, { city: 'York' });
			expect((await timeline.sync(timeline.crm, contact.id)).outcome).toBe('updated');
			expect(timeline.calls.writes - writes).toBe(1);
			expect([timeline.crm.alive().length, timeline.rental.alive().map(({ fields }) => fields.city)]).toEqual([
				1,
				['York'],
			]);
		},
	);

	it.each([true, false])(
		'whose linked record was archived with it is linked to that one where it is brought back too (%s), and else gets a new one with its next edit',
		async (isBoth) => {
			const {
				timeline,
				customers: [customer],
			} = await people(1, { options: { deletes: 'archive' } });
			const [contact] = timeline.crm.alive();
			expect(await removed(timeline, [customer])).toEqual(['archived']);
			await timeline.pass(10 * MINUTE);
			timeline.rental.restore('user', customer);
			if (isBoth) timeline.crm.restore('user', contact.id);
			expect(await timeline.sync(timeline.rental, customer)).toMatchObject(
				isBoth ? { outcome: 'linked', target: { id: contact.id } } : { outcome: 'unlinked' },
			);
			timeline.rental.update('user', customer, { city: 'York' });
			expect((await timeline.sync(timeline.rental, customer)).outcome).toBe(isBoth ? 'updated' : 'created');
			expect(timeline.crm.alive()).toMatchObject([{ fields: { city: 'York' } }]);
		},
	);

	it('is linked again with its children, whose parent link had ended', async () => {
		const timeline = new ChildTimeline();
		await timeline.linkParents();
		await timeline.pass(MINUTE);
		const notes = [1, 2].map(() => timeline.make(timeline.crm, { body: 'same' }).id);
		const targets = [];
		for (const id of notes) targets.push((await timeline.sync(timeline.crm, id)).target?.id);
		const [parents] = await timeline.ledger.links('contacts', timeline.parent('crm'));
		await timeline.ledger.commit([
			{
				put: 'link',
				row: { ...parents, state: 'ended', endedAt: timeline.scheduler.now, rev: parents.rev + 1 },
				expect: parents.rev,
			},
		]);
		for (const id of notes) {
			timeline.crm.remove('user', id);
			expect((await timeline.sync(timeline.crm, id)).outcome).toBe('unlinked');
		}
		await timeline.scheduler.runUntil(timeline.scheduler.now + 59 * DAY);
		await timeline.linkParents();
		for (const id of notes) timeline.crm.restore('user', id);
		for (const [index, id] of notes.entries())
			expect(await timeline.sync(timeline.crm, id)).toMatchObject({
				outcome: 'linked',
				target: { id: targets[index] },
			});
		await timeline.repair();
		expect([timeline.crm.alive().length, timeline.rental.alive().length]).toEqual([2, 2]);
	});
});

describe('tombstones', () => {
	it('outlive the pruning of history for 180 days, and until then nothing comes back', async () => {
		const {
			timeline,
			customers: [customer],
		} = await people(1, { options: { deletes: 'unlink' } });
		const [contact] = timeline.crm.alive();
		await removed(timeline, [customer]);
		for (const [days, ended] of [
			[30, 1],
			[179, 1],
			[181, 0],
		]) {
			await timeline.scheduler.runUntil(
				Math.max(timeline.scheduler.now, (timeline.crm.records.get(contact.id)?.createdAt ?? 0) + days * DAY),
			);
			const now = await timeline.ledger.now();
			await timeline.ledger.prune(now - 10 * DAY, now - 180 * DAY);
			expect(await timeline.ledger.counts()).toMatchObject({ ended, history: 0 });
			if (ended > 0) expect((await timeline.sync(timeline.crm, contact.id)).outcome).toBe('unlinked');
			expect(timeline.rental.alive()).toEqual([]);
		}
	});
});
