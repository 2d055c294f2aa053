import { Workflow, type IDataObject } from 'n8n-workflow';
import axios from 'axios';
import { BooqableOAuth2Api } from '../../../../credentials/BooqableOAuth2Api.credentials';
import { ACCESS_TOKEN, DEMO_SLUG, OAUTH_CLIENT, OAUTH_CODE, SMALL_PLAN_SLUG } from '../../../../sandbox/booqable/world';
import { TestCredentials } from '../../../support/credentials';
import { failure, json } from '../../../support/engine';
import { Booqable } from '../../../../nodes/Booqable/Booqable.node';
import { testAccessToken } from '../../../../nodes/Booqable/transport/credentialTest';
import { resultOf } from '../../../support/credentialTest';
import { Demo } from '../../../support/booqable';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => demo.sandbox.reset());
afterAll(() => demo.sandbox.close());

/** Resolves an expression as n8n does for the test call of a credential. */
function resolved(expression: string, $credentials: object): string {
	const workflow = new Workflow({
		id: 'w',
		active: false,
		nodes: [],
		connections: {},
		nodeTypes: { getByName: () => undefined, getByNameAndVersion: () => undefined, getKnownTypes: () => ({}) } as never,
	});
	const node = { id: 'n', name: 'n', type: 't', typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
	return String(
		workflow.expression.getSimpleParameterValue(node, expression, 'internal', { $credentials } as never, undefined, ''),
	);
}

describe('the test call of BooqableOAuth2Api', () => {
	const { test } = new BooqableOAuth2Api();
	const call = async (slug: string, token = ACCESS_TOKEN) => {
		const base = resolved(String(test.request.baseURL), { slug, baseUrl: demo.baseUrl() });
		const { status } = await axios.get(`${base}${test.request.url}`, {
			headers: { Authorization: `Bearer ${token}` },
			validateStatus: () => true,
		});
		// all are of this kind
		const rule = test.rules?.find(({ properties }) => (properties as { value: number }).value === status);
		return { status, message: (rule?.properties as { message: string } | undefined)?.message };
	};

	it.each([
		'demo-rentals',
		' Demo-Rentals ',
		'https://demo-rentals.booqable.com',
		'http://demo-rentals.booqable.com/employees/current',
		'demo-rentals.booqable.com/',
		'"demo-rentals"',
		'\u200bdemo-rentals\ufeff',
	])('reaches the account of %p', async (slug) => {
		expect(await call(slug)).toEqual({ status: 200, message: undefined });
	});

	it('distinguishes a bad token, a bad slug and a plan without API', async () => {
		const messages = await Promise.all([call(DEMO_SLUG, 'wrong'), call('nobody-rents-here'), call(SMALL_PLAN_SLUG)]);
		expect(messages.map(({ message }) => message)).toEqual([
			expect.stringContaining('refused the token'),
			expect.stringContaining('no account with this company slug'),
			expect.stringContaining('has no API'),
		]);
	});
});

describe('the test of BooqableApi', () => {
	const tested = async (change: IDataObject = {}) =>
		await resultOf(testAccessToken, {
			slug: DEMO_SLUG,
			accessToken: ACCESS_TOKEN,
			advanced: true,
			baseUrl: demo.baseUrl(),
			...change,
		} as never);

	it.each<[string, IDataObject]>([
		['blanks around it', { accessToken: ` ${ACCESS_TOKEN}\n` }],
		['the whole header', { accessToken: `Authorization: Bearer ${ACCESS_TOKEN}` }],
		['quotes and an invisible mark', { accessToken: `\u201c${ACCESS_TOKEN}\u200b\u201d` }],
		['a line break in it', { accessToken: `${ACCESS_TOKEN.slice(0, 9)}\n${ACCESS_TOKEN.slice(9)}` }],
		['an address for the slug', { slug: 'https://Demo-Rentals.booqable.com/customers?page=2' }],
		['quotes around the slug', { slug: '"demo-rentals" ' }],
	])('passes with %s, and so does the node', async (_, change) => {
		expect(await tested(change)).toMatchObject({ status: 'OK' });
		expect(
			await json(
				demo.setup({ resource: 'company', operation: 'get', simplify: true, options: {} }, { credential: change }),
			),
		).toHaveLength(1);
	});

	it.each<[string, IDataObject, string]>([
		[
			'a token that nobody has',
			{ accessToken: 'token-of-nobody' },
			'Booqable refused the token. Open the credential. The token must have been made in the company that stands in Company Slug',
		],
		['no token', { accessToken: ' ' }, 'The Booqable credential has no access token'],
		[
			'a slug that nobody has',
			{ slug: 'nobody-rents-here' },
			'Booqable knows no account with this company slug. Check the slug of the credential',
		],
		[
			'slug and token in the field of the other',
			{ slug: '0a'.repeat(32), accessToken: DEMO_SLUG },
			'The company slug of the Booqable credential is too long: it may be the access token. Open the credential and put each into its field.',
		],
		[
			'the address as token',
			{ accessToken: 'https://demo-rentals.booqable.com' },
			'The Booqable credential has an address or slug as its access token. Open the credential and paste a token',
		],
		[
			'the slug as token',
			{ accessToken: DEMO_SLUG },
			'The Booqable credential has an address or slug as its access token.',
		],
		['a plan without API', { slug: SMALL_PLAN_SLUG }, 'The plan of this Booqable account does not include this'],
		[
			'a slug that is none',
			{ slug: 'my shop' },
			'The Booqable credential has an invalid company slug. Use the first part',
		],
		[
			'an address in plain http elsewhere',
			{ baseUrl: 'http://{slug}.example.com' },
			'The base URL of the credential must start with https',
		],
		[
			'a port that nobody listens to',
			{ baseUrl: 'http://127.0.0.1:9/{slug}' },
			'Booqable did not answer: the connection was refused. Check that n8n reaches the internet',
		],
	])('with %s says what is wrong and what to do', async (_, change, message) => {
		const result = await tested(change);
		expect(result.status).toBe('Error');
		expect(result.message).toContain(message);
		expect(result.message).not.toMatch(/undefined|ECONN|token-of-nobody/);
	});
});

describe('OAuth2', () => {
	it.each(['http://{slug}.example.com', 'ftp://example.com', 'https://user@example.com', 'no address'])(
		'sends its secret and its tokens nowhere when the base URL is %p',
		async (baseUrl) => {
			const type = new BooqableOAuth2Api();
			const credentials = new TestCredentials([type], { it: { slug: DEMO_SLUG, baseUrl } });
			const { accessTokenUrl } = await credentials.getDecrypted({} as never, { id: 'it', name: 'it' }, type.name);
			expect(accessTokenUrl).toBe('https://address-must-start-with-https.invalid/api/4/oauth/token');
			expect(resolved(String(type.test.request.baseURL), { slug: DEMO_SLUG, baseUrl })).toBe(
				'https://address-must-start-with-https.invalid',
			);
		},
	);

	const list = { authentication: 'oAuth2', resource: 'customer', operation: 'getMany', returnAll: true, options: {} };
	const connected = async () => {
		const { data } = await axios.post(`${demo.baseUrl(DEMO_SLUG)}/api/4/oauth/token`, {
			grant_type: 'authorization_code',
			code: OAUTH_CODE,
			client_id: OAUTH_CLIENT.clientId,
			client_secret: OAUTH_CLIENT.clientSecret,
		});
		return {
			slug: 'https://demo-rentals.booqable.com',
			baseUrl: demo.baseUrl(),
			...OAUTH_CLIENT,
			oauthTokenData: data,
		};
	};
	const setup = (stored: object) => {
		const credentials = new TestCredentials([new BooqableOAuth2Api()], { app: stored as never });
		return { node: new Booqable(), parameters: list, credentials, uses: { booqableOAuth2Api: 'app' } };
	};

	it('works with the token of an installed app, and renews an expired one once for all items', async () => {
		demo.seed({ customers: [{ name: 'Ada' }] });
		const app = setup(await connected());
		demo.sandbox.expireTokens();
		demo.sandbox.clearRequests();
		expect(await json(app, [{}, {}, {}])).toHaveLength(3);
		expect(app.credentials.refreshed).toHaveLength(1);
		expect(demo.calls().filter((call) => call.includes('/oauth/token'))).toEqual(['POST /oauth/token']);
	});

	it('says that a credential is not connected', async () => {
		const error = await failure(setup({ slug: DEMO_SLUG, baseUrl: demo.baseUrl() }));
		expect(error.message).toBe('The Booqable credential is not connected');
	});

	it('invents no sign-in page', () => {
		expect(new BooqableOAuth2Api().properties.find(({ name }) => name === 'authUrl')).toMatchObject({
			type: 'string',
			default: '',
			required: true,
		});
	});
});
