export interface RateUse {
	/** Calls allowed in one window; Infinity when limits are off. */
	limit: number;
	/** Calls left after this one, never below 0. */
	remaining: number;
	/** World time at which the window ends. */
	endsAt: number;
	allowed: boolean;
}

export interface RateLimitOptions {
	now(): number;
	limit: number;
	/** When a window ends that began at `start`; see `after`, `nextUtcDay` and `nextUtcMonth`. */
	ends(start: number): number;
}

/** A window of that many milliseconds, beginning with the first call. */
export const after =
	(milliseconds: number) =>
	(start: number): number =>
		start + milliseconds;

export function nextUtcDay(start: number): number {
	const date = new Date(start);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1);
}

export function nextUtcMonth(start: number): number {
	const date = new Date(start);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Counts calls per key in fixed windows. A refused call is not counted. */
export class RateLimit {
	private readonly windows = new Map<string, { endsAt: number; used: number }>();

	constructor(private readonly options: RateLimitOptions) {}

	take(key: string): RateUse {
		const before = this.peek(key);
		if (!before.allowed) return before;
		const used = (this.current(key)?.used ?? 0) + 1;
		this.windows.set(key, { endsAt: before.endsAt, used });
		return { ...before, remaining: this.options.limit - used };
	}

	/** The state of a window without using it: `allowed` says whether one more call would pass. */
	peek(key: string): RateUse {
		const window = this.current(key);
		const remaining = Math.max(0, this.options.limit - (window?.used ?? 0));
		return {
			limit: this.options.limit,
			remaining,
			endsAt: window?.endsAt ?? this.options.ends(this.options.now()),
			allowed: remaining > 0,
		};
	}

	/** Calls already made in the current window, for services that show the number. */
	used(key: string): number {
		return this.current(key)?.used ?? 0;
	}

	/** As if so many calls had been made in the current window. */
	use(key: string, used: number): void {
		this.windows.set(key, { endsAt: this.peek(key).endsAt, used });
	}

	reset(): void {
		this.windows.clear();
	}

	private current(key: string): { endsAt: number; used: number } | undefined {
		const window = this.windows.get(key);
		return window && window.endsAt > this.options.now() ? window : undefined;
	}
}
