import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { asObjects, InputProblem, textOf, type Input } from '../../shared/parameters/input';
import type { CachedRead } from '../../shared/endpoint';
import { readBoolean } from '../../shared/values/boolean';
import { isEmpty } from '../../shared/values/empty';
import { readEntry, type Listed } from '../../shared/values/entry';
import { readMoment } from '../../shared/values/moment';
import { readNumber } from '../../shared/values/number';
import { readText } from '../../shared/values/text';
import { isId } from '../mapping/accountLists';
import { searched } from './filters';
import { byName } from '../../shared/inEnglish';

type Kind = 'text' | 'number' | 'time' | 'flag' | 'id' | 'exact';

/** An attribute that a search can look at. */
export interface SearchAttribute {
	readonly name: string;
	readonly label: string;
	readonly kind: Kind;
	/** Its value is the ID of an entry of this list, which is taken by name, too. */
	readonly list?: CachedRead<Listed>;
}

const TEXT = ['eq', 'not_eq', 'eql', 'not_eql', 'prefix', 'not_prefix', 'suffix', 'not_suffix', 'match', 'not_match'];
const COMPARED = ['eq', 'not_eq', 'gt', 'gte', 'lt', 'lte'];

/** Operators that Booqable takes for each kind. Source: Booqable API v4, Introduction, Filters. */
const OPERATORS: Readonly<Record<Kind, readonly string[]>> = {
	text: TEXT,
	number: COMPARED,
	time: COMPARED,
	flag: ['eq'],
	id: ['eq', 'not_eq'],
	exact: ['eq'],
};

const OPERATOR_OPTIONS: INodePropertyOptions[] = [
	{ name: 'After or Greater Than', value: 'gt' },
	{ name: 'At or After, at Least', value: 'gte' },
	{ name: 'At or Before, at Most', value: 'lte' },
	{ name: 'Before or Less Than', value: 'lt' },
	{ name: 'Begins With', value: 'prefix' },
	{ name: 'Contains', value: 'match' },
	{ name: 'Does Not Begin With', value: 'not_prefix' },
	{ name: 'Does Not Contain', value: 'not_match' },
	{ name: 'Does Not End With', value: 'not_suffix' },
	{ name: 'Ends With', value: 'suffix' },
	{ name: 'Equals', value: 'eq' },
	{ name: 'Equals, Letter by Letter', value: 'eql' },
	{ name: 'Is Not', value: 'not_eq' },
	{ name: 'Is Not, Letter by Letter', value: 'not_eql' },
];

const combine = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	options: [
		{ name: 'All', value: 'and' },
		{ name: 'Any', value: 'or' },
	],
	default: 'and',
	description,
});

export interface Search {
	readonly parameters: readonly INodeProperties[];
	/** Lists in which the values are looked up: none for IDs. */
	readonly needs: (input: Input) => Array<CachedRead<unknown>>;
	readonly body: (input: Input) => IDataObject;
}

/** The filter builder of a search: groups of conditions, each group and all of them joined by "and" or "or". */
export function searching(attributes: readonly SearchAttribute[], query: INodeProperties): Search {
	const initial = attributes[0].name;
	const names = attributes.map(({ name, label }) => ({ name: label, value: name })).sort(byName);
	const condition: INodeProperties[] = [
		{ displayName: 'Attribute', name: 'attribute', type: 'options', options: names, default: initial },
		{ displayName: 'Operator', name: 'operator', type: 'options', options: OPERATOR_OPTIONS, default: 'eq' },
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			description:
				'Times in ISO 8601. Yes-or-no attributes take true or false, items, locations and tax regions a name or an ID.',
		},
	];
	const conditions: INodeProperties = {
		displayName: 'Conditions',
		name: 'conditions',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Condition',
		default: {},
		options: [{ displayName: 'Condition', name: 'condition', values: condition }],
	};
	const groups: INodeProperties = {
		displayName: 'Groups',
		name: 'groups',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Group',
		default: {},
		options: [
			{
				displayName: 'Group',
				name: 'group',
				values: [
					combine('Must Fit', 'combine', 'Whether records must fit all conditions of the group, or any of them'),
					conditions,
				],
			},
		],
	};
	return {
		parameters: [
			query,
			combine('Groups Must Fit', 'combineGroups', 'Whether records must fit all groups, or any of them'),
			groups,
		],
		needs: (input) => listsFor(attributes, input),
		body: (input) => bodyOf(attributes, input),
	};
}

const groupsIn = (input: Input): IDataObject[] => asObjects(input.collection('groups').group);

function listsFor(attributes: readonly SearchAttribute[], input: Input): Array<CachedRead<unknown>> {
	const conditions = groupsIn(input).flatMap((group) => enteredIn(group.conditions));
	const lists = conditions.flatMap(({ attribute, value }) => {
		const list = attributes.find(({ name }) => name === attribute)?.list;
		return list && !isEmpty(value) && !isId(value) ? [list] : [];
	});
	return [...new Set(lists)];
}

function bodyOf(attributes: readonly SearchAttribute[], input: Input): IDataObject {
	const groups = groupsIn(input)
		.map(({ combine: operator, conditions }) => ({
			operator: operator === 'or' ? 'or' : 'and',
			attributes: conditionsOf(attributes, conditions, input),
		}))
		.filter((group) => group.attributes.length > 0);
	const q = searched(input.raw('query'));
	const conditions = groups.length > 0 && {
		conditions: { operator: input.text('combineGroups') || 'and', attributes: groups },
	};
	return { filter: { ...(q && { q }), ...conditions } };
}

/** The conditions of a fixedCollection, which is an object. */
const enteredIn = (conditions: unknown): IDataObject[] =>
	conditions !== null && typeof conditions === 'object' ? asObjects((conditions as IDataObject).condition) : [];

const conditionsOf = (attributes: readonly SearchAttribute[], conditions: unknown, input: Input): IDataObject[] =>
	enteredIn(conditions).map((condition) => conditionOf(attributes, condition, input));

function conditionOf(
	attributes: readonly SearchAttribute[],
	{ attribute, operator, value }: IDataObject,
	input: Input,
): IDataObject {
	const found = attributes.find(({ name }) => name === attribute);
	if (!found)
		throw new InputProblem(
			'attribute',
			`The search knows no attribute "${textOf(attribute)}"`,
			'Choose one from the list.',
		);
	const allowed = OPERATORS[found.kind];
	const chosen = textOf(operator) || 'eq';
	if (!allowed.includes(chosen)) {
		const names = OPERATOR_OPTIONS.filter((option) => allowed.includes(String(option.value))).map(({ name }) => name);
		throw new InputProblem(
			'operator',
			`"${found.label}" cannot be searched that way`,
			`Booqable takes: ${names.join('; ')}.`,
		);
	}
	return { [found.name]: { [chosen]: valueOf(found, value, input) } };
}

/** As the attribute keeps its values. Every text contains an empty one, so that a search for it would find all. */
function valueOf({ kind, name, label, list }: SearchAttribute, value: unknown, input: Input): IDataObject[string] {
	const field = { id: name, label };
	if (isEmpty(value))
		throw new InputProblem(name, `The value to compare ${label} with is empty`, 'Fill it in, or remove the condition.');
	if (list) return readEntry(value, field, isId, () => input.cachedIfAny(list));
	switch (kind) {
		case 'time':
			return readMoment(value, field, input.dates);
		case 'flag':
			return readBoolean(value, field);
		case 'number':
			return readNumber(value, field);
		default:
			return readText(value, field);
	}
}
