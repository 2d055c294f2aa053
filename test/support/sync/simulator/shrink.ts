import { simulate, type Report } from './simulate';

/** Runs that a search for a shorter history may take. */
const BUDGET = 300;

interface Failed<A> {
	readonly seed: number;
	readonly actions: readonly A[];
	readonly problems: readonly string[];
}

export const shrink = async (failed: Report): Promise<Report> => await cutDown(failed, simulate);

/**
 * Cuts a failing history down: halves first, then quarters, down to single actions, as long as something still goes
 * wrong.
 */
export async function cutDown<A, R extends Failed<A>>(
	failed: R & Failed<A>,
	simulateAgain: (options: { seed: number; actions: readonly A[] }) => Promise<R>,
): Promise<R> {
	let best: R = failed;
	let runs = 0;
	for (let size = Math.ceil(best.actions.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
		for (let at = 0; at < best.actions.length && runs < BUDGET; runs++) {
			const actions = [...best.actions.slice(0, at), ...best.actions.slice(at + size)];
			const report = await simulateAgain({ seed: failed.seed, actions });
			if (report.problems.length > 0) best = report;
			else at += size;
		}
	}
	return best;
}

/** A history as a person reads it: seconds, who, what. */
export const tell = (actions: readonly { readonly at: number }[]): string[] =>
	actions.map(({ at, ...action }) => `${(at / 1000).toFixed(1)} s ${JSON.stringify(action)}`);
