import { invalid, type Field } from './field';
import { visible } from './marks';
import { only } from './text';

const WORDS: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['1', true],
	['yes', true],
	['on', true],
	['false', false],
	['0', false],
	['no', false],
	['off', false],
]);

/** Yes or no in any of the usual words. Throws `InputProblem` for everything else. */
export function readBoolean(value: unknown, field: Field): boolean {
	const single = only(value);
	const known = typeof single === 'object' ? undefined : WORDS.get(visible(String(single)).toLowerCase());
	if (known === undefined) throw invalid(field, value, 'Use true or false.');
	return known;
}
