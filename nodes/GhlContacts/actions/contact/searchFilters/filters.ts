import type { IDataObject } from 'n8n-workflow';
import { canonicalEmail } from '../../../../../sync/model/canonical';
import { InputProblem, textOf, timeOf, type Input } from '../../../../shared/parameters/input';
import { readEntry } from '../../../../shared/values/entry';
import { isId } from '../../../mapping/accountLists';
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
	const value = (raw: unknown): IDataObject[string] => valueOf(raw, searched, input);
	if (operator === 'between')
		return { field, operator: 'range', value: { gte: value(given.value), lte: value(given.upTo) } };
	if (['gte', 'lte', 'gt', 'lt'].includes(operator))
		return { field, operator: 'range', value: { [operator]: value(given.value) } };
	return { field, operator, value: Array.isArray(given.value) ? given.value.map(value) : value(given.value) };
}

function valueOf(raw: unknown, { field, label, kind, list }: SearchField, input: Input): IDataObject[string] {
	const value = textOf(raw);
	if (value === '')
		throw new InputProblem('value', `The value to search ${label} for is empty`, 'Fill it in, or use "Has No Value".');
	if (value.length > MAX_LENGTH)
		throw new InputProblem(
			'value',
			`The value to search ${label} for is longer than ${MAX_LENGTH} characters`,
			'GHL takes no longer ones: search for a part, with "Contains".',
		);
	if (list) return readEntry(value, { id: 'value', label }, isId, () => input.cachedIfAny(list));
	if (kind === 'date') return timeOf(value, label, input.zone);
	if (kind === 'number') return numberOf(value, label);
	if (field === 'dnd') return value.toLowerCase() === 'true';
	if (field === 'email') return canonicalEmail(value);
	return field.endsWith('LowerCase') || field === 'tags' ? value.toLowerCase() : value;
}

function numberOf(value: string, label: string): number {
	const number = Number(value);
	if (!Number.isFinite(number))
		throw new InputProblem(
			'value',
			`The value to search ${label} for is not a number`,
			'Use digits, without thousands separators.',
		);
	return number;
}
