import type { ICredentialType, IDataObject } from 'n8n-workflow';
import { GoHighLevelApi } from '../../../../credentials/GoHighLevelApi.credentials';
import { GoHighLevelOAuth2Api } from '../../../../credentials/GoHighLevelOAuth2Api.credentials';
import { resources } from '../../../../nodes/GhlContacts/actions';
import { account } from '../../../../nodes/GhlContacts/transport/account';
import {
	AGENCY_SCOPES,
	ALL_SCOPES,
	CONTACT_SCOPES,
	READ_ONLY_SCOPES,
} from '../../../../nodes/GhlContacts/transport/scopes';
import { agency as agencyService } from '../../../../nodes/GhlContacts/transport';
import { effectOf, endpointsOf, type Operation } from '../../../../nodes/shared/operation';
import { LOCATION_NL, LOCATION_US, PIT_AGENCY, PIT_NL, PIT_READONLY } from '../../../../sandbox/ghl/world';
import { TestCredentials } from '../../../support/credentials';
import { json } from '../../../support/engine';
import { byId, GhlAccount, mapping } from '../../../support/ghl';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => ghl.sandbox.reset());
afterAll(async () => await ghl.sandbox.close());

const create = { fields: mapping({ email: 'ada@example.com' }) };

describe('private integration token', () => {
	test.each([
		[
			'a token without the scope',
			() => ghl.token(PIT_READONLY),
			'contact.create',
			'The GHL token lacks a scope',
			'needs contacts.write ("Edit Contacts")',
		],
		[
			'a token of an agency',
			() => ghl.token(PIT_AGENCY),
			'contact.getMany',
			'The GHL token belongs to an agency',
			'in the settings of the sub-account',
		],
		[
			'a token of another location',
			() => ghl.token(PIT_NL),
			'contact.getMany',
			'The GHL token has no access to this location',
			'Token and location ID are of different sub-accounts',
		],
		[
			'a token that was revoked',
			() => ghl.token('pit-revoked'),
			'contact.getMany',
			'GHL refused the token',
			'it may have been deleted or replaced there',
		],
		[
			'no location ID',
			() => ghl.token(undefined, ' '),
			'contact.getMany',
			'The GHL credential has no location ID',
			'fill in the ID',
		],
	])('%s is said in a sentence of its own', async (_, access, operation, message, remedy) => {
		const error = await ghl.failure(operation, { ...create, options: { customFieldsByName: false } }, access());
		expect(error.message).toBe(message);
		expect(error.description).toContain(remedy);
	});

	test('is never part of an error', async () => {
		const error = await ghl.failure(
			'contact.getMany',
			{ options: { customFieldsByName: false } },
			ghl.token('pit-secret-value'),
		);
		expect(JSON.stringify([error.message, error.description, error.context, { ...error }])).not.toContain(
			'pit-secret-value',
		);
	});

	test('a refusal is remembered: a hundred items make one call', async () => {
		const access = ghl.token('pit-revoked-for-all');
		const setup = ghl.setup({ resource: 'contact', operation: 'addTags', contactId: byId('abc'), tags: 'x' }, access, {
			onError: 'continueRegularOutput',
		});
		const given = await json(
			setup,
			Array.from({ length: 100 }, () => ({})),
		);
		expect(given).toHaveLength(100);
		expect(given.at(-1)).toMatchObject({
			error: 'GHL refused the token',
			details: expect.stringContaining('credential'),
		});
		expect(ghl.calls().length).toBeLessThanOrEqual(5); // those at once
	});
});

describe('OAuth2', () => {
	test('works for the location that was chosen on the page of GHL', async () => {
		const given = await ghl.one(
			'contact.create',
			{ ...create, simplify: false },
			undefined,
			await ghl.oAuth(LOCATION_NL),
		);
		expect(given).toMatchObject({ locationId: LOCATION_NL });
	});

	test('finds the location in the token where the token answer left it out', async () => {
		const { credentials } = await ghl.oAuth(LOCATION_NL);
		const { locationId: _, ...answer } = credentials.store.stored.oauthTokenData as IDataObject;
		expect(
			await ghl.one('contact.create', { ...create, simplify: false }, undefined, ghl.connected(answer)),
		).toMatchObject({ locationId: LOCATION_NL });
	});

	test('a scope that was not granted is known before any call', async () => {
		const access = await ghl.oAuth(LOCATION_US, 'contacts.readonly');
		ghl.sandbox.clearRequests();
		const error = await ghl.failure('contact.create', create, access);
		expect(error.message).toBe('The GHL credential was not granted the scope contacts.write ("Edit Contacts")');
		expect(error.description).toContain('then reconnect');
		expect(ghl.calls()).toHaveLength(0);
	});

	test('a credential that was never connected says so', async () => {
		const error = await ghl.failure('contact.create', create, ghl.connected(undefined as never));
		expect(error.message).toBe('The GHL credential is not connected');
	});

	test('an expired token is refreshed once for twenty items at the same time', async () => {
		const access = await ghl.oAuth();
		const [id] = ghl.contacts({ email: 'ada@example.com' });
		ghl.sandbox.expireTokens();
		const given = await ghl.run(
			'contact.get',
			{ contactId: byId(id), options: { customFieldsByName: false, itemsAtOnce: 20 } },
			Array.from({ length: 20 }, () => ({})),
			access,
		);
		expect(given).toHaveLength(20);
		expect(
			ghl.calls({ path: '/oauth/token' }).filter(({ body }) => (body as IDataObject).grant_type === 'refresh_token'),
		).toHaveLength(1);
		expect(access.credentials.refreshed).toHaveLength(1);
	});

	test('a missing scope that GHL reports refreshes the token at most once for a hundred items', async () => {
		const { credentials } = await ghl.oAuth(LOCATION_US, 'contacts.readonly');
		const access = ghl.connected({ ...(credentials.store.stored.oauthTokenData as IDataObject), scope: '' });
		ghl.sandbox.clearRequests();
		const given = await json(
			ghl.setup({ resource: 'contact', operation: 'addTags', contactId: byId('={{ $json.id }}'), tags: 'x' }, access, {
				onError: 'continueRegularOutput',
			}),
			Array.from({ length: 100 }, (_, index) => ({ id: `c${index}` })),
		);
		// GHL says it of the first; after the refresh the new token names its scopes, so the rest is known without a call.
		expect(new Set(given.map(({ error }) => error))).toEqual(
			new Set([
				'The GHL token lacks a scope',
				'The GHL credential was not granted the scope contacts.write ("Edit Contacts")',
			]),
		);
		expect(ghl.calls({ path: '/contacts/' }).length).toBeLessThanOrEqual(10);
		expect(ghl.calls({ path: '/oauth/token' }).length).toBeLessThanOrEqual(1);
	});
});

describe('a token of the wrong kind', () => {
	test('of a company is distinguished from one without the scope', async () => {
		const { credentials } = await ghl.oAuth('company');
		const access = ghl.connected({
			...(credentials.store.stored.oauthTokenData as IDataObject),
			userType: 'Location',
			locationId: LOCATION_US,
		});
		const error = await ghl.failure('contact.getMany', { options: { customFieldsByName: false } }, access);
		expect(error.message).toBe('The GHL token belongs to an agency (company)');
	});

	test('is distinguished from a lost version header, which GHL answers with 401 too', async () => {
		ghl.sandbox.faults({
			kind: 'status',
			status: 401,
			body: { statusCode: 401, message: 'version header was not found.' },
		});
		const error = await ghl.failure(
			'contact.getMany',
			{ options: { customFieldsByName: false } },
			ghl.token(PIT_NL, LOCATION_NL),
		);
		expect(error.message).toBe('GHL got no version of its API with this call');
		expect(error.description).toContain('proxy');
	});
});

describe('scopes', () => {
	const operations = resources.flatMap((resource) => resource.operations);
	const needed = (some: readonly Operation[]): string[] =>
		[...new Set(some.flatMap(endpointsOf).flatMap(({ scopes = [] }) => scopes))].sort();
	const list = (scopes: string): string[] => scopes.split(' ').sort();

	test('"everything" is what the operations need, no more and no less', () => {
		expect(list(ALL_SCOPES)).toEqual(needed(operations));
		expect(list(AGENCY_SCOPES)).toEqual([...needed(operations), 'oauth.readonly', 'oauth.write'].sort());
	});

	test('"read only" is what the operations that read need', () => {
		expect(list(READ_ONLY_SCOPES)).toEqual(needed(operations.filter((operation) => effectOf(operation) === 'read')));
	});

	test('"contacts" covers contacts, tasks and notes, but for setting up the sync fields, which is done once', () => {
		const own = needed(
			operations.filter(
				({ resource, name }) => ['contact', 'task', 'note'].includes(resource) && name !== 'setUpSyncFields',
			),
		);
		expect(list(CONTACT_SCOPES)).toEqual(expect.arrayContaining(own));
		expect(list(CONTACT_SCOPES).filter((scope) => scope.endsWith('.write'))).toEqual(['contacts.write']);
	});
});

describe('credential fields', () => {
	const resolved = async (stored: IDataObject): Promise<IDataObject> => {
		const type: ICredentialType = new GoHighLevelOAuth2Api();
		return (await new TestCredentials([type], { stored }).getDecrypted(
			{} as never,
			{ id: 'stored', name: '' },
			type.name,
		)) as IDataObject;
	};

	test.each([
		['standard', 'https://marketplace.gohighlevel.com/v2/oauth/chooselocation'],
		['whiteLabel', 'https://marketplace.leadconnectorhq.com/v2/oauth/chooselocation'],
		['other', 'https://login.example.com/choose'],
	])('the sign-in page %s is at %s', async (signIn, authUrl) => {
		expect(await resolved({ signIn, otherAuthUrl: 'https://login.example.com/choose' })).toMatchObject({
			authUrl,
			accessTokenUrl: 'https://services.leadconnectorhq.com/oauth/token',
		});
	});

	test('two base URLs of one location share neither allowance nor what was read', async () => {
		const keyAt = async (baseUrl: string) =>
			(
				await account(
					{
						getNodeParameter: () => 'privateIntegration',
						getCredentials: async () => ({ token: 'pit-x', locationId: LOCATION_US, baseUrl }),
					} as never,
					agencyService,
				)
			).key;
		expect(await keyAt('https://one.example.com')).not.toBe(await keyAt('https://two.example.com'));
		expect(await keyAt('https://one.example.com')).toBe(await keyAt('https://one.example.com'));
	});

	test('the address of GHL is used where n8n leaves out the hidden base URL', async () => {
		const context = {
			getNodeParameter: () => 'privateIntegration',
			getCredentials: async () => ({ token: 'pit-x', locationId: LOCATION_US }),
		};
		expect(await account(context as never, agencyService)).toMatchObject({
			baseUrl: 'https://services.leadconnectorhq.com',
			workers: 1,
		});
	});

	test.each([
		['contacts', CONTACT_SCOPES],
		['all', ALL_SCOPES],
		['agency', AGENCY_SCOPES],
		[undefined, CONTACT_SCOPES],
	])('access "%s" asks for its scopes', async (access, scope) => {
		expect(await resolved(access ? { access } : {})).toMatchObject({ scope });
	});

	test('read-only access requests no scope that writes', async () => {
		const { scope } = await resolved({ access: 'readOnly' });
		expect(
			String(scope)
				.split(' ')
				.filter((one) => !one.endsWith('.readonly')),
		).toEqual([]);
		expect(String(scope).split(' ')).toContain('contacts.readonly');
	});

	test('custom access requests what was typed', async () => {
		expect(await resolved({ access: 'custom', customScopes: 'contacts.readonly forms.readonly' })).toMatchObject({
			scope: 'contacts.readonly forms.readonly',
		});
	});

	test.each([
		['http://services.example.com'],
		['not a url'],
		['https://user@services.example.com'],
		['https://services.example.com/?x=1'],
	])('the base URL %s is refused', async (baseUrl) => {
		const credentials = new TestCredentials([new GoHighLevelApi()], {
			stored: { token: 'pit-x', locationId: LOCATION_US, baseUrl },
		});
		const error = await ghl.failure('contact.getMany', {}, { authentication: 'privateIntegration', credentials });
		expect(error.message).toMatch(/^The base URL of the credential/);
	});
});
