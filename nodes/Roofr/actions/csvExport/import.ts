import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InputProblem, listOf, textOf, type Input } from '../../../shared/input';
import { operation } from '../../../shared/operation';
import { KINDS, type ExportKind, type KindName } from '../../csv/kinds';
import { decoded, delimiterOf, rows, type Encoding } from '../../csv/read';
import { columnOf, entriesOf, PREAMBLE, type Entry, type Reading } from '../../csv/records';
import { jsonObject } from '../../direct/overrides';

const ENCODINGS: readonly Encoding[] = ['auto', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];
const DELIMITERS: Readonly<Record<string, string>> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' };

const readFrom: INodeProperties = {
	displayName: 'Read From',
	name: 'from',
	type: 'options',
	options: [
		{ name: 'File', value: 'file' },
		{ name: 'Text', value: 'text' },
	],
	default: 'file',
};

const parameters: INodeProperties[] = [
	{
		displayName: 'Export',
		name: 'exportKind',
		type: 'options',
		options: [
			{ name: 'Contacts', value: 'contacts' },
			{ name: 'Jobs', value: 'jobs' },
			{ name: 'Proposals', value: 'proposals' },
		],
		default: 'jobs',
		description: "Which of Roofr's exports it is. Columns may stand in any order.",
	},
	readFrom,
	{
		displayName: 'Input Binary Field',
		name: 'binaryProperty',
		type: 'string',
		required: true,
		default: 'data',
		hint: 'The name of the input field containing the file',
		displayOptions: { show: { from: ['file'] } },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		displayOptions: { show: { from: ['text'] } },
	},
	{
		displayName: 'Rows to Return',
		name: 'rowsToGive',
		type: 'options',
		options: [
			{ name: 'All', value: 'all' },
			{
				name: 'New and Changed',
				value: 'delta',
				description: "Those whose hash is not among the known ones: Roofr's exports say no time of change",
			},
		],
		default: 'all',
	},
	{
		displayName: 'Known Row Hashes',
		name: 'knownHashes',
		type: 'string',
		default: '',
		displayOptions: { show: { rowsToGive: ['delta'] } },
		placeholder: 'e.g. {{ $("Get Hashes").all().map((item) => item.json.rowHash) }}',
		description:
			'The rowHash of each row worked on before, as you stored it once it was worked on: a list, or separated by commas',
	},
];

const options: INodeProperties[] = [
	{
		displayName: 'Column Names (JSON)',
		name: 'heads',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. {"Kunde": "customerName"}',
		description: 'Heads of columns the node does not know, and the names to give them',
	},
	{
		displayName: 'Default Phone Region',
		name: 'region',
		type: 'string',
		default: 'US',
		description: 'Two-letter country of phone numbers that name none',
	},
	{
		displayName: 'Delimiter',
		name: 'delimiter',
		type: 'options',
		options: [
			{ name: 'Comma', value: 'comma' },
			{ name: 'Detect', value: 'detect' },
			{ name: 'Pipe', value: 'pipe' },
			{ name: 'Semicolon', value: 'semicolon' },
			{ name: 'Tab', value: 'tab' },
		],
		default: 'detect',
	},
	{
		displayName: 'Encoding',
		name: 'encoding',
		type: 'options',
		options: [
			{ name: 'Detect', value: 'auto' },
			{ name: 'UTF-16 BE', value: 'utf-16be' },
			{ name: 'UTF-16 LE', value: 'utf-16le' },
			{ name: 'UTF-8', value: 'utf-8' },
			{ name: 'Windows-1252', value: 'windows-1252' },
		],
		default: 'auto',
	},
	{
		displayName: 'Invalid Rows',
		name: 'badLines',
		type: 'options',
		options: [
			{ name: 'Fail', value: 'fail', description: 'Give nothing when there is one' },
			{ name: 'Return With Error', value: 'give', description: 'As items whose status is "refused" or "duplicate"' },
			{ name: 'Leave Out', value: 'leaveOut' },
		],
		default: 'give',
	},
];

/** Reads an export that a user made in Roofr: the one documented way to get at all records. */
export const importExport = operation({
	resource: 'csvExport',
	name: 'import',
	label: 'Import',
	action: 'Import CSV export',
	description:
		'Read a CSV export of Roofr into records, with the outcome of each line, or only what is new and changed. Needs no API access.',
	parameters,
	options,
	effect: 'read',
	endpoints: [],
	execute: async (_, input) => {
		const kind = KINDS[kindOf(input)];
		const reading = readingOf(input);
		const text = await textFrom(input);
		const delimiter =
			DELIMITERS[textOf(input.option('delimiter'))] ??
			delimiterOf(text, (head) => columnOf(head, kind, reading) !== undefined);
		return given(read(text, delimiter, kind, reading), input);
	},
});

function kindOf(input: Input): KindName {
	const name = input.text('exportKind');
	return name === 'contacts' || name === 'proposals' ? name : 'jobs';
}

function readingOf(input: Input): Reading {
	const heads = Object.entries(jsonObject(input.option('heads'), 'heads', 'Column Names')).map(
		([head, name]): [string, string] => [head, textOf(name)],
	);
	return { region: textOf(input.option('region')) || 'US', zone: input.zone, heads: Object.fromEntries(heads) };
}

async function textFrom(input: Input): Promise<string> {
	// as it is: tabs at its end are fields
	if (input.text('from') === 'text') return input.required('text') && String(input.raw('text'));
	const encoding = ENCODINGS.find((one) => one === textOf(input.option('encoding'))) ?? 'auto';
	return decoded(await input.file('binaryProperty'), encoding);
}

function read(text: string, delimiter: string, kind: ExportKind, reading: Reading): Entry[] {
	const entries = entriesOf(rows(text, delimiter), kind, reading);
	if (entries) return entries;
	throw new InputProblem(
		'exportKind',
		`None of the first ${PREAMBLE} lines has two columns of this export`,
		'Choose another export or delimiter, or name its columns in "Column Names".',
	);
}

function given(entries: readonly Entry[], input: Input): IDataObject[] {
	const bad = entries.filter(({ status }) => status !== 'ok');
	const onBad = textOf(input.option('badLines')) || 'give';
	if (onBad === 'fail' && bad.length > 0) {
		const reasons = bad.slice(0, 10).map(({ line, problems }) => `line ${line}: ${problems.join(', ')}`);
		throw new InputProblem(
			'exportKind',
			`${bad.length} of ${entries.length} lines cannot be used`,
			`${reasons.join('; ')}${bad.length > 10 ? ' …' : ''}.`,
		);
	}
	const known = input.text('rowsToGive') === 'delta' ? new Set(listOf(input.raw('knownHashes'))) : new Set<string>();
	return entries
		.filter(({ status, rowHash }) => (status === 'ok' ? !known.has(rowHash ?? '') : onBad === 'give'))
		.map((entry) => ({ ...entry, problems: [...entry.problems] }));
}
