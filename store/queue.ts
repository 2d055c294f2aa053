import { setTimeout } from 'node:timers/promises';
import { StoreBusy } from './sql';

/** Lets so many work at once. The others wait for their turn, in the order in which they came. */
export class Queue {
	readonly #waiting: Array<() => void> = [];
	#working = 0;

	/** `patience`: ms after which whoever waits gives up. */
	constructor(
		private readonly places: number,
		private readonly patience: number,
		private readonly name: string,
	) {}

	/** Throws `StoreBusy`. */
	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.#working < this.places) this.#working += 1;
		else await this.#turn();
		try {
			return await work();
		} finally {
			// The place goes to the next without getting free, so that nobody who comes later takes it.
			const next = this.#waiting.shift();
			if (next) next();
			else this.#working -= 1;
		}
	}

	async #turn(): Promise<void> {
		const turn = new AbortController();
		const go = (): void => turn.abort();
		this.#waiting.push(go);
		// Ends early, with an error of its own, when the turn comes.
		await setTimeout(this.patience, undefined, { signal: turn.signal }).catch(() => undefined);
		if (turn.signal.aborted) return;
		this.#waiting.splice(this.#waiting.indexOf(go), 1);
		throw new StoreBusy(`${this.name} is busy: all of its ${this.places} connections were in use too long`);
	}
}
