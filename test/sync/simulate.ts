import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { shrink, tell } from './simulator/shrink';
import { simulate, type Report } from './simulator/world';

/**
 * Seeded simulation of the sync engine. `--seeds N` runs N seeds from `--seed S` on, `--json` prints one JSON document, `--trace` prints
 * every step of the one seed S, `--edits E` sets the edits of a seed, `--workers W` the processes. The exit code is 1 when a seed failed.
 */
const { values: flags } = parseArgs({
	options: {
		seeds: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' }, edits: { type: 'string', default: '105' },
		workers: { type: 'string' }, json: { type: 'boolean', default: false }, trace: { type: 'boolean', default: false }, part: { type: 'boolean', default: false },
	},
});

interface Failure {
	readonly seed: number;
	readonly problems: readonly string[];
	readonly history: readonly string[];
}

/** Sums over seeds: what the parts of a run send home, and what is printed. */
interface Totals {
	seeds: number;
	edits: number;
	fewestEdits: number;
	syncs: number;
	crashes: number;
	reads: number;
	writes: number;
	/** Processor time of all processes together. */
	cpuSeconds: number;
	reviews: number;
	/** Reviews of fields that nobody disagreed about, by the oracle. */
	unjustifiedReviews: number;
	/** Edits lost because they fell between a read and a write. */
	windows: number;
	/** Seeds run twice, and those whose second run differed. */
	replayed: number;
	differing: number;
	outcomes: Record<string, number>;
	failures: Failure[];
}

const nothing = (): Totals => ({
	seeds: 0, edits: 0, fewestEdits: Number.MAX_SAFE_INTEGER, syncs: 0, crashes: 0, reads: 0, writes: 0, cpuSeconds: 0, reviews: 0, unjustifiedReviews: 0, windows: 0, replayed: 0, differing: 0,
	outcomes: {}, failures: [],
});

/** How many failures are cut down and told. */
const TOLD = 3;

async function runPart(first: number, seeds: number, step: number): Promise<Totals> {
	const totals = nothing();
	for (let seed = first; seed < first + seeds * step; seed += step) await addSeed(totals, seed);
	const { user, system } = process.cpuUsage();
	totals.cpuSeconds = (user + system) / 1e6;
	return totals;
}

async function addSeed(totals: Totals, seed: number): Promise<void> {
	const report = await simulate({ seed, edits: Number(flags.edits) });
	add(totals, report);
	if (report.problems.length > 0) {
		const shortest = totals.failures.length < TOLD ? await shrink(report) : report;
		totals.failures.push({ seed, problems: shortest.problems, history: totals.failures.length < TOLD ? tell(shortest.actions) : [] });
	}
	if (seed % 100 !== 0) return;
	const again = await simulate({ seed, edits: Number(flags.edits) });
	totals.replayed += 1;
	if (again.digest !== report.digest) totals.differing += 1;
}

function add(totals: Totals, report: Report): void {
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
	for (const [outcome, count] of Object.entries(report.outcomes)) totals.outcomes[outcome] = (totals.outcomes[outcome] ?? 0) + count;
}

function merge(parts: readonly Totals[]): Totals {
	const all = nothing();
	for (const part of parts) {
		for (const name of ['seeds', 'edits', 'syncs', 'crashes', 'reads', 'writes', 'cpuSeconds', 'reviews', 'unjustifiedReviews', 'windows', 'replayed', 'differing'] as const) all[name] += part[name];
		all.fewestEdits = Math.min(all.fewestEdits, part.fewestEdits);
		for (const [outcome, count] of Object.entries(part.outcomes)) all.outcomes[outcome] = (all.outcomes[outcome] ?? 0) + count;
		all.failures.push(...part.failures);
	}
	return all;
}

/** Every n-th seed in a process of its own, so that both cores are used. */
function runApart(first: number, seeds: number, step: number): Promise<Totals> {
	return new Promise((resolve, reject) => {
		const child = fork(__filename, ['--part', '--seed', String(first), '--seeds', String(seeds), '--workers', String(step), '--edits', flags.edits]);
		child.on('message', (totals: Totals) => resolve(totals));
		child.on('error', reject);
		child.on('exit', (code) => reject(new Error(`a simulating process ended with ${code}`)));
	});
}

async function main(): Promise<void> {
	const [first, seeds] = [Number(flags.seed), Number(flags.seeds)];
	const workers = Math.min(seeds, Number(flags.workers ?? availableParallelism()));
	if (flags.trace) return printTrace(await simulate({ seed: first, edits: Number(flags.edits), trace: true }));
	if (flags.part) return void process.send?.(await runPart(first, seeds, Number(flags.workers)));
	const started = Date.now();
	const parts = () => Array.from({ length: workers }, (_, part) => runApart(first + part, Math.ceil((seeds - part) / workers), workers));
	const totals = workers > 1 ? merge(await Promise.all(parts())) : await runPart(first, seeds, 1);
	const document = { command: 'simulate', firstSeed: first, workers, seconds: (Date.now() - started) / 1000, failed: totals.failures.length, ...totals };
	console.log(flags.json ? JSON.stringify(document) : readable(document));
	process.exitCode = totals.failures.length > 0 || totals.differing > 0 ? 1 : 0;
}

function readable({ failures, outcomes, ...sums }: Totals & { failed: number; seconds: number }): string {
	const told = failures.map(({ seed, problems, history }) => [`seed ${seed} (again: --seed ${seed} --trace)`, ...problems, ...history].join('\n  '));
	return [...Object.entries(sums).map(([name, value]) => `${name}: ${value}`), `outcomes: ${JSON.stringify(outcomes)}`, ...told].join('\n');
}

function printTrace(report: Report): void {
	console.log([...report.trace, ...report.problems].join('\n'));
	process.exitCode = report.problems.length > 0 ? 1 : 0;
}

void main();
