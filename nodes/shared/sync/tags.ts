import { isEmpty } from '../parameters/mapper';
import { readTags } from '../values/tags';
import type { Attempt } from './mappedValues';

/** The mapped tags, where the mapper has them: a list, JSON or text with commas. */
export function mappedTags(
	mapped: Readonly<Record<string, unknown>>,
	column: string,
	attempt: Attempt,
): Record<string, unknown> {
	if (!(column in mapped)) return {};
	const value = mapped[column];
	return { [column]: isEmpty(value) ? value : attempt(value, () => readTags(value, { id: column, label: 'Tags' })) };
}
