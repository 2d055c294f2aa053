import axios from 'axios';
import { ACCESS_TOKEN, DEMO_SLUG, OAUTH_CLIENT, OAUTH_CODE, SMALL_PLAN_SLUG } from '../../../sandbox/booqable/world';
import type { Sandbox } from '../../../sandbox';
import { Client, startBooqable, type Answer } from '../../support/sandbox/booqable';

describe('who may call, and how often', () => {
	let sandbox: Sandbox;
	beforeEach(async () => {
		sandbox = await startBooqable({ limits: 'real' });
	});
	afterEach(() => sandbox.close());

	it('answers an unknown slug as if something was not found', async () => {
		const { status, data } = await new Client(sandbox, ACCESS_TOKEN, 'nobody').get('companies/current');
		expect(status).toBe(404);
		expect(data).toEqual({ errors: [{ code: 'resources_not_found', status: '404', title: 'Resource(s) not found' }] });
	});

	it('refuses a wrong token and a missing one with the same body', async () => {
		const refusal = {
			errors: [{ code: 'unauthorized', status: '401', title: 'Access denied', detail: 'You need to be logged in.' }],
		};
		const wrong = await new Client(sandbox, 'wrong').get('companies/current');
		const missing = await new Client(sandbox).send('GET', 'companies/current', undefined, { Authorization: '' });
		expect([wrong.status, wrong.data]).toEqual([401, refusal]);
		expect([missing.status, missing.data]).toEqual([401, refusal]);
		expect(wrong.headers['x-ratelimit-limit']).toBeUndefined();
	});

	it('refuses everything on a plan without API', async () => {
		const { status, data } = await new Client(sandbox, ACCESS_TOKEN, SMALL_PLAN_SLUG).get('companies/current');
		expect(status).toBe(402);
		expect(data.errors[0].code).toBe('feature_not_enabled');
	});

	it('refuses a token that was revoked', async () => {
		const client = new Client(sandbox);
		expect((await client.get('companies/current')).status).toBe(200);
		sandbox.seed('booqable', { revokedTokens: [ACCESS_TOKEN] });
		expect((await client.get('companies/current')).status).toBe(401);
	});

	it('lets 50 calls pass in 60 seconds, says so in headers, and answers 429 without a Retry-After', async () => {
		sandbox.time({ frozen: true });
		const client = new Client(sandbox);
		const answers: Answer[] = [];
		for (let call = 0; call < 51; call += 1) answers.push(await client.get('sessions/current'));
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
		expect(answers[0]?.headers).toMatchObject({
			'x-ratelimit-limit': '50',
			'x-ratelimit-period': '60',
			'x-ratelimit-remaining': '49',
		});
		const refused = answers[50];
		expect(refused?.status).toBe(429);
		expect(refused?.headers['x-ratelimit-remaining']).toBe('0');
		expect(refused?.headers['retry-after']).toBeUndefined();
		sandbox.advance(60_000);
		expect((await client.get('sessions/current')).status).toBe(200);
	});

	it('counts the calls of the month where the subscription shows them', async () => {
		const client = new Client(sandbox);
		sandbox.seed('booqable', { apiUsage: 9_000 });
		await client.get('sessions/current');
		const { data } = await client.get('companies/current?extra_fields[companies]=subscription');
		expect(data.data.attributes.slug).toBe(DEMO_SLUG);
		expect(data.data.attributes.subscription).toMatchObject({
			api_usage_count: 9_002,
			restrictions: { rate_limit_max: 50, rate_limit_period: 60, api_monthly_calls: 10_000 },
		});
		expect((await client.get('companies/current')).data.data.attributes).not.toHaveProperty('subscription');
	});

	it('answers what is not a resource, and what a resource does not do, without JSON', async () => {
		const client = new Client(sandbox);
		const order = await client.made('orders', { status: 'draft' });
		for (const answer of [
			await client.get('nonsense'),
			await client.remove('orders', order),
			await client.get('webhook_endpoints/x'),
		]) {
			expect(answer.status).toBe(404);
			expect(answer.headers['content-type']).toContain('text/html');
			expect(typeof answer.data).toBe('string');
		}
		expect((await client.get('customers.xml')).status).toBe(406);
	});

	it('words injected errors as its own', async () => {
		sandbox.faults([
			{ kind: 'status', status: 429, times: 1 },
			{ kind: 'status', status: 503, times: 1 },
		]);
		const client = new Client(sandbox);
		expect((await client.get('companies/current')).data.errors[0]).toMatchObject({
			status: '429',
			code: 'too_many_requests',
		});
		expect((await client.get('companies/current')).data.errors[0]).toMatchObject({ status: '503' });
	});

	it('reports stale cached settings in a header', async () => {
		const client = new Client(sandbox);
		const before = (await client.get('sessions/current')).headers['session-expiry-token'];
		expect((await client.get('sessions/current')).headers['session-expiry-token']).toBe(before);
		await client.create('default_properties', { name: 'Shoe size', owner_type: 'customers' });
		expect((await client.get('sessions/current')).headers['session-expiry-token']).not.toBe(before);
	});
});

describe('tokens of an app', () => {
	let sandbox: Sandbox;
	const client = { client_id: OAUTH_CLIENT.clientId, client_secret: OAUTH_CLIENT.clientSecret };
	beforeEach(async () => {
		sandbox = await startBooqable();
	});
	afterEach(() => sandbox.close());

	const exchange = (form: Record<string, string>): Promise<Answer> =>
		axios.post(`${sandbox.url}/booqable/${DEMO_SLUG}/api/4/oauth/token`, new URLSearchParams(form), {
			validateStatus: () => true,
		});

	it('exchanges a code once, and refreshes with a token that works once', async () => {
		const first = await exchange({ grant_type: 'authorization_code', code: OAUTH_CODE, ...client });
		expect(first.data).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'full_access' });
		expect((await exchange({ grant_type: 'authorization_code', code: OAUTH_CODE, ...client })).data.error).toBe(
			'invalid_grant',
		);
		const refresh = { grant_type: 'refresh_token', refresh_token: first.data.refresh_token, ...client };
		const second = await exchange(refresh);
		expect(second.data.refresh_token).not.toBe(first.data.refresh_token);
		const again = await exchange(refresh);
		expect([again.status, again.data.error]).toEqual([400, 'invalid_grant']);
	});

	it('accepts the access token until it expires', async () => {
		const { data } = await exchange({ grant_type: 'authorization_code', code: OAUTH_CODE, ...client });
		const app = new Client(sandbox, data.access_token);
		expect((await app.get('companies/current')).status).toBe(200);
		sandbox.expireTokens();
		expect((await app.get('companies/current')).status).toBe(401);
		const renewed = await exchange({ grant_type: 'refresh_token', refresh_token: data.refresh_token, ...client });
		expect((await new Client(sandbox, renewed.data.access_token).get('companies/current')).status).toBe(200);
	});

	it('takes client credentials as Basic authentication too, and refuses wrong ones', async () => {
		const url = `${sandbox.url}/booqable/${DEMO_SLUG}/api/4/oauth/token`;
		const form = new URLSearchParams({ grant_type: 'authorization_code', code: OAUTH_CODE });
		const auth = {
			username: encodeURIComponent(OAUTH_CLIENT.clientId),
			password: encodeURIComponent(OAUTH_CLIENT.clientSecret),
		};
		expect(
			(await exchange({ grant_type: 'authorization_code', code: OAUTH_CODE, client_id: 'x', client_secret: 'y' }))
				.status,
		).toBe(401);
		expect((await axios.post(url, form, { auth })).data.access_token).toEqual(expect.any(String));
	});

	it('grants a code to the redirect URL of an installed app', async () => {
		const answer = await axios.get(
			`${sandbox.url}/booqable/${DEMO_SLUG}/apps/grant?redirect_uri=${encodeURIComponent('http://127.0.0.1:1/callback')}&state=abc`,
			{
				maxRedirects: 0,
				validateStatus: () => true,
			},
		);
		const target = new URL(answer.headers.location);
		expect([answer.status, target.searchParams.get('state')]).toEqual([302, 'abc']);
		expect(
			(await exchange({ grant_type: 'authorization_code', code: target.searchParams.get('code') ?? '', ...client }))
				.status,
		).toBe(200);
	});
});
