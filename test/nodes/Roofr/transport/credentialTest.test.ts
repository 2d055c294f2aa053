import type { IDataObject } from 'n8n-workflow';
import { authenticateRoofr } from '../../../../nodes/Roofr/transport/authenticate';
import { testRoofr } from '../../../../nodes/Roofr/transport/credentialTest';
import { ROOFR } from '../../../../sandbox/roofr';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { resultOf } from '../../../support/credentialTest';

const CREDENTIAL = {
	secretBridgeUrl: 'https://hooks.example.com/catch/1?sig=s',
	hasAccess: true,
	apiKey: 'k',
	keyStyle: 'bearer',
	headerName: '',
	baseUrl: 'https://api.example.com/v1',
	testPath: '/me',
};
const headersOf = (url: string, change: IDataObject = {}) =>
	authenticateRoofr({ ...CREDENTIAL, ...change } as never, { url, headers: {} }).headers;

test.each(['https://api.example.com/v1/jobs', 'https://api.example.com/v1'])('the key goes to %s', (url) => {
	expect(headersOf(url)).toEqual({ Authorization: 'Bearer k' });
});

test.each([
	'https://api.example.com.evil.example/v1/jobs',
	'https://api.example.com/v10/jobs',
	'https://api.example.com/v1/../admin',
	'http://api.example.com/v1/jobs',
	'https://hooks.example.com/catch/1',
])('the key does not go to %s', (url) => {
	expect(headersOf(url)).toEqual({});
});

test('the stand-in path becomes the bridge URL with its query, without a key', () => {
	expect(authenticateRoofr(CREDENTIAL, { url: 'https://hooks.example.com/(bridge)', headers: {} })).toEqual({
		url: CREDENTIAL.secretBridgeUrl,
		headers: {},
	});
});

describe('the test of the credential', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	afterAll(async () => await sandbox.close());

	const tested = async (change: IDataObject) =>
		await resultOf(testRoofr, {
			...CREDENTIAL,
			apiKey: ROOFR.apiKey,
			baseUrl: `${sandbox.url}/roofr/api/v1`,
			...change,
		} as never); // as stored

	test.each([{}, { apiKey: ` Bearer ${ROOFR.apiKey}\n` }, { testPath: ' me ' }])('passes with %j', async (change) => {
		expect(await tested(change)).toMatchObject({ status: 'OK' });
	});

	test.each<[string, IDataObject, string]>([
		['a wrong key', { apiKey: 'wrong' }, 'Roofr refused the key. Check it'],
		[
			'the address of a hook as key',
			{ apiKey: 'https://hooks.example.com/catch/1' },
			'The Roofr credential has an address as its API key. Open it. The address of a hook belongs in Bridge URL',
		],
		[
			'the address of a hook as webhook secret',
			{ webhookSecret: ' https://hooks.example.com/catch/1' },
			'Webhook Secret is an address. The address of a hook belongs in Bridge URL',
		],
		['a path that is not there', { testPath: '/nowhere' }, 'The test path does not exist there'],
		['no base URL', { baseUrl: '' }, 'The Roofr credential has no base URL. Direct access needs'],
		[
			'plain http elsewhere',
			{ baseUrl: 'http://api.example.com' },
			'The base URL of the credential must start with https',
		],
	])('with %s says what is wrong', async (_, change, message) => {
		const result = await tested(change);
		expect(result.status).toBe('Error');
		expect(result.message).toContain(message);
	});

	test.each<[IDataObject, string]>([
		[{ hasAccess: false }, 'The address of the bridge looks right, but it was not called'],
		[{ hasAccess: false, secretBridgeUrl: '' }, 'The Roofr credential has no bridge URL'],
		[
			{ hasAccess: false, secretBridgeUrl: 'http://hooks.example.com/x' },
			'The bridge URL of the credential must start with https',
		],
		[{ hasAccess: false, secretBridgeUrl: 'hello' }, 'The bridge URL of the Roofr credential is not a URL'],
		[{ hasAccess: false, secretBridgeUrl: '', webhookSecret: 's'.repeat(32) }, 'The Roofr Trigger can use this secret'],
		[{ testPath: '' }, 'Nothing was tested, since there is no test path'],
	])('with %j nothing is called, and it says so', async (change, message) => {
		sandbox.clearRequests();
		expect((await tested(change)).message).toContain(message);
		expect(sandbox.requests()).toEqual([]);
	});
});
