import { resolveReview } from '../../../sync/manage/links';
import { ChildTimeline, type ChildTimelineSettings } from '../../support/sync/childTimeline';
import { Timeline, MINUTE } from '../../support/sync/timeline';
import type { SimulatedService, StoredRecord } from '../../support/sync/simulator/service';
import { figure } from '../../support/sync/size';

type Mapping = (text: string) => string;
const upper: Mapping = (text) => text.toUpperCase();
const lower: Mapping = (text) => text.toLowerCase();
const swapped: Mapping = (text) =>
	[...text].map((one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())).join('');
const same: Mapping = (text) => text;
const shortened: Mapping = (text) => text.split(' ')[0];
const titled: Mapping = (text) => (text.endsWith(' Esq') ? text : `${text} Esq`);
/** Takes the title off a name that has one, and puts it on one that hasn't. */
const toggled: Mapping = (text) => (text.endsWith(' Esq') ? text.slice(0, -4) : `${text} Esq`);

interface Fight {
	readonly timeline: Timeline;
	readonly sides: readonly (readonly [
		service: SimulatedService,
		id: () => string,
		fields: (record: StoredRecord) => Record<string, unknown>,
	])[];
	readonly field: string;
	/** Plain copies share what they know of a field; composed values don't, and can fight. */
	readonly isComposed?: boolean;
}

/** Syncs both sides in turn, as their events would. Gives the round of the first review. */
async function fight({ timeline, sides, field, isComposed = true }: Fight, rounds = 12): Promise<number | undefined> {
	let reviewedIn: number | undefined;
	for (let round = 1; round <= rounds; round++) {
		for (const [service, id, fields] of sides) {
			const { outcome, review } = await timeline.sync(service, id(), {
				fields,
				options: { rule: 'source', firstContact: 'source', fields: isComposed ? { [field]: { from: null } } : {} },
			});
			if (outcome === 'review') expect(review).toEqual([field]);
			if (outcome === 'review') reviewedIn ??= round;
			await timeline.pass(1_000);
		}
	}
	return reviewedIn;
}

async function person(toCrm: Mapping, toRental: Mapping): Promise<Fight> {
	const timeline = new Timeline();
	const customer = timeline.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: [] }).id;
	const mapped =
		(mapping: Mapping) =>
		({ fields }: StoredRecord) => ({ email: fields.email, name: mapping(String(fields.name)) });
	return {
		timeline,
		field: 'name',
		sides: [
			[timeline.rental, () => customer, mapped(toCrm)],
			[timeline.crm, () => timeline.crm.alive()[0].id, mapped(toRental)],
		],
	};
}

async function note(toCrm: Mapping, toRental: Mapping, settings: ChildTimelineSettings = {}): Promise<Fight> {
	const timeline = new ChildTimeline(settings);
	await timeline.linkParents();
	await timeline.pass(MINUTE);
	const { id } = timeline.make(timeline.crm, { body: 'Ann Berg' });
	const mapped =
		(mapping: Mapping) =>
		({ fields }: StoredRecord) => ({ body: mapping(String(fields.body)) });
	return {
		timeline,
		field: 'body',
		sides: [
			[timeline.crm, () => id, mapped(toRental)],
			[timeline.rental, () => timeline.rental.alive()[0].id, mapped(toCrm)],
		],
	};
}

const fights: Record<string, readonly [Mapping, Mapping]> = {
	'case swapped': [swapped, same],
	'a title put on and taken off': [toggled, same],
};
const peaceful: Record<string, readonly [Mapping, Mapping]> = {
	'upper and lower case': [upper, lower],
	'shortened and with a title': [shortened, titled],
	trimmed: [(text) => text.trim(), (text) => ` ${text} `],
};
const records: Record<string, (toCrm: Mapping, toRental: Mapping) => Promise<Fight>> = {
	person,
	'note that is replaced': note,
	'note that is edited': (...mappings) => note(...mappings, { rental: { isEditable: true } }),
};

describe.each(Object.keys(records))('two mappings of a %s', (kind) => {
	it.each(Object.keys(fights))(
		'that never agree end in a review that names the field, after two cycles: %s',
		async (how) => {
			const { timeline, ...rest } = await records[kind](...fights[how]);
			const reviewedIn = await fight({ timeline, ...rest });
			expect(reviewedIn).toBeDefined();
			// Here and back again takes two rounds: the third time begins with the question.
			expect(reviewedIn).toBeLessThanOrEqual(5);
			const { creates, writes } = timeline.calls;
			await fight({ timeline, ...rest }, 3);
			expect([timeline.calls.creates, timeline.calls.writes]).toEqual([creates, writes]);
			expect((await timeline.ledger.reviews()).map(({ field, cause }) => [field, cause])).toContainEqual([
				rest.field,
				'set back and forth',
			]);
		},
	);

	it.each(Object.keys(peaceful))('that differ and can live with each other come to rest: %s', async (how) => {
		for (const isComposed of [true, false]) {
			const { timeline, ...rest } = await records[kind](...peaceful[how]);
			expect(await fight({ timeline, ...rest, isComposed }, 3)).toBeUndefined();
			const { writes } = timeline.calls;
			await fight({ timeline, ...rest, isComposed }, 10);
			expect(timeline.calls.writes).toBe(writes);
			expect(writes).toBeLessThanOrEqual(4);
		}
	});

	it.each(Object.keys(fights))(
		'that are taken for plain copies write once in each direction at most, and their echoes nothing: %s',
		async (how) => {
			const { timeline, ...rest } = await records[kind](...fights[how]);
			await fight({ timeline, ...rest, isComposed: false });
			expect(timeline.calls.writes).toBeLessThanOrEqual(2);
		},
	);
});

describe('the answer to a fight', () => {
	async function asked() {
		const { timeline, ...rest } = await person(...fights['case swapped']);
		await fight({ timeline, ...rest });
		const [review] = (await timeline.ledger.reviews()).filter(({ cause }) => cause === 'set back and forth');
		const [service, id, fields] = rest.sides[review.source.system === 'rental' ? 0 : 1];
		const sync = async () =>
			await timeline.sync(service, id(), {
				fields,
				options: { rule: 'source', firstContact: 'source', fields: { name: { from: null } } },
			});
		return { timeline, review, sync };
	}

	it('for the record writes its value, once', async () => {
		const { timeline, review, sync } = await asked();
		await resolveReview(timeline.ledger, review, 'source');
		expect(await sync()).toMatchObject({ outcome: 'updated', changed: ['name'] });
		expect(await sync()).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it('for the linked record keeps its value, when the fight is long over too', async () => {
		const { timeline, review, sync } = await asked();
		await resolveReview(timeline.ledger, review, 'target');
		expect(await sync()).toMatchObject({ outcome: 'conflict', changed: [] });
		const { writes } = timeline.calls;
		await timeline.pass(31 * MINUTE);
		expect(await sync()).toMatchObject({ outcome: 'unchanged' });
		expect(timeline.calls.writes).toBe(writes);
		expect((await timeline.ledger.reviews()).filter(({ source }) => source.system === review.source.system)).toEqual(
			[],
		);
	});
});

it("two mappings that keep taking off each other's tags end in a review too, and an answer lets them pass", async () => {
	const timeline = new Timeline();
	const customer = timeline.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: ['vip'] }).id;
	const mapped =
		(change: (tags: string[]) => string[]) =>
		({ fields }: StoredRecord) => ({ email: fields.email, tags: change(fields.tags as string[]) });
	const onAndOff = (tags: string[]) => (tags.includes('late') ? ['vip'] : ['vip', 'late']);
	const sides: Fight['sides'] = [
		[timeline.rental, () => customer, mapped(onAndOff)],
		[timeline.crm, () => timeline.crm.alive()[0].id, mapped((tags) => tags)],
	];
	// Two persons may take a tag off and on for a while: here it takes some rounds more.
	expect(await fight({ timeline, sides, field: 'tags' })).toBeLessThanOrEqual(10);
	const { writes } = timeline.calls;
	await fight({ timeline, sides, field: 'tags' }, 3);
	expect(timeline.calls.writes).toBe(writes);
	const [review] = await timeline.ledger.reviews();
	const [service, id, fields] = sides[review.source.system === 'rental' ? 0 : 1];
	const sync = async () =>
		await timeline.sync(service, id(), { fields, options: { rule: 'source', fields: { tags: { from: null } } } });
	await resolveReview(timeline.ledger, review, 'target');
	expect(await sync()).toMatchObject({ changed: [], outcome: 'conflict' });
	await timeline.pass(31 * MINUTE);
	expect(await sync()).toMatchObject({ outcome: 'unchanged' });
	expect(timeline.calls.writes).toBe(writes);
});

describe('typing fast', () => {
	it.each(['person', 'note'] as const)(
		'twenty quick edits of a %s are one or two writes, and the last one stays',
		async (kind) => {
			for (let seed = 1; seed <= figure(20, 20); seed++) {
				const timeline =
					kind === 'person'
						? new Timeline({ seed })
						: new ChildTimeline({ seed, rental: { isEditable: true }, crm: { tellsVersion: true } });
				const field = kind === 'person' ? 'city' : 'body';
				if (timeline instanceof ChildTimeline) await timeline.linkParents();
				const { id } =
					timeline instanceof ChildTimeline
						? timeline.make(timeline.crm, { body: 'begun' })
						: timeline.crm.create('user', { name: 'Ann Berg', email: 'ann@example.com', city: 'begun', tags: [] });
				await timeline.sync(timeline.crm, id);
				const before = timeline.calls.writes;
				const snapshots: StoredRecord[] = [];
				for (let stroke = 1; stroke <= 20; stroke++) {
					const snapshot = timeline.crm.update('user', id, { [field]: `typed ${stroke % 6}` });
					if (snapshot) snapshots.push(snapshot);
					await timeline.pass(20);
				}
				// Their events come at about the same time, in any order.
				const started = snapshots
					.sort(() => timeline.random.next() - 0.5)
					.map((snapshot) => timeline.start(timeline.crm, id, { snapshot }));
				await timeline.pass(3 * MINUTE, () => started.every(({ outcome }) => outcome !== undefined));
				expect(timeline.errors).toEqual([]);
				expect(timeline.rental.alive().map(({ fields }) => fields[field])).toEqual([
					timeline.crm.records.get(id)?.fields[field],
				]);
				expect([1, 2]).toContain(timeline.calls.writes - before);
				expect(await timeline.ledger.reviews()).toEqual([]);
			}
		},
	);
});
