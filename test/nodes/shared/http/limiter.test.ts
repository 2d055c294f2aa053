import type { IDataObject } from 'n8n-workflow';
import type * as Timers from 'node:timers/promises';
import { Breaker } from '../../../../nodes/shared/http/breaker';
import { SlidingWindow } from '../../../../nodes/shared/http/limiter';
import { Cancelled, sleep } from '../../../../nodes/shared/http/sleep';
import { ApiError } from '../../../../nodes/shared/http/errors';
import { backoff, retriesStatus, retryAfter } from '../../../../nodes/shared/http/retry';

jest.mock('node:timers/promises', () => ({
	setTimeout: async (...wait: Parameters<typeof clock.sleep>) => await clock.sleep(...wait),
}));

/** Time that passes only when somebody sleeps. */
const clock = {
	now: 0,
	slept: [] as number[],
	async sleep(ms: number, _value?: undefined, _options?: { signal?: AbortSignal }) {
		this.slept.push(ms);
	},
};
beforeEach(() => {
	clock.now = 0;
	clock.slept = [];
});

/** When each of `count` calls asked for at once may start, by the virtual clock. */
async function starts(limiter: SlidingWindow, count: number): Promise<number[]> {
	const times: number[] = [];
	for (let call = 0; call < count; call++) {
		const before = clock.slept.length;
		await limiter.enter();
		times.push(clock.now + (clock.slept[before] ?? 0));
	}
	return times;
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
		await limiter.enter();
		for (let call = 0; call < 10; call++) await expect(limiter.enter(AbortSignal.abort())).rejects.toThrow(Cancelled);
		expect(await starts(limiter, 1)).toEqual([60_150]);
	});

	it('divides the allowance by the number of workers', async () => {
		const times = await starts(new SlidingWindow({ calls: 100, interval: 10_000 }, 4, () => clock.now), 26);
		expect(times.filter((time) => time === 0)).toHaveLength(25);
	});

	it('counts the calls of others that the headers report', async () => {
		const limiter = new SlidingWindow({ calls: 10, interval: 1000 }, 1, () => clock.now);
		await limiter.enter();
		limiter.observe({ remaining: 2 });
		expect((await starts(limiter, 3)).map((time) => time > 0)).toEqual([false, false, true]);
	});

	it('adopts the allowance of the account from the headers', async () => {
		const limiter = new SlidingWindow({ calls: 50, interval: 60_000 }, 1, () => clock.now);
		limiter.observe({ calls: 250, interval: 60_000 });
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
