import type { IDataObject } from 'n8n-workflow';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { json } from '../support/engine';
import { ghlPrivate } from '../support/nodeSetups';
import { byId, freshLedger, SyncedApps } from '../support/syncedApps';
import { runTemplate, type Ran } from '../support/template';

let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	makePlain(sandbox);
	freshLedger();
});

const run = async (trigger = 'Every night'): Promise<Ran> =>
	await runTemplate(sandbox, 'ghl-contacts-to-roofr', trigger, [{}]);
const inRoofr = () => (sandbox.state('roofr') as { contacts: IDataObject[] }).contacts;
const roofrWrites = () =>
	sandbox
		.requests({ service: 'roofr' })
		.filter(({ method }) => method !== 'GET')
		.map(({ method }) => method);
/** A contact that GHL's search shows already. */
async function contact(fields: IDataObject, id?: string) {
	const saved = await apps.saveContact(fields, id);
	sandbox.advance(60_000);
	return saved;
}
const ADA = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', phone: '+12125550142' };
const GRACE = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.com' };

it('makes each contact once, with the data of its business, and reports it', async () => {
	const { id } = await contact(ADA);
	await contact(GRACE);
	const [business] = await json(
		ghlPrivate(sandbox, {
			resource: 'business',
			operation: 'create',
			name: 'Analytical Roofs',
			additionalFields: { address: '12 Elm St', city: 'Springfield' },
			options: {},
		}),
	);
	const member = { contactId: byId(String(id)), businessId: byId(String(business.id)), options: {} };
	await json(ghlPrivate(sandbox, { resource: 'contact', operation: 'setBusiness', ...member }));
	sandbox.advance(60_000);
	const ran = await run();
	expect(inRoofr()).toHaveLength(2);
	expect(inRoofr()).toContainEqual(
		expect.objectContaining({
			email: 'ada@example.com',
			company_name: 'Analytical Roofs',
			business_id: business.id,
			address: '12 Elm St',
			city: 'Springfield',
		}),
	);
	expect(ran('Notify the team')).toEqual([
		expect.objectContaining({
			title: expect.stringMatching(/^GHL → Roofr, \d{4}-\d\d-\d\d: 2 made, 0 changed or linked, 0 as they were/),
			text: expect.stringContaining('Grace Hopper: created, firstName'),
		}),
	]);
});

it('the next night writes nothing and reports nothing', async () => {
	await contact(ADA);
	await run();
	sandbox.clearRequests();
	const ran = await run();
	expect(roofrWrites()).toEqual([]);
	expect(ran('Notify the team')).toEqual([]);
	expect(inRoofr()).toHaveLength(1);
});

it('writes only what changed, and names the person and the fields', async () => {
	const { id } = await contact(ADA);
	await contact(GRACE);
	await run();
	sandbox.clearRequests();
	await contact({ lastName: 'King' }, id);
	const ran = await run();
	expect(roofrWrites()).toHaveLength(1);
	expect(inRoofr().map(({ last_name: name }) => name)).toContain('King');
	expect(ran('Notify the team')).toEqual([
		expect.objectContaining({
			title: expect.stringContaining('0 made, 1 changed or linked, 1 as they were'),
			text: expect.stringMatching(/^Ada King: updated, lastName$/),
		}),
	]);
});

it('on demand shows the report on the page', async () => {
	await contact(ADA);
	const ran = await run('On demand');
	expect(ran('What was done')).toEqual([expect.objectContaining({ message: expect.stringContaining('1 made') })]);
});

it('a contact that Roofr refuses is reported, and the others are written', async () => {
	await contact(ADA);
	await contact(GRACE);
	sandbox.faults({ kind: 'status', service: 'roofr', method: 'POST', path: /contacts/, status: 400, times: 1 });
	const ran = await run();
	expect(inRoofr()).toHaveLength(1);
	expect(ran('Notify the team')).toEqual([
		expect.objectContaining({
			title: expect.stringContaining('1 made'),
			text: expect.stringMatching(/: failed, .*Roofr/),
		}),
	]);
});

it('leaves out the contact that messages of workflows are kept at', async () => {
	await contact({ firstName: 'Messages', email: 'workflow-messages@example.com', tags: ['workflow-messages'] });
	await run();
	expect(inRoofr()).toEqual([]);
});

it('reports to the team, and on the page, when GHL cannot be read', async () => {
	sandbox.faults({ kind: 'status', service: 'ghl', path: /businesses/, status: 400, times: 1 });
	const ran = await run('On demand');
	expect(ran('Notify the team')).toEqual([expect.objectContaining({ title: 'GHL → Roofr could not be finished' })]);
	expect(ran('Contacts')).toEqual([]);
	expect(ran('What was done')).toEqual([expect.objectContaining({ message: expect.stringContaining('task') })]);
});
