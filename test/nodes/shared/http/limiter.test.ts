import type { IDataObject } from 'n8n-workflow';
import type * as Timers from 'node:timers/promises';
import { Breaker } from '../../../../nodes/shared/http/breaker';
import { SlidingWindow, type Seen } from '../../../../nodes/shared/http/limiter';
import { Cancelled, sleep } from '../../../../nodes/shared/http/sleep';
import { ApiError } from '../../../../nodes/shared/http/errors';
import { backoff, retriesStatus, retryAfter } from '../../../../nodes/shared/http/retry';

jest.mock('node:timers/promises', () => ({
	setTimeout: async (...wait: Parameters<typeof clock.sleep>) => await clock.sleep(...wait),
}));

/** Time that passes only when somebody sleeps. */
const clock = {
	now: 0,
	async sleep(ms: number, _value?: undefined, _options?: { signal?: AbortSignal }) {
		await Promise.resolve();
		this.now += ms;
	},
};
beforeEach(() => {
	clock.now = 0;
});

/** When each of `count` calls may start that are answered at once, by the virtual clock. */
async function starts(limiter: SlidingWindow, count: number): Promise<number[]> {
	const times: number[] = [];
	for (let call = 0; call < count; call++) {
		limiter.ended(await limiter.enter(), {});
		times.push(clock.now);
	}
	return times;
}

/** A call that is answered after `took` milliseconds. */
async function call(limiter: SlidingWindow, took = 0, seen: Seen = {}): Promise<void> {
	const place = await limiter.enter();
	clock.now += took;
	limiter.ended(place, seen);
}

describe('the limiter', () => {
	it('never lets more than the allowance start within any window, and uses at least nine tenths of it', async () => {
		const times = await starts(new SlidingWindow({ calls: 100, interval: 10_000 }, 1, () => clock.now), 1000);
		for (const from of times)
			expect(times.filter((time) => time >= from && time < from + 10_000).length).toBeLessThanOrEqual(100);
		expect(Math.max(...times)).toBeLessThan((900 / 100) * 10_000 * (1 / 0.9));
	});

	it('passes the slot of an abandoned call to the next one', async () => {
		const limiter = new SlidingWindow({ calls: 1, interval: 60_000 }, 1, () => clock.now);
		await call(limiter);
		for (let attempt = 0; attempt < 10; attempt++)
			await expect(limiter.enter(AbortSignal.abort())).rejects.toThrow(Cancelled);
		expect(await starts(limiter, 1)).toEqual([60_120]);
	});

	it('divides the allowance by the number of workers', async () => {
		const times = await starts(new SlidingWindow({ calls: 100, interval: 10_000 }, 4, () => clock.now), 26);
		expect(times.filter((time) => time === 0)).toHaveLength(25);
	});

	it('counts the calls of others that the headers report, and leaves a place to them', async () => {
		const limiter = new SlidingWindow({ calls: 10, interval: 1000 }, 1, () => clock.now);
		await call(limiter, 0, { remaining: 2 });
		expect((await starts(limiter, 2)).map((time) => time > 0)).toEqual([false, true]);
	});

	it('takes no call of its own for that of another, in whatever order the service counts them', async () => {
		const limiter = new SlidingWindow({ calls: 10, interval: 1000 }, 1, () => clock.now);
		const [first, second] = [await limiter.enter(), await limiter.enter()];
		clock.now = 100;
		limiter.ended(second, { remaining: 9 });
		clock.now = 300;
		limiter.ended(first, { remaining: 8 });
		expect((await starts(limiter, 8)).every((time) => time === 300)).toBe(true);
	});

	it('knows by a refusal that others have used what it has not', async () => {
		const limiter = new SlidingWindow({ calls: 10, interval: 1000 }, 1, () => clock.now);
		await call(limiter, 0, { isRefused: true, remaining: 0 });
		const [first, second] = await starts(limiter, 2); // one at a time, the first at a moment of chance
		expect(first).toBeLessThanOrEqual(1_000);
		expect(second).toBeGreaterThan(first + 1_000);
	});

	it('takes the places of others again when they are gone for a while', async () => {
		const limiter = new SlidingWindow({ calls: 10, interval: 1000 }, 1, () => clock.now);
		await call(limiter, 0, { remaining: 0 });
		clock.now = 3_001;
		expect((await starts(limiter, 10)).every((time) => time === 3_001)).toBe(true);
	});

	it('leaves a place now and then when it is alone, so that one who is refused each time is seen', async () => {
		const limiter = new SlidingWindow({ calls: 10, interval: 1000 }, 1, () => clock.now);
		const times = await starts(limiter, 300);
		const within = (from: number): number => times.filter((time) => time >= from && time < from + 1_000).length;
		expect(Math.min(...Array.from({ length: 20 }, (_, at) => within(at * 1_020)))).toBe(9);
	});

	it('lets a call start when the service has surely forgotten the one before, and no later', async () => {
		const limiter = new SlidingWindow({ calls: 2, interval: 10_000 }, 1, () => clock.now);
		await call(limiter, 200);
		await call(limiter, 500); // ends at 700, of which the way takes 200: counted no later than one sent at 500
		clock.now = 10_000;
		await call(limiter, 200);
		expect(clock.now).toBe(10_020 + 200);
		await call(limiter, 200);
		expect(clock.now).toBe(10_520 + 200);
	});

	it('keeps the place of a call without an answer for as long as it may be counted', async () => {
		const limiter = new SlidingWindow({ calls: 1, interval: 10_000 }, 1, () => clock.now);
		const place = await limiter.enter();
		clock.now = 30_000;
		limiter.ended(place);
		expect(await starts(limiter, 1)).toEqual([40_020]);
	});

	it('counts a call from when it starts, not from when its place was due', async () => {
		const limiter = new SlidingWindow({ calls: 1, interval: 10_000 }, 1, () => clock.now);
		await call(limiter);
		const { sleep: onTime } = clock;
		clock.sleep = async function (milliseconds) {
			await onTime.call(this, milliseconds + 700); // the event loop stood still
		};
		await call(limiter);
		clock.sleep = onTime;
		expect(await starts(limiter, 1)).toEqual([10_020 + 700 + 10_020]);
	});

	it('spreads the calls that have to wait, from the third interval on', async () => {
		const limiter = new SlidingWindow({ calls: 10, interval: 10_000 }, 1, () => clock.now);
		const times = await starts(limiter, 30);
		expect([times[9] - times[0], times[19] - times[10]]).toEqual([0, 0]);
		expect(times[29] - times[20]).toBeGreaterThanOrEqual(5_000);
	});

	it('adopts the allowance of the account from the headers', async () => {
		const limiter = new SlidingWindow({ calls: 50, interval: 60_000 }, 1, () => clock.now);
		await call(limiter, 0, { calls: 251, interval: 60_000 });
		expect((await starts(limiter, 250)).every((time) => time === 0)).toBe(true);
	});
});

describe('waiting', () => {
	it('ends at once when the execution is canceled, and leaves no timer behind', async () => {
		const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
		const before = timers();
		const cancel = new AbortController();
		clock.sleep = jest.requireActual<typeof Timers>('node:timers/promises').setTimeout;
		const waiting = sleep(60_000, cancel.signal);
		expect(timers()).toBe(before + 1);
		cancel.abort();
		await expect(waiting).rejects.toBeInstanceOf(Cancelled);
		expect(timers()).toBe(before);
	});

	it('is spread from nothing to the doubled bound, which never grows past half a minute', () => {
		expect(backoff(3, () => 0)).toBe(0);
		expect(backoff(3, () => 1)).toBe(4000);
		expect(backoff(50, () => 1)).toBe(30_000);
	});

	it.each<[header: unknown, expected: number | undefined, date: string | undefined]>([
		['7', 7000, undefined],
		[0, 0, undefined],
		['2.5', 2500, undefined],
		[' 7 ', 7000, undefined],
		['86400', 86_400_000, undefined],
		['-5', undefined, undefined],
		['', undefined, undefined],
		[' ', undefined, undefined],
		['Infinity', undefined, undefined],
		['Wed, 21 Oct 2026 07:28:10 GMT', 10_000, undefined],
		['Wed, 21 Oct 2026 07:27:10 GMT', 0, undefined],
		['Wed, 21 Oct 2026 07:28:10 GMT', 40_000, 'Wed, 21 Oct 2026 07:27:30 GMT'],
		['Wed, 21 Oct 2026 07:28:10 GMT', 10_000, 'today'],
		['soon', undefined, undefined],
		['7s', undefined, undefined],
		[undefined, undefined, undefined],
	])('reads Retry-After "%s" as %s ms, by the clock of the service', (header, expected, date) => {
		const headers = { 'retry-after': header, date } as IDataObject; // as n8n gives headers
		expect(retryAfter(headers, Date.parse('2026-10-21T07:28:00Z'))).toBe(expected);
	});

	it.each([
		['read', 503, true],
		['idempotent', 500, true],
		['read', 520, true],
		['read', 522, true],
		['idempotent', 524, true],
		['create', 524, false],
		['create', 503, false],
		['append', 500, false],
		['create', 429, true],
		['read', 404, false],
		['read', 501, false],
	] as const)('a call that is %s and answered %i is repeated: %s', (effect, status, expected) => {
		expect(retriesStatus(effect, status)).toBe(expected);
	});
});

describe('the breaker', () => {
	it('holds calls back after five failures in a row, then lets one probe', () => {
		const breaker = new Breaker(() => clock.now);
		for (let failure = 0; failure < 4; failure++) breaker.failed('account');
		expect(breaker.rest('account')).toBe(0);
		breaker.failed('account');
		expect(breaker.rest('account')).toBe(30_000);
		clock.now = 30_000;
		expect(breaker.rest('account')).toBe(0);
		expect(breaker.rest('account')).toBeGreaterThan(0);
		breaker.answered('account');
		expect(breaker.rest('account')).toBe(0);
	});

	it('remembers a refused token for a minute, for that token and endpoint only', () => {
		const breaker = new Breaker(() => clock.now);
		breaker.refused('token', 'GET /a', new ApiError(401, {}, {}, 'GET /a', { route: 'GET /a', effect: 'read' }));
		expect(breaker.knownError('token', 'GET /a')).toBeDefined();
		expect(breaker.knownError('token', 'GET /b')).toBeUndefined();
		expect(breaker.knownError('other', 'GET /a')).toBeUndefined();
		clock.now = 60_000;
		expect(breaker.knownError('token', 'GET /a')).toBeUndefined();
	});
});
