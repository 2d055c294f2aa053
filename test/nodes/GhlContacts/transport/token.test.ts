import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../../../sandbox/server';
import { LOCATION_US } from '../../../../sandbox/ghl/world';
import { byId, GhlAccount, type Access } from '../../../support/ghl';
import { failure, items, run } from '../../../support/engine';

let account: GhlAccount;
let sandbox: Sandbox;
beforeAll(async () => {
	account = await GhlAccount.start();
	({ sandbox } = account);
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const getContact = {
	resource: 'contact',
	operation: 'get',
	contactId: byId('={{ $json.id }}'),
	simplify: false,
	options: { customFieldsByName: false, itemsAtOnce: 20 },
};
const tokenCalls = () => sandbox.requests({ service: 'ghl' }).filter(({ path }) => path.endsWith('/oauth/token'));

const SCOPES = 'contacts.readonly contacts.write locations.readonly locations/customFields.readonly';
const setup = (access: Access) => account.setup(getContact, access);

describe('a token of GHL', () => {
	it('that expired is renewed once for 20 items at the same time, and each item gets its answer', async () => {
		const [id] = account.contacts({ email: 'ada@example.com' });
		const access = await account.oAuth(LOCATION_US, SCOPES);
		sandbox.expireTokens();
		sandbox.clearRequests();
		const given = await items(
			setup(access),
			Array.from({ length: 20 }, () => ({ id })),
		);
		expect(given.map(({ json: { id: got } }) => got)).toEqual(Array.from({ length: 20 }, () => id));
		expect(tokenCalls()).toHaveLength(1);
		expect(access.credentials.refreshed).toHaveLength(1);
	});

	it('without a scope is refused before any call where GHL said which scopes it granted', async () => {
		const access = await account.oAuth(LOCATION_US, 'locations.readonly');
		sandbox.clearRequests();
		const error = await failure(setup(access), [{ id: 'any' }]);
		expect(error.message).toBe('The GHL credential was not granted the scope contacts.readonly ("View Contacts")');
		expect(sandbox.requests()).toHaveLength(0);
	});

	it('without a scope, unknown to us, costs at most one renewal for 100 items', async () => {
		const { credentials } = await account.oAuth(LOCATION_US, 'locations.readonly');
		const access = account.connected({ ...(credentials.store.stored.oauthTokenData as IDataObject), scope: '' });
		sandbox.clearRequests();
		const { data } = await run(
			{ ...setup(access), onError: 'continueRegularOutput' },
			Array.from({ length: 100 }, () => ({ id: 'any' })),
		);
		const given = data.resultData.runData.Node[0].data!.main[0]!;
		expect(given).toHaveLength(100);
		for (const item of given) expect(item.json.error).toMatch(/lacks a scope|not granted the scope/);
		expect(tokenCalls().length).toBeLessThanOrEqual(1);
		expect(sandbox.requests().length).toBeLessThan(60);
	});

	it('that was revoked is named as the cause, without repeating the call', async () => {
		const error = await failure(setup(account.token('pit-revoked')), [{ id: 'any' }]);
		expect(error.message).toContain('GHL refused the token');
		expect(error.description).toContain('it may have been deleted or replaced there');
		expect(sandbox.requests()).toHaveLength(1);
	});

	it('never appears in the error', async () => {
		const error = await failure(setup(account.token('pit-do-not-show')), [{ id: 'any' }]);
		expect(JSON.stringify(error) + error.stack).not.toContain('pit-do-not-show');
	});
});
