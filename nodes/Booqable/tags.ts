import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { listOf, textOf, type Input } from '../shared/parameters/input';
import { tagsAfter, tagsIn, type TagMode } from '../shared/values/tags';
import { LIST } from '../shared/parameters/parameter';

export const tags: INodeProperties = {
	displayName: 'Tags',
	name: 'tags',
	type: 'string',
	typeOptions: LIST,
	default: '',
	placeholder: 'e.g. vip, film crew',
	description: 'Separated by commas, or a list from an expression',
};

export const tagMode: INodeProperties = {
	displayName: 'Tag Mode',
	name: 'tagMode',
	type: 'options',
	options: [
		{ name: 'Add', value: 'add', description: 'Keep the existing tags of the record; takes one more call' },
		{ name: 'Remove', value: 'remove', description: 'Remove these tags, keep the others; takes one more call' },
		{ name: 'Replace All', value: 'replace', description: 'The record has these tags and no others' },
	],
	default: 'add',
	description: 'What happens with the tags above. Booqable itself would replace all.',
};

/** Tags of a new record. */
export function newTags(input: Input): IDataObject {
	const tagList = tagsIn(input.option('tags'));
	return tagList.length > 0 ? { tag_list: tagList } : {};
}

/**
 * The whole list that Booqable is to have, since it takes no other; null where no tags were given. `read` gives the
 * record as it is and is called only where its tags matter.
 */
export async function wantedTags(input: Input, read: () => Promise<IDataObject>): Promise<string[] | null> {
	const chosen = tagsIn(input.option('tags'));
	if (chosen.length === 0) return null;
	const mode = (textOf(input.option('tagMode')) || 'add') as TagMode; // a choice of the node
	const present = mode === 'replace' ? [] : listOf((await read()).tag_list ?? []);
	return tagsAfter(mode, present, chosen);
}
