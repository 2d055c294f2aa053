import { ChildLab, type ChildLabSettings } from '../../support/sync/childTimeline';
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
function nthCall(lab: ChildLab, name: keyof Faults | undefined, number: number): Partial<Faults> {
	const { reads, writes } = lab.calls;
	const share = () => (lab.calls.reads + lab.calls.writes - reads - writes === number ? 1 : 0);
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
const kinds: Record<string, ChildLabSettings> = {
	notes: {},
	'notes that can be edited': { rental: { isEditable: true } },
	tasks: { kind: 'task' },
};

interface Case {
	readonly lab: ChildLab;
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
async function begin(kind: string, sourceName: 'crm' | 'rental', seed: number): Promise<ChildLab> {
	const lab = new ChildLab({ ...kinds[kind], seed });
	await lab.linkParents();
	await lab.pass(MINUTE);
	await lab.sync(lab[sourceName], lab.make(lab[sourceName], { title: '', body: 'same' }).id);
	return lab;
}

const scenarios: Record<string, (kind: string, sourceName: 'crm' | 'rental', seed: number) => Promise<Case>> = {
	create: async (kind, sourceName, seed) => {
		const lab = await begin(kind, sourceName, seed);
		const { id } = lab.make(lab[sourceName], { title: '', body: 'same' });
		return {
			lab,
			source: lab[sourceName],
			id,
			isAsExpected: () =>
				expect([shown(lab.crm), shown(lab.rental)]).toEqual([
					['same', 'same'],
					['same', 'same'],
				]),
		};
	},
	edit: async (kind, sourceName, seed) => {
		const lab = await begin(kind, sourceName, seed);
		const { id } = lab.make(lab[sourceName], { title: '', body: 'same' });
		await lab.sync(lab[sourceName], id);
		lab[sourceName].update('user', id, { body: 'edited' });
		return {
			lab,
			source: lab[sourceName],
			id,
			isAsExpected: () =>
				expect([shown(lab.crm), shown(lab.rental)]).toEqual([
					['edited', 'same'],
					['edited', 'same'],
				]),
		};
	},
	delete: async (kind, sourceName, seed) => {
		const lab = await begin(kind, sourceName, seed);
		const { id } = lab.make(lab[sourceName], { title: '', body: 'same' });
		await lab.sync(lab[sourceName], id);
		lab[sourceName].remove('user', id);
		return {
			lab,
			source: lab[sourceName],
			id,
			isAsExpected: () => expect([shown(lab.crm), shown(lab.rental)]).toEqual([['same'], ['same']]),
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
						const { lab, source, id, isAsExpected } = await scenarios[what](kind, sourceName, diesAfter);
						const before = lab.calls.reads + lab.calls.writes;
						const started = lab.start(source, id, { diesAfter, faults: nthCall(lab, answers[answer], call) });
						await lab.pass(3 * MINUTE, () => started.outcome !== undefined);
						calls = lab.calls.reads + lab.calls.writes - before;
						const hasDied = started.outcome === undefined;
						await lab.pass(4 * MINUTE);
						// What is gone by now is told once more: polls look for what is linked and missing.
						if (what === 'delete') await lab.sync(source, id);
						const outcomes = await lab.repair();
						tally.cases += 1;
						tally.reviews += outcomes.filter(({ outcome }) => outcome === 'review').length;
						isAsExpected();
						expect(await lab.ledger.counts()).toMatchObject({
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
