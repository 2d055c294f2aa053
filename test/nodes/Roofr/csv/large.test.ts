import { setImmediate as turn } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { importExport } from '../../../../nodes/Roofr/actions/csvExport/import';
import { Input } from '../../../../nodes/shared/parameters/input';
import type { Parts } from '../../../../nodes/shared/parameters/file';
import { threadTime } from '../../../support/threadTime';

/** By hand: CSV_ROWS=1000000 npx jest test/nodes/Roofr/csv/large */
const ROWS = Number(process.env.CSV_ROWS ?? 100_000);
/** Milliseconds of work after which n8n must have a turn. */
const LONGEST_BLOCK = 150;

const HEAD = 'Job ID,Customer,Address,Phone,Email,Value,Stage,Created at,Tags\n';
const row = (index: number): string =>
	`${index},"Example, Ada ${index}","${index} Elm St, Denver, CO 80202",(303) 555-0142,ada${index}@example.com,"$12,345.67",Won,11/05/2026,"roof, vip"\n`;

/** A file of so many rows that is nowhere as a whole. */
const fileOf = (rows: number, lineOf = row): Parts =>
	async function* () {
		const encoder = new TextEncoder();
		yield encoder.encode(HEAD);
		for (let from = 0; from < rows; from += 500)
			yield encoder.encode(
				Array.from({ length: Math.min(500, rows - from) }, (_, index) => lineOf(from + index)).join(''),
			);
	};

async function imported(file: Parts, parameters: IDataObject = {}): Promise<IDataObject[]> {
	const values: IDataObject = {
		exportKind: 'jobs',
		from: 'file',
		binaryProperty: 'data',
		rowsToGive: 'all',
		options: {},
		...parameters,
	};
	// no account is read
	const input = new Input({ read: (name) => values[name], account: {} as never, file: async () => file });
	return (await importExport.execute({} as never, input)) as IDataObject[]; // it calls nobody
}

/** The longest work that was done without a turn for others. */
async function longestBlock(work: Promise<unknown>): Promise<number> {
	let isDone = false;
	let longest = 0;
	const done = work.finally(() => (isDone = true));
	for (let before = threadTime(); !isDone; before = threadTime()) {
		await turn();
		longest = Math.max(longest, threadTime() - before);
	}
	await done;
	return longest;
}

test(`${ROWS.toLocaleString('en')} rows are all read, and others have the event loop in between`, async () => {
	await imported(fileOf(1_000)); // so that what is loaded once does not count
	let rows: IDataObject[] = [];
	const block = await longestBlock(imported(fileOf(ROWS)).then((all) => (rows = all)));
	expect(rows).toHaveLength(ROWS);
	expect(rows.at(-1)).toMatchObject({ line: ROWS + 1, id: String(ROWS - 1), status: 'ok', problems: [] });
	expect(block).toBeLessThan(LONGEST_BLOCK);
	if (process.env.CSV_ROWS) console.log(`${ROWS} rows: the longest block took ${block.toFixed(1)} ms`);
}, 1_800_000);

test('rows that are not requested are not kept in memory', async () => {
	global.gc?.();
	const before = process.memoryUsage().heapUsed;
	let peak = 0;
	const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().heapUsed - before)), 20);
	const long = (index: number): string => row(index).replace('roof, vip', 'x'.repeat(5_000));
	const refused = (index: number): string => long(index).replace('\n', ',one field too many\n');
	expect(await imported(fileOf(ROWS / 5, refused), { options: { badLines: 'leaveOut' } })).toEqual([]);
	clearInterval(watch);
	expect(peak).toBeLessThan((ROWS / 5) * 5_000); // the file as a whole
}, 1_800_000);

test.each([
	['an open quote in each line', '"a\n'],
	['quotes in the middle', '"a"b'],
	['lone quotes', '"\n'],
	['quotes over lines', '"a\n"'],
	['backslashes and quotes', '"\\"a,\n'],
	['quotes alone', '"'],
	['delimiters', ','],
	['one line without end', 'a'],
])(
	'the time for %s grows with their number, not with its square',
	async (_, piece) => {
		const timeOf = async (length: number): Promise<number> => {
			const bytes = new TextEncoder().encode(HEAD + piece.repeat(Math.ceil(length / piece.length)));
			const start = threadTime();
			await imported(async function* () {
				yield bytes;
			});
			return threadTime() - start;
		};
		await timeOf(20_000);
		const [once, twice] = [await timeOf(160_000), await timeOf(320_000)];
		expect(twice).toBeLessThan(Math.max(once, 20) * 3.5);
		expect(once).toBeLessThan(2_000);
	},
	60_000,
);
