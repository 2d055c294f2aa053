import type { IDataObject, INodeProperties, INodePropertyTypeOptions } from 'n8n-workflow';
import type { Reader } from './input';
import { InputProblem } from './inputProblem';
import { readBoolean } from '../values/boolean';
import { readChoice, type Choice } from '../values/choice';
import { readChoices } from '../values/choices';
import { isEmpty } from '../values/empty';
import { invalid, type Field } from '../values/field';
import { listIn } from '../values/json';
import { readList } from '../values/list';
import { readNumber } from '../values/number';
import { only, readText } from '../values/text';

/** What a text takes beside one text; n8n's editor leaves marks that it does not know as they are. */
type Mark = INodePropertyTypeOptions & { readonly takes: 'anything' | 'list' };
type NarrowingMark = INodePropertyTypeOptions & { readonly narrows: true };
/** Several texts: a list, or with commas between them. */
export const LIST: Mark = { takes: 'list' };
/** Whatever an expression gives: it is read where it is used. */
export const ANYTHING: Mark = { takes: 'anything' };
/** Without this parameter more is found, as with each entry of the collection "Filters". */
export const NARROWS: NarrowingMark = { narrows: true };

type Read = (value: unknown, property: INodeProperties, field: Field) => unknown;

/**
 * Values of parameters in the type that the editor gives them. Expressions, tools of agents and earlier nodes give
 * other types: `1` or `"yes"` for a switch, the name of a choice for its value, a list of one for a text. Throws
 * `InputProblem` for what cannot be read: it never becomes an empty value. A filter whose expression gives nothing is
 * refused, too: it would find everything, which the next node may delete.
 */
export function typed(
	properties: readonly INodeProperties[],
	read: Reader,
	isExpression: (name: string) => boolean = () => false,
): Reader {
	const byName = new Map(properties.map((property) => [property.name, property]));
	return (name) => {
		const property = byName.get(name);
		const value = read(name);
		if (!property) return value;
		if (narrows(property) && isExpression(name)) refuseEmpty(property, value);
		return valueOf(property, value);
	};
}

const narrows = ({ typeOptions = {} }: INodeProperties): boolean => 'narrows' in typeOptions;

function refuseEmpty({ name, displayName }: INodeProperties, value: unknown): void {
	const given = isObject(value) && 'value' in value ? value.value : value; // of a picker
	if (isEmpty(given))
		throw new InputProblem(
			name,
			`${displayName} is empty, and without it everything would be found`,
			'Map a field that is never empty, or remove it to find everything.',
		);
}

/** The value of one parameter; an empty one, and that of a type which is read where it is used, stay as they are. */
export function valueOf(property: INodeProperties, value: unknown): unknown {
	if (isEmpty(value)) return value;
	const field = { id: property.name, label: property.displayName };
	return READ[property.type]?.(value, property, field) ?? value;
}

const READ: Readonly<Partial<Record<INodeProperties['type'], Read>>> = {
	boolean: (value, _, field) => readBoolean(value, field),
	number: (value, property, field) => bounded(readNumber(value, field), property, field),
	options: (value, property, field) => chosen(property, (choices) => readChoice(value, field, choices), value, field),
	multiOptions: (value, property, field) => severalChosen(property, value, field),
	string: (value, property, field) => text(value, property, field),
	resourceLocator: (value, property, field) => located(value, property, field),
	collection: (value, property, field) => collected(property, value, field),
	fixedCollection: (value, property, field) => groups(property, value, field),
};

/** Within the bounds to which the editor holds a number that is typed. */
function bounded(number: number, { typeOptions: { minValue, maxValue } = {} }: INodeProperties, field: Field): number {
	if (minValue !== undefined && number < minValue) throw invalid(field, number, `Use ${minValue} or more.`);
	if (maxValue !== undefined && number > maxValue) throw invalid(field, number, `Use ${maxValue} or less.`);
	return number;
}

/** Choices that are loaded from the service are for the service to judge. */
const choicesOf = ({ options = [], typeOptions }: INodeProperties): readonly Choice[] | undefined =>
	typeOptions?.loadOptionsMethod !== undefined
		? undefined
		: options.flatMap((option) => ('value' in option ? [{ name: option.name, value: String(option.value) }] : []));

/** The value of the choice in its own type. */
const ownValue = ({ options = [] }: INodeProperties, value: string): unknown =>
	options.flatMap((option) => ('value' in option && String(option.value) === value ? [option.value] : []))[0];

function chosen(
	property: INodeProperties,
	choose: (choices: readonly Choice[]) => string,
	value: unknown,
	field: Field,
): unknown {
	const choices = choicesOf(property);
	return choices ? ownValue(property, choose(choices)) : readText(value, field);
}

function severalChosen(property: INodeProperties, value: unknown, field: Field): unknown[] {
	const choices = choicesOf(property);
	const values = readChoices(value, field, choices ?? [], { others: choices === undefined });
	return choices ? values.map((one) => ownValue(property, one)) : values;
}

/** Texts stay as they were typed, blanks included, unless they stand for no value; one of anything else is a text. */
function text(value: unknown, { typeOptions }: INodeProperties, field: Field): unknown {
	const { takes } = (typeOptions ?? {}) as Partial<Mark>; // n8n's own type takes anything
	const isText = typeof value === 'string';
	if (takes === 'list') return isText && listIn(value) === undefined ? value : readList(value, field);
	if (takes === 'anything') return value;
	const read = readText(value, field);
	return isText ? value : read;
}

/** A picker as it is stored, as within collections, where n8n takes no ID out of an address; or its value alone. */
function located(value: unknown, { modes = [] }: INodeProperties, field: Field): unknown {
	if (!isObject(value) || !('value' in value)) return readText(value, field);
	if (isEmpty(value.value)) return '';
	const address = modes.find(({ name }) => name === value.mode)?.extractValue;
	const given = readText(value.value, field);
	if (address?.type !== 'regex') return given;
	const id = new RegExp(address.regex).exec(given)?.[1];
	if (id === undefined) throw invalid(field, given, 'Copy the address of its page, or choose it from the list.');
	return id;
}

function collected({ name, options = [] }: INodeProperties, value: unknown, field: Field): IDataObject {
	const properties = options as INodeProperties[]; // see its type
	const object = only(value);
	for (const property of properties)
		if (isObject(object) && property.name in object && (name === 'filters' || narrows(property)))
			refuseEmpty(property, object[property.name]);
	return members(properties, object, field);
}

function members(properties: readonly INodeProperties[], value: unknown, field: Field): IDataObject {
	const object = only(value);
	if (!isObject(object)) throw invalid(field, value, 'Map an object of options.');
	return Object.fromEntries(
		Object.entries(object).map(([name, given]) => {
			const property = properties.find((one) => one.name === name);
			return [name, (property ? valueOf(property, given) : given) as IDataObject[string]]; // values of JSON
		}),
	);
}

function groups({ options = [] }: INodeProperties, value: unknown, field: Field): IDataObject {
	if (!isObject(value)) throw invalid(field, value, 'Map the entries as the editor does.');
	return Object.fromEntries(
		Object.entries(value).map(([name, entries]) => {
			const group = options.find((option) => option.name === name);
			const read = (entry: unknown): IDataObject =>
				members(group && 'values' in group ? group.values : [], entry, field);
			return [name, Array.isArray(entries) ? entries.map(read) : isObject(entries) ? read(entries) : []];
		}),
	);
}

const isObject = (value: unknown): value is IDataObject =>
	value !== null && typeof value === 'object' && !Array.isArray(value);
