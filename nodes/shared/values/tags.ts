import { isEmpty } from './empty';
import { invalid, type Field } from './field';
import { readList } from './list';
import { visible } from './marks';

const TAGS: Field = { id: 'tags', label: 'Tags' };

/** What is done with tags that a record may have already. */
export type TagMode = 'add' | 'remove' | 'replace';

/** What stands between tags in one text, also where it was typed on a Chinese, Japanese or Arabic keyboard. */
const MARKS = ',;|\n\t，、；،؛';

/**
 * Tags: a list of names or of objects with a name, JSON typed as text, or text with commas, semicolons, bars or lines
 * between them. Each once, since services take `VIP` and `vip` for one tag: as it is written first. Throws
 * `InputProblem`.
 */
export function readTags(value: unknown, field: Field = TAGS): string[] {
	const byName = new Map<string, string>();
	const tags = readList(value, field, MARKS).map(visible);
	if (tags.length === 0 && !isEmpty(value)) throw invalid(field, value, 'Name at least one.');
	for (const tag of tags) if (!byName.has(plain(tag))) byName.set(plain(tag), tag);
	return [...byName.values()];
}

/** The same for an option; none where it is not set. */
export const tagsIn = (value: unknown): string[] => (isEmpty(value) ? [] : readTags(value));

/** The same in lower case, for services that keep them so. */
export const lowerCaseTags = (value: unknown): string[] => tagsIn(value).map(plain);

/** Those that a record is to have after a change. Others that it has stay as they are. */
export function tagsAfter(mode: TagMode, present: readonly string[], tags: readonly string[]): string[] {
	if (mode === 'replace') return [...tags];
	const named = new Set(tags.map(plain));
	const others = present.filter((tag) => !named.has(plain(tag)));
	return mode === 'remove' ? others : [...others, ...tags];
}

/** Those among these tags for which a call is needed, since the record does not have, or still has, them. */
export function tagsDue(mode: TagMode, present: readonly string[] | undefined, tags: readonly string[]): string[] {
	const known = present && new Set(present.map(plain));
	return tags.filter((tag) => !known || known.has(plain(tag)) === (mode === 'remove'));
}

const plain = (tag: string): string => tag.toLowerCase();
