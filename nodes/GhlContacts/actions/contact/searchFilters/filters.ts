import type { IDataObject } from 'n8n-workflow';
import { InputProblem, textOf, type Input } from '../../../../shared/parameters/input';
import { readBoolean } from '../../../../shared/values/boolean';
import { readChoice } from '../../../../shared/values/choice';
import { readCountry } from '../../../../shared/values/country';
import { readEmail } from '../../../../shared/values/email';
import { isEmpty } from '../../../../shared/values/empty';
import { readEntry } from '../../../../shared/values/entry';
import { listIn } from '../../../../shared/values/json';
import { readMoment } from '../../../../shared/values/moment';
import { readNumber } from '../../../../shared/values/number';
import { readPhoneNumber } from '../../../../shared/values/phone';
import { readText } from '../../../../shared/values/text';
import { readTimeZone } from '../../../../shared/values/timeZone';
import { isId } from '../../../transport/id';
import { amountOf } from '../../../mapping/customFields';
import { locationCountry } from '../../location/defaults';
import { LABELS, OPERATORS, resolved, type SearchField } from './fields';

/** GHL's bound on the values of a search. */
const MAX_LENGTH = 75;

/** One condition of the editor in GHL's grammar. Throws `InputProblem` for what GHL would refuse. */
export function filterOf(given: Readonly<Record<string, unknown>>, input: Input): IDataObject {
	const name = textOf(given.field);
	const operator = textOf(given.operator) || 'eq';
	const searched = resolved(name, input);
	const { field, label, kind } = searched;
	const allowed = OPERATORS[kind];
	if (!allowed.includes(operator)) {
		throw new InputProblem(
			'operator',
			`GHL cannot search ${label} with "${LABELS[operator] ?? operator}"`,
			`Use one of: ${allowed.map((one) => LABELS[one]).join(', ')}.`,
		);
	}
	if (operator === 'exists' || operator === 'not_exists') return { field, operator };
	const isPart = operator.endsWith('contains');
	const value = (raw: unknown): IDataObject[string] => valueOf(raw, searched, input, isPart);
	if (operator === 'between')
		return { field, operator: 'range', value: { gte: value(given.value), lte: value(given.upTo) } };
	if (['gte', 'lte', 'gt', 'lt'].includes(operator))
		return { field, operator: 'range', value: { [operator]: value(given.value) } };
	const several = severalOf(given.value);
	return { field, operator, value: several ? several.map(value) : value(given.value) };
}

/** A list of several, also where it is typed as JSON. */
function severalOf(value: unknown): unknown[] | undefined {
	const list = typeof value === 'string' ? listIn(value) : Array.isArray(value) ? value : undefined;
	return list && list.length > 1 ? list : undefined;
}

/** As the field that is searched keeps its values. */
function valueOf(
	raw: unknown,
	{ field, label, kind, choices, list }: SearchField,
	input: Input,
	isPart: boolean,
): IDataObject[string] {
	if (isEmpty(raw))
		throw new InputProblem('value', `The value to search ${label} for is empty`, 'Fill it in, or use "Has No Value".');
	const named = { id: 'value', label };
	if (list) return readEntry(raw, named, isId, () => input.cachedIfAny(list));
	switch (kind) {
		case 'date':
			return readMoment(raw, named, input.dates);
		case 'number':
			return readNumber(raw, named);
		case 'boolean':
			return readBoolean(raw, named);
		case 'money':
			return amountOf(raw, named);
		case 'email':
			return readEmail(raw, named);
		case 'phone':
			return isPart ? digitsOf(readText(raw, named)) : readPhoneNumber(raw, named, input.cachedIfAny(locationCountry));
		case 'country':
			return readCountry(raw, named);
		case 'timeZone':
			return readTimeZone(raw, named);
		default:
			return shortText(
				choices ? readChoice(raw, named, choices, { others: true }) : readText(raw, named),
				field,
				label,
			);
	}
}

/** GHL keeps a number without what people write between its digits. */
const digitsOf = (part: string): string => (/^[\d\s().+-]+$/.test(part) ? part.replace(/[^\d+]/g, '') : part);

function shortText(value: string, field: string, label: string): string {
	if (value.length > MAX_LENGTH)
		throw new InputProblem(
			'value',
			`The value to search ${label} for is longer than ${MAX_LENGTH} characters`,
			'GHL does not accept longer ones: search for a part of it, with "Contains".',
		);
	return field.endsWith('LowerCase') || field === 'tags' ? value.toLowerCase() : value;
}
