import { Workflow } from 'n8n-workflow';
import axios from 'axios';
import { BooqableApi } from '../../credentials/BooqableApi.credentials';
import { BooqableOAuth2Api } from '../../credentials/BooqableOAuth2Api.credentials';
import { ACCESS_TOKEN, DEMO_SLUG, OAUTH_CLIENT, OAUTH_CODE, SMALL_PLAN_SLUG } from '../../sandbox/booqable/world';
import { TestCredentials } from '../harness/credentials';
import { failure, json } from '../harness/engine';
import { Booqable } from '../../nodes/Booqable/Booqable.node';
import { Demo } from './booqable';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
beforeEach(() => demo.sandbox.reset());
afterAll(() => demo.sandbox.close());

/** Resolves an expression as n8n does for the test call of a credential. */
function resolved(expression: string, $credentials: object): string {
	const workflow = new Workflow({ id: 'w', active: false, nodes: [], connections: {}, nodeTypes: { getByName: () => undefined, getByNameAndVersion: () => undefined, getKnownTypes: () => ({}) } as never });
	const node = { id: 'n', name: 'n', type: 't', typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
	return String(workflow.expression.getSimpleParameterValue(node, expression, 'internal', { $credentials } as never, undefined, ''));
}

describe.each([['BooqableApi', new BooqableApi()], ['BooqableOAuth2Api', new BooqableOAuth2Api()]])('the test call of %s', (_, { test }) => {
	const call = async (slug: string, token = ACCESS_TOKEN) => {
		const base = resolved(String(test.request.baseURL), { slug, baseUrl: demo.baseUrl() });
		const { status } = await axios.get(`${base}${test.request.url}`, { headers: { Authorization: `Bearer ${token}` }, validateStatus: () => true });
		const rule = test.rules?.find(({ properties }) => (properties as { value: number }).value === status); // all are of this kind
		return { status, message: (rule?.properties as { message: string } | undefined)?.message };
	};

	it.each(['demo-rentals', ' Demo-Rentals ', 'https://demo-rentals.booqable.com', 'http://demo-rentals.booqable.com/employees/current', 'demo-rentals.booqable.com/'])('reaches the account of %p', async (slug) => {
		expect(await call(slug)).toEqual({ status: 200, message: undefined });
	});

	it('tells bad token, bad slug and a plan without API apart', async () => {
		const messages = await Promise.all([call(DEMO_SLUG, 'wrong'), call('nobody-rents-here'), call(SMALL_PLAN_SLUG)]);
		expect(messages.map(({ message }) => message)).toEqual([expect.stringContaining('refused the token'), expect.stringContaining('no account with this company slug'), expect.stringContaining('has no API')]);
	});
});

describe('OAuth2', () => {
	const list = { authentication: 'oAuth2', resource: 'customer', operation: 'getMany', returnAll: true, options: {} };
	const connected = async () => {
		const { data } = await axios.post(`${demo.baseUrl(DEMO_SLUG)}/api/4/oauth/token`, { grant_type: 'authorization_code', code: OAUTH_CODE, client_id: OAUTH_CLIENT.clientId, client_secret: OAUTH_CLIENT.clientSecret });
		return { slug: 'https://demo-rentals.booqable.com', baseUrl: demo.baseUrl(), ...OAUTH_CLIENT, oauthTokenData: data };
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
		expect(new BooqableOAuth2Api().properties.find(({ name }) => name === 'authUrl')).toMatchObject({ type: 'string', default: '', required: true });
	});
});
