import { readList } from '../values/list';
import type { Input } from '../input';
import { isEmpty } from '../mapper';

/** The mapped tags, where the mapper has them: a list, JSON or text with commas. Throws `InputProblem`. */
export function mappedTags(input: Input, column: string): Record<string, unknown> {
	const mapped = input.mapped('fields');
	if (!(column in mapped)) return {};
	return { [column]: isEmpty(mapped[column]) ? mapped[column] : readList(mapped[column], { id: column, label: 'Tags' }) };
}
