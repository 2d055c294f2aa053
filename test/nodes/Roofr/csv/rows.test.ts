import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { linesOf } from '../../../../nodes/Roofr/csv/lines';
import { rowsOf, type Row } from '../../../../nodes/Roofr/csv/rows';

/** Rows of a text that comes in parts of this length. */
async function rowsIn(text: string, columns: number, length = 1_000): Promise<Row[]> {
	async function* parts() {
		for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
	}
	const rows: Row[] = [];
	const shape = { delimiter: ',', columns, isLikely: () => false };
	for await (const batch of rowsOf(linesOf(parts()), shape)) for (const row of batch) rows.push(row);
	return rows;
}

const written = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const cell = fc
	.array(fc.constantFrom('a', 'B', '7', ' ', ',', '"', '\n', '\\', "'", 'é'), { maxLength: 8 })
	.map((letters) => letters.join('').trim())
	.filter((text) => !/^'[=+\-@]|^="/.test(text));
const table = fc
	.integer({ min: 2, max: 5 })
	.chain((columns) =>
		fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }),
	);

test('what is written by the rules is read as by csv-parse, whatever part of it comes at a time', async () => {
	await fc.assert(
		fc.asyncProperty(
			table,
			fc.constantFrom('\n', '\r\n', '\r'),
			fc.integer({ min: 1, max: 40 }),
			async (rows, end, length) => {
				const text = rows.map((cells) => cells.map(written).join(',')).join(end);
				const expected = parse(text, { record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true })
					.map((cells: string[]) => cells.map((one) => one.trim()))
					.filter((cells: string[]) => cells.some((one) => one !== ''));
				const read = await rowsIn(text, rows[0].length, length);
				expect(read.map(({ cells }) => cells)).toEqual(expected);
			},
		),
	);
});

test('whatever the text, each line is in a row or reported, and none twice', async () => {
	const noise = fc.array(fc.constantFrom('a', ',', '"', '""', '\n', '\r\n', '\\"', ' ', '="', '\0'), { maxLength: 60 });
	await fc.assert(
		fc.asyncProperty(noise, async (pieces) => {
			const text = pieces.join('');
			const rows = await rowsIn(text, 3, 7);
			const filled = text.split(/\r\n|\n|\r/).flatMap((line, index) => (/[^\s,"=\\\0]/.test(line) ? [index + 1] : []));
			const starts = rows.map(({ line }) => line);
			expect(starts).toEqual([...new Set(starts)].sort((one, other) => one - other));
			for (const line of filled) expect(starts.some((start) => start <= line)).toBe(true);
			for (const { cells, problem } of rows) expect(cells !== undefined || problem !== undefined).toBe(true);
			const kept =
				rows
					.flatMap(({ cells }) => cells ?? [])
					.join('')
					.split('a').length - 1;
			const told = rows
				.filter(({ cells }) => cells === undefined)
				.map(({ line }) => text.split(/\r\n|\n|\r/)[line - 1]);
			expect(kept + told.join('').split('a').length - 1).toBe(text.split('a').length - 1);
		}),
		{ numRuns: 500 },
	);
});

test('as many rows as a part holds do not exceed the stack', async () => {
	expect(await rowsIn('1,2\n'.repeat(300_000), 2, 2_000_000)).toHaveLength(300_000);
});
