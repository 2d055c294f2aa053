import { timeOf } from '../../../../nodes/shared/parameters/input';
import { canonicalDate } from '../../../../sync/model/canonical';

const QUARTER = 15 * 60_000;
const DAY = 24 * 60 * 60_000;

/** Every quarter of an hour that clocks could show around a day. */
const shownAround = (day: string): string[] =>
	Array.from({ length: (2 * DAY) / QUARTER }, (_, index) =>
		new Date(Date.parse(`${day}T00:00Z`) - DAY / 2 + index * QUARTER).toISOString().slice(0, 16),
	);

test.each([
	['America/New_York', '2026-03-08'],
	['America/New_York', '2026-11-01'],
	['Europe/Berlin', '2026-03-29'],
	['Europe/Berlin', '2026-10-25'],
	['Australia/Lord_Howe', '2026-04-05'],
	['Asia/Kathmandu', '2026-05-05'],
])('a time without an offset is the same moment to the nodes and to the engine: %s, %s', (zone, day) => {
	const read = shownAround(day).map((shown) => [shown, timeOf(shown, 'time', zone)]);
	const compared = shownAround(day).map((shown) => [shown, canonicalDate(shown, zone).replace('.000Z', 'Z')]);
	expect(compared).toEqual(read);
});

test.each(['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z'])(
	'read on %s, a time that clocks skip is an hour later, and one that they show twice is the first',
	(now) => {
		jest.useFakeTimers({ now: Date.parse(now) });
		expect(canonicalDate('2026-03-08T02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
		expect(canonicalDate('2026-11-01T01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
		expect(timeOf('2026-11-01T01:30', 'time', 'America/New_York')).toBe('2026-11-01T05:30:00Z');
		expect(timeOf('2026-11-01T01:30:00-05:00', 'time', 'America/New_York')).toBe('2026-11-01T06:30:00Z');
		jest.useRealTimers();
	},
);
