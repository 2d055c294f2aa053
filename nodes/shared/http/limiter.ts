import { sleep } from './sleep';

/** An allowance of `calls` within any `interval` (milliseconds). */
export interface Limits {
	readonly calls: number;
	readonly interval: number;
}

/** Decides when the next call of an account may start. */
export interface Limiter {
	/** Resolves when the call may start; rejects when `signal` is aborted. */
	enter(signal?: AbortSignal): Promise<void>;
	/** Corrects the count by what the service says of itself. `remaining` counts calls of other programs too. */
	observe(seen: Partial<Limits> & { remaining?: number }): void;
	/** Learns how long the service takes for an answer, in milliseconds. */
	took(milliseconds: number): void;
	/** How many calls must be under way at a time to use the whole allowance; 0 before the first answer. */
	readonly underWay: number;
}

/** Weight of the last answer in the average of their times. */
const LAST = 0.2;
/** Answers take longer and shorter: this many times the calls of an average one are under way. */
const SPARE = 1.3;

/** Clocks of two machines and the way to the server differ by this much, in milliseconds. */
const SKEW = 150;

/**
 * At most `calls` starts in any window of `interval`: stricter than a token bucket, which lets twice as many through
 * around the border of a fixed window. Slots are given in the order of the requests.
 */
export class SlidingWindow implements Limiter {
	private starts: number[] = [];
	private latency = 0;
	constructor(
		private limits: Limits,
		private readonly workers = 1,
		private readonly now: () => number = Date.now,
	) {}

	async enter(signal?: AbortSignal): Promise<void> {
		const start = this.reserve();
		let started = false;
		try {
			await sleep(start - this.now(), signal);
			started = true;
		} finally {
			if (!started) this.giveBack(start);
		}
	}

	observe(seen: Partial<Limits> & { remaining?: number }): void {
		this.limits = { calls: seen.calls ?? this.limits.calls, interval: seen.interval ?? this.limits.interval };
		if (seen.remaining === undefined) return;
		const now = this.now();
		this.forget(now);
		const others = this.limits.calls - seen.remaining - this.starts.filter((start) => start <= now).length;
		if (others > 0 && this.workers === 1)
			this.starts = [...Array<number>(others).fill(now), ...this.starts].sort((a, b) => a - b);
	}

	took(milliseconds: number): void {
		this.latency = this.latency === 0 ? milliseconds : this.latency + LAST * (milliseconds - this.latency);
	}

	get underWay(): number {
		return Math.ceil((this.places / this.limits.interval) * this.latency * SPARE);
	}

	/** Calls within an interval that this process may make. */
	private get places(): number {
		return Math.max(1, Math.floor(this.limits.calls / this.workers));
	}

	private reserve(): number {
		const now = this.now();
		this.forget(now);
		const { places } = this;
		const blocking = this.starts[this.starts.length - places];
		const start = blocking === undefined ? now : Math.max(now, blocking + this.limits.interval + SKEW);
		this.starts.push(start);
		return start;
	}

	/** The place of a call that was given up before it started. */
	private giveBack(start: number): void {
		const place = this.starts.lastIndexOf(start);
		if (place >= 0) this.starts.splice(place, 1);
	}

	private forget(now: number): void {
		const horizon = now - this.limits.interval - SKEW;
		const first = this.starts.findIndex((start) => start > horizon);
		this.starts = first === -1 ? [] : this.starts.slice(first);
	}
}

const limiters = new Map<string, SlidingWindow>();

/** One limiter per app and account, shared by all executions of this process. */
export function limiterFor(key: string, limits: Limits, workers: number): Limiter {
	const id = `${key}|${workers}`;
	const known = limiters.get(id);
	if (known) return known;
	const made = new SlidingWindow(limits, workers);
	limiters.set(id, made);
	return made;
}
