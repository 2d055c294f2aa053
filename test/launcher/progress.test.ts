import { PassThrough } from 'node:stream';

import { printedProgress } from '../../launcher/progress';

function stream(isTTY: boolean): { stream: NodeJS.WriteStream; printed: () => string } {
	const through = new PassThrough();
	let text = '';
	through.on('data', (chunk: Buffer) => (text += chunk.toString()));
	// Of a terminal's stream, progress uses `write` and `isTTY` only.
	return { stream: Object.assign(through, { isTTY }) as unknown as NodeJS.WriteStream, printed: () => text };
}

afterEach(() => jest.useRealTimers());

test('a log gets a line every 15 seconds with the state of the work, and one at the end', async () => {
	jest.useFakeTimers();
	const { stream: log, printed } = stream(false);
	const work = printedProgress(log).busy('Installing', async (report) => {
		report('7 of 9 packages');
		await jest.advanceTimersByTimeAsync(31_000);
	});
	await work;
	expect(printed()).toBe(
		'Installing …  15 s  7 of 9 packages\nInstalling …  30 s  7 of 9 packages\nInstalling: done in 31 s\n',
	);
});

test('a terminal shows the same line with a new time every second', async () => {
	jest.useFakeTimers();
	const { stream: terminal, printed } = stream(true);
	await printedProgress(terminal).busy('Starting', async () => await jest.advanceTimersByTimeAsync(1_000));
	expect(printed().split('\r\u001b[2K').slice(1)).toEqual([
		'Starting …  0 s',
		'Starting …  1 s',
		'Starting: done in 1 s\n',
	]);
});

test('work that fails is not reported as done, and its failure is passed on', async () => {
	const { stream: log, printed } = stream(false);
	await expect(
		printedProgress(log).busy('Installing', async () => await Promise.reject(new Error('no'))),
	).rejects.toThrow('no');
	expect(printed()).toBe('');
});
