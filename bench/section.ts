/** A figure that a bench holds the code to. */
export interface Bound {
	readonly what: string;
	readonly value: number;
	/** The most that it may be. */
	readonly most?: number;
	/** The least that it may be. */
	readonly least?: number;
}

export interface Table {
	readonly title: string;
	readonly columns: readonly string[];
	readonly rows: ReadonlyArray<readonly (string | number)[]>;
}

export interface Result {
	readonly tables: readonly Table[];
	readonly bounds?: readonly Bound[];
}

/** One bench. `run` prints nothing. */
export interface Section {
	readonly name: string;
	readonly what: string;
	run(): Promise<Result>;
}

export const isMet = ({ value, most = Infinity, least = -Infinity }: Bound): boolean => value <= most && value >= least;

/** With so many digits after the point. */
export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** The value below which a share of all lies; `share` 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** The middle of the ratios of each round, and the least and most of them. */
export function ratio(values: readonly number[], others: readonly number[]): string {
	const ratios = values.map((value, round) => value / others[round]);
	return `${rounded(quantile(ratios, 0.5))} (${rounded(Math.min(...ratios))}–${rounded(Math.max(...ratios))})`;
}
