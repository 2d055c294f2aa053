import type { Input } from '../../../shared/parameters/input';
import { readTags } from '../../../shared/values/tags';

/** The tags that an operation works with, at least one. Throws `InputProblem`. */
export function requiredTags(input: Input): string[] {
	input.requiredList('tags'); // says that it is empty
	return readTags(input.raw('tags'));
}
