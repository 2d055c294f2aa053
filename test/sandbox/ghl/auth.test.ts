import type { AxiosResponse } from 'axios';
import {
	APP_ID,
	CLIENT_ID,
	CLIENT_SECRET,
	COMPANY_ID,
	LOCATION_NL,
	LOCATION_US,
	PIT_AGENCY,
	PIT_NL,
	PIT_READONLY,
	PIT_US,
} from '../../../sandbox/ghl/world';
import { ghlAccount } from '../../support/sandbox/ghl';

const account = ghlAccount();
const VERSION = '2021-07-28';

const get = async (path: string, token: string, version: string | undefined = VERSION): Promise<AxiosResponse> =>
	account.http.get(path, {
		headers: { authorization: `Bearer ${token}`, ...(version === undefined ? {} : { version }) },
	});
const consentPath = (extra: object = {}): string =>
	`/v2/oauth/chooselocation?${new URLSearchParams({
		response_type: 'code',
		client_id: CLIENT_ID,
		redirect_uri: 'http://127.0.0.1:9/callback',
		scope: 'contacts.readonly contacts.write',
		state: 's1',
		...extra,
	}).toString()}`;
const token = async (fields: object): Promise<AxiosResponse> =>
	account.http.post(
		'/oauth/token',
		new URLSearchParams({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, ...fields }),
	);
async function consent(extra: object = { auto: '1' }): Promise<string> {
	const response = await account.http.get(consentPath(extra));
	expect(response.status).toBe(302);
	return new URL(response.headers.location).searchParams.get('code') ?? '';
}
async function signIn(extra?: object): Promise<{ [key: string]: string }> {
	const response = await token({ grant_type: 'authorization_code', code: await consent(extra) });
	expect(response.status).toBe(200);
	return response.data;
}

describe('the version header', () => {
	it('is required: without it GHL answers 401, as if the token were wrong', async () => {
		const response = await account.http.get('/locations/x', { headers: { authorization: `Bearer ${PIT_US}` } });
		expect([response.status, response.data.message]).toEqual([401, 'version header was not found.']);
	});

	it('is refused when it is garbage', async () => {
		const response = await get(`/locations/${LOCATION_US}`, PIT_US, 'bogus-version');
		expect([response.status, response.data.message]).toEqual([
			400,
			"Invalid API version segment 'bogus-version' at position 0",
		]);
	});

	it.each(['2021-04-15', '2021-07-28', '2023-02-21', 'v3'])('%s is accepted by any endpoint', async (version) => {
		expect((await get(`/locations/${LOCATION_US}`, PIT_US, version)).status).toBe(200);
	});
});

describe('a private integration token', () => {
	it('reads its location', async () => {
		const response = await get(`/locations/${LOCATION_US}`, PIT_US);
		expect(response.data.location).toMatchObject({
			id: LOCATION_US,
			companyId: COMPANY_ID,
			timezone: 'America/New_York',
			settings: { allowDuplicateContact: false },
		});
		expect(response.data.traceId).toMatch(/^[0-9a-f-]{36}$/);
	});

	it.each([
		['unknown', 'nonsense', `/locations/${LOCATION_US}`, 401, 'Invalid token: access token is invalid'],
		[
			'of another location',
			PIT_NL,
			`/locations/${LOCATION_US}`,
			403,
			'The token does not have access to this location.',
		],
		[
			'of the agency, inside a location',
			PIT_AGENCY,
			`/contacts/?locationId=${LOCATION_US}`,
			401,
			"Token's user type mismatch!",
		],
		[
			'without the location in the query',
			PIT_US,
			'/contacts/?limit=5',
			403,
			'The token does not have access to this location.',
		],
	])('%s is refused', async (_kind, value, path, status, message) => {
		const response = await get(path, value);
		expect([response.status, response.data.message, response.data.statusCode]).toEqual([status, message, status]);
		expect(response.data.traceId).toBeDefined();
	});

	it('without the scope is refused with a 401', async () => {
		const response = await account.http.post(
			'/contacts/',
			{ locationId: LOCATION_US },
			{ headers: { authorization: `Bearer ${PIT_READONLY}`, version: VERSION } },
		);
		expect([response.status, response.data.message]).toEqual([401, 'The token is not authorized for this scope.']);
	});

	it('of the agency reads locations and users', async () => {
		expect((await get(`/locations/${LOCATION_NL}`, PIT_AGENCY)).status).toBe(200);
		expect((await get(`/users/search?companyId=${COMPANY_ID}`, PIT_AGENCY)).data.count).toBe(3);
	});
});

describe('the consent page', () => {
	it('lists the locations and redirects with a code and the state', async () => {
		const page = await account.http.get(consentPath());
		const href = new RegExp(`id="${LOCATION_NL}" href="([^"]+)"`).exec(page.data)?.[1]?.replaceAll('&#38;', '&') ?? '';
		const response = await account.http.get(`${account.sandbox.url}${href}`);
		const target = new URL(response.headers.location);
		expect([target.origin, target.searchParams.get('state')]).toEqual(['http://127.0.0.1:9', 's1']);
		const answer = await token({ grant_type: 'authorization_code', code: target.searchParams.get('code') });
		expect(answer.data.locationId).toBe(LOCATION_NL);
	});

	it.each([
		[{ client_id: 'nobody' }, 'error.noclient'],
		[{ scope: 'contacts.readonly payments.readonly' }, 'payments.readonly'],
		[{ response_type: 'token' }, 'response_type must be code'],
	])('explains %j', async (extra, message) => {
		const response = await account.http.get(consentPath({ auto: '1', ...extra }));
		expect(response.status).toBe(400);
		expect(response.data).toContain(message);
	});

	it('of a draft app opens only with version_id', async () => {
		account.sandbox.seed('ghl', { clients: [{ clientId: 'draft-1', clientSecret: 's', draft: true }] });
		expect((await account.http.get(consentPath({ client_id: 'draft-1' }))).data).toContain('error.noversionid');
		expect((await account.http.get(consentPath({ client_id: 'draft-1', version_id: 'draft' }))).status).toBe(200);
	});
});

describe('the token endpoint', () => {
	it('answers with everything that the documentation shows, to a form and to JSON', async () => {
		const fields = { grant_type: 'authorization_code', client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
		for (const body of [
			new URLSearchParams({ ...fields, code: await consent() }),
			{ ...fields, code: await consent() },
		]) {
			const { data } = await account.http.post('/oauth/token', body);
			expect(data).toMatchObject({
				token_type: 'Bearer',
				expires_in: 86_399,
				scope: 'contacts.readonly contacts.write',
				userType: 'Location',
				companyId: COMPANY_ID,
				locationId: LOCATION_US,
			});
			for (const key of ['access_token', 'refresh_token', 'refreshTokenId', 'userId', 'traceId'])
				expect(data[key]).toEqual(expect.any(String));
		}
	});

	it('issues an access token that names its location and works', async () => {
		const { access_token: value = '' } = await signIn();
		const claims = JSON.parse(Buffer.from(value.split('.')[1] ?? '', 'base64url').toString());
		expect(claims).toMatchObject({ authClass: 'Location', authClassId: LOCATION_US, channel: 'OAUTH' });
		expect((await get(`/contacts/?locationId=${LOCATION_US}`, value)).status).toBe(200);
		expect((await get(`/calendars/?locationId=${LOCATION_US}`, value)).data.message).toBe(
			'The token is not authorized for this scope.',
		);
	});

	it('accepts a code once', async () => {
		const code = await consent();
		expect((await token({ grant_type: 'authorization_code', code })).status).toBe(200);
		const second = await token({ grant_type: 'authorization_code', code });
		expect([second.status, second.data.error_description]).toEqual([401, 'Authorization code not found']);
	});

	it('returns the same pair again for a refresh token that is repeated within 30 seconds', async () => {
		const { refresh_token } = await signIn();
		const refresh = async (): Promise<{ [key: string]: string }> => {
			const { traceId: _own, ...pair } = (await token({ grant_type: 'refresh_token', refresh_token })).data;
			return pair;
		};
		const first = await refresh();
		account.sandbox.advance(29_000);
		expect(await refresh()).toEqual(first);
		expect((await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token })).status).toBe(200);
		account.sandbox.advance(1_000);
		expect(await refresh()).toMatchObject({ error: 'invalid_grant' });
	});

	it('accepts a refresh token once and returns a new one', async () => {
		const first = await signIn();
		const second = await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
		expect(second.status).toBe(200);
		expect(second.data.refresh_token).not.toBe(first.refresh_token);
		account.sandbox.advance(30_000);
		const reused = await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
		expect([reused.status, reused.data.error]).toEqual([400, 'invalid_grant']);
		expect((await token({ grant_type: 'refresh_token', refresh_token: second.data.refresh_token })).status).toBe(200);
	});

	it('keeps the refresh token when the client is wrong', async () => {
		const { refresh_token } = await signIn();
		expect((await token({ grant_type: 'refresh_token', refresh_token, client_secret: 'wrong' })).status).toBe(401);
		expect((await token({ grant_type: 'refresh_token', refresh_token })).status).toBe(200);
	});

	it("answers 422 to a body that it can't read", async () => {
		const response = await account.http.post('/oauth/token', { hello: 1 });
		expect([response.status, response.data.message]).toEqual([422, ['grant_type must be a valid enum value']]);
	});

	it('lets access tokens expire, after a day or on request', async () => {
		const first = await signIn();
		account.sandbox.expireTokens();
		expect((await get(`/contacts/?locationId=${LOCATION_US}`, first.access_token ?? '')).status).toBe(401);
		expect((await get(`/contacts/?locationId=${LOCATION_US}`, PIT_US)).status).toBe(200);
		const second = await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
		expect((await get(`/contacts/?locationId=${LOCATION_US}`, second.data.access_token)).status).toBe(200);
		account.sandbox.advance(86_400_000);
		expect((await get(`/contacts/?locationId=${LOCATION_US}`, second.data.access_token)).status).toBe(401);
	});
});

describe('a token of the agency', () => {
	const agency = async (): Promise<string> =>
		(await signIn({ choose: 'company', scope: 'contacts.readonly locations.readonly oauth.readonly oauth.write' }))
			.access_token ?? '';
	const mint = async (
		value: string,
		body: object,
		path = '/oauth/locationToken',
		version = VERSION,
	): Promise<AxiosResponse> =>
		account.http.post(path, body, { headers: { authorization: `Bearer ${value}`, version } });

	it('is refused inside a location', async () => {
		const response = await get(`/contacts/?locationId=${LOCATION_US}`, await agency());
		expect(response.status).toBe(401);
		expect(response.data.message).toContain('This authClass type is not allowed to access this scope.');
	});

	it("is exchanged for a location's token that works there", async () => {
		const response = await mint(await agency(), { companyId: COMPANY_ID, locationId: LOCATION_NL });
		expect(response.status).toBe(201);
		expect(response.data).toMatchObject({
			userType: 'Location',
			locationId: LOCATION_NL,
			expires_in: 86_400,
			scope: 'contacts.readonly locations.readonly',
		});
		expect((await get(`/contacts/?locationId=${LOCATION_NL}`, response.data.access_token)).status).toBe(200);
		expect((await get(`/contacts/?locationId=${LOCATION_US}`, response.data.access_token)).status).toBe(403);
	});

	it('lists the locations that have the app', async () => {
		const response = await get(
			`/oauth/installedLocations?companyId=${COMPANY_ID}&appId=${APP_ID}&isInstalled=true`,
			await agency(),
		);
		expect(response.data.count).toBe(2);
		expect(response.data.locations[0]).toMatchObject({ _id: LOCATION_US, isInstalled: true });
	});

	it('mints by the new path in v3 only, and never for others', async () => {
		const value = await agency();
		const body = { companyId: COMPANY_ID, locationId: LOCATION_US };
		expect((await mint(value, body, '/oauth/location-token')).status).toBe(404);
		expect((await mint(value, body, '/oauth/location-token', 'v3')).status).toBe(201);
		expect((await mint(PIT_AGENCY, body)).status).toBe(401);
		expect((await mint(value, { ...body, locationId: 'unknown' })).status).toBe(403);
	});
});

describe('rate limits', () => {
	it('allow 100 calls in ten seconds to an app in a location, and say so on every answer', async () => {
		const first = await get('/contacts/', PIT_US);
		expect(first.status).toBe(403);
		expect(first.headers).toMatchObject({
			'x-ratelimit-max': '100',
			'x-ratelimit-remaining': '99',
			'x-ratelimit-interval-milliseconds': '10000',
			'x-ratelimit-limit-daily': '200000',
			'x-ratelimit-daily-remaining': '199999',
		});
		const rest = await Promise.all(Array.from({ length: 100 }, async () => get(`/locations/${LOCATION_US}`, PIT_US)));
		expect(rest.filter(({ status }) => status === 200)).toHaveLength(99);
		const refused = rest.find(({ status }) => status === 429);
		expect(refused?.headers['x-ratelimit-remaining']).toBe('0');
		expect((await get(`/locations/${LOCATION_US}`, PIT_READONLY)).status).toBe(429);
		expect((await get(`/locations/${LOCATION_NL}`, PIT_NL)).status).toBe(200);
		account.sandbox.advance(10_000);
		expect((await get(`/locations/${LOCATION_US}`, PIT_US)).status).toBe(200);
	});

	it('are reported to an unknown caller as well', async () => {
		const response = await get('/locations/x', 'nonsense');
		expect([response.status, response.headers['x-ratelimit-max']]).toEqual([401, '100']);
	});
});
