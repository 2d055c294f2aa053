import { SlidingWindow } from '../../../../nodes/shared/http/limiter';
import { MOST_AT_ONCE, WIDTH } from '../../../../nodes/shared/parameters/operationParameters';
import { concurrently } from '../../../../nodes/shared/runner/concurrent';

// the timers that jest fakes
jest.mock('../../../../nodes/shared/http/sleep', () => ({
	...jest.requireActual<object>('../../../../nodes/shared/http/sleep'),
	sleep: async (milliseconds: number) =>
		await new Promise((resolve) => void setTimeout(resolve, Math.max(0, milliseconds))),
}));

const wait = async (milliseconds: number): Promise<void> =>
	await new Promise((resolve) => void setTimeout(resolve, milliseconds));

describe('items worked on at once', () => {
	it('grow and shrink with the width while they run', async () => {
		let width = 2;
		let [underWay, most] = [0, 0];
		const seen: number[] = [];
		await concurrently(
			30,
			() => width,
			() => [],
			async (index) => {
				most = Math.max(most, ++underWay);
				await new Promise((resolve) => void setImmediate(resolve));
				underWay--;
				if (index === 5) [width, most] = [6, underWay];
				if (index === 20) seen.push(most);
				if (index === 20) [width, most] = [1, 0];
				if (index === 29) seen.push(most);
			},
			() => true,
		);
		expect(seen[0]).toBe(6);
		expect(seen[1]).toBeLessThanOrEqual(6);
	});

	it('come to an end when the last of them ends while others of n8n have their turn', async () => {
		const hold = (milliseconds: number): void => {
			for (const until = performance.now() + milliseconds; performance.now() < until;);
		};
		const settled = await concurrently(
			3,
			() => WIDTH,
			() => {
				hold(30);
				return [];
			},
			async (index) => await Promise.resolve(index),
			() => true,
		);
		expect(settled).toEqual([{ value: 0 }, { value: 1 }, { value: 2 }]);
	});

	it('are no longer started after a failure that ends the run', async () => {
		const begun: number[] = [];
		const settled = await concurrently(
			20,
			() => 3,
			() => [],
			async (index) => {
				begun.push(index);
				await Promise.resolve();
				if (index === 4) throw new Error('no');
				return index;
			},
			() => false,
		);
		expect(settled[4]).toEqual({ error: new Error('no') });
		expect(begun.length).toBeLessThan(10);
		expect(settled[19]).toBeUndefined();
	});
});

/** The share of an allowance that items of one call each use, once the first window is over. */
async function shareOf(latency: number, calls = 100, interval = 10_000, width?: number): Promise<number> {
	const limiter = new SlidingWindow({ calls, interval });
	const starts: number[] = [];
	const began = Date.now();
	const items = 12 * calls;
	await concurrently(
		items,
		() => width ?? Math.min(Math.max(WIDTH, Math.min(limiter.underWay, WIDTH + starts.length)), MOST_AT_ONCE),
		() => [],
		async () => {
			const place = await limiter.enter();
			starts.push(Date.now() - began);
			await wait(latency);
			limiter.ended(place, {});
		},
		() => true,
	);
	const [from, to] = [2 * interval, 8 * interval];
	return starts.filter((start) => start >= from && start < to).length / (6 * calls);
}

describe('the share of the allowance that is used', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	const measured = async <T>(share: Promise<T>): Promise<T> => {
		let found: T | undefined;
		void share.then((value) => (found = value));
		while (found === undefined) await jest.advanceTimersByTimeAsync(500);
		return found;
	};

	it.each([40, 120, 400, 800, 1_500])('is nearly all of it where an answer takes %i ms', async (latency) => {
		expect(await measured(shareOf(latency))).toBeGreaterThanOrEqual(0.97);
	});

	it('is a third with five items at once where an answer takes 1,500 ms, which is why they are more', async () => {
		expect(await measured(shareOf(1_500, 100, 10_000, WIDTH))).toBeLessThan(0.4);
	});

	it.each([120, 400, 800])(
		'is nearly all of it where the service counts the last ten seconds and tells what remains, at %i ms, without a refusal',
		async (latency) => {
			const { share, refused } = await measured(withSlidingService(latency));
			expect(share).toBeGreaterThanOrEqual(0.97);
			expect(refused).toBe(0);
		},
	);
});

/** A service that allows 100 calls within any ten seconds, reached after half the latency, which varies by a third. */
async function withSlidingService(latency: number): Promise<{ share: number; refused: number }> {
	const [calls, interval] = [100, 10_000];
	const limiter = new SlidingWindow({ calls, interval });
	const arrivals: number[] = [];
	let refused = 0;
	const began = Date.now();
	await concurrently(
		12 * calls,
		() => Math.min(Math.max(WIDTH, limiter.underWay), MOST_AT_ONCE),
		() => [],
		async (index) => {
			const place = await limiter.enter();
			const [there, back] = [0.5 + (((index * 7) % 11) - 5) / 30, 0.5].map((share) => share * latency);
			await wait(there);
			const counted = arrivals.filter((at) => at > Date.now() - interval).length;
			if (counted >= calls) refused++;
			else arrivals.push(Date.now());
			const remaining = Math.max(0, calls - counted - 1);
			await wait(back);
			limiter.ended(place, { remaining });
		},
		() => true,
	);
	const [from, to] = [began + 2 * interval, began + 8 * interval];
	return { share: arrivals.filter((at) => at >= from && at < to).length / (6 * calls), refused };
}
