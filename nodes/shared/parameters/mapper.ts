import type { INodeProperties, ResourceMapperField } from 'n8n-workflow';
import { z } from 'zod';
import { InputProblem, type Input } from './input';
import { shortList, type Choice } from '../values/choice';
import { isEmpty } from '../values/empty';

export { isEmpty } from '../values/empty';

interface Mapper {
	readonly resourceMapperMethod: string;
	readonly mode: 'add' | 'update' | 'upsert';
	readonly hint?: string;
	/** Upsert only: whether several columns may be matched together. */
	readonly multiKeyMatch?: boolean;
	readonly loadOptionsDependsOn?: string[];
}

/**
 * n8n's visual mapper, under the name `fields`. Columns are fetched live; removed ones are tolerated.
 *
 * Opening a node never writes to it: with the two refreshes on opening n8n would save the columns of the account into
 * the workflow, and add each that is new to the form. Instead it says that the list is out of date and offers to
 * refresh it. n8n's switches for types are not shown: the values are read here, in one way, whatever they say.
 */
export function fieldMapper({
	resourceMapperMethod,
	mode,
	hint,
	multiKeyMatch = false,
	loadOptionsDependsOn = [],
}: Mapper): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		hint,
		typeOptions: {
			loadOptionsDependsOn: ['authentication', 'resource', ...loadOptionsDependsOn],
			resourceMapper: {
				resourceMapperMethod,
				// In its mode "update" n8n shows no field at all where no column is for matching.
				mode: mode === 'update' ? 'add' : mode,
				...(mode === 'update' && { valuesLabel: 'Values to Update' }),
				fieldWords: { singular: 'field', plural: 'fields' },
				// Those that `column` does not call first wait under "Add field".
				addAllFields: true,
				multiKeyMatch,
				supportAutoMap: true,
				allowEmptyValues: true,
				showTypeConversionOptions: false,
				refreshIncompleteSchemaOnOpen: false,
				refreshStaleSchemaOnOpen: false,
			},
		},
	};
}

type Column = Pick<ResourceMapperField, 'id' | 'displayName' | 'type'> & {
	/** What can be chosen: a list, in the editor. */
	choices?: readonly Choice[];
	/** Takes several of the choices. */
	several?: boolean;
	/** In the form of a new node; the others wait under "Add field". */
	first?: boolean;
	/** Can identify a record. */
	match?: boolean;
	/** Chosen for matching until the user chooses. */
	matchFirst?: boolean;
	required?: boolean;
	readOnly?: boolean;
};

/**
 * The last entry under "Add field" of a node that had no credential when the editor asked for the columns: it asks
 * once, and for the first node that a person adds this is before it has chosen the only credential by itself.
 */
export const refreshColumn = (missing: string): ResourceMapperField =>
	column({
		id: 'refreshFieldList',
		displayName: `${missing}: choose the credential, then ⋮ → Refresh field list`,
		type: 'string',
	});

/** A column of the mapper. Only those that can identify a record are offered for matching. */
export function column({
	first = false,
	match = false,
	matchFirst = false,
	required = false,
	readOnly = false,
	...shown
}: Column): ResourceMapperField {
	return {
		...input(shown),
		required,
		readOnly,
		display: !readOnly,
		removed: !first && !required && !matchFirst,
		defaultMatch: matchFirst,
		canBeUsedToMatch: match,
	};
}

const YES_OR_NO = [
	{ name: 'Yes', value: true },
	{ name: 'No', value: false },
];

/**
 * How the value is entered. n8n's switch for a boolean knows no "not set": without a value it is shown switched on, and
 * adding it writes false. A list has that third state. n8n has no list for several choices: the editor draws a column
 * of type `multiOptions` as one, but keeps no list as a value. So their names stand in the label of a text.
 */
function input({
	id,
	displayName,
	type,
	choices,
	several,
}: Pick<Column, 'id' | 'displayName' | 'type' | 'choices' | 'several'>): Pick<
	ResourceMapperField,
	'id' | 'displayName' | 'type' | 'options'
> {
	if (several)
		return {
			id,
			displayName: choices?.length
				? `${displayName} (${shortList(choices, LISTED)})`
				: `${displayName} (Separated by Commas)`,
			type: 'string',
		};
	if (type === 'boolean') return { id, displayName, type: 'options', options: YES_OR_NO };
	return choices
		? { id, displayName, type: 'options', options: choices.map(({ name, value }) => ({ name, value })) }
		: { id, displayName, type };
}

/** Choices that a label names. */
const LISTED = 6;

/** What an empty value of a mapped field means. */
export const emptyValues: INodeProperties = {
	displayName: 'Empty Values',
	name: 'emptyValues',
	type: 'options',
	options: [
		{ name: 'Leave the Field as It Is', value: 'ignore' },
		{ name: 'Clear the Field', value: 'clear' },
	],
	default: 'ignore',
	description: 'What happens when a mapped value is empty. Fields that are not mapped are never touched.',
};

/** What decides where a day is written as 05/03/2024. */
export const dateOrder: INodeProperties = {
	displayName: 'Dates Such as 05/03/2024',
	name: 'dateOrder',
	type: 'options',
	options: [
		{ name: 'Day First', value: 'dayFirst' },
		{ name: 'Month First', value: 'monthFirst' },
		{ name: 'Refuse', value: 'refuse', description: 'Day and month cannot be told apart' },
	],
	default: 'refuse',
	description: 'How to read a date that can be two days. Others, such as 2024-03-05, are read in any case.',
};

/** What happens to one value while the others of its record can be written. */
export const invalidValues: INodeProperties = {
	displayName: 'Invalid Values',
	name: 'invalidValues',
	type: 'options',
	options: [
		{ name: 'Fail the Record', value: 'fail' },
		{ name: 'Leave Them Out', value: 'omit', description: 'Write the other fields; "ignoredFields" names these' },
	],
	default: 'fail',
	description: 'What happens when a field does not accept its mapped value, such as a choice that is not in the list',
};

/** How mapped values are read, beside what empty ones mean. */
export const valueOptions: readonly INodeProperties[] = [dateOrder, invalidValues];

/**
 * Refuses a mapped value whose column is none of this operation: n8n keeps what was mapped when another resource or
 * operation is chosen. Throws `InputProblem`.
 */
export function refuseOtherColumns(input: Input, isColumn: (id: string) => boolean): void {
	if (input.mapsAutomatically('fields')) return;
	const other = Object.entries(input.mapped('fields')).find(([id, value]) => !isEmpty(value) && !isColumn(id));
	if (!other) return;
	throw new InputProblem(
		other[0],
		`This operation has no field "${columnLabel(input, other[0])}"`,
		'It was mapped for another resource or operation. Refresh the list of fields beside "Values to Send", or remove the field.',
	);
}

const columns = z.array(z.object({ id: z.string(), displayName: z.string() })).catch([]);

/** How the editor showed a column, which it keeps beside what was mapped. */
const columnLabel = (input: Input, id: string): string =>
	columns.parse(input.collection('fields').schema).find((one) => one.id === id)?.displayName ?? id;
