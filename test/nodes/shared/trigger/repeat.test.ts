import { repeated, type Checkpoints } from '../../../../nodes/shared/trigger/repeat';

const MINUTE = 60_000;

/** Polls at these minutes, each of which leaves its minute as the state. Gives the state that each began with. */
function begins(minutes: readonly number[], { inQueue = false, restartedAt = [] as readonly number[] } = {}): number[] {
	let [checkpoints, state, start] = [undefined as Checkpoints<number> | undefined, 0, 'first'];
	return minutes.map((minute) => {
		if (restartedAt.includes(minute)) start = `start at ${minute}`;
		const repeat = repeated({ at: minute * MINUTE, state }, checkpoints, { start, inQueue });
		checkpoints = repeat.checkpoints;
		state = minute;
		return repeat.begin;
	});
}

const upTo = (last: number, step = 1): number[] =>
	Array.from({ length: last / step }, (_, index) => (index + 1) * step);

it('begins where the last poll ended while n8n runs', () => {
	const minutes = upTo(120);
	expect(begins(minutes)).toEqual([0, ...minutes.slice(0, -1)]);
});

it.each([1, 2, 15, 16, 40, 44, 45, 46, 100])(
	'goes back 15 to 31 minutes after a restart at minute %i, or to the beginning',
	(minute) => {
		const begun = begins(upTo(minute), { restartedAt: [minute] }).at(-1) ?? Number.NaN;
		expect(minute - begun).toBeLessThanOrEqual(31);
		expect(begun === 0 || minute - begun >= 15).toBe(true);
	},
);

it('goes back as far again when n8n is restarted again and again', () => {
	const restartedAt = upTo(20).map((minute) => minute + 100);
	const begun = begins(upTo(120), { restartedAt }).slice(100);
	expect(Math.max(...begun)).toBeLessThanOrEqual(101 - 15);
});

it('goes back every quarter of an hour in queue mode, so that each record comes once more when it is that old', () => {
	const minutes = upTo(200);
	const begun = begins(minutes, { inQueue: true });
	for (const record of upTo(150)) {
		const returnedAt = minutes.filter((minute, index) => begun[index] < record && record <= minute);
		expect(returnedAt.some((minute) => minute - record >= 15 && minute - record <= 31)).toBe(true);
		expect(returnedAt.length).toBeLessThanOrEqual(3);
	}
});

it('goes back to the poll before where hours lie between polls', () => {
	expect(begins([60, 120, 180, 240], { restartedAt: [240] })).toEqual([0, 60, 120, 120]);
});
