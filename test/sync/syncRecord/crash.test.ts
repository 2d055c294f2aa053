import { Timeline, MINUTE } from '../../support/sync/timeline';
import type { Faults } from '../../support/sync/simulator/targetPort';

const answers: Record<string, Partial<Faults>> = {
	good: {},
	lost: { lost: 1 },
	'HTTP 500 after the commit': { failedAfter: 1 },
	'HTTP 422 after the commit': { refusedAfter: 1 },
	'HTTP 502, nothing done': { failed: 1 },
	'HTTP 429': { limited: 1 },
};
const people: Record<string, Record<string, string>> = {
	'an e-mail': { name: 'Ann Berg', email: 'ann@example.com' },
	'a phone and a name': { name: 'Ann Berg', phone: '(202) 555-0100' },
	'a externalId only': { name: 'Ann Berg' },
	'nothing to find it by': { name: 'Ann Berg' },
};
const targets = [
	{ source: 'rental', target: 'crm' },
	{ source: 'crm', target: 'rental' },
] as const;
const MOST_AWAITS = 60;
const TOO_FEW = `the run has more than ${MOST_AWAITS} awaits: not every one was its last`;

/** The read faults would end the run before the create: only the call after them is to fail. */
const onWrites = (faults: Partial<Faults>, timeline: Timeline): Partial<Faults> => {
	const atStart = timeline.calls.creates;
	return {
		get lost() {
			return timeline.calls.creates > atStart ? (faults.lost ?? 0) : 0;
		},
		get failedAfter() {
			return timeline.calls.creates > atStart ? (faults.failedAfter ?? 0) : 0;
		},
		get refusedAfter() {
			return timeline.calls.creates > atStart ? (faults.refusedAfter ?? 0) : 0;
		},
		get failed() {
			return timeline.calls.creates > atStart ? (faults.failed ?? 0) : 0;
		},
		get limited() {
			return timeline.calls.creates > atStart ? (faults.limited ?? 0) : 0;
		},
	};
};

const tally = { cases: 0, reviews: 0 };

describe.each(targets)('a create from $source in $target', ({ source: sourceName, target: targetName }) => {
	describe.each(Object.keys(people))('of a person with %s', (kind) => {
		it.each(Object.keys(answers))('answer: %s, and a crash after every single await', async (answer) => {
			for (let diesAfter = 1; diesAfter <= MOST_AWAITS; diesAfter++) {
				const hasExternalIds = kind === 'a externalId only';
				const timeline = new Timeline({ seed: diesAfter, crm: { hasExternalIds }, rental: { hasExternalIds } });
				const [source, target] = [timeline[sourceName], timeline[targetName]];
				const { id } = source.create('user', { tags: ['vip'], ...people[kind] });
				const faults = onWrites(answers[answer], timeline);
				const started = timeline.start(source, id, { diesAfter, faults });
				await timeline.pass(2 * MINUTE, () => started.outcome !== undefined);
				const hasDied = started.outcome === undefined;
				await timeline.pass(4 * MINUTE);
				const before = timeline.calls.writes;
				const outcomes = await timeline.repair();
				expect(timeline.errors).toEqual([]);
				tally.cases += 1;
				if (outcomes.at(-1)?.outcome === 'review' || outcomes.some(({ outcome }) => outcome === 'review')) {
					expect(kind).toBe('nothing to find it by');
					expect(target.alive().length).toBeLessThanOrEqual(1);
					tally.reviews += 1;
				} else {
					expect({ diesAfter, source: source.alive().length, target: target.alive().length }).toEqual({
						diesAfter,
						source: 1,
						target: 1,
					});
					expect((await timeline.ledger.counts()).links).toBe(1);
				}
				const recovered = outcomes.find(({ outcome }) => outcome === 'linked');
				if (recovered) {
					expect(recovered.calls).toBeLessThanOrEqual(2);
					expect(timeline.calls.writes).toBe(before);
				}
				if (!hasDied) return;
			}
			throw new Error(TOO_FEW);
		});
	});
});

describe.each(targets)('an update from $source to $target', ({ source: sourceName, target: targetName }) => {
	it.each(Object.keys(answers))('answer: %s, and a crash after every single await', async (answer) => {
		for (let diesAfter = 1; diesAfter <= MOST_AWAITS; diesAfter++) {
			const timeline = new Timeline({ seed: diesAfter });
			const [source, target] = [timeline[sourceName], timeline[targetName]];
			const { id } = source.create('user', { name: 'Ann Berg', email: 'ann@example.com', tags: ['a', 'b'] });
			await timeline.sync(source, id);
			source.update('user', id, { name: 'Ann Dahl', city: 'Bath' });
			source.changeTags('user', id, ['c'], ['a']);
			const atStart = timeline.calls.writes;
			const only = (share: number | undefined) => (timeline.calls.writes > atStart ? (share ?? 0) : 0);
			const asked = answers[answer];
			const faults = {
				get lost() {
					return only(asked.lost);
				},
				get failedAfter() {
					return only(asked.failedAfter);
				},
				get failed() {
					return only(asked.failed);
				},
				get limited() {
					return only(asked.limited);
				},
			};
			const started = timeline.start(source, id, { diesAfter, faults });
			await timeline.pass(2 * MINUTE, () => started.outcome !== undefined);
			const hasDied = started.outcome === undefined;
			await timeline.pass(4 * MINUTE);
			await timeline.repair();
			expect(timeline.errors).toEqual([]);
			expect(target.alive().map(({ fields }) => fields)).toMatchObject([
				{ name: 'Ann Dahl', city: 'Bath', email: 'ann@example.com' },
			]);
			expect(target.alive()[0].fields.tags).toEqual(expect.arrayContaining(['b', 'c']));
			expect(target.alive()[0].fields.tags).toHaveLength(2);
			expect(source.records.get(id)?.fields).toMatchObject({
				name: 'Ann Dahl',
				city: 'Bath',
				tags: expect.arrayContaining(['b', 'c']),
			});
			if (!hasDied) return;
		}
		throw new Error(TOO_FEW);
	});
});

afterAll(() => {
	// The share of records that can't be found again, for the report of the run.
	process.stdout.write(
		`create: ${tally.cases} cases of crash and answer, ${tally.reviews} ended as review (${((100 * tally.reviews) / tally.cases).toFixed(1)} %)\n`,
	);
});
