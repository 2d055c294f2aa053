import { setImmediate as others } from 'node:timers/promises';

/** Milliseconds for which all work of this package together may have the event loop. */
const LONGEST = 15;

let since = performance.now();
let turn: Promise<void> | undefined;

/**
 * Long work asks it at each step, so that n8n answers others in between. One for the process: five pieces of work at
 * once would each take their time otherwise, before anyone else has a turn.
 */
export const breather = {
	/** Whether `breathe` is due. A question of its own, since most steps need not wait. */
	get isDue(): boolean {
		return performance.now() - since > LONGEST;
	},

	async breathe(): Promise<void> {
		turn ??= others().then(() => {
			since = performance.now();
			turn = undefined;
		});
		await turn;
	},
};

/** The result of `work` for each entry; others run in between. */
export async function mapInTurns<T, U>(entries: readonly T[], work: (entry: T) => U): Promise<U[]> {
	const results: U[] = [];
	for (const entry of entries) {
		results.push(work(entry));
		if (breather.isDue) await breather.breathe();
	}
	return results;
}
