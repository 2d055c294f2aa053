import {
	ExecutionLifecycleHooks,
	HookContext,
	LoadOptionsContext,
	PollContext,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	NodeHelpers,
	Workflow,
	type IBinaryKeyData,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWebhookResponseData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import type { TestCredentials } from './credentials';

const TYPE = 'n8n-nodes-ghl-booqable-roofr.';

/** Gives the items that it is given: where a run begins. */
export const start: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

function nodeTypes(setup: Setup): INodeTypes {
	const all: Record<string, INodeType> = { start, [typeOf(setup)]: setup.node };
	return {
		getByName: (name) => all[name],
		getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(all[name], version),
		getKnownTypes: () => ({}),
	};
}

export interface Setup {
	readonly node: INodeType;
	readonly parameters: IDataObject;
	readonly credentials: TestCredentials;
	/** Credential type → name under which the test stored it. */
	readonly uses: Readonly<Record<string, string>>;
	readonly onError?: 'continueRegularOutput' | 'continueErrorOutput' | 'stopWorkflow';
	/** Settings of the node such as Retry On Fail. */
	readonly settings?: Partial<Pick<INode, 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>>;
	/** The ID of the node, which keeps what it has seen under it. */
	readonly nodeId?: string;
	/** Of a node of another package: its whole type, and its version. */
	readonly type?: string;
	readonly typeVersion?: number;
	readonly timezone?: string;
	/** The files that each item carries. */
	readonly files?: IBinaryKeyData;
	/** The base of n8n's address, where it is another than usual. */
	readonly webhooks?: string;
}

const typeOf = ({ node, type = TYPE + node.description.name }: Setup): string => type;

function nodeOf(setup: Setup): INode {
	const { parameters, uses, onError, settings, nodeId = 'node', typeVersion = 1 } = setup;
	return {
		id: nodeId,
		name: 'Node',
		type: typeOf(setup),
		typeVersion,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		webhookId: 'hook-id',
		credentials: Object.fromEntries(Object.entries(uses).map(([type, id]) => [type, { id, name: id }])),
		...(onError && { onError }),
		...settings,
	};
}

/** The base of n8n's address in the tests; a test that receives deliveries puts its own here. */
export const WEBHOOKS = 'http://127.0.0.1:5678/webhook';

export function additional(credentials: TestCredentials, extra: object = {}): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper: credentials,
		hooks: new ExecutionLifecycleHooks('trigger', '1', {} as IWorkflowBase),
		executionId: '1',
		currentNodeParameters: undefined,
		instanceBaseUrl: '',
		restApiUrl: '',
		formWaitingBaseUrl: 'http://127.0.0.1:5678/form-waiting',
		webhookWaitingBaseUrl: 'http://127.0.0.1:5678/webhook-waiting',
		webhookBaseUrl: WEBHOOKS,
		webhookTestBaseUrl: 'http://127.0.0.1:5678/webhook-test',
		variables: {},
		...extra,
	} as unknown as IWorkflowExecuteAdditionalData; // n8n's own tests build it in parts as well
}

const workflowOf = (setup: Setup, staticData: IDataObject = {}, withStart = false): Workflow => {
	const node = nodeOf(setup);
	const first: INode = { id: 'start', name: 'Start', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} };
	return new Workflow({
		id: 'workflow',
		active: false,
		nodeTypes: nodeTypes(setup),
		nodes: withStart ? [first, node] : [node],
		connections: withStart ? { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } } : {},
		staticData,
		settings: { timezone: setup.timezone ?? 'UTC' },
	});
};

let executions = 0;

/** Runs the node in n8n's engine, once for these items. */
export async function run(setup: Setup, input: IDataObject[] = [{}]): Promise<IRun> {
	const workflow = workflowOf(setup, {}, true);
	const stack = [
		{
			node: workflow.getNode('Start')!,
			data: { main: [input.map((json) => ({ json, binary: setup.files }))] },
			source: null,
		},
	];
	// the rest has defaults
	const data = createRunExecutionData({ executionData: { nodeExecutionStack: stack } } as never);
	const own = additional(setup.credentials, { executionId: String(++executions) });
	return await new WorkflowExecute(own, 'trigger', data).processRunExecutionData(workflow);
}

/** As `run`; gives the items of the output, or throws the error of the node. */
export async function items(setup: Setup, input?: IDataObject[], output = 0): Promise<INodeExecutionData[]> {
	const { data } = await run(setup, input);
	const last = data.resultData.runData.Node?.at(-1);
	if (data.resultData.error && !last?.data) throw data.resultData.error;
	return last?.data?.main[output] ?? [];
}

/** As `items`, only their JSON. */
export const json = async (setup: Setup, input?: IDataObject[]): Promise<IDataObject[]> =>
	(await items(setup, input)).map((item) => item.json);

/** The error of a run that must fail. */
export async function failure(
	setup: Setup,
	input?: IDataObject[],
): Promise<Error & { description?: string | null; context?: IDataObject; httpCode?: string | null }> {
	const { data } = await run(setup, input);
	const { error } = data.resultData;
	if (!error)
		throw new Error(`The run was to fail, but gave ${JSON.stringify(data.resultData.runData.Node?.[0]?.data?.main)}`);
	return error as never; // the fields asked for are n8n's own
}

/** Calls a method of the editor: a list, a dropdown or the columns of a mapper. */
export async function method<T>(
	setup: Setup,
	kind: 'listSearch' | 'loadOptions' | 'resourceMapping',
	name: string,
	...args: unknown[]
): Promise<T> {
	const workflow = workflowOf(setup);
	const context = new LoadOptionsContext(
		workflow,
		nodeOf(setup),
		additional(setup.credentials, { currentNodeParameters: setup.parameters }),
		'',
	);
	const found = (setup.node.methods as Record<string, Record<string, (...given: unknown[]) => Promise<T>>>)[kind][name];
	return await found.call(context, ...args);
}

/**
 * Calls checkExists, create or delete of a trigger; with `isTest` as while the editor listens. `staticData` is what the
 * workflow keeps.
 */
export async function hook(
	setup: Setup,
	step: 'checkExists' | 'create' | 'delete',
	staticData: IDataObject,
	isTest = false,
): Promise<boolean> {
	// all that the context reads of it
	const webhook = { webhookDescription: setup.node.description.webhooks?.[0], isTest } as never;
	const context = new HookContext(
		workflowOf(setup, staticData),
		nodeOf(setup),
		additional(setup.credentials, setup.webhooks ? { webhookBaseUrl: setup.webhooks } : {}),
		isTest ? 'manual' : 'trigger',
		isTest ? 'manual' : 'activate',
		webhook,
	);
	return await setup.node.webhookMethods!.default![step].call(context);
}

/** Calls `webhook` of the trigger with a request and a response as n8n has them. */
export async function receive(
	setup: Setup,
	http: { httpRequest: object; httpResponse: object },
	staticData: IDataObject = {},
	mode: 'webhook' | 'manual' = 'webhook',
): Promise<IWebhookResponseData> {
	// all that the context reads of it
	const webhook = { webhookDescription: setup.node.description.webhooks![0] } as never;
	const context = new WebhookContext(
		workflowOf(setup, staticData),
		nodeOf(setup),
		additional(setup.credentials, { ...http, ...(setup.webhooks && { webhookBaseUrl: setup.webhooks }) }),
		mode,
		webhook,
		[],
		null,
	);
	return await setup.node.webhook!.call(context);
}

/** Hands one HTTP request to the trigger. Gives what the trigger gave and what it answered. */
export async function deliver(
	setup: Setup,
	request: { body: unknown; query?: IDataObject; headers?: IDataObject },
	staticData: IDataObject,
	mode: 'webhook' | 'manual' = 'webhook',
) {
	const answered: { status?: number; text?: string; headers?: Record<string, unknown> } = {};
	const closed: Array<() => void> = [];
	const httpResponse = {
		writableEnded: false,
		get statusCode() {
			return answered.status ?? 200;
		},
		once(_: 'close', listener: () => void) {
			closed.push(listener);
			return this;
		},
		status(code: number) {
			answered.status = code;
			return this;
		},
		send(text: string) {
			answered.text = text;
			return this;
		},
		setHeader(name: string, value: unknown) {
			answered.headers = { ...answered.headers, [name.toLowerCase()]: value };
			return this;
		},
		end() {
			return this;
		},
	};
	const httpRequest = {
		body: request.body,
		rawBody: Buffer.from(JSON.stringify(request.body)),
		headers: request.headers ?? {},
		query: request.query ?? {},
		params: {},
	};
	const response = await receive(setup, { httpRequest, httpResponse }, staticData, mode);
	httpResponse.writableEnded = true; // n8n has stored the execution and answers
	for (const listener of closed) listener();
	return { response, answered, json: response.workflowData?.[0]?.map((item) => item.json) };
}

/**
 * Polls once. `staticData` is what the workflow keeps; in mode `manual` the editor asks for a sample. Gives the JSON of
 * the items; `said` gets what the trigger reports as a failed execution without failing.
 */
export async function poll(
	setup: Setup,
	staticData: IDataObject,
	mode: 'trigger' | 'manual' = 'trigger',
	said: Error[] = [],
): Promise<IDataObject[]> {
	const context = new PollContext(
		workflowOf(setup, staticData),
		nodeOf(setup),
		additional(setup.credentials),
		mode,
		mode === 'manual' ? 'manual' : 'activate',
		() => undefined,
		(error) => void said.push(error),
	);
	const output = await setup.node.poll!.call(context);
	return (output?.[0] ?? []).map((item) => item.json);
}
