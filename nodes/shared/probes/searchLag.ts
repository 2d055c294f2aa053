import { sleep } from '../http/sleep';
import type { Calls } from '../runner/calls';
import { differs, judged, type Seen } from './probe';

/** Between two searches (ms). */
const PAUSE = 1_000;

/** How long it takes until a search finds a record that was just created: seconds expected, and the most to wait. */
export async function searchLag(
	calls: Calls,
	{ expected, most }: { readonly expected: number; readonly most: number },
	isFound: () => Promise<boolean>,
): Promise<Seen> {
	const from = Date.now();
	for (;;) {
		const seconds = Math.ceil((Date.now() - from) / 1_000);
		if (await isFound()) return judged(seconds <= expected, `found after ${seconds} seconds`);
		if (seconds >= most) return differs(`not found within ${seconds} seconds`);
		await sleep(PAUSE, calls.signal);
	}
}
