import { ChildTimeline, type ChildTimelineSettings } from '../../support/sync/childTimeline';
import { MINUTE } from '../../support/sync/timeline';
import type { ChildStore } from '../../support/sync/simulator/children';
import type { Faults } from '../../support/sync/simulator/targetPort';

const answers: Record<string, keyof Faults | undefined> = {
	good: undefined,
	lost: 'lost',
	'HTTP 500 after the commit': 'failedAfter',
	'HTTP 422 after the commit': 'refusedAfter',
	'HTTP 502, nothing done': 'failed',
	'HTTP 429': 'limited',
};
const MOST_AWAITS = 80;
const MOST_CALLS = 12;

/** Only the n-th call of the run goes wrong. */
function nthCall(timeline: ChildTimeline, name: keyof Faults | undefined, number: number): Partial<Faults> {
	const { reads, writes } = timeline.calls;
	const share = () => (timeline.calls.reads + timeline.calls.writes - reads - writes === number ? 1 : 0);
	return name === undefined
		? {}
		: {
				get [name]() {
					return share();
				},
			};
}

const sides = [
	{ sourceName: 'crm', target: 'replaced' },
	{ sourceName: 'rental', target: 'edited' },
] as const;
const kinds: Record<string, ChildTimelineSettings> = {
	notes: {},
	'notes that can be edited': { rental: { isEditable: true } },
	tasks: { kind: 'task' },
};

interface Case {
	readonly timeline: ChildTimeline;
	readonly source: ChildStore;
	readonly id: string;
	readonly isAsExpected: () => void;
}

const shown = (store: ChildStore) =>
	store
		.alive()
		.map(({ fields }) => String(fields.body))
		.sort();

/** Two children with the same text, one of them linked; `act` does something to the other. */
async function begin(kind: string, sourceName: 'crm' | 'rental', seed: number): Promise<ChildTimeline> {
	const timeline = new ChildTimeline({ ...kinds[kind], seed });
	await timeline.linkParents();
	await timeline.pass(MINUTE);
	await timeline.sync(timeline[sourceName], timeline.make(timeline[sourceName], { title: '', body: 'same' }).id);
	return timeline;
}

const scenarios: Record<string, (kind: string, sourceName: 'crm' | 'rental', seed: number) => Promise<Case>> = {
	create: async (kind, sourceName, seed) => {
		const timeline = await begin(kind, sourceName, seed);
		const { id } = timeline.make(timeline[sourceName], { title: '', body: 'same' });
		return {
			timeline,
			source: timeline[sourceName],
			id,
			isAsExpected: () =>
				expect([shown(timeline.crm), shown(timeline.rental)]).toEqual([
					['same', 'same'],
					['same', 'same'],
				]),
		};
	},
	edit: async (kind, sourceName, seed) => {
		const timeline = await begin(kind, sourceName, seed);
		const { id } = timeline.make(timeline[sourceName], { title: '', body: 'same' });
		await timeline.sync(timeline[sourceName], id);
		timeline[sourceName].update('user', id, { body: 'edited' });
		return {
			timeline,
			source: timeline[sourceName],
			id,
			isAsExpected: () =>
				expect([shown(timeline.crm), shown(timeline.rental)]).toEqual([
					['edited', 'same'],
					['edited', 'same'],
				]),
		};
	},
	delete: async (kind, sourceName, seed) => {
		const timeline = await begin(kind, sourceName, seed);
		const { id } = timeline.make(timeline[sourceName], { title: '', body: 'same' });
		await timeline.sync(timeline[sourceName], id);
		timeline[sourceName].remove('user', id);
		return {
			timeline,
			source: timeline[sourceName],
			id,
			isAsExpected: () => expect([shown(timeline.crm), shown(timeline.rental)]).toEqual([['same'], ['same']]),
		};
	},
};

const tally = { cases: 0, reviews: 0 };

describe.each(Object.keys(kinds))('%s', (kind) => {
	describe.each(sides)('from $nearName', ({ sourceName }) => {
		it.each(Object.keys(scenarios).flatMap((what) => Object.keys(answers).map((answer) => [what, answer] as const)))(
			'%s, with the answer "%s" to each call, and a crash after every single await',
			async (what, answer) => {
				for (let call = 1; call <= (answer === 'good' ? 1 : MOST_CALLS); call++) {
					let calls = 0;
					for (let diesAfter = 1; ; diesAfter++) {
						if (diesAfter > MOST_AWAITS)
							throw new Error(`the run has more than ${MOST_AWAITS} awaits: not every one was its last`);
						const { timeline, source, id, isAsExpected } = await scenarios[what](kind, sourceName, diesAfter);
						const before = timeline.calls.reads + timeline.calls.writes;
						const started = timeline.start(source, id, { diesAfter, faults: nthCall(timeline, answers[answer], call) });
						await timeline.pass(3 * MINUTE, () => started.outcome !== undefined);
						calls = timeline.calls.reads + timeline.calls.writes - before;
						const hasDied = started.outcome === undefined;
						await timeline.pass(4 * MINUTE);
						// What is gone by now is told once more: polls look for what is linked and missing.
						if (what === 'delete') await timeline.sync(source, id);
						const outcomes = await timeline.repair();
						tally.cases += 1;
						tally.reviews += outcomes.filter(({ outcome }) => outcome === 'review').length;
						isAsExpected();
						expect(await timeline.ledger.counts()).toMatchObject({
							intents: 0,
							reviews: 0,
							due: { pending: 0, waiting: 0, busy: 0, failed: 0 },
						});
						if (!hasDied) break;
					}
					if (answer !== 'good' && calls < call) break;
					if (answer !== 'good' && call === MOST_CALLS) throw new Error(`the run makes ${MOST_CALLS} calls or more`);
				}
			},
			120_000,
		);
	});
});

afterAll(() => {
	process.stdout.write(`children: ${tally.cases} cases of crash and answer, ${tally.reviews} reviews\n`);
});
