import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { breather } from '../../../shared/breather';
import { InputProblem, listOf, textOf, type Input } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { decoded, encodingOf, ENCODINGS, otherThanText } from '../../csv/encoding';
import { entriesOf } from '../../csv/entries';
import { formatOf, type Chosen } from '../../csv/format';
import { KINDS, type KindName, type OwnHeads } from '../../csv/kinds';
import { linesOf, textParts } from '../../csv/lines';
import { firstOf, headOf, rowsBehind, type Lines } from '../../csv/open';
import type { Entry } from '../../csv/records';
import { PREAMBLE } from '../../csv/table';
import { textsByName } from '../../direct/overrides';
import { LIST } from '../../../shared/parameters/parameter';

const DELIMITERS: Readonly<Record<string, string>> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' };

/** Rows from which the formats of a file are read. */
const SAMPLE = 500;
/** Lines that an error lists. */
const LISTED = 10;

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
		description: "Which of Roofr's exports it is. Columns may be in any order.",
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
		typeOptions: LIST,
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
		description: 'Column headers that the node does not know, and the fields they stand for',
	},
	{
		displayName: 'Date Order',
		name: 'dateOrder',
		type: 'options',
		options: [
			{ name: 'Day First', value: 'dayFirst', description: '05/11/2026 is November 5' },
			{
				name: 'Detect',
				value: 'detect',
				description: 'Read from the dates of the file; month first if they are ambiguous',
			},
			{ name: 'Month First', value: 'monthFirst', description: '11/05/2026 is November 5' },
		],
		default: 'detect',
	},
	{
		displayName: 'Default Phone Country',
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
			{ name: 'Mac OS Roman', value: 'macintosh' },
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
			{ name: 'Fail', value: 'fail', description: 'Return nothing if there is one' },
			{ name: 'Return With Error', value: 'give', description: 'As items whose status is "refused" or "duplicate"' },
			{ name: 'Leave Out', value: 'leaveOut' },
		],
		default: 'give',
	},
	{
		displayName: 'Number Format',
		name: 'numberFormat',
		type: 'options',
		options: [
			{ name: '1,234.56', value: 'point' },
			{ name: '1.234,56', value: 'comma' },
			{
				name: 'Detect',
				value: 'detect',
				description:
					'By the amounts of the file. One that can be read in two ways, such as 12.500, has no cents and is a problem of its line.',
			},
		],
		default: 'detect',
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
		const heads = headsOf(input);
		const lines = await linesFrom(input);
		const head = await headOf(lines, DELIMITERS[textOf(input.option('delimiter'))], kind, heads);
		if (!head)
			throw new InputProblem(
				'exportKind',
				`None of the first ${PREAMBLE} lines has two columns of this export`,
				'Choose another export or delimiter, or name its columns in "Column Names".',
			);
		const sample = await firstOf(rowsBehind(head, lines), SAMPLE);
		const format = formatOf(sample, head.table, head.delimiter, chosenOf(input));
		return await given(entriesOf(rowsBehind(head, lines), head.table, { kind, heads, format }), input);
	},
});

function kindOf(input: Input): KindName {
	const name = input.text('exportKind');
	return name === 'contacts' || name === 'proposals' ? name : 'jobs';
}

const headsOf = (input: Input): OwnHeads => textsByName(input.option('heads'), 'heads', 'Column Names');

function chosenOf(input: Input): Chosen {
	const decimal = ({ point: '.', comma: ',' } as const)[textOf(input.option('numberFormat'))];
	const order = textOf(input.option('dateOrder'));
	return {
		region: input.country('region') ?? 'US',
		zone: input.zone,
		decimal,
		dayOrder: order === 'monthFirst' || order === 'dayFirst' ? order : undefined,
	};
}

/** The lines of the text or file, which is read from its beginning each time, never as a whole. */
async function linesFrom(input: Input): Promise<Lines> {
	// as it is: tabs at its end are fields
	const text = input.text('from') === 'text' && input.required('text') !== '' ? String(input.raw('text')) : undefined;
	if (text !== undefined) return () => linesOf(textParts(text));
	const file = await input.file('binaryProperty');
	const other = await otherThanText(file);
	if (other !== undefined)
		throw new InputProblem('binaryProperty', `The file is ${other}, not CSV`, 'Save or export it as CSV.');
	const encoding = ENCODINGS.find((one) => one === textOf(input.option('encoding'))) ?? (await encodingOf(file));
	return () => linesOf(decoded(file, encoding));
}

/** The entries that the user wants. It lets n8n do other work in between, however long the file is. */
async function given(entries: AsyncIterable<Entry>, input: Input): Promise<IDataObject[]> {
	const onBad = textOf(input.option('badLines')) || 'give';
	const known = input.text('rowsToGive') === 'delta' ? new Set(listOf(input.raw('knownHashes'))) : new Set<string>();
	const kept: IDataObject[] = [];
	const reasons: string[] = [];
	let [all, bad] = [0, 0];
	for await (const entry of entries) {
		if (breather.isDue) await breather.breathe();
		const { line, problems, rowHash, status } = entry;
		all++;
		if (status === 'refused' || status === 'duplicate') {
			bad++;
			if (reasons.length < LISTED) reasons.push(`line ${line}: ${problems.join(', ')}`);
		}
		if (status === 'ok' ? !known.has(rowHash ?? '') : onBad === 'give')
			kept.push({ ...entry, problems: [...problems] });
	}
	if (onBad !== 'fail' || bad === 0) return kept;
	throw new InputProblem(
		'exportKind',
		`${bad} of ${all} lines cannot be used`,
		`${reasons.join('; ')}${bad > LISTED ? ' …' : ''}.`,
	);
}
