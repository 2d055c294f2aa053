import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { threadTime } from '../test/support/threadTime';

/** The most processor time between two turns of the event loop while `work` runs, and all of it, in milliseconds. */
export async function block(work: () => Promise<unknown>): Promise<{ longest: number; all: number }> {
	let isOver = false;
	const began = threadTime();
	const done = work().finally(() => (isOver = true));
	let [longest, before] = [0, threadTime()];
	while (!isOver) {
		await turnOfTheLoop();
		const now = threadTime();
		[longest, before] = [Math.max(longest, now - before), now];
	}
	await done;
	return { longest, all: threadTime() - began };
}
