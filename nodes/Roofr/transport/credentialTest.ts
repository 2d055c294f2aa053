import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import type { Context } from '../../shared/account';
import type { Calls } from '../../shared/runner/calls';
import { tested } from '../../shared/credentials/credentialTest';
import type { Endpoint } from '../../shared/endpoint';
import type { ApiError } from '../../shared/http/errors';
import { InputProblem, textOf } from '../../shared/parameters/input';
import { isAddress, plain } from '../../shared/credentials/pasted';
import type { Explanation, Service, ServiceAccount } from '../../shared/service';
import { bridge, directAccess } from '.';
import { authenticateRoofr } from './authenticate';

const REASONS: Readonly<Record<number, string>> = {
	401: 'Roofr refused the key. Check it, and the header it goes into. The key under Settings → Integrations is for automation platforms and does not work here',
	403: 'Roofr refused the key for the test path',
	404: 'The test path does not exist there. Check it, and the base URL',
};

const explain = ({ status }: ApiError): Explanation => ({
	message: REASONS[status] ?? `Roofr answered ${status} to the test path`,
});

/** Calls the test path as it is: what the node changes about its operations has no part in it. */
const testService: Service = {
	...directAccess,
	explain,
	account: async (context: Context): Promise<ServiceAccount> => ({
		...(await directAccess.account(context)),
		adapt: undefined,
	}),
};

const pathOf = ({ testPath }: ICredentialDataDecryptedObject): `/${string}` =>
	`/${plain(textOf(testPath)).replace(/^\//, '')}`;

const testCall = (path: `/${string}`): Endpoint => ({ route: `GET ${path}`, effect: 'read', source: 'The credential' });

/** A bridge cannot be called without creating a job, so only its address is looked at. */
async function onlyLookedAt(): Promise<never> {
	throw new InputProblem(
		'secretBridgeUrl',
		'The address of the bridge looks right, but it was not called: that would create a job',
		'Run a workflow once to see a job arrive.',
	);
}

/** What only the Roofr Trigger uses: there is nobody to ask about it. */
const ONLY_RECEIVES: INodeCredentialTestResult = {
	status: 'OK',
	message: 'The Roofr Trigger can use this secret. To create jobs as well, fill in Bridge URL.',
};

const ADDRESS_AS_SECRET: INodeCredentialTestResult = {
	status: 'Error',
	message:
		'Webhook Secret is an address. The address of a hook belongs in Bridge URL; the secret is a long random text of your own.',
};

/** Direct access is tested by the path that the user names. */
export async function testRoofr(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { data = {} } = credential;
	const path = pathOf(data);
	if (isAddress(plain(textOf(data.webhookSecret)))) return ADDRESS_AS_SECRET;
	if (data.hasAccess !== true && plain(textOf(data.secretBridgeUrl)) === '' && textOf(data.webhookSecret) !== '')
		return ONLY_RECEIVES;
	if (data.hasAccess !== true)
		return await tested(this, credential, {
			service: bridge,
			attempt: onlyLookedAt,
			authentication: 'bridge',
			sign: authenticateRoofr,
		});
	const attempt = async (calls: Calls) => {
		if (path === '/')
			throw new InputProblem(
				'testPath',
				'Nothing was tested, since there is no test path',
				'Fill in a path that answers only with a good key.',
			);
		return await calls.run(testCall(path), {});
	};
	return await tested(this, credential, {
		service: testService,
		attempt,
		authentication: 'apiKey',
		sign: authenticateRoofr,
	});
}
