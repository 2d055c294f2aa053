import { CredentialTestContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	ICredentialTestFunction,
	INodeCredentialTestResult,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

/**
 * Tests a credential as n8n does after it was saved, by the function of the node. Fields that are not named are those
 * that n8n leaves out.
 */
export async function resultOf(
	test: ICredentialTestFunction,
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	// nothing of it is asked for
	const context = new CredentialTestContext({} as IWorkflowExecuteAdditionalData) as ICredentialTestFunctions;
	return await test.call(context, { id: 'c', name: 'c', type: 'c', data });
}
