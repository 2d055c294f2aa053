/**
 * Something that a poll can give out. `at` is what the service lists it by: milliseconds since 1970, or a running
 * number.
 */
export interface Entry {
	readonly id: string;
	readonly at: number;
}

/** How far a poll has come. Plain JSON, kept in the static data of the node. */
export interface Cursor {
	/** The highest `at` that was given out, or that was there at the start. */
	readonly watermark: number;
	/** Where the next read begins, included: behind the watermark, since lists show some entries late. */
	readonly from: number;
	/** `at` and id of what was given out at or after `from`. An entry that changes again has another `at`. */
	readonly seen: ReadonlyArray<readonly [at: number, id: string]>;
	/** When the watermark last moved, in milliseconds since 1970 by the clock of n8n. */
	readonly movedAt: number;
}

export interface Pace {
	/** How far behind the watermark an entry may still appear, in the unit of `at`. */
	readonly overlap: number;
	/** How long the watermark must stand before nothing late is expected any more, in milliseconds. */
	readonly settles: number;
	/** The most that one poll gives out; the rest comes with the next. */
	readonly limit: number;
	/** Entries remembered, 2,000 by default; more than that within one overlap shorten it. */
	readonly remembered?: number;
}

const REMEMBERED = 2_000;

/** The cursor of a first poll: what is there already is not given out. `newest` holds the newest entries. */
export function baseline(newest: readonly Entry[], now: number): Cursor {
	const watermark = Math.max(0, ...newest.map(({ at }) => at));
	return {
		watermark,
		from: watermark,
		seen: newest.filter(({ at }) => at === watermark).map(({ at, id }) => [at, id]),
		movedAt: now,
	};
}

/** How many entries from `from` on are enough to find `limit` new ones. */
export const reach = ({ seen }: Cursor, { limit }: Pace): number => seen.length + limit;

/**
 * What is new among entries read from `cursor.from` on, oldest first, and the cursor after it: past what is given out
 * and no further. Two clocks are never compared: `at` is the service's, `now` and `movedAt` are ours.
 */
export function advance<E extends Entry>(
	cursor: Cursor,
	read: readonly E[],
	pace: Pace,
	now: number,
): { fresh: E[]; cursor: Cursor } {
	const seen = new Set(cursor.seen.map(keyOf));
	const unseen = read.filter(({ at, id }) => at >= cursor.from && !seen.has(keyOf([at, id]))).sort(byPosition);
	const fresh = unseen.slice(0, pace.limit);
	if (fresh.length === 0) return { fresh, cursor: settled(cursor, pace, now) };

	const watermark = Math.max(cursor.watermark, ...fresh.map(({ at }) => at));
	// what is left over lies after the watermark, or after the old beginning
	const from = Math.max(cursor.from, watermark - pace.overlap);
	const remembered = [...cursor.seen, ...fresh.map(({ at, id }) => [at, id] as const)];
	return {
		fresh,
		cursor: bounded(
			{ watermark, from, seen: remembered.filter(([at]) => at >= from), movedAt: now },
			pace.remembered ?? REMEMBERED,
		),
	};
}

/** When nothing came for a while, the overlap need not be read again. */
function settled(cursor: Cursor, { settles }: Pace, now: number): Cursor {
	if (cursor.from === cursor.watermark || now - cursor.movedAt < settles) return cursor;
	return { ...cursor, from: cursor.watermark, seen: cursor.seen.filter(([at]) => at >= cursor.watermark) };
}

function bounded(cursor: Cursor, most: number): Cursor {
	if (cursor.seen.length <= most) return cursor;
	const positions = cursor.seen.map(([at]) => at).sort((one, other) => one - other);
	const from = positions[positions.length - most];
	return { ...cursor, from, seen: cursor.seen.filter(([at]) => at >= from) };
}

const keyOf = ([at, id]: readonly [number, string]): string => `${at} ${id}`;

const byPosition = (one: Entry, other: Entry): number => one.at - other.at || (one.id < other.id ? -1 : 1);
