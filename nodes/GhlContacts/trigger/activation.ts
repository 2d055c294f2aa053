import { NodeOperationError, type IDataObject, type IHookFunctions } from 'n8n-workflow';
import { nodeError } from '../../shared/runner/errors';
import { warnWithoutStore } from '../../shared/trigger/deduplication';
import { optionsIn, parametersOf } from '../../shared/trigger/trigger';
import { appIdOf } from './delivery';
import { TRIGGER_PARAMETERS } from './parameters';
import { keysOf } from './publicKey';
import { problemOfProof, PROOF_REMEDY } from './webhookSecret';

/** GHL has no call that registers a webhook, so all that can be done is to refuse what could never receive anything. */
export async function activate(context: IHookFunctions): Promise<boolean> {
	const problem = await problemOf(context).catch((error: unknown) => {
		throw nodeError(error, { node: context.getNode() });
	});
	if (problem) throw new NodeOperationError(context.getNode(), problem.message, { description: problem.description });
	await warnWithoutStore(context);
	return true;
}

const problemOf = async (context: IHookFunctions): Promise<Problem | undefined> =>
	context.getNodeParameter('source') === 'workflow' ? await problemOfWorkflow(context) : problemOfApp(context);

interface Problem {
	readonly message: string;
	readonly description: string;
}

function problemOfApp(context: IHookFunctions): Problem | undefined {
	const input = parametersOf(context, TRIGGER_PARAMETERS);
	input.list('events');
	if (appIdOf(input.text('appId')) === '') {
		return {
			message: 'App ID is empty',
			description:
				'One key signs the events of all apps of GHL, so the trigger must know which app is yours. Copy the ID from the page of your app in the Marketplace.',
		};
	}
	if (keysOf(optionsIn(input)).length > 0) return undefined;
	return {
		message: 'Public Keys contains no Ed25519 key',
		description:
			'Paste the whole of each key, with its lines "-----BEGIN PUBLIC KEY-----" and "-----END PUBLIC KEY-----", or leave the option out.',
	};
}

async function problemOfWorkflow(context: IHookFunctions): Promise<Problem | undefined> {
	const message = problemOfProof((await context.getCredentials('goHighLevelWebhookApi')) as IDataObject); // texts
	if (!message) return undefined;
	return { message, description: PROOF_REMEDY };
}
