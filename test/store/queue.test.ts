import { setTimeout } from 'node:timers/promises';
import { Queue } from '../../store/queue';
import { StoreBusy } from '../../store/sql';

describe('a queue', () => {
	it('lets so many work at once, and the others in the order in which they came', async () => {
		const queue = new Queue(2, 60_000, 'it');
		const begun: number[] = [];
		let most = 0;
		let working = 0;
		await Promise.all(
			[1, 2, 3, 4, 5].map(
				async (number) =>
					await queue.run(async () => {
						begun.push(number);
						working += 1;
						most = Math.max(most, working);
						await setTimeout(1);
						working -= 1;
					}),
			),
		);
		expect(begun).toEqual([1, 2, 3, 4, 5]);
		expect(most).toBe(2);
	});

	it('goes on after an error, and gives it to whoever made it', async () => {
		const queue = new Queue(1, 60_000, 'it');
		const failing = queue.run(async () => await Promise.reject(new Error('mine')));
		const next = queue.run(async () => await Promise.resolve('next'));
		await expect(failing).rejects.toThrow('mine');
		expect(await next).toBe('next');
	});

	it('tells who waits too long that it is busy, and forgets it', async () => {
		const queue = new Queue(1, 20, 'it');
		let end = (): void => undefined;
		const long = queue.run(async () => await new Promise<void>((resolve) => (end = resolve)));
		await expect(queue.run(async () => await Promise.resolve())).rejects.toThrow(StoreBusy);
		await expect(queue.run(async () => await Promise.resolve())).rejects.toThrow('it is busy');
		end();
		await long;
		expect(await queue.run(async () => await Promise.resolve('free again'))).toBe('free again');
	});
});
