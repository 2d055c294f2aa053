import { breather, mapInTurns } from '../../store/breather';

/** Work that has the processor for so long. */
const hold = (milliseconds: number): void => {
	for (const until = performance.now() + milliseconds; performance.now() < until;);
};

/** How often others had a turn while the work went on. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
	let [turns, isOver] = [0, false];
	const count = (): void => {
		turns += 1;
		if (!isOver) setImmediate(count);
	};
	setImmediate(count);
	await work.finally(() => (isOver = true));
	return turns;
}

test('long work gives others a turn, and keeps its order', async () => {
	const entries = Array.from({ length: 60 }, (_, number) => number);
	const work = mapInTurns(entries, (number) => {
		hold(2);
		return number;
	});
	expect(await turnsDuring(work)).toBeGreaterThanOrEqual(4);
	expect(await work).toEqual(entries);
});

test('work that several do at once has one time together, not each its own', async () => {
	await breather.breathe();
	const work = async (): Promise<void> => {
		for (let step = 0; step < 40; step++) {
			hold(1);
			if (breather.isDue) await breather.breathe();
			else await Promise.resolve();
		}
	};
	const all = Promise.all(Array.from({ length: 5 }, work)); // 200 ms; 15 ms for each of five would be 3 turns
	expect(await turnsDuring(all)).toBeGreaterThanOrEqual(7);
});
