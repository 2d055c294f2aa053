import { readChoice, type Choice } from './choice';
import { invalid, type Field } from './field';
import { readText } from './text';

/** An entry of a list of the account, such as a user, calendar or location. */
export interface Entry extends Choice {
	/** The ID of the entry of another list that it is part of, such as a stage of its pipeline. */
	readonly within?: string;
}

/** Undefined where the credential may not read the list: IDs can be used all the same. */
export type Listed = readonly Entry[] | undefined;

/** Whether a text is surely an ID of the service, so that no list is read for it. */
export type IsId = (text: string) => boolean;

/**
 * The ID of an entry that is given by ID or name. Throws `InputProblem` for a name that no entry has, which says what
 * there is, and for one that several have.
 */
export function readEntry(value: unknown, field: Field, isId: IsId, listed: () => Listed): string {
	const text = readText(value, field);
	if (isId(text)) return text;
	const entries = listed();
	if (entries) return readChoice(text, field, entries);
	if (/\s/.test(text)) throw invalid(field, text, 'Map the ID: the token may not read the list of names.');
	return text; // an ID of another form, for the service to judge
}
