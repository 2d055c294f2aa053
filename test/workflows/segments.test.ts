import type { IDataObject } from 'n8n-workflow';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { json } from '../support/engine';
import { ghlPrivate, mapped } from '../support/nodeSetups';
import { rental } from '../support/rentals';
import { changed, inNode, type Changes } from '../support/rows';
import { byId, freshLedger, SyncedApps } from '../support/syncedApps';
import { runTemplate, type Ran } from '../support/template';

let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	makePlain(sandbox);
	freshLedger();
});

const DAY = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
const night = async (changes: Changes = {}): Promise<Ran> =>
	await runTemplate(
		sandbox,
		'booqable-segments-to-ghl',
		'Every night',
		[{}],
		inNode('Your segments', (parameters) => changed(parameters, changes)),
	);
const setUpFields = async (): Promise<unknown> =>
	await json(
		ghlPrivate(sandbox, { resource: 'customField', operation: 'setUpFields', fieldSet: 'templates', options: {} }),
	);
const ADA = { name: 'Ada Lovelace', email: 'ada@example.com' };
/** Ada as a customer and as a contact with a tag of its own. */
async function ada(): Promise<string> {
	const { id } = await apps.saveCustomer(ADA);
	await apps.saveContact({ firstName: 'Ada', lastName: 'Lovelace', email: ADA.email, tags: ['friend'] });
	sandbox.advance(60_000);
	return id;
}
const contacts = () =>
	(sandbox.state('ghl') as { contacts: IDataObject[] }).contacts.filter(({ locationId }) => locationId === LOCATION_US);
const tags = () => [...(contacts()[0].tags as string[])].sort();
/** The contact as the node reads it: custom fields by name. */
const read = async (): Promise<IDataObject> => {
	const contactId = byId(String(contacts()[0].id));
	const [contact] = await json(ghlPrivate(sandbox, { resource: 'contact', operation: 'get', contactId, options: {} }));
	return contact.customFields as IDataObject;
};
const ghlWrites = () =>
	sandbox.requests({ service: 'ghl' }).filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'));

// the first: definitions of custom fields are kept for minutes
it('on an account without the fields sets the tags, and says which fields are missing', async () => {
	await rental(sandbox, await ada(), 'stopped', inDays(-40));
	const ran = await night();
	expect(tags()).toEqual(['friend', 'rental-customer']);
	expect(ran('Notify the team')).toEqual([
		expect.objectContaining({ text: expect.stringMatching(/no field for: .*booqable revenue.*Set Up Fields/) }),
	]);
});

it('writes figures and tags to the contact, keeps its other tags, and lists what changed', async () => {
	await setUpFields();
	const id = await ada();
	await rental(sandbox, id, 'stopped', inDays(-40));
	await rental(sandbox, id, 'reserved', inDays(400));
	const ran = await night();
	expect(tags()).toEqual(['friend', 'rental-customer', 'rental-upcoming']);
	expect(await read()).toMatchObject({
		'Booqable orders': 2,
		'Booqable revenue': expect.any(Number),
		'Booqable last rental': expect.stringContaining(inDays(-40).slice(0, 10)),
		'Booqable next rental': expect.stringContaining(inDays(400).slice(0, 10)),
		'Booqable marketing consent': 'No',
	});
	expect(ran('Notify the team')).toEqual([
		expect.objectContaining({
			title: expect.stringMatching(/^Segments, \d{4}-\d\d-\d\d: changed: 1, /),
			text: expect.stringMatching(/^Ada Lovelace: .*booqable revenue.*tags/),
		}),
	]);
});

it('the next night writes nothing and says nothing', async () => {
	await setUpFields();
	await rental(sandbox, await ada(), 'stopped', inDays(-40));
	await night();
	sandbox.clearRequests();
	const ran = await night();
	expect(ghlWrites()).toEqual([]);
	expect(ran('Notify the team')).toEqual([]);
});

it('takes a tag and a date away when they no longer fit', async () => {
	await setUpFields();
	const id = await ada();
	await night();
	expect(tags()).toEqual(['friend', 'rental-none']);
	await rental(sandbox, id, 'started', inDays(-1));
	await night();
	expect(tags()).toEqual(['friend', 'rental-customer', 'rental-out']);
});

it('finds the contact that carries the ID of the customer, whichever workflow has written it', async () => {
	await setUpFields();
	await json(ghlPrivate(sandbox, { resource: 'contact', operation: 'setUpSyncFields', options: {} }));
	const { id } = await apps.saveCustomer(ADA);
	const fields = mapped({ firstName: 'Ada', email: 'moved@example.com', custom_booqable_id: id });
	await json(ghlPrivate(sandbox, { resource: 'contact', operation: 'create', fields }));
	sandbox.advance(60_000);
	const ran = await night();
	expect(tags()).toEqual(['rental-none']);
	expect(contacts()[0].email).toBe('moved@example.com');
	expect(JSON.stringify(ran('Notify the team'))).not.toContain('The ledger is empty');
});

it('makes no contact of a customer who has none', async () => {
	await setUpFields();
	await apps.saveCustomer(ADA);
	sandbox.advance(60_000);
	const ran = await night();
	expect(contacts()).toEqual([]);
	expect(ran('Notify the team')).toEqual([]);
});

it('tells the team when Booqable cannot be read', async () => {
	sandbox.faults({ kind: 'status', service: 'booqable', path: /orders/, status: 400, times: 1 });
	const ran = await night();
	expect(ran('Notify the team')).toEqual([expect.objectContaining({ title: 'Segments could not be finished' })]);
});

describe('Your segments', () => {
	const [VIP, LAPSED] = ['VIP: revenue from', 'Lapsed: days without a rental'];
	beforeEach(async () => {
		await setUpFields();
		await rental(sandbox, await ada(), 'stopped', inDays(-40));
	});

	it('decide from which revenue on somebody is a VIP, and when somebody has lapsed', async () => {
		await night();
		expect(tags()).toEqual(['friend', 'rental-customer']);
		const { 'Booqable revenue': revenue } = await read();
		await night({ [VIP]: Number(revenue), [LAPSED]: 30 });
		expect(tags()).toEqual(['friend', 'rental-customer', 'rental-lapsed', 'rental-vip']);
		await night({ [VIP]: Number(revenue) + 1, [LAPSED]: 50 });
		expect(tags()).toEqual(['friend', 'rental-customer']);
	});

	it.each([
		['emptied', undefined],
		['filled with nothing', ''],
		['deleted', null],
	])('give nobody the tag whose number was %s', async (_, value) => {
		await night({ [VIP]: value, [LAPSED]: value });
		expect(tags()).toEqual(['friend', 'rental-customer']);
	});
});
