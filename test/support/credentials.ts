import {
	Expression,
	ICredentialsHelper,
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type ICredentialsExpressionResolveValues,
	type ICredentialType,
	type IDataObject,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

Expression.setExpressionEngine?.('legacy');

/** The parts of n8n's built-in oAuth2Api that the engine reads. */
const oAuth2Api: ICredentialType = {
	name: 'oAuth2Api',
	displayName: 'OAuth2',
	properties: ['clientId', 'clientSecret'].map((name): INodeProperties => ({
		displayName: name,
		name,
		type: 'string',
		default: '',
	})),
};

/**
 * Credentials of the tests: decrypted, in memory, with the expressions of their types resolved as n8n resolves them.
 */
export class TestCredentials extends ICredentialsHelper {
	/** Each token answer that the engine stored. */
	readonly refreshed: IDataObject[] = [];
	private readonly types: Record<string, ICredentialType>;

	constructor(
		types: readonly ICredentialType[],
		readonly store: Record<string, IDataObject>,
	) {
		super();
		this.types = Object.fromEntries([oAuth2Api, ...types].map((type) => [type.name, type]));
	}

	getParentTypes(name: string): string[] {
		const parents = this.types[name]?.extends ?? [];
		return [...parents, ...parents.flatMap((parent) => this.getParentTypes(parent))];
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		const all: INodeProperties[] = [];
		for (const name of [...this.getParentTypes(type), type])
			NodeHelpers.mergeNodeProperties(all, this.types[name].properties);
		return all;
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		request: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	) {
		const { authenticate } = this.types[type];
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		for (const [name, value] of Object.entries(authenticate?.properties.headers ?? {})) {
			const resolved = workflow.expression.getSimpleParameterValue(
				node,
				value as string,
				'internal',
				{ $credentials: credentials },
				undefined,
				'',
			);
			request.headers = { ...request.headers, [name]: resolved as string };
		}
		return request;
	}

	async preAuthentication() {
		return undefined;
	}

	async runPreAuthentication(_: IHttpRequestHelper, __: ICredentialDataDecryptedObject, ___: string) {
		return undefined;
	}

	async getDecrypted(
		_: IWorkflowExecuteAdditionalData,
		{ id }: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode = 'internal',
		executeData?: IExecuteData,
		__?: boolean,
		item?: ICredentialsExpressionResolveValues,
	) {
		const stored = this.store[id ?? ''];
		if (!stored) throw new Error(`The test stored no credential "${id}"`);
		// Fields that are hidden are left out with their defaults, as n8n does; a test that names a base URL has the
		// advanced part open.
		const opened = { ...stored, ...(stored.baseUrl !== undefined && { advanced: true }) };
		const shown = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			opened as never,
			true,
			false,
			null,
			null,
		);
		const all: IDataObject = structuredClone({
			...shown,
			...(stored.oauthTokenData !== undefined && { oauthTokenData: stored.oauthTokenData }),
		});
		for (const [name, value] of Object.entries(all)) {
			if (typeof value === 'string' && value.startsWith('={{') && value.includes('$self'))
				all[name] = selfExpression(value, all);
			else if (typeof value === 'string' && value.startsWith('=') && item)
				all[name] = ofItem(value, item, mode, executeData);
		}
		return all as ICredentialDataDecryptedObject;
	}

	async getCredentials(): Promise<never> {
		throw new Error('not used by the engine');
	}

	async updateCredentials({ id }: INodeCredentialsDetails, _: string, values: ICredentialDataDecryptedObject) {
		this.store[id ?? ''] = values as IDataObject;
	}

	async updateCredentialsOauthTokenData(
		{ id }: INodeCredentialsDetails,
		_: string,
		values: ICredentialDataDecryptedObject,
	) {
		this.refreshed.push(structuredClone(values.oauthTokenData) as IDataObject);
		this.store[id ?? ''] = { ...this.store[id ?? ''], oauthTokenData: values.oauthTokenData as IDataObject };
	}
}

/** An expression about the item that the credential is read for. */
const ofItem = (
	expression: string,
	{ workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData }: ICredentialsExpressionResolveValues,
	mode: WorkflowExecuteMode,
	executeData?: IExecuteData,
): IDataObject[string] =>
	workflow.expression.getParameterValue(
		expression,
		runExecutionData,
		runIndex,
		itemIndex,
		node.name,
		connectionInputData,
		mode,
		{},
		executeData,
	) as IDataObject[string]; // a text

/** `={{$self["x"]}}rest`: n8n resolves these when it decrypts; here with the same JavaScript. */
function selfExpression(expression: string, self: IDataObject): string {
	const [, code, rest] = /^=\{\{(.*)\}\}(.*)$/s.exec(expression) ?? [];
	const value: unknown = new Function('$self', `return ${code}`)(self);
	return `${String(value)}${rest}`;
}
