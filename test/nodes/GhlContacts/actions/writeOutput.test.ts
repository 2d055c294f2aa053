import type { IDataObject } from 'n8n-workflow';
import { resources } from '../../../../nodes/GhlContacts/actions';
import { effectOf, type Operation } from '../../../../nodes/shared/operation';
import { FIELDS, LOCATION_US } from '../../../../sandbox/ghl/world';
import { ghlOAuth, ghlPrivate } from '../../../support/nodeSetups';
import { json } from '../../../support/engine';
import { byId, GhlAccount, mapping, type Access } from '../../../support/ghl';
import { ENTRIES } from '../../../support/examples/ghl/entries';
import { worldIn } from '../../../support/examples/ghl/records';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => ghl.sandbox.reset());
afterAll(async () => await ghl.sandbox.close());

const fields = mapping({ email: 'ada@example.com', firstName: 'Ada', lastName: 'Byron' });
const ada = { firstName: 'Ada', email: 'ada@example.com', tags: ['old'], customFields: { [FIELDS.industry]: 'Film' } };

// First, since definitions that were read once are kept for some minutes.
describe('a credential that may write contacts and nothing else', () => {
	const known = () => ghl.oAuth(LOCATION_US, 'contacts.write');
	/** GHL does not say what it granted, so the node learns it from a 401. */
	const unknown = async (): Promise<Access> => {
		const { credentials } = await known();
		return ghl.connected({ ...(credentials.store.stored.oauthTokenData as IDataObject), scope: '' });
	};

	test.each([
		['knows its scopes', known, 0],
		['does not know its scopes', unknown, 2],
	])('and %s creates and updates all the same, with custom fields by ID', async (_, access, reads) => {
		const [id] = ghl.contacts(ada);
		const given = await access();
		ghl.sandbox.clearRequests();
		expect(await ghl.one('contact.upsert', { fields }, undefined, given)).toMatchObject({
			id,
			name: 'Ada Byron',
			customFields: { [FIELDS.industry]: 'Film' },
			created: false,
		});
		expect(
			await ghl.one('contact.create', { fields: mapping({ email: 'new@example.com' }) }, undefined, given),
		).toMatchObject({ email: 'new@example.com', customFields: {}, created: true });
		// n8n renews the token after a 401 and tries once more
		expect(ghl.calls({ path: '/customFields' })).toHaveLength(reads);
	});

	test('changes only tags, and returns what it may read', async () => {
		const [id] = ghl.contacts(ada);
		expect(
			await ghl.one(
				'contact.update',
				{ contactId: byId(id), fields: mapping({}), options: { tags: 'old', tagMode: 'remove' } },
				undefined,
				await known(),
			),
		).toEqual({ id, tags: [] });
		expect(ghl.stored(id).tags).toEqual([]);
	});
});

/** Operations that give no record of their resource, since GHL answers with less, or with something else. */
const OTHERS = new Set([
	...[
		'addFollowers',
		'addTags',
		'addToCampaign',
		'addToWorkflow',
		'bulkAddTags',
		'bulkRemoveTags',
		'bulkReplaceTags',
		'bulkSetBusiness',
		'delete',
		'removeFollowers',
		'removeFromAllCampaigns',
		'removeFromCampaign',
		'removeFromWorkflow',
		'removeTags',
		'setBusiness',
		'setUpSyncFields',
		'sync',
	].map((name) => `contact.${name}`),
	...['addFollowers', 'delete', 'removeFollowers', 'sync', 'updateStatus'].map((name) => `opportunity.${name}`),
	...['appointment', 'business', 'note', 'task'].flatMap((name) => [`${name}.delete`, `${name}.sync`]),
	'customField.delete',
	'tag.delete',
]);

const written: Array<[string, Operation]> = resources
	.filter(({ operations }) => operations.some(({ name }) => name === 'get'))
	.flatMap(({ operations }) => operations)
	.filter((operation) => effectOf(operation) !== 'read')
	.map((operation): [string, Operation] => [`${operation.resource}.${operation.name}`, operation])
	.filter(([name]) => !OTHERS.has(name));

/** Fields that GHL's answer to a write does not have. */
const ONLY_READ: Readonly<Record<string, string[]>> = { appointment: ['notes'] };
/** What is read names its account, for Sync. */
const isOfRecord = ([field]: [string, unknown]): boolean => field !== 'account';

test.each(written)(
	'%s gives what Get gives, and then what it tells itself',
	async (_, { resource, name, markers = [] }) => {
		const example = async () => ENTRIES[resource][name](await worldIn(ghl.sandbox));
		const run = async (operation: string, more: IDataObject, authentication?: string): Promise<IDataObject> => {
			const all = { resource, operation, ...more };
			return (
				await json(authentication === 'oAuth2' ? await ghlOAuth(ghl.sandbox, all) : ghlPrivate(ghl.sandbox, all))
			)[0];
		};
		const told = (record: IDataObject): string[] => Object.keys(record).filter((field) => markers.includes(field));
		const raw = await example();
		const whole = await run(name, { ...raw.parameters, simplify: false }, raw.authentication);
		const { parameters, authentication } = await example();
		const given = await run(name, parameters, authentication);
		const read = await run('get', { contactId: parameters.contactId, [`${resource}Id`]: byId(given.id) });
		const own = told(given);
		expect(own).toEqual(told(whole));
		const fields = Object.entries(read)
			.filter(isOfRecord)
			.filter(([field]) => !ONLY_READ[resource]?.includes(field));
		expect(Object.entries(given)).toEqual([...fields, ...own.map((field) => [field, given[field]])]);
	},
);

test('findDuplicate returns what Get returns, and whether there is one', async () => {
	const [id] = ghl.contacts(ada);
	const read = await ghl.one('contact.get', { contactId: byId(id) });
	expect(Object.entries(await ghl.one('contact.findDuplicate', { email: 'ada@example.com' }))).toEqual([
		...Object.entries(read).filter(isOfRecord),
		['found', true],
		['account', LOCATION_US],
	]);
	expect(await ghl.one('contact.findDuplicate', { email: 'ben@example.com' })).toEqual({
		found: false,
		account: LOCATION_US,
	});
});

describe('a written contact', () => {
	const upsert = { fields: mapping({ email: 'ada@example.com', custom_industry: 'Events', city: 'Boston' }) };

	test('has its custom fields by name, and in full on request', async () => {
		expect(await ghl.one('contact.upsert', { ...upsert, simplify: false })).toMatchObject({
			locationId: LOCATION_US,
			city: 'Boston',
			customFields: { Industry: 'Events' },
			created: true,
		});
	});

	test('has them as GHL returns them on request', async () => {
		expect(await ghl.one('contact.upsert', { ...upsert, options: { customFieldsByName: false } })).toMatchObject({
			customFields: [{ id: FIELDS.industry, value: 'Events' }],
		});
	});

	test('costs no call for names where it has no custom field', async () => {
		await ghl.one('contact.create', { fields });
		expect(ghl.calls().map(({ path }) => path)).toEqual(['/contacts/']);
	});

	test('is returned whole where only its tags changed, and without those that were removed', async () => {
		const [id] = ghl.contacts(ada);
		expect(
			await ghl.one('contact.update', {
				contactId: byId(id),
				fields: mapping({}),
				options: { tags: 'Old', tagMode: 'remove' },
			}),
		).toMatchObject({ id, name: 'Ada', tags: [], customFields: { Industry: 'Film' } });
		expect(ghl.stored(id).tags).toEqual([]);
	});
});
