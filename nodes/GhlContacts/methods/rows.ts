import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { Callable, Calls } from '../../shared/runner/calls';
import { asObjects, textOf } from '../../shared/parameters/input';
import { withCalls } from '../../shared/editor/methods';
import type { Service } from '../../shared/service';
import { ghl } from '../transport';

/** Rows that a list in the editor shows at a time. */
export const ROWS = 50;

type Name = (record: IDataObject) => string;
type Values = Record<string, unknown>;

const ownName: Name = (record) => textOf(record.name) || textOf(record.email);

export function rowOf(record: IDataObject, name: Name = ownName): { name: string; value: string } {
	const value = textOf(record.id);
	return { name: name(record) || value, value };
}

export const stagesOf = (pipeline: IDataObject): IDataObject[] => asObjects(pipeline.stages);

/** The stages of all pipelines. */
export const stageRows = (pipelines: readonly IDataObject[]): Array<{ name: string; value: string }> =>
	pipelines.flatMap((pipeline) =>
		stagesOf(pipeline).map(({ id, name }) => ({
			name: `${textOf(pipeline.name)} · ${textOf(name)}`,
			value: textOf(id),
		})),
	);

const contains =
	(filter: string) =>
	({ name }: { name: string }): boolean =>
		name.toLowerCase().includes(filter.toLowerCase());

interface ListSearch {
	readonly name?: Name;
	/** Input of the call. Those that pass the filter on have the service search. */
	readonly values?: (context: ILoadOptionsFunctions, filter: string) => Values;
	readonly service?: Service;
	/** Instead of one call. */
	readonly read?: (calls: Calls, filter: string) => Promise<IDataObject[]>;
	/** The service has searched already. */
	readonly searched?: boolean;
}

/** A searchable list of the editor, from the records that are listed. */
export function listSearch(
	target: Callable,
	{ name = ownName, values = () => ({}), service = ghl, read, searched = false }: ListSearch = {},
) {
	return async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
		const given = values(this, filter);
		return await withCalls(this, service, async (calls) => {
			const found = read ? await read(calls, filter) : await calls.many(target, given);
			const rows: INodeListSearchItems[] = found.map((record) => rowOf(record, name));
			return { results: searched ? rows : rows.filter(contains(filter)) };
		});
	};
}

/** A dropdown of the editor, from the records that are listed. */
export function dropdownOf(
	target: Callable,
	rows: (records: IDataObject[], context: ILoadOptionsFunctions) => INodePropertyOptions[] = (records) =>
		records.map((record) => rowOf(record)),
) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return await withCalls(this, ghl, async (calls) => rows(await calls.many(target, {}), this));
	};
}

/** What the user chose in another field of the node, as an ID. */
export const chosenIn = (context: ILoadOptionsFunctions, parameter: string): string =>
	textOf(context.getCurrentNodeParameter(parameter, { extractValue: true }));
