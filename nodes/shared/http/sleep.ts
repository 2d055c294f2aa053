import { setTimeout as wait } from 'node:timers/promises';

/** Thrown when the user cancels the execution while we wait. */
export class Cancelled extends Error {
	constructor() {
		super('The execution was canceled');
	}
}

/** Waits `milliseconds`; ends at once with `Cancelled` when the execution is, and leaves no timer behind. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted) throw new Cancelled();
	if (milliseconds <= 0) return;
	await wait(milliseconds, undefined, { signal }).catch((error: unknown) => {
		throw signal?.aborted ? new Cancelled() : error;
	});
}
