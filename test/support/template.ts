import { readFileSync } from 'node:fs';
import path from 'node:path';
import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	NodeHelpers,
	NodeOperationError,
	validateFieldType,
	Workflow,
	type FieldType,
	type IBinaryKeyData,
	type IConnections,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type IRun,
} from 'n8n-workflow';
import { BooqableApi } from '../../credentials/BooqableApi.credentials';
import { GoHighLevelApi } from '../../credentials/GoHighLevelApi.credentials';
import { RoofrApi } from '../../credentials/RoofrApi.credentials';
import { Booqable } from '../../nodes/Booqable/Booqable.node';
import { GhlContacts } from '../../nodes/GhlContacts/GhlContacts.node';
import { Roofr } from '../../nodes/Roofr/Roofr.node';
import { SyncLedger } from '../../nodes/SyncLedger/SyncLedger.node';
import { neededCredentials } from '../../launcher/nodeCredentials';
import { SyncLedgerTrigger } from '../../nodes/SyncLedger/SyncLedgerTrigger.node';
import { ACCESS_TOKEN, DEMO_SLUG } from '../../sandbox/booqable/world';
import { CALENDAR, LOCATION_US, PIT_US } from '../../sandbox/ghl/world';
import { ROOFR } from '../../sandbox/roofr';
import type { Sandbox } from '../../sandbox/server';
import { TestCredentials } from './credentials';
import { additional, poll, start } from './engine';
import { ROOT } from './root';

const OWN = 'n8n-nodes-ghl-booqable-roofr.';

interface Template {
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
}

interface Condition {
	readonly leftValue: unknown;
	readonly rightValue: unknown;
	readonly operator: { readonly operation: string };
}
type Conditions = { readonly conditions: readonly Condition[] };

/** n8n's own nodes as far as the templates use them: the package does not depend on those. */
function standIn(
	name: string,
	outputs: number,
	parameter: string,
	routed: (given: unknown, item: INodeExecutionData) => { output: number; json?: IDataObject },
): INodeType {
	const output = Array.from({ length: outputs }, () => 'main' as const);
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: [1, 1.1, 1.2, 2.2, 3.2, 3.4],
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: output,
			properties: parameter ? [{ displayName: parameter, name: parameter, type: 'json', default: '' }] : [],
		},
		async execute(this: IExecuteFunctions) {
			const given: INodeExecutionData[][] = output.map(() => []);
			this.getInputData().forEach((item, index) => {
				const { output: at, json = item.json } = routed(
					parameter ? this.getNodeParameter(parameter, index) : undefined,
					item,
				);
				given[at].push({ json, pairedItem: { item: index } });
			});
			return given;
		},
	};
}

function holds({ conditions }: Conditions): boolean {
	return conditions.every(({ leftValue, rightValue, operator: { operation } }) => {
		if (operation === 'true') return leftValue === true;
		if (operation === 'equals') return leftValue === rightValue;
		if (operation === 'contains') return String(leftValue).toLowerCase().includes(String(rightValue).toLowerCase());
		throw new Error(`The stand-in knows no "${operation}"`);
	});
}

const branch = (rules: ReadonlyArray<{ readonly conditions: Conditions }>): number => {
	const found = rules.findIndex(({ conditions }) => holds(conditions));
	return found === -1 ? rules.length : found;
};

const property = (name: string): INodeProperties => ({ displayName: name, name, type: 'json', default: '' });
const core = (name: string, properties: string[]): INodeType['description'] => ({
	displayName: name,
	name,
	group: ['transform'],
	version: [1, 2.5, 4.2],
	description: '',
	defaults: {},
	inputs: ['main'],
	outputs: ['main'],
	properties: properties.map(property),
});

const splitOut: INodeType = {
	description: core('splitOut', ['fieldToSplitOut']),
	async execute(this: IExecuteFunctions) {
		return [
			this.getInputData().flatMap(({ json }, item) =>
				(json[this.getNodeParameter('fieldToSplitOut', item) as string] as IDataObject[]).map((one) => ({
					json: one,
					pairedItem: { item },
				})),
			),
		];
	},
};

interface Row {
	readonly name: string;
	readonly type: FieldType;
	readonly value: unknown;
}
/** The value of a row, in its type, as n8n's own node makes it. */
function valueOf({ name, type, value }: Row): unknown {
	if (value === undefined) return null;
	const result = validateFieldType(name, type === 'string' ? String(value) : value, type);
	if (!result.valid) throw new Error(result.errorMessage);
	return result.newValue ?? null;
}

/** Gives JSON, or a field for each row. */
const editFields: INodeType = {
	description: {
		...core('set', ['mode', 'jsonOutput', 'assignments', 'includeOtherFields', 'options']),
		version: [3.4],
	},
	async execute(this: IExecuteFunctions) {
		return [
			this.getInputData().map((item, index) => {
				const given = (name: string) => this.getNodeParameter(name, index, '') as unknown;
				if (given('mode') === 'raw') return { json: given('jsonOutput') as IDataObject, pairedItem: { item: index } };
				const { assignments } = given('assignments') as { readonly assignments: readonly Row[] };
				const { dotNotation = true } = given('options') as { readonly dotNotation?: boolean };
				const parted = assignments.find((row) => dotNotation && /[.[]/.test(row.name));
				if (parted) throw new Error(`n8n makes an object of the name "${parted.name}"`);
				const fields = Object.fromEntries(assignments.map((row) => [row.name, valueOf(row)])) as IDataObject;
				const json = given('includeOtherFields') === true ? { ...item.json, ...fields } : fields;
				return { json, pairedItem: { item: index } };
			}),
		];
	},
};

/** A page gives the `answers` that a test puts into its parameters; the fields and texts that it shows come beside. */
const form: INodeType = {
	description: core('form', ['operation', 'jsonOutput', 'completionTitle', 'completionMessage', 'answers']),
	async execute(this: IExecuteFunctions) {
		const given = (name: string) => this.getNodeParameter(name, 0) as string;
		const json =
			given('operation') === 'completion'
				? { title: given('completionTitle'), message: given('completionMessage') }
				: { fields: JSON.parse(given('jsonOutput')) as IDataObject[], ...(given('answers') as unknown as IDataObject) };
		return [[{ json, pairedItem: { item: 0 } }]];
	},
};

/** An n8n: its workflows, and the key that its API wants. */
export const n8nOfTemplates = { workflows: [] as IDataObject[], apiKey: 'an API key' };

/** n8n's public API: a list, a new workflow, one that is published. */
function n8nApi(method: string, route: string, key: unknown, body: string): IDataObject {
	const { workflows, apiKey } = n8nOfTemplates;
	if (key !== apiKey) return { error: { message: 'Authorization failed', description: 'unauthorized' } };
	if (method === 'GET') return { data: workflows, nextCursor: null };
	const [, id] = /^\/(.+)\/activate$/.exec(route) ?? [];
	const found = workflows.find((one) => one.id === id);
	if (found) return Object.assign(found, { active: true });
	if (id) return { error: { message: 'Not found', description: `n8n has no workflow ${id}` } };
	const made = { ...(JSON.parse(body) as IDataObject), id: `made${workflows.length}`, active: false };
	workflows.push(made);
	return made;
}

const httpRequest: INodeType = {
	description: core('httpRequest', ['method', 'url', 'headerParameters', 'jsonBody']),
	async execute(this: IExecuteFunctions) {
		const given = (name: string, item: number) => this.getNodeParameter(name, item, '') as string;
		return [
			this.getInputData().map((_, item) => {
				const [, route] = /\/api\/v1\/workflows([^?]*)/.exec(given('url', item)) ?? [];
				if (route === undefined) throw new Error(`The stand-in knows no ${given('url', item)}`);
				const { parameters } = given('headerParameters', item) as unknown as { parameters: [{ value: unknown }] };
				const json = n8nApi(given('method', item), route, parameters[0].value, given('jsonBody', item));
				return { json: structuredClone(json), pairedItem: { item } };
			}),
		];
	},
};

const stopAndError: INodeType = {
	description: core('stopAndError', ['errorMessage']),
	async execute(this: IExecuteFunctions) {
		throw new NodeOperationError(this.getNode(), this.getNodeParameter('errorMessage', 0) as string);
	},
};

/** The rows of n8n's data tables, of all tables together. */
export const dataTableRows: IDataObject[] = [];

interface TableQuery {
	readonly matchType: string;
	readonly filters: { readonly conditions: ReadonlyArray<{ keyName: string; keyValue: unknown }> };
	readonly columns: { readonly value: IDataObject };
}
const dataTable: INodeType = {
	description: core('dataTable', ['resource', 'operation', 'matchType', 'filters', 'columns']),
	async execute(this: IExecuteFunctions) {
		return [
			this.getInputData().flatMap((_, item) => {
				const given = <Name extends keyof TableQuery>(name: Name) =>
					this.getNodeParameter(name, item, {}) as unknown as TableQuery[Name];
				const operation = this.getNodeParameter('operation', item) as string;
				if (this.getNodeParameter('resource', item) === 'table') return [{ json: {}, pairedItem: { item } }];
				const { conditions } = given('filters');
				const fits = (row: IDataObject): boolean => {
					const fitting = conditions.filter(({ keyName, keyValue }) => row[keyName] === keyValue);
					return given('matchType') === 'anyCondition' ? fitting.length > 0 : fitting.length === conditions.length;
				};
				const found = dataTableRows.filter(fits);
				if (operation === 'upsert' && found.length === 0) {
					const row = { id: dataTableRows.length + 1 };
					dataTableRows.push(row);
					found.push(row);
				}
				if (operation !== 'get') for (const row of found) Object.assign(row, given('columns').value);
				return found.map((row) => ({ json: { ...row }, pairedItem: { item } }));
			}),
		];
	},
};

// What the parameters of these nodes hold is in our own files.
const STAND_INS: Readonly<Record<string, INodeType>> = {
	'n8n-nodes-base.if': standIn('if', 2, 'conditions', (given) => ({ output: holds(given as Conditions) ? 0 : 1 })),
	'n8n-nodes-base.switch': standIn('switch', 4, 'rules', (given) => ({
		output: branch((given as { values: [] }).values),
	})),
	'n8n-nodes-base.set': editFields,
	'n8n-nodes-base.noOp': standIn('noOp', 1, '', () => ({ output: 0 })),
	'n8n-nodes-base.splitOut': splitOut,
	'n8n-nodes-base.form': form,
	'n8n-nodes-base.stopAndError': stopAndError,
	'n8n-nodes-base.dataTable': dataTable,
	'n8n-nodes-base.httpRequest': httpRequest,
	'n8n-nodes-base.wait': standIn('wait', 1, '', () => ({ output: 0 })),
	// gives what the other workflow is called with
	'n8n-nodes-base.executeWorkflow': standIn('executeWorkflow', 1, 'workflowInputs', (given) => ({
		output: 0,
		json: (given as { value: IDataObject }).value,
	})),
};
const NODES: Readonly<Record<string, INodeType>> = {
	...STAND_INS,
	[`${OWN}booqable`]: new Booqable(),
	[`${OWN}ghlContacts`]: new GhlContacts(),
	[`${OWN}roofr`]: new Roofr(),
	[`${OWN}syncLedger`]: new SyncLedger(),
};

/** Chat, agent, model and tools: what an assistant consists of beside its workflow. */
const isOfAgent = ({ type }: INode): boolean => type.includes('langchain') || type.endsWith('Tool');
const isTrigger = ({ type }: INode): boolean => type.endsWith('Trigger');

/** The node as a user has filled it in for the accounts of the sandbox. */
function filledIn(node: INode): INode {
	if (isTrigger(node)) return { ...node, type: 'start', typeVersion: 1, parameters: {}, credentials: undefined };
	const parameters = structuredClone(node.parameters) as IDataObject & { fields?: { value?: IDataObject } };
	if (parameters.fields?.value?.calendarId !== undefined) parameters.fields.value.calendarId = CALENDAR;
	const types = neededCredentials(node, NODES[node.type]?.description);
	const credentials = Object.fromEntries(types.map((type) => [type, { id: type, name: type }]));
	const soon = node.retryOnFail && { waitBetweenTries: 1 };
	return { ...node, ...soon, parameters: parameters as INode['parameters'], credentials };
}

/** What a user adds to the credential whom Roofr gave API access. */
const roofrAccess = (sandbox: Sandbox): IDataObject => ({
	hasAccess: true,
	apiKey: ROOFR.apiKey,
	keyStyle: 'bearer',
	headerName: '',
	testPath: '/me',
	baseUrl: `${sandbox.url}/roofr/api/v1`,
	endpoints: '{}',
	advanced: true,
	extraHeaders: '{}',
	workers: 1,
});

/** What one run of a template gave: the items of each node that ran, of all its runs and outputs. */
export type Ran = (node: string) => IDataObject[];

/**
 * Runs a template of the folder `workflows` in n8n's engine, from this trigger on with these items. Nodes of this
 * package are real, and call the sandbox; a node that fails fails the test. Each item carries the `files`.
 */
export async function runTemplate(
	sandbox: Sandbox,
	file: string,
	trigger: string,
	input: readonly IDataObject[],
	change: (node: INode) => INode = (node) => node,
	files: IBinaryKeyData = {},
): Promise<Ran> {
	const template = JSON.parse(readFileSync(path.join(ROOT, 'workflows', `${file}.json`), 'utf8')) as Template; // our own file
	const nodes = template.nodes
		.filter((node) => !node.type.endsWith('.stickyNote') && !isOfAgent(node))
		.map((node) => change(filledIn(node)));
	const types: Record<string, INodeType> = { start, ...NODES };
	const workflow = new Workflow({
		id: file,
		active: false,
		nodes,
		connections: template.connections,
		staticData: {},
		settings: { timezone: 'UTC', executionOrder: 'v1' },
		nodeTypes: {
			getByName: (name) => types[name],
			getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(types[name], version),
			getKnownTypes: () => ({}),
		},
	});
	const isDirect = nodes.some(({ parameters }) => parameters.authentication === 'apiKey');
	const credentials = new TestCredentials([new BooqableApi(), new GoHighLevelApi(), new RoofrApi()], {
		roofrApi: {
			secretBridgeUrl: `${sandbox.url}/roofr${ROOFR.hook}`,
			webhookSecret: 'a long secret of the tests',
			...(isDirect && roofrAccess(sandbox)),
		},
		booqableApi: { slug: DEMO_SLUG, accessToken: ACCESS_TOKEN, baseUrl: `${sandbox.url}/booqable/{slug}` },
		goHighLevelApi: { token: PIT_US, locationId: LOCATION_US, baseUrl: `${sandbox.url}/ghl` },
	});
	const first = workflow.getNode(trigger);
	if (!first) throw new Error(`The template has no node "${trigger}"`);
	// as every trigger of ours names it
	const type = template.nodes.find(({ name }) => name === trigger)?.type ?? '';
	const account = type.includes('.booqable') ? DEMO_SLUG : type.includes('.roofr') ? 'roofr' : LOCATION_US;
	const stack = [
		{
			node: first,
			data: { main: [input.map((json) => ({ json: { account, ...json }, binary: files }))] },
			source: null,
		},
	];
	const run = await new WorkflowExecute(
		additional(credentials),
		'trigger',
		createRunExecutionData({ executionData: { nodeExecutionStack: stack } } as never),
	).processRunExecutionData(workflow); // the rest has defaults
	return ranOf(run);
}

function ranOf({
	data: {
		resultData: { error, runData },
	},
}: IRun): Ran {
	if (error) throw error;
	return (node) =>
		(runData[node] ?? [])
			.flatMap(({ data }) => data?.main ?? [])
			.flatMap((items) => items ?? [])
			.map(({ json }) => json);
}

/** What a Sync Ledger Trigger of a template gives now, by the name of the node. */
export async function ledgerItems(file: string, trigger: string): Promise<IDataObject[]> {
	const { nodes } = JSON.parse(readFileSync(path.join(ROOT, 'workflows', `${file}.json`), 'utf8')) as Template; // our own file
	const { parameters } = nodes.find(({ name }) => name === trigger) ?? {};
	if (!parameters) throw new Error(`The template has no node "${trigger}"`);
	return await poll(
		{ node: new SyncLedgerTrigger(), parameters, credentials: new TestCredentials([], {}), uses: {} },
		{},
	);
}

/** Runs a template from its Sync Ledger Trigger on, with what that gives now. */
export const runFromLedger = async (
	sandbox: Sandbox,
	file: string,
	trigger: string,
	change?: (node: INode) => INode,
): Promise<Ran> => await runTemplate(sandbox, file, trigger, await ledgerItems(file, trigger), change);
