export interface Counted {
	readonly isAllowed: boolean;
	/** Calls left after this one. */
	readonly remaining: number;
}

/** How a service counts: in windows of which each begins with a call, or the calls of the time before each. */
export type Counting = 'fixed' | 'sliding';

/** The allowance of one account as its service counts it. A refused call is not counted. */
export class Allowance {
	private counted: number[] = [];
	constructor(
		private readonly counting: Counting,
		readonly calls: number,
		readonly interval: number,
	) {}

	take(now: number): Counted {
		if (this.isOver(now)) this.counted = [];
		if (this.counting === 'sliding') this.counted = this.counted.filter((at) => at > now - this.interval);
		const isAllowed = this.counted.length < this.calls;
		if (isAllowed) this.counted.push(now);
		return { isAllowed, remaining: this.calls - this.counted.length };
	}

	/** Whether a fixed window has ended. */
	private isOver(now: number): boolean {
		return this.counting === 'fixed' && this.counted.length > 0 && now >= this.counted[0] + this.interval;
	}
}
