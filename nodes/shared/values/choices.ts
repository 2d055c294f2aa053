import { advice, findChoices, namesOf, plain, readChoice, type Choice, type ChoiceUse } from './choice';
import { isEmpty } from './empty';
import { invalid, unknown, type Field } from './field';
import { readList } from './list';

/**
 * Values of a field that takes several choices: from a list, a JSON list typed as text, or names with commas between
 * them. A name may hold commas itself: the longest that fits is meant. Throws `InputProblem` for what is not a choice.
 */
export function readChoices(value: unknown, field: Field, choices: readonly Choice[], use: ChoiceUse = {}): string[] {
	if (typeof value === 'string' && findChoices(value, choices).length === 1) return findChoices(value, choices);
	const entries =
		typeof value === 'string' && !isJsonList(value)
			? namesOfText(value, choices, use)
			: readList(value, field, ',', choices.length > 0 ? advice(choices, 'one or more of') : undefined);
	if (entries.length === 0 && !isEmpty(value)) throw invalid(field, value, advice(choices, 'one or more of'));
	return [...new Set(entries.map((entry) => oneOf(entry, field, choices, use)))];
}

function oneOf(entry: string, field: Field, choices: readonly Choice[], use: ChoiceUse): string {
	if (!use.others && findChoices(entry, choices).length === 0)
		throw unknown(field, entry, advice(choices, 'one or more of'));
	return readChoice(entry, field, choices, use);
}

function isJsonList(text: string): boolean {
	const plain = text.trim();
	return (plain.startsWith('[') && plain.endsWith(']')) || (plain.startsWith('"') && plain.includes('"', 1));
}

/**
 * The entries of a text with commas between them; or with semicolons, bars, tabs or lines, where each is a choice, or
 * one of them where others are taken.
 */
function namesOfText(text: string, choices: readonly Choice[], { others = false }: ChoiceUse): string[] {
	const isKnown = (name: string): boolean => findChoices(name, choices).length > 0;
	const byCommas = namesIn(text, choices);
	const names = text.split(/[;|\n\t]/).flatMap((part) => namesIn(part, choices));
	if (!/[;|\n\t]/.test(text) || byCommas.every(isKnown)) return byCommas;
	return (others ? names.some(isKnown) : names.every(isKnown)) ? names : byCommas;
}

/** The entries of a text with commas, where none of the names is taken apart. */
function namesIn(text: string, choices: readonly Choice[]): string[] {
	const names = choices
		.flatMap((choice) => [choice.value, ...namesOf(choice)])
		.sort((one, other) => other.length - one.length);
	const parts = text.split(',');
	const entries: string[] = [];
	for (let at = 0; at < parts.length;) {
		const length = longest(parts, at, names);
		entries.push(
			parts
				.slice(at, at + length)
				.join(',')
				.trim(),
		);
		at += length;
	}
	return entries.filter((entry) => plain(entry) !== '');
}

/** How many parts, from this one on, make the longest name; one where none fits. */
function longest(parts: readonly string[], at: number, names: readonly string[]): number {
	const known = names.find((name) => plain(parts.slice(at, at + partsOf(name)).join(',')) === plain(name));
	return known === undefined ? 1 : partsOf(known);
}

const partsOf = (name: string): number => name.split(',').length;
