import type { ILoadOptionsFunctions, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import type { Calls } from '../../shared/runner/calls';
import type { CachedRead } from '../../shared/endpoint';
import { withCalls } from '../../shared/editor/methods';
import { refreshColumn } from '../../shared/parameters/mapper';
import type { CustomField } from '../mapping/customFields';
import type { Lists, MappedField } from '../mapping/mapping';
import { ghl } from '../transport';

/** What a sub-account adds to the columns of the mapper. */
export interface AccountColumns {
	readonly custom: readonly CustomField[];
	readonly lists: Lists;
}

interface Source {
	readonly standard: readonly MappedField[];
	/** Definitions of custom fields: the first for the columns, the others are kept for operations that run. */
	readonly custom?: ReadonlyArray<CachedRead<CustomField[]>>;
}

/** The columns without any account: a node that has no credential yet can be filled in all the same. */
const NO_ACCOUNT: AccountColumns = { custom: [], lists: () => undefined };

/**
 * A method of the editor. It reads again each time, since "Refresh field list" is how new fields and choices get into a
 * node.
 */
export const columnMethod = (
	{ standard, custom = [] }: Source,
	columns: (account: AccountColumns) => ResourceMapperField[],
) =>
	async function (this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		if (custom.length === 0 && standard.every(({ list }) => !list)) return { fields: columns(NO_ACCOUNT) };
		if (Object.keys(this.getNode().credentials ?? {}).length === 0)
			return { fields: [...columns(NO_ACCOUNT), refreshColumn(custom.length > 0 ? 'Custom fields' : 'Lists')] };
		return await withCalls(this, ghl, async (calls) => ({
			fields: columns(await readAccount(calls, standard, custom)),
		}));
	};

async function readAccount(
	calls: Calls,
	standard: readonly MappedField[],
	custom: ReadonlyArray<CachedRead<CustomField[]>>,
): Promise<AccountColumns> {
	const lists = standard.flatMap(({ list }) => list ?? []);
	for (const cachedRead of [...lists, ...custom]) calls.forget(cachedRead);
	const definitions = custom.at(0);
	const fields = definitions ? await calls.cached(definitions) : [];
	const found = new Map(await Promise.all(lists.map(async (list) => [list, await calls.cached(list)] as const)));
	return { custom: fields, lists: (list) => found.get(list) };
}
