import { ExecuteContext } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	Workflow,
	type IDataObject,
	type IExecuteData,
	type INode,
	type INodeExecutionData,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { Roofr } from '../../../../nodes/Roofr/Roofr.node';
import { failure, json } from '../../../support/engine';
import { setups } from '../../../support/roofr';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());

const { csv } = setups(() => sandbox);
const read = async (text: string, parameters: IDataObject = {}) =>
	await json(csv({ exportKind: 'jobs', text, ...parameters }));

const JOBS = [
	'Job ID,Customer,Address,Phone,Email,Lead source,Value,Job owner,Workflow,Stage,Stage category,Status,Created at,Link,Tags',
	'51,Maria Example,"12 Elm St, Springfield, IL 62701",(212) 555-0142,Maria@Example.com,Web,"$12,345.67",Sam Example,Retail,Won,Won Jobs,Open,11/05/2026,https://app.example.com/51,"roof, vip"',
	'52,Ann Example,,,,,,,,,,,2026-11-06T10:00:00Z,,',
].join('\n');

test('an export of jobs becomes records, with normalized values, and the original ones where they are invalid', async () => {
	const [first, second] = await read(JOBS);
	expect(first).toMatchObject({
		line: 2,
		id: '51',
		status: 'ok',
		problems: [],
		record: {
			jobId: '51',
			customerName: 'Maria Example',
			phone: '+12125550142',
			email: 'maria@example.com',
			value: '$12,345.67',
			valueCents: 1234567,
			owner: 'Sam Example',
			stageCategory: 'Won Jobs',
			createdAt: '2026-11-05',
			tags: ['roof', 'vip'],
		},
	});
	expect(second.record).toMatchObject({ valueCents: null, createdAt: '2026-11-06T10:00:00Z', tags: [] });
});

test('no credential is needed and nothing is called', async () => {
	sandbox.clearRequests();
	expect(await read(JOBS)).toHaveLength(2);
	expect(sandbox.requests()).toEqual([]);
});

test.each([
	[
		'semicolons',
		JOBS.split('\n')
			.map((line) => line.replaceAll(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ';'))
			.join('\n'),
	],
	[
		'tabs',
		JOBS.split('\n')
			.map((line) => line.replaceAll(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '\t'))
			.join('\r\n'),
	],
	['a title and blank lines before the head', `My jobs\n\n${JOBS}`],
])('%s are read as commas are', async (_, text) => {
	const plain = await read(JOBS);
	expect((await read(text)).map(({ rowHash, record }) => ({ rowHash, record }))).toEqual(
		plain.map(({ rowHash, record }) => ({ rowHash, record })),
	);
});

test('the order of columns and their alternative headers change nothing, not even the hash', async () => {
	const [one] = await read('Job ID,Customer Name,Stage\n7,Maria Example,Won');
	const [other] = await read('job_stage,CUSTOMER,job id\nWon,Maria Example,7');
	expect(other).toMatchObject({ rowHash: one.rowHash, record: one.record as IDataObject });
});

test('columns with unknown headers are kept under them, and the user can map them', async () => {
	const text = 'Job ID,Stage,Kunde,Crew\n7,Won,Maria Example,B';
	expect((await read(text))[0].record).toMatchObject({ Kunde: 'Maria Example', Crew: 'B' });
	expect((await read(text, { options: { heads: '{"kunde": "customerName"}' } }))[0].record).toMatchObject({
		customerName: 'Maria Example',
		Crew: 'B',
	});
});

test('each invalid line is reported with its number and reason, and no valid line is lost with it', async () => {
	const text = [
		'Job ID,Customer,Stage',
		'1,Good,Won',
		'2,"bad"quote,Won',
		'3,Good,Won',
		'4,too,many,fields',
		'',
		',,Won',
		'6,"two\nlines",Won',
		'6,"two\nlines",Won',
		'1,Other content,Lost',
		'8,"never closed,Won',
		'9,Good,Won',
	].join('\n');
	const lines = await read(text);
	expect(lines.map(({ line, status, problems }) => [line, status, ...(problems as string[])])).toEqual([
		[2, 'ok'],
		[3, 'refused', 'there is a quote in the middle of a field'],
		[4, 'ok'],
		[5, 'refused', '4 fields where the header has 3'],
		[7, 'refused', 'none of jobId, name, customerName, address is filled'],
		[8, 'ok'],
		[10, 'duplicate', 'the same as line 8'],
		[12, 'refused', 'line 2 has the same ID with other content'],
		[13, 'refused', 'a quote is opened and never closed'],
		[14, 'ok'],
	]);
	expect((await read(text, { options: { badLines: 'leaveOut' } })).map(({ id }) => id)).toEqual(['1', '3', '6', '9']);
	const error = await failure(csv({ exportKind: 'jobs', text, options: { badLines: 'fail' } }));
	expect([error.message, error.description]).toEqual([
		'6 of 10 lines cannot be used',
		expect.stringContaining('line 3: there is a quote in the middle of a field'),
	]);
});

test('a value that cannot be read is a problem of its line, which is returned all the same', async () => {
	const [line] = await read('Job ID,Email,Value,Created at\n7,nobody,soon,yesterday');
	expect(line).toMatchObject({
		status: 'ok',
		record: { email: 'nobody', value: 'soon', valueCents: null, createdAt: 'yesterday' },
	});
	expect(line.problems).toEqual([
		'Invalid email "nobody": it is not an email address',
		'Invalid value "soon": it is not an amount',
		'Invalid createdAt "yesterday": it is not a date',
	]);
});

test('the delta returns what is new and what has changed, by the hashes of the last import', async () => {
	const first = await read(JOBS);
	const changed = `${JOBS.replace('Won Jobs', 'Lost')}\n53,New Example,,,,,,,,,,,,,`;
	const known = first.map(({ rowHash }) => rowHash);
	expect((await read(changed, { rowsToGive: 'delta', knownHashes: known })).map(({ id }) => id)).toEqual(['51', '53']);
	expect(await read(JOBS, { rowsToGive: 'delta', knownHashes: known.join(', ') })).toEqual([]);
});

test('contacts and proposals are read by their own headers', async () => {
	const [contact] = await read(
		'First Name,Last Name,Company,Zip,Email Address\nMaria,Example,Example Ltd,62701,m@example.com',
		{ exportKind: 'contacts' },
	);
	expect(contact.record).toEqual({
		firstName: 'Maria',
		lastName: 'Example',
		companyName: 'Example Ltd',
		postalCode: '62701',
		email: 'm@example.com',
	});
	const [proposal] = await read('Proposal ID,Job ID,Proposal Total,Signed Date\n9,51,"12,345",11/05/2026', {
		exportKind: 'proposals',
	});
	expect(proposal).toMatchObject({ id: '9', record: { jobId: '51', totalCents: 1234500, signedAt: '2026-11-05' } });
});

test('a file that is not such an export is refused', async () => {
	expect((await failure(csv({ exportKind: 'jobs', text: 'a,b\n1,2' }))).message).toBe(
		'None of the first 10 lines has two columns of this export',
	);
});

/** Runs the node on one item that carries a file. */
async function readFile(bytes: Buffer, binaryProperty: string): Promise<INodeExecutionData[]> {
	const parameters = {
		authentication: 'bridge',
		resource: 'csvExport',
		operation: 'import',
		exportKind: 'jobs',
		from: 'file',
		binaryProperty,
		rowsToGive: 'all',
		options: {},
	};
	const node: INode = { id: 'n', name: 'n', type: 't', typeVersion: 1, position: [0, 0], parameters };
	const type = new Roofr();
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	} as unknown as INodeTypes; // one type is all there is
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const item: INodeExecutionData = {
		json: {},
		binary: { export: { data: bytes.toString('base64'), mimeType: 'text/csv' } },
	};
	const executeData: IExecuteData = { node, data: { main: [[item]] }, source: null };
	const context = new ExecuteContext(
		workflow,
		node,
		{} as IWorkflowExecuteAdditionalData,
		'manual',
		createEmptyRunExecutionData(),
		0,
		[item],
		{ main: [[item]] },
		executeData,
		[],
	); // nothing of it is used
	return (await type.execute.call(context))[0];
}

test('the file of an item is read, each row paired with the item it came with', async () => {
	const items = await readFile(Buffer.from('Job ID,Customer\n7,Maria Example\n8,Ann Example'), 'export');
	expect(items).toMatchObject([
		{ json: { id: '7' }, pairedItem: { item: 0 } },
		{ json: { id: '8' }, pairedItem: { item: 0 } },
	]);
});

const TEXT = 'Job ID,Customer\n7,Müller–Example';
test.each([
	['UTF-8', Buffer.from(TEXT)],
	['UTF-8 with mark', Buffer.from(`\uFEFF${TEXT}`)],
	['UTF-16 LE with mark', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
	['UTF-16 BE with mark', Buffer.from(`\uFEFF${TEXT}`, 'utf16le').swap16()],
	['UTF-16 LE', Buffer.from(TEXT, 'utf16le')],
	['UTF-16 BE', Buffer.from(TEXT, 'utf16le').swap16()],
	['Windows-1252', Buffer.from(TEXT.replace('–', '\x96'), 'latin1')],
	[
		'UTF-8 with a letter that was cut',
		Buffer.concat([Buffer.from(`${TEXT}\n8,`), Buffer.from([0xc3]), Buffer.from('\n')]),
	],
	['UTF-8 whose letters were lost before', Buffer.from(`${TEXT}\n8,\uFFFD\uFFFD\uFFFD`)],
	['Mac OS Roman', Buffer.from(TEXT.replace('\n', '\r').replace('ü', '\x9F').replace('–', '\xD0'), 'latin1')],
	['Windows-1252 that shows late', Buffer.from(`${TEXT.replace('–', '\x96')}\n8,${'x'.repeat(200_000)}é`, 'latin1')],
])('a file in %s is read without being told its encoding', async (_, bytes) => {
	const [first] = await readFile(bytes, 'export');
	expect(first.json).toMatchObject({ status: 'ok', problems: [], record: { customerName: 'Müller–Example' } });
});

test.each([
	['an Excel workbook or a zip file', 'PK\x03\x04'],
	['an Excel workbook', '\xD0\xCF\x11\xE0'],
	['a PDF', '%PDF-1.7'],
	['a packed file', '\x1F\x8B\x08'],
])('%s is refused by what it is', async (name, beginning) => {
	await expect(readFile(Buffer.from(`${beginning}\0\0`, 'latin1'), 'export')).rejects.toThrow(
		`The file is ${name}, not CSV`,
	);
});

test('an item without the file is refused with the name of the field', async () => {
	await expect(readFile(Buffer.from(''), 'data')).rejects.toThrow("no binary field 'data'");
});
