import { shorten } from '../parameters/inputProblem';
import { invalid, unknown, type Field } from './field';
import { visible } from './marks';
import { readText } from './text';

/** One entry of a list to choose from. */
export interface Choice {
	/** As people see it. */
	readonly name: string;
	/** As the service keeps it. */
	readonly value: string;
	/** What else it is known by, such as the email of a user. */
	readonly aliases?: readonly string[];
}

/** Choices that are their own names. */
export const plainChoices = (names: readonly string[]): Choice[] => names.map((name) => ({ name, value: name }));

export interface ChoiceUse {
	/** The service takes other values, too: they are sent as they are. */
	readonly others?: boolean;
}

/**
 * The value of the choice that is meant: by value or name, as written or without case. Throws `InputProblem`, which
 * lists them.
 */
export function readChoice(
	value: unknown,
	field: Field,
	choices: readonly Choice[],
	{ others = false }: ChoiceUse = {},
): string {
	const text = readText(value, field, choices.length > 0 ? advice(choices) : undefined);
	const found = findChoices(text, choices);
	if (found.length === 1) return found[0];
	if (found.length === 0 && others) return text;
	if (found.length > 1)
		throw invalid(
			field,
			text,
			`${found.length} entries have this name: use the ID of one of them, ${found.join(' or ')}.`,
		);
	throw unknown(field, text, advice(choices));
}

/** Values of the choices that this text names: the closest match wins, so several only where two match equally well. */
export function findChoices(text: string, choices: readonly Choice[]): string[] {
	for (const same of [exactly, withoutCase]) {
		for (const names of [valueOf, namesOf]) {
			const found = choices
				.filter((choice) => names(choice).some((name) => same(name, text)))
				.map(({ value }) => value);
			if (found.length > 0) return [...new Set(found)];
		}
	}
	return [];
}

const valueOf = ({ value }: Choice): readonly string[] => [value];
export const namesOf = ({ name, aliases = [] }: Choice): readonly string[] => [name, ...aliases];

const exactly = (one: string, other: string): boolean => one === other;
const withoutCase = (one: string, other: string): boolean => plain(one) === plain(other);

/**
 * Upper and lower case, blanks beside commas, and the number of other blanks make no difference. `STRASSE` is
 * `Straße`, and the dots of Turkish letters are none.
 */
export const plain = (text: string): string =>
	visible(text.normalize('NFKC'))
		.replace(/ ?, ?/g, ',')
		.toLowerCase()
		.toUpperCase()
		.toLowerCase()
		.replace(/i\u0307/g, 'i');

/** Names that a message lists before it counts the rest: enough for a custom field, too few for all countries. */
const LISTED = 40;

export const advice = (choices: readonly Choice[], article = 'one of'): string =>
	choices.length === 0 ? 'There is nothing to choose from.' : `Choose ${article}: ${shortList(choices, LISTED)}.`;

/** `A, B, C and 12 more`. */
export function shortList(choices: readonly Choice[], most: number): string {
	const names = choices.map(({ name }) => shorten(name, 40));
	const rest = names.length - most;
	return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}
