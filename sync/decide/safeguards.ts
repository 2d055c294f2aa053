import { sameHash, type FormHash } from '../model/baseline';
import { samePlace, type CreateAllowance, type Creates, type HistoryRow, type Place } from '../ledger/ledger';
import { sameRecord, type RecordRef } from '../model/types';

/**
 * A value that goes back and forth between two sides is a conflict of two mappings, not a person typing (ms, writes,
 * times). Two people may add and remove a tag more often than that.
 */
export const PING_PONG = { window: 30 * 60_000, within: 4, times: 2, timesOfSets: 5 };

/** More deletes than this within the window wait for a person (ms, count, share of all links). */
export const MASS_DELETE = { window: 60 * 60_000, count: 10, share: 0.05 };

export const isMassDelete = (deletes: number, links: number): boolean =>
	deletes >= Math.max(MASS_DELETE.count, MASS_DELETE.share * links);

/** More creates of a pair than this within the window wait for a person (ms, count, share of all links). */
export const MASS_CREATE = { window: 60 * 60_000, count: 50, share: 0.05 };

/** Whether creates of a pair have to wait: the question is open, or this create would be one too many. */
export function isCreateHeld({ recent, links, question, allowed }: Creates, limit: number, now: number): boolean {
	if (question?.winner === undefined && question !== undefined) return true;
	if (question?.allows && isAllowed(question.allows, allowed, now)) return false;
	return recent + 1 > Math.max(limit, MASS_CREATE.share * links);
}

/** Whether a person has allowed one more create. */
export const isAllowed = ({ until, creates }: CreateAllowance, made: number, now: number): boolean =>
	now < until && (creates === undefined || made < creates);

export interface FieldWrite {
	readonly side: 'source' | 'target';
	readonly after: FormHash;
}

/**
 * The writes to one field on both sides, oldest first, without those that a third system made on the source side. If
 * the source field is not known, every write to the source side counts.
 */
export function fieldWrites(
	rows: readonly HistoryRow[],
	source: RecordRef,
	target: Place,
	targetField: string,
	sourceField: string | undefined,
): FieldWrite[] {
	return rows
		.filter(({ state }) => state !== 'refused')
		.flatMap((row) => {
			const side = 'id' in row.target && sameRecord(row.target, source) ? 'source' : 'target';
			if (side === 'source' && !samePlace(row.source, target)) return [];
			const name = side === 'target' ? targetField : sourceField;
			if (name === undefined) return [{ side, after: row.id } as const];
			return row.fields.filter((field) => field.name === name).map(({ after }) => ({ side, after }) as const);
		});
}

/**
 * Whether the last of these writes sets a field back to an earlier value once too often, with a write of the other side
 * in between.
 */
export function isPingPong(writes: readonly FieldWrite[]): boolean {
	const times = Array.isArray(writes.at(-1)?.after) ? PING_PONG.timesOfSets : PING_PONG.times;
	return writes.filter((_, at) => isSetBack(writes, at)).length > times && isSetBack(writes, writes.length - 1);
}

function isSetBack(writes: readonly FieldWrite[], at: number): boolean {
	const { side, after } = writes[at];
	const first = Math.max(0, at - PING_PONG.within);
	for (let earlier = at - 1; earlier >= first; earlier--) {
		if (writes[earlier].side !== side || !sameHash(writes[earlier].after, after)) continue;
		return writes.slice(earlier + 1, at).some((between) => between.side !== side && !sameHash(between.after, after));
	}
	return false;
}
