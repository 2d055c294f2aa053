import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { json } from '../../../support/engine';
import { setups } from '../../../support/roofr';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());

const { csv } = setups(() => sandbox);
const read = async (text: string, parameters: IDataObject = {}) =>
	await json(csv({ exportKind: 'jobs', text, ...parameters }));
const HEAD = 'Job ID,Customer,Stage';
/** The customers of the rows behind the head, and what is said of them. */
const customers = async (...rows: string[]) =>
	(await read([HEAD, '1,First Example,Won', ...rows, '99,Last Example,Lost'].join('\n')))
		.slice(1, -1)
		.map(({ status, record, problems }) => [status, (record as IDataObject).customerName, ...(problems as string[])]);

test.each([
	['an inch mark', '7,12" pipe,Won', '12" pipe'],
	['an inch mark in quotes', '7,"12" pipe",Won', '12" pipe'],
	['an inch mark that is doubled', '7,"12"" pipe",Won', '12" pipe'],
	['an inch mark at the end, in quotes', '7,"pipe of 12"",Won', 'pipe of 12"'],
	['a quote behind a backslash', '7,"12\\" pipe, long",Won', '12" pipe, long'],
	['a backslash before the closing quote', '7,"C:\\jobs\\",Won', 'C:\\jobs\\'],
	['blanks around quotes', '7,  "Example, Ada" ,Won', 'Example, Ada'],
	['what keeps zeros', '7,="00123",Won', '00123'],
	['what keeps zeros, in quotes', '7,"=""00123""",Won', '00123'],
	['a guard before a formula', "7,'+1 Example,Won", '+1 Example'],
	['an empty field in quotes', '7,"Ada",""', 'Ada'],
	['a line break in quotes', '7,"Ada\nExample",Won', 'Ada\nExample'],
	['an apostrophe', "7,'t Hooft,Won", "'t Hooft"],
])('%s is read as spreadsheets do', async (_, row, customer) => {
	expect(await customers(row)).toEqual([['ok', customer]]);
});

test.each([
	['a row with delimiters behind it', '7,Ada,Won,,,', 'ok', []],
	['a row that is short', '7,Ada', 'ok', ['2 fields where the header has 3: the others are empty']],
	['a row that is long', '7,Ada,Won,Lost', 'refused', ['4 fields where the header has 3']],
	['zeros in a field', '7,A\0da\0,Won', 'ok', ['zero characters (NUL) were left out']],
	['a letter that is lost', '7,A\uFFFDda,Won', 'ok', [expect.stringContaining('characters that cannot be read')]],
	['the head once more', HEAD, 'ignored', ['the head once more']],
	['the head in other words', 'job_id, CUSTOMER ,stage', 'ignored', ['the head once more']],
	['a total', 'Total,,"$1,234.00"', 'ignored', ['a summary, not a record']],
	['a grand total', 'Grand Total:,12,', 'ignored', ['a summary, not a record']],
	['when it was exported', 'Exported on 11/28/2026,,', 'ignored', ['a summary, not a record']],
	['a count', '2 jobs', 'ignored', ['a summary, not a record']],
])('%s is told', async (_, row, status, problems) => {
	const rows = await read([HEAD, '1,First Example,Won', row].join('\n'));
	expect(rows.at(-1)).toMatchObject({ line: 3, status, problems });
});

test('blank lines and rows of delimiters alone are no rows', async () => {
	expect(await customers('', '  ', ',,', '7,Ada,Won')).toEqual([['ok', 'Ada']]);
});

test('a customer whose name begins with Total is one', async () => {
	expect(await customers('7,Total Roofing,Won')).toEqual([['ok', 'Total Roofing']]);
});

test('a head with delimiters behind it names as many columns as it fills', async () => {
	const rows = await read(`${HEAD},,\n1,Ada,Won\n2,Ben,Won,,\n3,Smith, John,Won`);
	expect(rows.map(({ status }) => status)).toEqual(['ok', 'ok', 'refused']);
});

test('a column without head is kept by its place', async () => {
	const [row] = await read('Job ID,,Customer\n7,blue,Ada');
	expect(row.record).toMatchObject({ jobId: '7', 'Column 2': 'blue', customerName: 'Ada' });
});

test.each(['\n', '\r\n', '\r'])('lines that end with %j are counted and read', async (end) => {
	const rows = await read([HEAD, '1,Ada,Won', '2,"bad"quote,Won', '', '3,Ben,Won'].join(end));
	expect(rows.map(({ line, status }) => [line, status])).toEqual([
		[2, 'ok'],
		[3, 'refused'],
		[5, 'ok'],
	]);
});

test('a quote that is never closed takes no other row with it, wherever the next quote stands', async () => {
	expect(await customers('7,"Ada,Won', '8,Ben,Won', '9,pipe of 12",Won')).toEqual([
		['refused', undefined, 'a quote is opened and never closed'],
		['ok', 'Ben'],
		['ok', 'pipe of 12"'],
	]);
});

test('a row that a line break cuts in two is refused in both parts', async () => {
	const told = (line: number) => `one row with line ${line}: there is a line break in a field without quotes`;
	expect(await customers('7,Ada', 'Example,Won', '8,Ben,Won')).toEqual([
		['refused', 'Ada', told(4)],
		['refused', 'Won', told(3)],
		['ok', 'Ben'],
	]);
});

test('a second head in another order counts for the rows behind it', async () => {
	const rows = await read(`${HEAD}\n1,Ada,Won\nStage,Job ID,Customer\nLost,2,Ben`);
	expect(rows.map(({ status, id }) => [status, id])).toEqual([
		['ok', '1'],
		['ignored', ''],
		['ok', '2'],
	]);
});

test('a first line "sep=;" names the delimiter', async () => {
	expect(await read('sep=;\nJob ID;Customer\n7;"a;b",c')).toMatchObject([{ status: 'refused' }]);
	expect(await read('sep=|\nJob ID|Customer\n7|Ada, Ben')).toMatchObject([{ record: { customerName: 'Ada, Ben' } }]);
});

test('several columns of one kind are all kept, one gives the value by rank, and the others are told', async () => {
	const [row] = await read(
		[
			'Job ID,Total,Mobile,Contract Amount,Phone,Job Value,Notes,Notes,Email',
			'7,$3.00,720-555-0199,$2.00,303-555-0142,$1.00,gate code,dog,ada@example.com',
		].join('\n'),
	);
	expect(row.record).toMatchObject({
		value: '$1.00',
		valueCents: 100,
		'Contract Amount': '$2.00',
		Total: '$3.00',
		phone: '+13035550142',
		Mobile: '+17205550199',
		notes: 'gate code',
		'Notes 2': 'dog',
	});
	expect(row.problems).toEqual([
		'value is that of "Job Value"; "Contract Amount" has another one: $2.00',
		'value is that of "Job Value"; "Total" has another one: $3.00',
		'phone is that of "Phone"; "Mobile" has another one: +17205550199',
		'notes is that of "Notes"; "Notes 2" has another one: dog',
	]);
});

test('the first of several columns that is filled and can be read gives the value', async () => {
	const [row] = await read('Job ID,Job Value,Total,Phone,Mobile\n7,to be agreed,$3.00,,720-555-0199');
	expect(row.record).toMatchObject({
		value: '$3.00',
		valueCents: 300,
		'Job Value': 'to be agreed',
		phone: '+17205550199',
	});
});

test.each([
	['nothing that tells', ',', ['12.500', '900'], [null, 90_000]],
	['a decimal comma in another row', ',', ['12.500', '"1.250,00"'], [1_250_000, 125_000]],
	['semicolons, and nothing that tells', ';', ['12,500', '12.500'], [null, null]],
	['semicolons and a decimal comma', ';', ['12.500', '1.250,00', '12,500'], [1_250_000, 125_000, null]],
	['both kinds of decimals', ',', ['"12,500"', '"1.250,00"', '"1,250.00"'], [null, 125_000, 125_000]],
	['dollars as usual', ',', ['"$12,500"', '$99.50'], [1_250_000, 9_950]],
])('amounts of a file with %s', async (_, delimiter, amounts, cents) => {
	const rows = await read(
		['Job ID', 'Job Value'].join(delimiter) +
			amounts.map((amount, index) => `\n${index + 1}${delimiter}${amount}`).join(''),
	);
	expect(rows.map(({ record }) => (record as IDataObject).valueCents)).toEqual(cents);
	expect(rows.map(({ problems }) => (problems as string[]).length)).toEqual(cents.map((one) => (one === null ? 1 : 0)));
});

test('the format of amounts and dates can be said', async () => {
	const text = 'Job ID,Job Value,Created\n7,12.500,05/11/2026';
	const [row] = await read(text, { options: { numberFormat: 'comma', dateOrder: 'dayFirst' } });
	expect(row.record).toMatchObject({ valueCents: 1_250_000, createdAt: '2026-11-05' });
});

test.each([
	['month first, as in the US', ['11/05/2026'], ['2026-11-05']],
	['day first, where another row shows it', ['05/11/2026', '13/11/2026'], ['2026-11-05', '2026-11-13']],
	[
		'unclear, where rows speak against each other',
		['13/11/2026', '11/13/2026', '05/11/2026'],
		['2026-11-13', '2026-11-13', '05/11/2026'],
	],
	['of a spreadsheet', ['46331'], ['2026-11-05']],
	['with a time', ['Nov 5, 2026 3:30 PM'], ['2026-11-05T15:30:00Z']],
	['impossible', ['02/31/2026'], ['02/31/2026']],
])('dates are %s', async (_, dates, read_) => {
	const rows = await read(`Job ID,Created${dates.map((date, index) => `\n${index},"${date}"`).join('')}`);
	expect(rows.map(({ record }) => (record as IDataObject).createdAt)).toEqual(read_);
});

test('an address is joined of its columns, or split where it is one text', async () => {
	const [joined] = await read('Job ID,Job Address,City,State,Postal Code\n7,12 Elm St,Denver,Colorado,80202');
	expect(joined.record).toMatchObject({ address: '12 Elm St', fullAddress: '12 Elm St, Denver, Colorado 80202' });
	const [split] = await read('Job ID,Address\n7,"12 Elm St, Denver CO 80202 US"');
	expect(split.record).toMatchObject({
		street: '12 Elm St',
		city: 'Denver',
		state: 'CO',
		postalCode: '80202',
		country: 'United States',
		fullAddress: '12 Elm St, Denver, CO 80202, United States',
	});
	const [nested] = await read('Job ID,Address,City\n7,12 Elm St,"Denver, CO 80202"');
	expect(nested.record).toMatchObject({ city: 'Denver', state: 'CO', postalCode: '80202' });
});

test('names, phones and addresses of email are read as people write them', async () => {
	const [row] = await read(
		'Job ID,Customer,Phone,Email\n7,"Lane, Ada","\u202A303-555-0142 x12\u202C",Ada <ADA@example.com>',
	);
	expect(row.record).toMatchObject({
		customerName: 'Lane, Ada',
		customerFirstName: 'Ada',
		customerLastName: 'Lane',
		phone: '+13035550142',
		phoneExtension: '12',
		email: 'ada@example.com',
	});
	const [joined] = await read('Job ID,Phone\n7,303-555-0142 ::: 720-555-0199');
	expect(joined.record).toMatchObject({ phone: '+13035550142', phoneOthers: ['720-555-0199'] });
	const [lost] = await read('Job ID,Phone\n7,3.03555E+09');
	expect(lost).toMatchObject({
		record: { phone: '3.03555E+09' },
		problems: [expect.stringContaining('Invalid phone')],
	});
});
