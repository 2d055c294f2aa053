import { rounded, type Bound, type Section, type Table } from '../section';
import { used, type Case, type Use } from './load';

/** GHL's limit, and that of Booqable's smallest plan. */
const ALLOWANCES = [
	{ calls: 100, interval: 10_000 },
	{ calls: 50, interval: 60_000 },
] as const;
const LATENCIES = [40, 120, 400, 800, 1_500];

type Load = Omit<Case, 'latency'>;

const LOADS: readonly Load[] = ALLOWANCES.flatMap((allowance) =>
	[1, 2, 4].flatMap((processes) =>
		(['fixed', 'sliding'] as const).flatMap((counting) =>
			[false, true].map((stalls): Load => ({ ...allowance, processes, counting, stalls })),
		),
	),
);

const nameOf = ({ calls, interval, processes, counting, stalls }: Load): string =>
	[
		`${calls} in ${interval / 1_000} s`,
		`${counting} windows`,
		processes === 1 ? 'alone' : `${processes} processes`,
		...(stalls ? ['stalls'] : []),
	].join(', ');

/** Alone, the whole allowance. Of others that are not known, nothing but refusals is bounded, and that work goes on. */
const boundsOf = ({ processes, stalls }: Load): { readonly share: number; readonly refused: number } => {
	if (processes > 1) return { share: 0.85, refused: 0.5 };
	return { share: stalls ? 0.96 : 0.97, refused: 0.1 };
};

function boundsFor(load: Load, uses: readonly Use[]): Bound[] {
	const { share, refused } = boundsOf(load);
	return [
		{ what: `share, ${nameOf(load)}`, value: rounded(Math.min(...uses.map((use) => use.share)), 3), least: share },
		{ what: `% refused, ${nameOf(load)}`, value: rounded(Math.max(...uses.map((use) => use.refused))), most: refused },
	];
}

export const limiter: Section = {
	name: 'limiter',
	what: 'share of an allowance that is used, and calls refused, in virtual time',
	async run() {
		const bounds: Bound[] = [];
		const rows: Array<Record<'share' | 'refused', Table['rows'][number]>> = [];
		for (const load of LOADS) {
			const uses: Use[] = [];
			for (const latency of LATENCIES) uses.push(await used({ ...load, latency }));
			rows.push({
				share: [nameOf(load), ...uses.map(({ share }) => share.toFixed(3))],
				refused: [nameOf(load), ...uses.map(({ refused }) => refused.toFixed(2))],
			});
			bounds.push(...boundsFor(load, uses));
		}
		const columns = ['allowance', ...LATENCIES.map((latency) => `${latency} ms`)];
		const tables = [
			{ title: 'Share of the allowance that is used', columns, rows: rows.map(({ share }) => share) },
			{ title: 'Calls refused, in percent', columns, rows: rows.map(({ refused }) => refused) },
		];
		return { tables, bounds };
	},
};
