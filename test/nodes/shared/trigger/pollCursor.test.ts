import fc from 'fast-check';
import {
	advance,
	baseline,
	reach,
	type Cursor,
	type Entry,
	type Pace,
} from '../../../../nodes/shared/trigger/pollCursor';

const PACE: Pace = { overlap: 100, settles: 1_000, limit: 3 };
const entry = (id: string, at: number): Entry => ({ id, at });
const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id);
const from = (cursor: Cursor, all: readonly Entry[]) =>
	all
		.filter(({ at }) => at >= cursor.from)
		.sort((a, b) => a.at - b.at)
		.slice(0, reach(cursor, PACE));

it('returns nothing that exists at the first poll, and everything after it', () => {
	const start = baseline([entry('b', 20), entry('a', 10)], 0);
	const { fresh } = advance(start, [entry('b', 20), entry('c', 20), entry('d', 30)], PACE, 1);
	expect(ids(fresh)).toEqual(['c', 'd']);
});

it('returns everything after a first poll that found nothing', () => {
	expect(ids(advance(baseline([], 0), [entry('a', 10)], PACE, 1).fresh)).toEqual(['a']);
});

it('returns the oldest first, as many as one poll may, and the rest with the next', () => {
	const all = [5, 4, 3, 2, 1].map((at) => entry(`e${at}`, at));
	const first = advance(baseline([], 0), from(baseline([], 0), all), PACE, 1);
	expect(ids(first.fresh)).toEqual(['e1', 'e2', 'e3']);
	expect(ids(advance(first.cursor, from(first.cursor, all), PACE, 2).fresh)).toEqual(['e4', 'e5']);
});

it('breaks no tie: all entries of one moment are returned, in any number of polls', () => {
	const all = Array.from({ length: 7 }, (_, index) => entry(`e${index}`, 50));
	let cursor = baseline([], 0);
	const given: string[] = [];
	for (let now = 1; now <= 3; now++) {
		const result = advance(cursor, from(cursor, all), PACE, now);
		given.push(...ids(result.fresh));
		cursor = result.cursor;
	}
	expect(given.sort()).toEqual(ids(all));
});

it('finds what the list shows late, but returns nothing twice', () => {
	const first = advance(baseline([], 0), [entry('a', 1_000)], PACE, 1);
	const second = advance(first.cursor, [entry('late', 950), entry('a', 1_000)], PACE, 2);
	expect(ids(second.fresh)).toEqual(['late']);
	expect(second.cursor.watermark).toBe(1_000);
	expect(advance(second.cursor, [entry('late', 950), entry('a', 1_000)], PACE, 3).fresh).toEqual([]);
});

it('returns an entry again when it changed again', () => {
	const first = advance(baseline([], 0), [entry('a', 1_000)], PACE, 1);
	expect(advance(first.cursor, [entry('a', 1_001)], PACE, 2).fresh).toEqual([entry('a', 1_001)]);
});

it('does not read the overlap for ever', () => {
	const first = advance(baseline([], 0), [entry('a', 950), entry('b', 1_000)], PACE, 1);
	expect(first.cursor.from).toBe(900);
	const soon = advance(first.cursor, [entry('a', 950), entry('b', 1_000)], PACE, 500);
	expect(soon.cursor.from).toBe(900);
	const later = advance(soon.cursor, [entry('a', 950), entry('b', 1_000)], PACE, 1_001);
	expect([later.cursor.from, later.cursor.seen]).toEqual([1_000, [[1_000, 'b']]]);
	expect(advance(later.cursor, [entry('b', 1_000), entry('c', 1_000)], PACE, 1_002).fresh).toEqual([entry('c', 1_000)]);
});

it('remembers a bounded number of entries, whatever happens in one overlap', () => {
	const pace: Pace = { ...PACE, limit: 5_000 };
	const many = Array.from({ length: 5_000 }, (_, index) => entry(`e${index}`, index / 100));
	const { cursor } = advance(baseline([], 0), many, pace, 1);
	expect(cursor.seen).toHaveLength(2_000);
	expect(
		advance(
			cursor,
			many.filter(({ at }) => at >= cursor.from),
			pace,
			2,
		).fresh,
	).toEqual([]);
});

it('survives being stored as JSON', () => {
	const { cursor } = advance(baseline([], 0), [entry('a', 1)], PACE, 1);
	expect(JSON.parse(JSON.stringify(cursor))).toEqual(cursor);
});

it('returns every entry exactly once, in whatever portions and however late within the overlap it is shown', () => {
	const shown = fc.record({ at: fc.integer({ min: 0, max: 2_000 }), lag: fc.integer({ min: 0, max: 90 }) });
	fc.assert(
		fc.property(fc.array(shown, { maxLength: 60 }), fc.integer({ min: 1, max: 60 }), (made, step) => {
			const all = made.map(({ at, lag }, index) => ({ id: `e${index}`, at: at + 1, visible: at + 1 + lag }));
			let cursor = baseline([], 0);
			const given: string[] = [];
			for (let now = 0; now < 10_000; now += step) {
				const result = advance(
					cursor,
					from(
						cursor,
						all.filter(({ visible }) => visible <= now),
					),
					PACE,
					now,
				);
				given.push(...ids(result.fresh));
				cursor = result.cursor;
			}
			expect(given.sort()).toEqual(ids(all).sort());
		}),
		{ numRuns: 100 },
	);
});
