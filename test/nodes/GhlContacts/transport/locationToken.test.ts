import type { IDataObject } from 'n8n-workflow';
import { LOCATION_NL, LOCATION_US } from '../../../../sandbox/ghl/world';
import { byId, GhlAccount, mapping, type Access } from '../../../support/ghl';

// Never reset: the same seed would give the same tokens again, and the node rightly keeps those it has.
let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => ghl.sandbox.clearRequests());
afterAll(async () => await ghl.sandbox.close());

const create = { onDuplicate: 'return', fields: mapping({ email: 'ada@example.com' }) };

describe('a credential of an agency', () => {
	const agency = async (scope = ''): Promise<Access> => await ghl.oAuth('company', scope);
	const at = (access: Access, location: string): Access => ({ ...access, parameters: { location: byId(location) } });

	test('works in the location chosen on the node, with a token of that location', async () => {
		const access = await agency();
		const given = await ghl.one('contact.create', { ...create, simplify: false }, undefined, at(access, LOCATION_NL));
		expect(given).toMatchObject({ locationId: LOCATION_NL });
		expect(
			ghl.calls({ path: '/oauth/locationToken' }).map(({ body, headers }) => [body, headers['content-type']]),
		).toEqual([[{ companyId: expect.any(String), locationId: LOCATION_NL }, 'application/x-www-form-urlencoded']]);
	});

	test('exchanges the token once for many items and executions, and once more for another location', async () => {
		const access = await agency();
		const [id] = ghl.contacts({ email: 'items@example.com' });
		const get = { contactId: byId(id), options: { customFieldsByName: false } };
		await ghl.run(
			'contact.get',
			get,
			Array.from({ length: 10 }, () => ({})),
			at(access, LOCATION_US),
		);
		await ghl.run('contact.get', get, [{}], at(access, LOCATION_US));
		await ghl.run('contact.getMany', { options: { customFieldsByName: false } }, [{}], at(access, LOCATION_NL));
		expect(ghl.calls({ path: '/oauth/locationToken' }).map(({ body }) => (body as IDataObject).locationId)).toEqual([
			LOCATION_US,
			LOCATION_NL,
		]);
	});

	test('gets a new token after GHL refused the old one', async () => {
		const access = await agency();
		const many = { options: { customFieldsByName: false } };
		await ghl.run('contact.getMany', many, [{}], at(access, LOCATION_US));
		ghl.sandbox.expireTokens();
		expect((await ghl.failure('contact.getMany', many, at(access, LOCATION_US))).message).toBe('GHL refused the token');
		await ghl.run('contact.getMany', many, [{}], at(access, LOCATION_US));
		expect(ghl.calls({ path: '/oauth/locationToken' }).filter(({ status }) => status === 201)).toHaveLength(2);
	});

	test('without a location says what to choose', async () => {
		const error = await ghl.failure('contact.getMany', {}, await agency());
		expect(error.message).toBe('The GHL credential belongs to an agency (company), not to a sub-account');
		expect(error.description).toContain('choose one in "Location"');
	});

	test('without the scope for it says which one is missing', async () => {
		const error = await ghl.failure(
			'contact.getMany',
			{},
			at(await agency('contacts.readonly oauth.readonly'), LOCATION_US),
		);
		expect(error.message).toBe('The GHL credential was not granted the scope oauth.write');
	});

	test('reports that the app is not installed in the location', async () => {
		ghl.sandbox.seed('ghl', { locations: [{ id: 'SandboxLocationNew01', name: 'New' }] });
		const access = await agency();
		ghl.sandbox.seed('ghl', { locations: [{ id: 'SandboxLocationNew02', name: 'Newer' }] });
		const error = await ghl.failure('contact.getMany', {}, at(access, 'SandboxLocationNew02'));
		expect(error.message).toBe('The app is not installed in this location');
	});

	test('takes the location from an expression, that of each item for itself', async () => {
		const access = { ...(await agency()), parameters: { location: byId('={{ $json.locationId }}') } };
		const given = await ghl.run('location.get', {}, [{ locationId: LOCATION_NL }, { locationId: LOCATION_US }], access);
		expect(given).toMatchObject([
			{ id: LOCATION_NL, country: 'NL' },
			{ id: LOCATION_US, country: 'US' },
		]);
	});

	test('takes the location by its name, which is looked up once', async () => {
		const access = await agency();
		for (const name of ['Gracht Verhuur', ' Gracht Verhuur '])
			expect(await ghl.one('location.get', {}, undefined, at(access, name))).toMatchObject({ id: LOCATION_NL });
		expect(ghl.calls({ path: '/oauth/installedLocations' })).toHaveLength(1);
		const error = await ghl.failure('location.get', {}, at(access, 'Gracht Elders'));
		expect([error.message, error.description]).toEqual([
			'No sub-account that has the app is named "Gracht Elders"',
			expect.stringContaining('Choose it from the list'),
		]);
	});

	test('fills the lists of the editor from the chosen location', async () => {
		const found = await ghl.editor<Array<{ name: string }>>(
			'loadOptions',
			'getUsers',
			{ location: byId(LOCATION_NL) },
			await agency(),
		);
		expect(found.map(({ name }) => name)).toEqual(['Chris de Vries']);
	});

	test('lists the locations that have the app, by name', async () => {
		const found = await ghl.editor('listSearch', 'searchLocations', {}, await agency(), 'gracht');
		expect(found).toEqual({ results: [{ name: 'Gracht Verhuur', value: LOCATION_NL }] });
	});

	test('lists that of a credential which belongs to one sub-account, also without the scope that its name needs', async () => {
		expect(await ghl.editor('listSearch', 'searchLocations', {}, await ghl.oAuth())).toEqual({
			results: [{ name: expect.any(String), value: LOCATION_US }],
		});
		expect(
			await ghl.editor('listSearch', 'searchLocations', {}, await ghl.oAuth(LOCATION_US, 'contacts.readonly')),
		).toEqual({ results: [{ name: 'The sub-account of the credential', value: LOCATION_US }] });
	});
});
