import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { tested } from '../../shared/credentials/credentialTest';
import { withBearer } from '../../shared/credentials/pasted';
import { get } from '../actions/company/get';
import { booqable } from '.';

/** Reads the account itself, which every employee may. */
export async function testAccessToken(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await tested(this, credential, {
		service: booqable,
		operation: get,
		attempt: async (calls) => await calls.run(get, {}),
		authentication: 'accessToken',
		sign: ({ accessToken }, request) => withBearer(accessToken, request),
	});
}
