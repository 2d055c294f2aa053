import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { contextOf } from '../../shared/account';
import { textOf } from '../../shared/parameters/input';
import { column } from '../../shared/parameters/mapper';
import { withCalls } from '../../shared/editor/methods';
import type { Operation } from '../../shared/operation';
import { getManyContacts } from '../actions/contact';
import { getManyJobs } from '../actions/job';
import { getManyStages } from '../actions/stage';
import { columns } from '../bridge/columns';
import { FIELDS } from '../direct/fields';
import { directAccess, manifestOf, serviceOf } from '../transport';

export { searchSyncAccounts } from '../../shared/sync/accounts';

const LISTED = 100;

/**
 * A list of the editor. What is typed is looked for in what Roofr gives, too: whether it heeds the search is not known.
 */
const search = (list: Operation, nameOf: (record: Record<string, unknown>) => string) =>
	async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
		const service = serviceOf(undefined, this.getNodeParameter('authentication'));
		return await withCalls(this, service, async (calls) => {
			const found = await calls.many(list, { filters: filter ? { search: filter } : {}, limit: LISTED });
			const results = found.map((record) => ({ name: nameOf(record) || textOf(record.id), value: textOf(record.id) }));
			return {
				results: results.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(filter.toLowerCase())),
			};
		});
	};

const joined = (...parts: unknown[]): string => parts.map(textOf).filter(Boolean).join(' ');

export const searchJobs = search(getManyJobs, ({ name, address }) =>
	[textOf(name), textOf(address)].filter(Boolean).join(', '),
);
export const searchContacts = search(
	getManyContacts,
	({ firstName, lastName, companyName, email }) => joined(firstName, lastName) || textOf(companyName) || textOf(email),
);
export const searchStages = search(getManyStages, ({ name }) => textOf(name));

/** Columns of "Create Job and Customer". */
export async function getJobAndCustomerColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return { fields: columns(textOf(this.getNodeParameter('nameAs')), textOf(this.getNodeParameter('addressAs'))) };
}

/** Columns of the "Sync" of jobs: the bridge takes a job with its customer, direct access a job. */
export async function getJobColumnsForSync(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	return textOf(this.getNodeParameter('authentication')) === 'bridge'
		? await getJobAndCustomerColumns.call(this)
		: await getColumns.call(this);
}

const TYPES = {
	text: 'string',
	email: 'string',
	phone: 'string',
	time: 'dateTime',
	number: 'number',
	boolean: 'boolean',
} as const;

/** Columns of the chosen resource: those that the node knows, and those that the credential names in its overrides. */
export async function getColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const resource = textOf(this.getNodeParameter('resource'));
	const name = textOf(this.getNodeParameter('operation'));
	const known = (FIELDS[resource] ?? []).filter(({ readOnly }) => !readOnly);
	const isCreate = name === 'create' || name === 'sync';
	const first = name === 'upsert' ? known.find(({ match }) => match) : undefined;
	const fields = known.map((one) =>
		column({
			id: one.name,
			displayName: one.label,
			type: TYPES[one.kind],
			first: one.first,
			required: isCreate && one.required,
			match: name === 'upsert' && one.match,
			matchFirst: one === first,
		}),
	);
	return {
		fields: [
			...fields,
			...(await overridden(
				this,
				`${resource}.${name === 'upsert' || name === 'sync' ? 'create' : name}`,
				known.map((one) => one.name),
			)),
		],
	};
}

async function overridden(
	context: ILoadOptionsFunctions,
	endpoint: string,
	known: readonly string[],
): Promise<ResourceMapperField[]> {
	// a node that has no credential yet can be filled in all the same
	if (Object.keys(context.getNode().credentials ?? {}).length === 0) return [];
	return await withCalls(context, directAccess, async () => {
		const names = Object.keys((await manifestOf(contextOf(context)))[endpoint]?.fields ?? {});
		return names
			.filter((name) => !known.includes(name))
			.map((name) => column({ id: name, displayName: name, type: 'string' }));
	});
}
