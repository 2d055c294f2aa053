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
	['a count in words of a database', '(1 row)', 'ignored', ['a summary, not a record']],
	['a count behind its name', 'Records: 1', 'ignored', ['a summary, not a record']],
	['a total with a count beside it', 'Total,,1 job', 'ignored', ['a summary, not a record']],
	['a sum as a formula', 'Sum,=SUM(B2:B2),', 'ignored', ['a summary, not a record']],
	['the end of a report', '--- End of Report ---', 'ignored', ['a summary, not a record']],
	['who made a report, and when', 'Report generated 11/28/2026 by Sam', 'ignored', ['a summary, not a record']],
	['a drawn line', '----,----,----', 'ignored', ['a summary, not a record']],
	['a remark of a program', '# the rest was archived', 'ignored', ['a summary, not a record']],
	['what the columns hold', '(number),(text),[stage]', 'ignored', ['a summary, not a record']],
	[
		'a letter of MS-DOS',
		'7,M\u0081ller,Won',
		'ok',
		['Invalid customerName "M\u0081ller": its letters were read in a wrong encoding before'],
	],
	['signs of a web page', '7,Lane &amp; Sons,Won', 'ok', [expect.stringContaining('it is written as HTML')]],
	['marks of a web page', '7,Ada<br>Lane,Won', 'ok', [expect.stringContaining('it is written as HTML')]],
	['an ID with groups of digits', '"1,001",Ada,Won', 'refused', ['Invalid jobId "1,001": its digits are grouped']],
	['a control character', '7,Ada\x1A,Won', 'ok', ['control characters were left out']],
	[
		'a letter that was read wrongly before',
		'7,M\u00C3\u00BCller,Won',
		'ok',
		['Invalid customerName "M\u00C3\u00BCller": its letters were read in a wrong encoding before'],
	],
	[
		'a formula in the place of its result',
		'7,Ada,"=IF(A1=1,""Won"",""Lost"")"',
		'ok',
		[expect.stringContaining('it is a formula, not its result')],
	],
	[
		'an ID that a spreadsheet has shortened',
		'1.23457E+11,Ada,Won',
		'refused',
		['Invalid jobId "1.23457E+11": a spreadsheet has cut its digits'],
	],
	[
		'an error of a spreadsheet',
		'7,#N/A,########',
		'ok',
		[
			'Invalid customerName "#N/A": an error of the spreadsheet',
			'Invalid stage "########": an error of the spreadsheet',
		],
	],
])('%s is told', async (_, row, status, problems) => {
	const rows = await read([HEAD, '1,First Example,Won', row].join('\n'));
	expect(rows.at(-1)).toMatchObject({ line: 3, status, problems });
});

test('blank lines and rows of delimiters alone are skipped', async () => {
	expect(await customers('', '  ', ',,', '7,Ada,Won')).toEqual([['ok', 'Ada']]);
});

test('a customer whose name begins with Total is kept', async () => {
	expect(await customers('7,Total Roofing,Won')).toEqual([['ok', 'Total Roofing']]);
	const rows = await read('Company,Zip\nTotal Roofing,80202\nAverage Joe Roofing,80203', { exportKind: 'contacts' });
	expect(rows.map(({ status }) => status)).toEqual(['ok', 'ok']);
});

test('a lone text after the last row costs no row, and is reported at both lines', async () => {
	const rows = await read([HEAD, '1,Ada,Won', 'Gesamt'].join('\n'));
	expect(rows.map(({ line, status, problems }) => [line, status, ...(problems as string[])])).toEqual([
		[2, 'ok', 'line 3 is no record: its text may belong to this one'],
		[3, 'refused', 'no record, by what its other lines are: "Gesamt"'],
	]);
});

test('a quote that is closed some rows later keeps none of them within it', async () => {
	expect(await customers('7,Ada,"Won', '8,Ben,Won', '9,Cy"')).toEqual([
		['refused', undefined, 'a quote is opened and never closed'],
		['ok', 'Ben'],
		['ok', 'Cy"', '2 fields where the header has 3: the others are empty'],
	]);
});

test('placeholders for no value are no values', async () => {
	const [row] = await read(
		'Job ID,Customer,Phone,Email,Job Value,Created,Stage,Tags\n7,NULL,n/a,none,-,N/A,None,(blank)',
	);
	expect(row).toMatchObject({
		status: 'ok',
		problems: [],
		record: { customerName: '', phone: '', email: '', valueCents: null, createdAt: '', stage: 'None', tags: [] },
	});
});

test('invisible marks around a field, and the decimals that a program gives an ID, do not belong to it', async () => {
	const [row] = await read('Job ID\u200B,Customer,Zip\n\u200B1001.0,Ada\uFEFF,80202.0');
	expect(row).toMatchObject({ id: '1001', record: { jobId: '1001', customerName: 'Ada', postalCode: '80202' } });
});

test.each(['Lane & Sons', 'O’Neil', 'Q&A; B', 'a <b', 'Lane (tenant)', 'word…word', '“Ada”', '#1 Roofing', '5 ¢'])(
	'%s is nothing to report',
	async (name) => {
		expect(await customers(`7,"${name}",Won`)).toEqual([['ok', name]]);
	},
);

test('a zip code without its first zero is reported, as far as phones are of the US by default', async () => {
	const text = 'Job ID,Zip\n7,2134\n8,02134\n9,80202-1234';
	expect((await read(text)).map(({ problems }) => problems)).toEqual([
		['Invalid postalCode "2134": a spreadsheet has cut its zeros'],
		[],
		[],
	]);
	expect((await read(text, { options: { region: 'CH' } }))[0].problems).toEqual([]);
});

test.each([
	[
		'heads that differ by case and blanks',
		'Job ID,Phone,PHONE \n7,303-555-0142,720-555-0199',
		{ PHONE: '+17205550199' },
	],
	['heads of the user that differ by case', 'Job ID,Customer,Crew,crew\n7,Ada,A,B', { Crew: 'A', crew: 'B' }],
	['a head over two lines', '"Job\nID","Customer\r\nName"\n7,Ada', { customerName: 'Ada' }],
	['heads in groups', ',,Person,\nJob ID,Stage,Customer,Email\n7,Won,Ada,a@example.com', { customerName: 'Ada' }],
	['byte order marks at both ends', '\uFEFF\uFEFFJob ID,Customer\n7,Ada\uFEFF', { customerName: 'Ada' }],
	['few heads that are known', 'Foo,Job ID,Bar,Customer\n1,7,2,Ada', { Foo: '1', Bar: '2', customerName: 'Ada' }],
	['a named delimiter in quotes', '"sep=;"\r\nJob ID;Customer\r\n7;Ada', { customerName: 'Ada' }],
	['line ends of three kinds', 'Job ID,Customer\r\n7,Ada\n\r', { customerName: 'Ada' }],
	['a page break', 'Job ID,Customer\n7,Ada\n\f', { customerName: 'Ada' }],
	['a drawn table', '| Job ID | Customer |\n|---|---|\n| 7 | Ada |', { customerName: 'Ada' }],
	['a time of a spreadsheet', 'Job ID,Created\n7,46331.625', { createdAt: '2026-11-05T15:00:00Z' }],
	['a time of another CRM', 'Job ID,Created\n7,11/05/2026 03:30 PM MST', { createdAt: '2026-11-05T22:30:00Z' }],
	['two phones over two lines', 'Job ID,Phone\n7,"303-555-0142\n720-555-0199"', { phoneOthers: ['720-555-0199'] }],
	['a debit as accountants write it', 'Job ID,Job Value\n7,"$ (1,250.00)"', { valueCents: -125_000 }],
	['nothing as accountants write it', 'Job ID,Job Value\n7, $ -   ', { valueCents: 0 }],
])('%s', async (_, text, record) => {
	const rows = (await read(text)).filter(({ status }) => status !== 'ignored');
	expect(rows).toMatchObject([{ id: '7', status: 'ok', record }]);
});

test('a year of two digits is reported', async () => {
	const [row] = await read('Job ID,Created\n7,11/05/26');
	expect(row.problems).toEqual(['Invalid createdAt "11/05/26": its year has two digits; export it with four']);
});

test('lines that stand in quotes as a whole are read', async () => {
	const rows = await read('"Job ID,Customer,Stage"\n"7,""Lane, Ada"",Won"\n"8,Ben,Lost"');
	expect(rows.map(({ id, record }) => [id, (record as IDataObject).customerName])).toEqual([
		['7', 'Lane, Ada'],
		['8', 'Ben'],
	]);
});

test.each([
	[
		'one with first and last names',
		'Job Number,Job Name,Primary Contact First Name,Primary Contact Last Name,Location Street,Location City,Location State,Location Zip,Contract Price,Sales Rep',
		'A-7,Lane Roof,Ada,Lane,12 Elm St,Denver,CO,80202,"$12,000.00",Sam',
	],
	[
		'one with whole names',
		'Job #,Name,Primary Contact,Address Line1,City,State Text,Zip,Approved Estimate Total,Assigned To',
		'A-7,Lane Roof,Ada Lane,12 Elm St,Denver,CO,80202,12000,Sam',
	],
])('exports of other CRMs for roofers are read, such as %s', async (_, head, row) => {
	const [entry] = await read(`${head}\n${row}`);
	expect(entry).toMatchObject({
		id: 'A-7',
		problems: [],
		record: {
			name: 'Lane Roof',
			customerName: 'Ada Lane',
			customerFirstName: 'Ada',
			customerLastName: 'Lane',
			fullAddress: '12 Elm St, Denver, CO 80202',
			valueCents: 1_200_000,
			owner: 'Sam',
		},
	});
});

test('a header with trailing delimiters names as many columns as it fills', async () => {
	const rows = await read(`${HEAD},,\n1,Ada,Won\n2,Ben,Won,,\n3,Smith, John,Won`);
	expect(rows.map(({ status }) => status)).toEqual(['ok', 'ok', 'refused']);
});

test('a column without a header is kept by its position', async () => {
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

test('a quote that is never closed costs no other row, wherever the next quote stands', async () => {
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

test('a second header in another order applies to the rows after it', async () => {
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
	expect(await read('sep=\\t\nJob ID\tCustomer\n7\tAda')).toMatchObject([{ record: { customerName: 'Ada' } }]);
});

test('a first line that names another delimiter than the file has is passed over', async () => {
	expect(await read('sep=;\nJob ID,Customer\n7,Ada')).toMatchObject([{ record: { customerName: 'Ada' } }]);
});

test('several columns of one kind are all kept, one provides the value by rank, and the others are reported', async () => {
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

test('the format of amounts and dates can be set', async () => {
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

test('an address is joined from its columns, or split where it is one text', async () => {
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

test('names, phones and email addresses are read as people write them', async () => {
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
