import { AsyncLocalStorage } from 'node:async_hooks';
import timers from 'node:timers/promises';

/** One process: its event loop stands still from time to time, and nothing wakes in it then. */
export interface Process {
	/** When something that is due at `at` is noticed. Asked for later and later moments. */
	wakes(at: number): number;
}

interface Timer {
	readonly at: number;
	readonly process?: Process;
	readonly ring: () => void;
}

/** Time that passes when nothing is left to do at the moment; the clock and the timers of Node.js follow it. */
export class VirtualTime {
	private current = 0;
	private readonly timers: Timer[] = [];
	private readonly process = new AsyncLocalStorage<Process>();

	get now(): number {
		return this.current;
	}

	/** All that `work` does, and what it waits for, happens in this process. */
	in<T>(process: Process, work: () => T): T {
		return this.process.run(process, work);
	}

	/** The world outside does not stand still with the process: `isOutside`. */
	async wait(milliseconds: number, { isOutside = false } = {}): Promise<void> {
		const at = this.current + Math.max(0, milliseconds);
		const process = isOutside ? undefined : this.process.getStore();
		await new Promise<void>((ring) => this.add({ at, process, ring }));
	}

	/** Runs what was begun, until `end`. */
	async pass(end: number, random: { next(): number }): Promise<void> {
		const { setTimeout, setImmediate } = timers;
		const [now, performanceNow, chance] = [Date.now, performance.now, Math.random];
		const wait = async (milliseconds = 0): Promise<void> => await this.wait(milliseconds);
		Object.assign(timers, { setTimeout: wait, setImmediate: async () => await wait() });
		Date.now = performance.now = () => this.current;
		Math.random = () => random.next();
		try {
			for (; ; this.next()) {
				await setImmediate(); // all that can be done at this moment
				if (this.timers.length === 0 || this.timers[0].at > end) break;
			}
		} finally {
			Object.assign(timers, { setTimeout, setImmediate });
			Date.now = now;
			performance.now = performanceNow;
			Math.random = chance;
		}
	}

	private add(timer: Timer): void {
		const before = this.timers.findLastIndex(({ at }) => at <= timer.at);
		this.timers.splice(before + 1, 0, timer);
	}

	private next(): void {
		const timer = this.timers.shift();
		if (!timer) return;
		this.current = timer.at;
		const at = timer.process?.wakes(timer.at) ?? timer.at;
		if (at > timer.at) this.add({ ...timer, at });
		else timer.ring();
	}
}
