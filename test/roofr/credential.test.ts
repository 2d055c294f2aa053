import { ExecuteContext, RoutingNode } from 'n8n-core';
import { createEmptyRunExecutionData, Workflow, type IDataObject, type IExecuteData, type INode, type INodeType, type INodeTypes, type IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { RoofrApi } from '../../credentials/RoofrApi.credentials';
import { authenticateRoofr } from '../../nodes/Roofr/authenticate';
import { ROOFR } from '../../sandbox/roofr';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { TestCredentials } from '../harness/credentials';

const CREDENTIAL = { secretBridgeUrl: 'https://hooks.example.com/catch/1?sig=s', hasAccess: true, apiKey: 'k', keyStyle: 'bearer', headerName: '', baseUrl: 'https://api.example.com/v1', testPath: '/me' };
const headersOf = (url: string, change: IDataObject = {}) => authenticateRoofr({ ...CREDENTIAL, ...change } as never, { url, headers: {} }).headers;

test.each(['https://api.example.com/v1/jobs', 'https://api.example.com/v1'])('the key goes to %s', (url) => {
	expect(headersOf(url)).toEqual({ Authorization: 'Bearer k' });
});

test.each(['https://api.example.com.evil.example/v1/jobs', 'https://api.example.com/v10/jobs', 'https://api.example.com/v1/../admin', 'http://api.example.com/v1/jobs', 'https://hooks.example.com/catch/1'])(
	'the key does not go to %s',
	(url) => {
		expect(headersOf(url)).toEqual({});
	},
);

test('the stand-in path becomes the bridge URL with its query, without a key', () => {
	expect(authenticateRoofr(CREDENTIAL, { url: 'https://hooks.example.com/(bridge)', headers: {} })).toEqual({ url: CREDENTIAL.secretBridgeUrl, headers: {} });
});

describe('the test of the credential', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	afterAll(async () => await sandbox.close());

	/** As n8n tests a credential: the request of the test, made by a node of its own. */
	async function tested(change: IDataObject): Promise<string> {
		const type = new RoofrApi();
		const credentials = new TestCredentials([type], { c: { ...CREDENTIAL, apiKey: ROOFR.apiKey, baseUrl: `${sandbox.url}/roofr/api/v1`, ...change } });
		const node: INode = { id: 'n', name: 'n', type: 't', typeVersion: 1, position: [0, 0], parameters: {}, credentials: { roofrApi: { id: 'c', name: 'c' } } };
		const description = {
			displayName: 'Test', name: 't', group: [], version: 1, description: '', defaults: {}, inputs: [], outputs: ['main'],
			credentials: [{ name: 'roofrApi', required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request: type.test.request }, default: '' }],
		} as unknown as INodeType['description']; // as n8n builds it
		const nodeType: INodeType = { description };
		const nodeTypes = { getByName: () => nodeType, getByNameAndVersion: () => nodeType, getKnownTypes: () => ({}) } as unknown as INodeTypes; // one type is all there is
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
		const additional = { credentialsHelper: credentials, currentNodeParameters: {} } as unknown as IWorkflowExecuteAdditionalData; // in parts, as above
		const executeData: IExecuteData = { node, data: {}, source: null };
		const context = new ExecuteContext(workflow, node, additional, 'internal', createEmptyRunExecutionData(), 0, [], { main: [[{ json: {} }]] }, executeData, []);
		const decrypted = { id: 'c', name: 'c', type: 'roofrApi', data: credentials.store.c } as never; // as stored
		return await new RoutingNode(context, nodeType, decrypted).runNode().then(() => 'passed', (error: Error & { httpCode?: string }) => error.httpCode ?? error.message);
	}

	test('passes with a good key', async () => {
		expect(await tested({})).toBe('passed');
	});

	test('fails with a wrong key', async () => {
		expect(await tested({ apiKey: 'wrong' })).toBe('401');
	});

	test.each([{ hasAccess: false }, { baseUrl: '' }, { testPath: '' }])('with %j there is nothing to test, and it says so', async (change) => {
		sandbox.clearRequests();
		expect(await tested(change)).toContain('Nothing was tested');
		expect(sandbox.requests()).toEqual([]);
	});
});
