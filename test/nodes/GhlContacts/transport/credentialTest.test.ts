import type { IDataObject } from 'n8n-workflow';
import { GoHighLevelOAuth2Api } from '../../../../credentials/GoHighLevelOAuth2Api.credentials';
import { testPrivateIntegration } from '../../../../nodes/GhlContacts/transport/credentialTest';
import { LOCATION_NL, LOCATION_US, PIT_AGENCY, PIT_NL, PIT_US } from '../../../../sandbox/ghl/world';
import { resultOf } from '../../../support/credentialTest';
import { TestCredentials } from '../../../support/credentials';
import { json } from '../../../support/engine';
import { GhlAccount } from '../../../support/ghl';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => ghl.sandbox.reset());
afterAll(async () => await ghl.sandbox.close());

const stored = (change: IDataObject) => ({
	token: PIT_US,
	locationId: LOCATION_US,
	baseUrl: `${ghl.sandbox.url}/ghl`,
	...change,
});
// texts
const tested = async (change: IDataObject = {}) => await resultOf(testPrivateIntegration, stored(change) as never);
const list = {
	resource: 'contact',
	operation: 'getMany',
	filters: {},
	limit: 1,
	options: { customFieldsByName: false },
};

test.each<[string, IDataObject]>([
	['blanks around both', { token: ` ${PIT_US} `, locationId: `\t${LOCATION_US}\u00a0` }],
	['"Bearer" before the token', { token: `Bearer ${PIT_US}` }],
	['the whole header', { token: `authorization:bearer ${PIT_US}` }],
	['quotes', { token: `"${PIT_US}"`, locationId: `\u2018${LOCATION_US}\u2019` }],
	['invisible marks', { token: `\ufeff${PIT_US}\u200b`, locationId: `\u2060${LOCATION_US}` }],
	[
		'the address of a page of the sub-account',
		{ locationId: `https://app.gohighlevel.com/v2/location/${LOCATION_US}/settings/company?tab=1` },
	],
	[
		'an address of the older kind, of a brand of its own',
		{ locationId: `https://crm.example.com/location/${LOCATION_US}` },
	],
	['an address without its beginning', { locationId: `app.gohighlevel.com/v2/location/${LOCATION_US}/` }],
	[
		'an address of the API',
		{ locationId: `https://services.leadconnectorhq.com/contacts/?locationId=${LOCATION_US}&limit=1` },
	],
	['a blank behind the base URL', { baseUrl: undefined }],
])('passes with %s, and so does the node', async (_, change) => {
	const address = `${ghl.sandbox.url}/ghl`;
	const credential = 'baseUrl' in change ? { baseUrl: `${address}/ ` } : change;
	expect(await tested(credential)).toEqual({ status: 'OK', message: 'Connection tested successfully' });
	const { token, locationId, baseUrl } = stored(credential) as Record<string, string>; // texts
	expect(await json(ghl.setup(list, ghl.token(token, locationId, baseUrl)))).toEqual([]);
});

test.each<[string, IDataObject, string]>([
	[
		'a token that nobody has',
		{ token: 'pit-wrong' },
		'GHL refused the token. Open the credential. Token is the whole text that begins with "pit-", from Settings → Private Integrations of the sub-account',
	],
	[
		'a token of another location',
		{ token: PIT_NL },
		'The GHL token has no access to this location. Token and location ID are of different sub-accounts. Open the credential',
	],
	[
		'a token of an agency',
		{ token: PIT_AGENCY },
		'The GHL token belongs to an agency. Make the private integration in the settings of the sub-account',
	],
	[
		'a location of another token',
		{ locationId: LOCATION_NL },
		'The GHL token has no access to this location. Token and location ID are of different sub-accounts.',
	],
	[
		'token and location ID in the field of the other',
		{ token: LOCATION_US, locationId: PIT_US },
		'Token and location ID of the GHL credential are swapped. Open the credential and put each into its field.',
	],
	[
		'the token in both fields',
		{ locationId: PIT_US },
		'The GHL credential has a token as its location ID. Open the credential and put each into its field.',
	],
	[
		'the location ID in both fields',
		{ token: LOCATION_US },
		'The GHL credential has an ID as its token. Open the credential and paste the private integration token.',
	],
	[
		'the address of the sub-account as token',
		{ token: `app.gohighlevel.com/v2/location/${LOCATION_US}/dashboard` },
		'The GHL credential has an address as its token.',
	],
	['no token', { token: ' ' }, 'The GHL credential has no token'],
	['no location', { locationId: '' }, 'The GHL credential has no location ID'],
	[
		'an address that names no location',
		{ locationId: 'https://app.gohighlevel.com/agency_dashboard' },
		'The GHL credential has an invalid location ID. It is the part after /location/',
	],
	[
		'an address in plain http elsewhere',
		{ baseUrl: 'http://services.example.com' },
		'The base URL of the credential must start with https',
	],
	[
		'a port that nobody listens to',
		{ baseUrl: 'http://127.0.0.1:9' },
		'GHL did not answer: the connection was refused. Check that n8n reaches the internet',
	],
])('with %s says what is wrong and what to do', async (_, change, message) => {
	const result = await tested(change);
	expect(result.status).toBe('Error');
	expect(result.message).toContain(message);
	expect(result.message).not.toMatch(/undefined|ECONN|pit-\w|POST/);
});

test('names a missing scope as the page of GHL does', async () => {
	ghl.sandbox.faults({
		kind: 'status',
		status: 401,
		times: 1,
		body: { statusCode: 401, message: 'The token is not authorized for this scope.' },
	});
	expect((await tested()).message).toContain(
		'This operation needs contacts.readonly ("View Contacts"). Tick it in the private integration',
	);
});

test('remembers nothing: a fixed credential passes at the next try', async () => {
	ghl.sandbox.faults({ kind: 'status', status: 401, times: 1, body: { message: 'Invalid token' } });
	expect(await tested()).toMatchObject({ status: 'Error' });
	expect(await tested()).toMatchObject({ status: 'OK' });
});

test.each([
	'http://services.example.com',
	'http://localhost.example.com',
	'https://user:word@example.com',
	'http://127.0.0.1@example.com',
	'no address',
])('with OAuth2, secret and tokens go nowhere when the base URL is %p', async (baseUrl) => {
	const type = new GoHighLevelOAuth2Api();
	const credentials = new TestCredentials([type], { it: { baseUrl } });
	// nothing more is asked for
	const { accessTokenUrl } = await credentials.getDecrypted({} as never, { id: 'it', name: 'it' }, type.name);
	expect(accessTokenUrl).toBe('https://address-must-start-with-https.invalid/oauth/token');
});
