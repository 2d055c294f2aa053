import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { strategies, type StrategyName } from '../test/support/sync/simulator/naive';
import { cutDown, shrink, tell } from '../test/support/sync/simulator/shrink';
import { simulateWhole } from '../test/support/sync/simulator/simulateWhole';
import { simulate, type Report } from '../test/support/sync/simulator/simulate';

/**
 * Seeded simulation of the sync engine. `--seeds N` runs N seeds from `--seed S` on, `--json` prints one JSON document,
 * `--trace` prints every step of the one seed S, `--digest` prints a hash of each seed's calls, outcomes and times:
 * equal before and after a change that must not alter behavior, `--scope whole` has contacts with notes and tasks in
 * three systems (`contacts` by default), `--edits E` sets the edits of a seed, `--workers W` the processes. `--compare`
 * runs the same seeds with each of the usual ways beside ours, against services that ignore a write that changes
 * nothing; `--strategy NAME` with one of them. The exit code is 1 when a seed of ours failed.
 */
const { values: flags } = parseArgs({
	options: {
		seeds: { type: 'string', default: '100' },
		seed: { type: 'string', default: '1' },
		edits: { type: 'string' },
		workers: { type: 'string' },
		json: { type: 'boolean', default: false },
		trace: { type: 'boolean', default: false },
		digest: { type: 'boolean', default: false },
		part: { type: 'boolean', default: false },
		compare: { type: 'boolean', default: false },
		strategy: { type: 'string' },
		scope: { type: 'string', default: 'contacts' },
	},
});

interface Failure {
	readonly seed: number;
	readonly problems: readonly string[];
	readonly history: readonly string[];
}

/**
 * What is added up. `cpuSeconds`: processor time of all processes together; `unjustifiedReviews`: of fields that nobody
 * disagreed about, by the oracle; `windows`: edits lost because they fell between a read and a write; `cameBack`:
 * deleted records created again without an edit; `echoes`: writes that changed no mapped field; `notConverged`: seeds
 * in which a record is missing, a field differs, or something is still due; `replayed` and `differing`: seeds run
 * twice, and those whose second run was another.
 */
const SUMS = [
	'seeds',
	'edits',
	'syncs',
	'crashes',
	'reads',
	'writes',
	'cpuSeconds',
	'reviews',
	'unjustifiedReviews',
	'windows',
	'duplicates',
	'lostUpdates',
	'cameBack',
	'echoes',
	'notConverged',
	'replayed',
	'differing',
] as const;

/** Sums over seeds: what the parts of a run send home, and what is printed. */
interface Totals extends Record<(typeof SUMS)[number], number> {
	fewestEdits: number;
	outcomes: Record<string, number>;
	failures: Failure[];
	digests: Record<string, number>;
}

const nothing = (): Totals => ({
	...(Object.fromEntries(SUMS.map((name) => [name, 0])) as Record<(typeof SUMS)[number], number>),
	fewestEdits: Number.MAX_SAFE_INTEGER,
	outcomes: {},
	failures: [],
	digests: {},
});

const OURS = 'ours';

/** How a seed is run: `--compare` and `--strategy` choose. */
const optionsOf = (seed: number, strategy = flags.strategy) => ({
	seed,
	...(flags.edits === undefined ? {} : { edits: Number(flags.edits) }),
	...(strategy === undefined ? {} : { ignoresSame: true }),
	...(strategy === undefined || strategy === OURS ? {} : { strategy: nameOf(strategy) }),
});

function nameOf(strategy: string): StrategyName {
	const name = NAIVE.find((one) => one === strategy);
	if (!name) throw new Error(`no strategy ${strategy}; there are ${[OURS, ...NAIVE].join(', ')}`);
	return name;
}

const NAIVE = Object.keys(strategies) as StrategyName[];

/** How many failures are cut down and printed. */
const PRINTED = 3;

async function runPart(first: number, seeds: number, step: number): Promise<Totals> {
	const totals = nothing();
	for (let seed = first; seed < first + seeds * step; seed += step) await addSeed(totals, seed);
	const { user, system } = process.cpuUsage();
	totals.cpuSeconds = (user + system) / 1e6;
	return totals;
}

/** The run of one seed, and how to find a shorter history that fails. */
async function simulated(seed: number, trace = false) {
	if (flags.scope === 'whole') {
		const report = await simulateWhole({
			seed,
			trace,
			...(flags.edits === undefined ? {} : { edits: Number(flags.edits) }),
		});
		return { ...report, shortest: async () => await cutDown(report, simulateWhole) };
	}
	const report = await simulate({ ...optionsOf(seed), trace });
	return { ...report, shortest: async () => await shrink(report) };
}

async function addSeed(totals: Totals, seed: number): Promise<void> {
	const report = await simulated(seed);
	add(totals, report);
	totals.digests[seed] = report.digest;
	if (report.problems.length > 0 && flags.strategy === undefined) {
		const shortest = totals.failures.length < PRINTED ? await report.shortest() : report;
		totals.failures.push({
			seed,
			problems: shortest.problems,
			history: totals.failures.length < PRINTED ? tell(shortest.actions) : [],
		});
	}
	if (seed % 100 !== 0) return;
	const again = await simulated(seed);
	totals.replayed += 1;
	if (again.digest !== report.digest) totals.differing += 1;
}

function add(totals: Totals, report: Omit<Report, 'actions'>): void {
	totals.seeds += 1;
	totals.edits += report.edits;
	totals.fewestEdits = Math.min(totals.fewestEdits, report.edits);
	totals.syncs += report.syncs;
	totals.crashes += report.crashes;
	totals.reads += report.calls.reads;
	totals.writes += report.calls.writes;
	totals.reviews += report.reviews;
	totals.unjustifiedReviews += report.unjustified;
	totals.windows += report.windows;
	totals.echoes += report.echoes;
	totals.duplicates += report.counts.duplicate;
	totals.lostUpdates += report.counts.lost;
	totals.cameBack += report.counts.cameBack;
	if (!report.isAtRest || report.counts.differs + report.counts.missing > 0) totals.notConverged += 1;
	for (const [outcome, count] of Object.entries(report.outcomes))
		totals.outcomes[outcome] = (totals.outcomes[outcome] ?? 0) + count;
}

function merge(parts: readonly Totals[]): Totals {
	const all = nothing();
	for (const part of parts) {
		for (const name of SUMS) all[name] += part[name];
		all.fewestEdits = Math.min(all.fewestEdits, part.fewestEdits);
		for (const [outcome, count] of Object.entries(part.outcomes))
			all.outcomes[outcome] = (all.outcomes[outcome] ?? 0) + count;
		all.failures.push(...part.failures);
		Object.assign(all.digests, part.digests);
	}
	return all;
}

/** Every n-th seed in a process of its own, so that both cores are used. */
function runApart(first: number, seeds: number, step: number, strategy: string | undefined): Promise<Totals> {
	return new Promise((resolve, reject) => {
		const child = fork(__filename, [
			'--part',
			'--seed',
			String(first),
			'--seeds',
			String(seeds),
			'--workers',
			String(step),
			...(flags.edits === undefined ? [] : ['--edits', flags.edits]),
			'--scope',
			flags.scope,
			...(strategy === undefined ? [] : ['--strategy', strategy]),
		]);
		child.on('message', (totals: Totals) => resolve(totals));
		child.on('error', reject);
		child.on('exit', (code) => reject(new Error(`a simulating process ended with ${code}`)));
	});
}

async function runAll(strategy: string | undefined): Promise<Totals> {
	const [first, seeds] = [Number(flags.seed), Number(flags.seeds)];
	const workers = Math.min(seeds, Number(flags.workers ?? availableParallelism()));
	return merge(
		await Promise.all(
			Array.from({ length: workers }, (_, part) =>
				runApart(first + part, Math.ceil((seeds - part) / workers), workers, strategy),
			),
		),
	);
}

async function main(): Promise<void> {
	const first = Number(flags.seed);
	if (flags.trace) return printTrace(await simulated(first, true));
	if (flags.part) return void process.send?.(await runPart(first, Number(flags.seeds), Number(flags.workers)));
	const started = Date.now();
	const facts = () => ({ firstSeed: first, seconds: (Date.now() - started) / 1000 });
	if (flags.compare) return compare(facts);
	const totals = await runAll(flags.strategy);
	const { digests, ...sums } = totals;
	const document = { command: 'simulate', ...facts(), failed: sums.failures.length, ...sums };
	if (flags.digest)
		for (const [seed, digest] of Object.entries(digests)) console.log(`${flags.scope} ${seed} ${digest.toString(16)}`);
	else console.log(flags.json ? JSON.stringify(document) : readable(document));
	process.exitCode = totals.failures.length > 0 || totals.differing > 0 ? 1 : 0;
}

async function compare(facts: () => object): Promise<void> {
	const rows = [];
	for (const strategy of [OURS, ...NAIVE]) {
		const { edits, writes, echoes, duplicates, lostUpdates, cameBack, notConverged, windows, reviews } =
			await runAll(strategy);
		rows.push({ strategy, edits, writes, echoes, duplicates, lostUpdates, cameBack, notConverged, windows, reviews });
	}
	if (flags.json)
		console.log(JSON.stringify({ command: 'simulate --compare', ...facts(), seeds: Number(flags.seeds), rows }));
	else console.table(Object.fromEntries(rows.map(({ strategy, ...row }) => [strategy, row])));
	const [{ duplicates, lostUpdates, cameBack, notConverged }] = rows;
	process.exitCode = duplicates + lostUpdates + cameBack + notConverged > 0 ? 1 : 0;
}

function readable({
	failures,
	outcomes,
	...sums
}: Omit<Totals, 'digests'> & { failed: number; seconds: number }): string {
	const lines = failures.map(({ seed, problems, history }) =>
		[`seed ${seed} (again: --seed ${seed} --trace)`, ...problems, ...history].join('\n  '),
	);
	return [
		...Object.entries(sums).map(([name, value]) => `${name}: ${value}`),
		`outcomes: ${JSON.stringify(outcomes)}`,
		...lines,
	].join('\n');
}

function printTrace(report: Pick<Report, 'trace' | 'problems'>): void {
	console.log([...report.trace, ...report.problems].join('\n'));
	process.exitCode = report.problems.length > 0 ? 1 : 0;
}

void main();
