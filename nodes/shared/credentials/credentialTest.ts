import {
	NodeApiError,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialTestResult,
	type JsonObject,
} from 'n8n-workflow';
import type { Context } from '../account';
import { Calls } from '../runner/calls';
import { explained } from '../runner/errors';
import { Breaker } from '../http/breaker';
import { jsonOf } from '../values/json';
import type { Operation } from '../operation';
import type { Service } from '../service';

/**
 * How a credential is tested: by a call that reads, made as the node makes it, with its rules for addresses and its
 * sentences.
 */
export interface CredentialTest {
	readonly service: Service;
	/** What is tried, where the node has it as an operation: errors are explained as its own. */
	readonly operation?: Operation;
	/** Tries it; the account has been checked before. */
	readonly attempt: (calls: Calls) => Promise<unknown>;
	/** What the node's "Authentication" says where this credential is used. */
	readonly authentication: string;
	/** `authenticate` of the credential. */
	readonly sign: (credential: ICredentialDataDecryptedObject, request: IHttpRequestOptions) => IHttpRequestOptions;
}

const NODE: INode = {
	id: 'test',
	name: 'Test',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** Longest wait for the limiter and one answer together, in milliseconds. */
const PATIENCE = 30_000;

/** The result that n8n shows under the fields of a credential. Nothing is repeated, and nothing remembered. */
export async function tested(
	functions: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
	test: CredentialTest,
): Promise<INodeCredentialTestResult> {
	const { service, operation, attempt } = test;
	const context = testContext(functions, data, test);
	try {
		const account = await service.account(context);
		const calls = new Calls({ context, service, account, breaker: new Breaker(), attempts: 1, calls: 0 });
		await attempt(calls.within(PATIENCE));
		return { status: 'OK', message: 'Connection tested successfully' };
	} catch (error) {
		return { status: 'Error', message: explained(error, { node: NODE, service, operation }) };
	}
}

/** What a service asks of its context, of the little that n8n gives to the test of a credential. */
function testContext(
	functions: ICredentialTestFunctions,
	data: ICredentialDataDecryptedObject,
	{ authentication, sign }: CredentialTest,
): Context {
	const answered = async (_: string, options: IHttpRequestOptions) => await request(functions, sign(data, options));
	return {
		getCredentials: async () => data,
		getNode: () => NODE,
		getNodeParameter: (name: string) => (name === 'authentication' ? authentication : undefined),
		logger: functions.logger,
		helpers: { httpRequest: answered, httpRequestWithAuthentication: answered },
	} as unknown as Context; // the overloads of the helpers differ: the full answer is all that is used
}

/** n8n's older helper is the only one here. */
async function request(
	{ helpers }: ICredentialTestFunctions,
	{ url, method, headers, body, timeout }: IHttpRequestOptions,
): Promise<{ statusCode: number; body: unknown; headers: object }> {
	try {
		const answer = await helpers.request({
			uri: url,
			method,
			headers,
			body,
			timeout,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
		});
		return { ...answer, body: jsonOf(answer.body) };
	} catch (error) {
		throw new NodeApiError(NODE, error as JsonObject); // an error of the connection
	}
}
