import { setImmediate as others } from 'node:timers/promises';

/** Milliseconds for which one piece of work may have the event loop. */
const LONGEST = 15;

/** Long work asks it at each step, so that n8n answers others in between. */
export class Breather {
	#since = performance.now();

	/** Whether `breathe` is due. A question of its own, since most steps need not wait. */
	get isDue(): boolean {
		return performance.now() - this.#since > LONGEST;
	}

	async breathe(): Promise<void> {
		await others();
		this.#since = performance.now();
	}
}
