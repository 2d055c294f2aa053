import { sleep } from 'n8n-workflow';

/** Thrown when the user cancels the execution while we wait. */
export class Cancelled extends Error {
	constructor() {
		super('The execution was cancelled');
	}
}

/** Waits `milliseconds`; ends at once with `Cancelled` when the execution is. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted) throw new Cancelled();
	if (milliseconds <= 0) return;
	if (!signal) return await sleep(milliseconds);
	let stop: (() => void) | undefined;
	const aborted = new Promise<never>((_, reject) => {
		stop = () => reject(new Cancelled());
		signal.addEventListener('abort', stop, { once: true });
	});
	try {
		await Promise.race([sleep(milliseconds), aborted]);
	} finally {
		if (stop) signal.removeEventListener('abort', stop);
	}
}
