import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { CachedRead } from '../endpoint';
import { InputProblem, textOf, titleOf, type Input } from '../parameters/input';
import { readEntry, type IsId, type Listed } from '../values/entry';
import { isEmpty } from '../values/empty';
import { RefusedValue } from '../parameters/inputProblem';
import { readText } from '../values/text';
import { withNewEntries } from './cachedRead';
import type { Calls } from './calls';

/** A list of the account, by which people name what a parameter takes by ID. */
export interface NamedList {
	readonly read: CachedRead<Listed>;
	readonly isId: IsId;
	/** The parameter beside that says which entries are meant, such as the pipeline of a stage. */
	readonly beside?: string;
}

/**
 * By the method that fills the parameter's list in the editor; by its name, where it has no list there; a column of a
 * mapper by both names, as in `fields.stageId`.
 */
export type NamedLists = Readonly<Record<string, NamedList>>;

/**
 * The same input with IDs in the place of names, in every parameter that takes the ID of an entry of a list. Throws
 * `InputProblem` for a name that is none of them, which says what there is, and for one that several have.
 */
export async function withIds(
	calls: Calls,
	lists: NamedLists,
	parameters: readonly INodeProperties[],
	input: Input,
): Promise<Input> {
	const properties = parameters.filter((property) => listsIn(property, lists).length > 0);
	if (properties.length === 0) return input;
	const given = Object.fromEntries(properties.map(({ name }) => [name, input.raw(name)]));
	const used = properties.flatMap((property) => listsIn(property, lists)).map(({ read }) => read);
	const named = async (isLenient: boolean): Promise<IDataObject> =>
		await new Names(calls, lists, isLenient).members(properties, given as IDataObject);
	const found = await withNewEntries(used, calls, async () => await named(false)).catch(async (error: unknown) => {
		if (!(error instanceof InputProblem)) throw error;
		return await named(true);
	});
	return input.with(found);
}

const listOf = ({ name, typeOptions, modes }: INodeProperties, lists: NamedLists): NamedList | undefined => {
	const picked = modes?.find(({ type }) => type === 'list')?.typeOptions?.searchListMethod;
	return lists[typeOptions?.loadOptionsMethod ?? picked ?? name];
};

const inner = ({ options = [] }: INodeProperties): INodeProperties[] =>
	options.flatMap((option) => ('values' in option ? option.values : 'displayName' in option ? [option] : []));

function listsIn(property: INodeProperties, lists: NamedLists): NamedList[] {
	if (property.type === 'resourceMapper')
		return Object.keys(lists).flatMap((name) => (name.startsWith(`${property.name}.`) ? [lists[name]] : []));
	const own = listOf(property, lists);
	return own ? [own] : inner(property).flatMap((one) => listsIn(one, lists));
}

class Names {
	constructor(
		private readonly calls: Calls,
		private readonly lists: NamedLists,
		/** What is wrong with a mapped name is for the write to say, which may leave its field out. */
		private readonly isLenient: boolean,
	) {}

	/** Values by parameter, those of one collection or group beside each other. */
	async members(properties: readonly INodeProperties[], given: IDataObject): Promise<IDataObject> {
		const found: IDataObject = { ...given };
		for (const property of properties) {
			const value = given[property.name];
			if (!isEmpty(value)) found[property.name] = await this.value(property, value, found);
		}
		return found;
	}

	private async value(
		property: INodeProperties,
		value: IDataObject[string],
		beside: IDataObject,
	): Promise<IDataObject[string]> {
		const list = listOf(property, this.lists);
		if (list && Array.isArray(value))
			return await Promise.all(value.map(async (one) => await this.id(property, list, one, beside)));
		if (list) return await this.id(property, list, value, beside);
		if (Array.isArray(value)) return value;
		if (property.type === 'resourceMapper') return await this.columns(property, value as IDataObject);
		if (property.type === 'collection') return await this.members(inner(property), value as IDataObject);
		if (property.type !== 'fixedCollection') return value;
		const groups = await Promise.all(
			Object.entries(value as IDataObject).map(async ([name, entries]) => [
				name,
				await this.group(property, name, entries),
			]),
		);
		return Object.fromEntries(groups) as IDataObject;
	}

	private async columns({ name }: INodeProperties, mapper: IDataObject): Promise<IDataObject> {
		const values = (mapper.value ?? {}) as IDataObject; // as n8n stores a mapper
		const found = Object.entries(values).map(async ([column, value]) => {
			const list = this.lists[`${name}.${column}`];
			const property = { name: column, displayName: titleOf(column) };
			return [column, list && !isEmpty(value) ? await this.mappedId(property, list, value) : value];
		});
		return { ...mapper, value: Object.fromEntries(await Promise.all(found)) as IDataObject };
	}

	private async mappedId(
		property: Pick<INodeProperties, 'name' | 'displayName'>,
		list: NamedList,
		value: IDataObject[string],
	): Promise<IDataObject[string]> {
		return await this.id(property, list, value, {}).catch((error: unknown) => {
			if (!(error instanceof InputProblem) || !this.isLenient) throw error;
			return new RefusedValue(error) as unknown as IDataObject; // for `readText`
		});
	}

	private async group({ options = [] }: INodeProperties, name: string, entries: IDataObject[string]): Promise<unknown> {
		const group = options.find((option) => option.name === name);
		const values = group && 'values' in group ? group.values : [];
		if (Array.isArray(entries))
			return await Promise.all((entries as IDataObject[]).map(async (one) => await this.members(values, one)));
		return entries !== null && typeof entries === 'object'
			? await this.members(values, entries as IDataObject)
			: entries;
	}

	private async id(
		{ name, displayName }: Pick<INodeProperties, 'name' | 'displayName'>,
		{ read, isId, beside: container }: NamedList,
		value: unknown,
		beside: IDataObject,
	): Promise<string> {
		const field = { id: name, label: displayName.replace(/ (Names? or IDs?|ID)$/, '') };
		const text = readText(value, field);
		if (isId(text)) return text;
		const listed = await this.calls.cached(read);
		const whole = textOf(container && beside[container]);
		return readEntry(text, field, isId, () => (whole ? listed?.filter(({ within }) => within === whole) : listed));
	}
}
