import { sleep } from './sleep';
import { Strangers } from './strangers';

/** An allowance of `calls` within any `interval` (milliseconds). */
export interface Limits {
	readonly calls: number;
	readonly interval: number;
}

/** What an answer says of the allowance. */
export interface Seen extends Partial<Limits> {
	/** Calls left, those of other programs counted too. */
	readonly remaining?: number;
	/** The call was one too many, and is not counted. */
	readonly isRefused?: boolean;
}

/** One call within the allowance. */
export interface Place {
	readonly sent: number;
	/** When its answer came, or when it was given up. */
	ended?: number;
	/** When another may be tried in place of one that was refused. */
	triedAgain?: number;
}

/** Decides when the next call of an account may start. */
export interface Limiter {
	/** Resolves when the call may start; rejects when `signal` is aborted. `ended` must be told of its end. */
	enter(signal?: AbortSignal): Promise<Place>;
	/** `seen`: what the answer says, where one came. */
	ended(place: Place, seen?: Seen): void;
	/** How many calls must be under way at a time to use the whole allowance; 0 before the first answer. */
	readonly underWay: number;
}

/** Weight of the last answer in the average of their times. */
const LAST = 0.2;
/** Answers take longer and shorter: this many times the calls of an average one are under way. */
const SPARE = 1.5;
/** The way to the service may be faster than any answer has shown so far, by this part of the interval. */
const MARGIN = 0.002;
/** After so many intervals in which calls had to wait, those of the next are spread over a part of it. */
const BUSY = 2;
/** That part. Other processes come between calls that are spread, and are seen; behind a burst they are refused. */
const SPREAD = 0.9;
/** What was missed while the process stood still is caught up, up to so many milliseconds of it. */
const CAUGHT_UP = 1_000;
/** After so many intervals without a call, what was known of others is out of date. */
const STALE = 3;

/**
 * At most `calls` counted in any window of `interval`, whether the service's windows are fixed or sliding. It counts a
 * call between its start and its answer, and the fastest answer tells how much of that time is the mere way. So a call
 * keeps its place for an interval after the last moment at which it can have been counted. Places are given in the
 * order of the requests.
 */
export class SlidingWindow implements Limiter {
	/** The calls of the last two intervals. */
	private readonly places: Place[] = [];
	private readonly waiting: object[] = [];
	private strangers = new Strangers();
	private latency = 0;
	/** The fastest answer of this interval, and that of the one before. */
	private fastest: readonly [number, number] = [Infinity, Infinity];
	private intervalSince = -Infinity;
	/** By the spread, when the last call was due. */
	private lastDue = -Infinity;
	private hasWaited = false;
	/** Intervals in a row in which a call had to wait, before this one. */
	private busy = 0;
	constructor(
		private limits: Limits,
		private readonly workers = 1,
		private readonly now: () => number = Date.now,
	) {}

	async enter(signal?: AbortSignal): Promise<Place> {
		const turn = {};
		this.waiting.push(turn);
		try {
			for (let wait; (wait = this.wait(this.waiting.indexOf(turn))) > 0;) await sleep(wait, signal);
		} finally {
			this.waiting.splice(this.waiting.indexOf(turn), 1);
		}
		const place = { sent: this.now() };
		this.places.push(place);
		this.lastDue = Math.max(this.lastDue + this.gap, place.sent - CAUGHT_UP);
		return place;
	}

	ended(place: Place, seen?: Seen): void {
		place.ended = this.now();
		if (!seen) return;
		const took = place.ended - place.sent;
		this.latency = this.latency === 0 ? took : this.latency + LAST * (took - this.latency);
		this.fastest = [Math.min(took, this.fastest[0]), this.fastest[1]];
		this.limits = { calls: seen.calls ?? this.limits.calls, interval: seen.interval ?? this.limits.interval };
		if (seen.isRefused) place.triedAgain = place.ended + Math.random() * this.limits.interval;
		const counted = this.limits.calls - (seen.remaining ?? this.limits.calls);
		if (counted > 0 && this.workers === 1) this.strangers.seen(counted - this.countedBy(place));
	}

	get underWay(): number {
		return Math.ceil((this.most / this.limits.interval) * this.latency * SPARE);
	}

	/** Calls within an interval that this process may make. */
	private get most(): number {
		const { calls } = this.limits;
		return this.workers > 1 ? Math.max(1, Math.floor(calls / this.workers)) : this.strangers.leave(calls);
	}

	/** Between two calls that are spread. */
	private get gap(): number {
		return (this.limits.interval / this.most) * SPREAD;
	}

	/** Milliseconds until one call may start behind so many others that wait. */
	private wait(others: number): number {
		const now = this.now();
		if (now - this.intervalSince >= this.limits.interval) this.beginInterval(now);
		const untilFree = this.untilFree(others, now);
		if (untilFree > 0) this.hasWaited = true;
		return this.busy < BUSY ? untilFree : Math.max(untilFree, this.lastDue + this.gap * (1 + others) - now);
	}

	private untilFree(others: number, now: number): number {
		if (this.places.length + others < this.most) return 0;
		const ends = this.places.map((place) => this.endOf(place, now)).filter((end) => end > now);
		const missing = others - (this.most - ends.length);
		if (missing < 0) return 0;
		ends.sort((one, other) => one - other);
		return (ends[missing] ?? ends.at(-1) ?? now + this.gap) - now;
	}

	/**
	 * When the service no longer counts a call; of one under way, if it ended now. Chance decides for one that was
	 * refused: two processes in step would meet each time.
	 */
	private endOf(place: Place, now: number): number {
		return place.triedAgain ?? this.lastCounted(place, now) + this.limits.interval * (1 + MARGIN);
	}

	/** The service has counted a call no later than one that was sent at this time by the fastest way. */
	private lastCounted({ sent, ended }: Place, now: number): number {
		const fastest = Math.min(...this.fastest);
		return Math.max(sent, (ended ?? now) - (fastest === Infinity ? 0 : fastest));
	}

	/** The most calls of this process, with this one, that the service can have counted when it answered this one. */
	private countedBy(place: Place): number {
		const now = this.now();
		const [first, last] = [place.sent - this.limits.interval, this.lastCounted(place, now)];
		return this.places.filter(
			(one) => one.triedAgain === undefined && one.sent <= last && this.lastCounted(one, now) >= first,
		).length;
	}

	private beginInterval(now: number): void {
		if (now - this.intervalSince > STALE * this.limits.interval) this.strangers = new Strangers();
		else this.strangers.nextInterval();
		this.intervalSince = now;
		this.busy = this.hasWaited ? this.busy + 1 : 0;
		this.hasWaited = false;
		this.fastest = [Infinity, this.fastest[0]];
		const first = this.places.findIndex((place) => this.endOf(place, now) > now - this.limits.interval);
		this.places.splice(0, first === -1 ? this.places.length : first);
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
