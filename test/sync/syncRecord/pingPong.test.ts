import { resolveReview } from '../../../sync/manage/links';
import { ChildLab, type ChildLabSettings } from '../../support/sync/childTimeline';
import { Lab, MINUTE } from '../../support/sync/timeline';
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
	readonly lab: Lab;
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
async function fight({ lab, sides, field, isComposed = true }: Fight, rounds = 12): Promise<number | undefined> {
	let reviewedIn: number | undefined;
	for (let round = 1; round <= rounds; round++) {
		for (const [service, id, fields] of sides) {
			const { outcome, review } = await lab.sync(service, id(), {
				fields,
				options: { rule: 'source', firstContact: 'source', fields: isComposed ? { [field]: { from: null } } : {} },
			});
			if (outcome === 'review') expect(review).toEqual([field]);
			if (outcome === 'review') reviewedIn ??= round;
			await lab.pass(1_000);
		}
	}
	return reviewedIn;
}

async function person(toCrm: Mapping, toRental: Mapping): Promise<Fight> {
	const lab = new Lab();
	const customer = lab.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: [] }).id;
	const mapped =
		(mapping: Mapping) =>
		({ fields }: StoredRecord) => ({ email: fields.email, name: mapping(String(fields.name)) });
	return {
		lab,
		field: 'name',
		sides: [
			[lab.rental, () => customer, mapped(toCrm)],
			[lab.crm, () => lab.crm.alive()[0].id, mapped(toRental)],
		],
	};
}

async function note(toCrm: Mapping, toRental: Mapping, settings: ChildLabSettings = {}): Promise<Fight> {
	const lab = new ChildLab(settings);
	await lab.linkParents();
	await lab.pass(MINUTE);
	const { id } = lab.make(lab.crm, { body: 'Ann Berg' });
	const mapped =
		(mapping: Mapping) =>
		({ fields }: StoredRecord) => ({ body: mapping(String(fields.body)) });
	return {
		lab,
		field: 'body',
		sides: [
			[lab.crm, () => id, mapped(toRental)],
			[lab.rental, () => lab.rental.alive()[0].id, mapped(toCrm)],
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
			const { lab, ...rest } = await records[kind](...fights[how]);
			const reviewedIn = await fight({ lab, ...rest });
			expect(reviewedIn).toBeDefined();
			// Here and back again takes two rounds: the third time begins with the question.
			expect(reviewedIn).toBeLessThanOrEqual(5);
			const { creates, writes } = lab.calls;
			await fight({ lab, ...rest }, 3);
			expect([lab.calls.creates, lab.calls.writes]).toEqual([creates, writes]);
			expect((await lab.ledger.reviews()).map(({ field, cause }) => [field, cause])).toContainEqual([
				rest.field,
				'set back and forth',
			]);
		},
	);

	it.each(Object.keys(peaceful))('that differ and can live with each other come to rest: %s', async (how) => {
		for (const isComposed of [true, false]) {
			const { lab, ...rest } = await records[kind](...peaceful[how]);
			expect(await fight({ lab, ...rest, isComposed }, 3)).toBeUndefined();
			const { writes } = lab.calls;
			await fight({ lab, ...rest, isComposed }, 10);
			expect(lab.calls.writes).toBe(writes);
			expect(writes).toBeLessThanOrEqual(4);
		}
	});

	it.each(Object.keys(fights))(
		'that are taken for plain copies write once in each direction at most, and their echoes nothing: %s',
		async (how) => {
			const { lab, ...rest } = await records[kind](...fights[how]);
			await fight({ lab, ...rest, isComposed: false });
			expect(lab.calls.writes).toBeLessThanOrEqual(2);
		},
	);
});

describe('the answer to a fight', () => {
	async function asked() {
		const { lab, ...rest } = await person(...fights['case swapped']);
		await fight({ lab, ...rest });
		const [review] = (await lab.ledger.reviews()).filter(({ cause }) => cause === 'set back and forth');
		const [service, id, fields] = rest.sides[review.source.system === 'rental' ? 0 : 1];
		const sync = async () =>
			await lab.sync(service, id(), {
				fields,
				options: { rule: 'source', firstContact: 'source', fields: { name: { from: null } } },
			});
		return { lab, review, sync };
	}

	it('for the record writes its value, once', async () => {
		const { lab, review, sync } = await asked();
		await resolveReview(lab.ledger, review, 'source');
		expect(await sync()).toMatchObject({ outcome: 'updated', changed: ['name'] });
		expect(await sync()).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it('for the partner keeps its value, when the fight is long over too', async () => {
		const { lab, review, sync } = await asked();
		await resolveReview(lab.ledger, review, 'target');
		expect(await sync()).toMatchObject({ outcome: 'conflict', changed: [] });
		const { writes } = lab.calls;
		await lab.pass(31 * MINUTE);
		expect(await sync()).toMatchObject({ outcome: 'unchanged' });
		expect(lab.calls.writes).toBe(writes);
		expect((await lab.ledger.reviews()).filter(({ source }) => source.system === review.source.system)).toEqual([]);
	});
});

it("two mappings that keep taking off each other's tags end in a review too, and an answer lets them pass", async () => {
	const lab = new Lab();
	const customer = lab.rental.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: ['vip'] }).id;
	const mapped =
		(change: (tags: string[]) => string[]) =>
		({ fields }: StoredRecord) => ({ email: fields.email, tags: change(fields.tags as string[]) });
	const onAndOff = (tags: string[]) => (tags.includes('late') ? ['vip'] : ['vip', 'late']);
	const sides: Fight['sides'] = [
		[lab.rental, () => customer, mapped(onAndOff)],
		[lab.crm, () => lab.crm.alive()[0].id, mapped((tags) => tags)],
	];
	// Two persons may take a tag off and on for a while: here it takes some rounds more.
	expect(await fight({ lab, sides, field: 'tags' })).toBeLessThanOrEqual(10);
	const { writes } = lab.calls;
	await fight({ lab, sides, field: 'tags' }, 3);
	expect(lab.calls.writes).toBe(writes);
	const [review] = await lab.ledger.reviews();
	const [service, id, fields] = sides[review.source.system === 'rental' ? 0 : 1];
	const sync = async () =>
		await lab.sync(service, id(), { fields, options: { rule: 'source', fields: { tags: { from: null } } } });
	await resolveReview(lab.ledger, review, 'target');
	expect(await sync()).toMatchObject({ changed: [], outcome: 'conflict' });
	await lab.pass(31 * MINUTE);
	expect(await sync()).toMatchObject({ outcome: 'unchanged' });
	expect(lab.calls.writes).toBe(writes);
});

describe('typing fast', () => {
	it.each(['person', 'note'] as const)(
		'twenty quick edits of a %s are one or two writes, and the last one stays',
		async (kind) => {
			for (let seed = 1; seed <= figure(20, 20); seed++) {
				const lab =
					kind === 'person'
						? new Lab({ seed })
						: new ChildLab({ seed, rental: { isEditable: true }, crm: { tellsVersion: true } });
				const field = kind === 'person' ? 'city' : 'body';
				if (lab instanceof ChildLab) await lab.linkParents();
				const { id } =
					lab instanceof ChildLab
						? lab.make(lab.crm, { body: 'begun' })
						: lab.crm.create('user', { name: 'Ann Berg', email: 'ann@example.com', city: 'begun', tags: [] });
				await lab.sync(lab.crm, id);
				const before = lab.calls.writes;
				const pictures: StoredRecord[] = [];
				for (let stroke = 1; stroke <= 20; stroke++) {
					const picture = lab.crm.update('user', id, { [field]: `typed ${stroke % 6}` });
					if (picture) pictures.push(picture);
					await lab.pass(20);
				}
				// Their events come at about the same time, in any order.
				const started = pictures
					.sort(() => lab.random.next() - 0.5)
					.map((picture) => lab.start(lab.crm, id, { picture }));
				await lab.pass(3 * MINUTE, () => started.every(({ outcome }) => outcome !== undefined));
				expect(lab.errors).toEqual([]);
				expect(lab.rental.alive().map(({ fields }) => fields[field])).toEqual([lab.crm.records.get(id)?.fields[field]]);
				expect([1, 2]).toContain(lab.calls.writes - before);
				expect(await lab.ledger.reviews()).toEqual([]);
			}
		},
	);
});
