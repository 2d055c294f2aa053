import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { tested } from '../../shared/credentials/credentialTest';
import { withBearer } from '../../shared/credentials/pasted';
import { getMany } from '../actions/contact/getMany';
import { ghl } from '.';

/** Reads one contact, which all that this credential is for needs the right to do. */
export async function testPrivateIntegration(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await tested(this, credential, {
		service: ghl,
		operation: getMany,
		attempt: async (calls) =>
			await calls.run(getMany, { limit: 1, filters: {}, options: { customFieldsByName: false } }),
		authentication: 'privateIntegration',
		sign: ({ token }, request) => withBearer(token, request),
	});
}
