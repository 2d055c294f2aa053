/** The world's time: real time, stretched by a scale and moved by whoever controls the sandbox. */
export class Clock {
	private realStart = Date.now();
	private worldStart = this.realStart;
	private frozen = false;

	constructor(private scale: number) {}

	get timeScale(): number {
		return this.scale;
	}

	get isFrozen(): boolean {
		return this.frozen;
	}

	now(): number {
		return this.frozen ? this.worldStart : Math.floor(this.worldStart + (Date.now() - this.realStart) * this.scale);
	}

	set(now: number): void {
		this.worldStart = now;
		this.realStart = Date.now();
	}

	advance(milliseconds: number): void {
		this.set(this.now() + milliseconds);
	}

	freeze(frozen: boolean): void {
		this.set(this.now());
		this.frozen = frozen;
	}

	/** How long a wait of the world lasts for real. While time is frozen nothing waits. */
	realDuration(worldMilliseconds: number): number {
		return this.frozen ? 0 : Math.max(0, worldMilliseconds / this.scale);
	}

	reset(): void {
		this.frozen = false;
		this.set(Date.now());
	}
}
