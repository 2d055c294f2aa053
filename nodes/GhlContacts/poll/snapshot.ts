/** One record of a list that GHL gives only whole: its ID, and what of it counts. */
export interface Listed {
	readonly id: string;
	readonly mark: string;
}

/** What the last polls found. Plain JSON, kept in the static data of the node. */
export interface Snapshot {
	readonly marks: Readonly<Record<string, string>>;
	/** Since when a record was not listed. It may be between two pages for once, so it is not forgotten at once. */
	readonly missing: Readonly<Record<string, number>>;
}

/** How long a record that is not listed is remembered, in milliseconds. */
const FORGOTTEN_AFTER = 3_600_000;

/** Whether a record is an event: what its mark was (undefined for a new one), and what it is. */
export type IsEvent = (before: string | undefined, now: string) => boolean;

/**
 * Which records of a whole list are events, and the snapshot after it. Without a snapshot there are none: it is the
 * first poll.
 * More than `limit` events stay for the next poll, unmarked.
 */
export function compare<T extends Listed>(
	before: Snapshot | undefined,
	list: readonly T[],
	isEvent: IsEvent,
	limit: number,
	now: number,
): { fresh: T[]; snapshot: Snapshot } {
	const marks: Record<string, string> = { ...before?.marks };
	const fresh: T[] = [];
	const listed = new Map(list.map((record) => [record.id, record]));
	for (const record of listed.values()) {
		const changed = before !== undefined && marks[record.id] !== record.mark && isEvent(marks[record.id], record.mark);
		if (changed && fresh.length === limit) continue;
		if (changed) fresh.push(record);
		marks[record.id] = record.mark;
	}
	const missing: Record<string, number> = {};
	for (const id of Object.keys(marks).filter((known) => !listed.has(known))) {
		const since = before?.missing[id] ?? now;
		if (now - since < FORGOTTEN_AFTER) missing[id] = since;
		else delete marks[id];
	}
	return { fresh, snapshot: { marks, missing } };
}
