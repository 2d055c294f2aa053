import { lazy } from './lazy';
import { findChoices, plainChoices, type Choice } from './choice';
import { invalid, type Field } from './field';
import { visible } from './marks';
import { readText } from './text';

/** The zones of IANA by their usual names. */
export const timeZones = lazy((): readonly Choice[] =>
	plainChoices([...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])]),
);

const HOW = 'Map the IANA name of a time zone, such as America/Denver.';

/**
 * The IANA name of a time zone, in any case and with blanks for underscores. An older name, such as Asia/Calcutta, is
 * kept. Throws `InputProblem` for all else: abbreviations and offsets tell nothing of summer.
 */
export function readTimeZone(value: unknown, field: Field): string {
	const text = readText(value, field, HOW);
	const name = visible(text).replaceAll(' ', '_');
	const [known] = findChoices(name, timeZones());
	if (known !== undefined) return known;
	if (/^[A-Z]\w*\/[A-Z]/.test(name) && isZone(name)) return name;
	throw invalid(field, text, HOW);
}

function isZone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
}
