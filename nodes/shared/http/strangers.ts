/** Of what others no longer use, a process takes this part in an interval: it may not be the only one to take it. */
const TAKEN = 0.15;
/** So much of what others leave stays free, of each process: who calls much gives way to who calls little. */
const RESERVE = 0.1;
/** Who is alone leaves a place in each interval of so many: a process that is refused each time is not seen. */
const LISTENS = 10;

/** How many calls other programs make for the same account within an interval, as far as answers tell. */
export class Strangers {
	private calls = 0;
	private intervals = 0;
	/** The most seen in this interval, and in the one before. */
	private most: readonly [number, number] = [0, 0];

	/** The service has counted so many calls of others, or more. */
	seen(calls: number): void {
		this.most = [Math.max(calls, this.most[0]), this.most[1]];
		this.calls = Math.max(calls, this.calls);
	}

	nextInterval(): void {
		this.intervals++;
		const seen = Math.max(...this.most);
		this.calls = Math.max(seen, Math.floor(this.calls - (this.calls - seen) * TAKEN));
		this.most = [0, this.most[0]];
	}

	/** How many of so many calls they leave; one at least. */
	leave(calls: number): number {
		if (this.calls > 0) return Math.max(1, Math.floor((calls - this.calls) * (1 - RESERVE)));
		const isListening = this.intervals > 0 && this.intervals % LISTENS === 0;
		return Math.max(1, isListening ? calls - 1 : calls);
	}
}
