import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { json } from '../support/engine';
import { ROOT } from '../support/root';
import { freshLedger, ledger, SyncedApps } from '../support/syncedApps';
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

const CHOSEN = { 'What to keep the same': ['Customers and contacts', 'Notes and tasks'] };

/** The whole form; `approve` false leaves the preview as it is, as when its time is over. */
async function setUp(approve = true): Promise<Ran> {
	const left = (node: INode): INode =>
		node.name === 'Preview' && !approve
			? { ...node, parameters: { ...node.parameters, answers: { sample: [] } } }
			: node;
	return await runTemplate(sandbox, 'set-up', 'Set up', [CHOSEN], left);
}
const plan = (ran: Ran) => ran('Plan')[0];
const page = (ran: Ran): string =>
	(ran('Preview')[0]?.fields as Array<{ html: string }>).map(({ html }) => html).join('\n');
const message = (ran: Ran): string => String(ran('Done')[0].message);
const outcomes = (ran: Ran, node: string) =>
	ran(node)
		.map(({ outcome }) => outcome)
		.sort();
const writes = () =>
	sandbox
		.requests()
		.filter(({ method, path: of }) => method !== 'GET' && /\/(contacts|customers)(?!.*search)/.test(of))
		.map(({ service, method }) => `${service} ${method}`);
const contacts = (): IDataObject[] =>
	(sandbox.state('ghl') as { contacts: IDataObject[] }).contacts.filter(({ locationId }) => locationId === LOCATION_US);
const person = (name: string) => ({ name, email: `${name.split(' ')[0].toLowerCase()}@example.com` });

/** Ada in both, with another name in each; Bea and Cid in one each, Cid with the tag; Dot in both, the same. */
async function people(): Promise<void> {
	await apps.saveCustomer(person('Ada Byron'));
	await apps.saveContact({ firstName: 'Ada', lastName: 'King', email: 'ada@example.com' });
	await apps.saveCustomer(person('Bea Smith'));
	await apps.saveContact({ firstName: 'Cid', lastName: 'Jones', email: 'cid@example.com', tags: ['rental'] });
	await apps.saveCustomer(person('Dot Stone'));
	await apps.saveContact({ firstName: 'Dot', lastName: 'Stone', email: 'dot@example.com', phone: '+12125550142' });
	await apps.saveContact({ firstName: 'Eve', lastName: 'Lead', email: 'eve@example.com' });
	sandbox.advance(10 * 60_000); // both lists show new records after some seconds
}

it('previews without writing to a contact or customer, then does exactly that', async () => {
	await people();
	sandbox.clearRequests();
	const left = await setUp(false);
	expect(plan(left)).toMatchObject({
		linked: 2,
		toGhl: { created: 1, failed: 0 },
		toBooqable: { created: 1, changed: 1, failed: 0 },
	});
	expect(writes()).toEqual([]);
	expect(left('Done')).toEqual([]);
	const before = contacts().length;
	const ran = await setUp();
	expect(plan(ran)).toMatchObject({ toGhl: { created: 1 }, toBooqable: { created: 1, changed: 1 } });
	expect(outcomes(ran, 'Sync contact')).toContain('created');
	expect(outcomes(ran, 'Sync customer')).toEqual(expect.arrayContaining(['created', 'updated']));
	expect(contacts()).toHaveLength(before + 1);
	expect(message(ran)).toContain('<td>GHL</td><td>created</td><td>1</td>');
});

it('asks a person where two values differ, and has nothing left to do afterwards', async () => {
	await people();
	const ran = await setUp();
	expect(plan(ran)).toMatchObject({ toGhl: { asked: 1 } });
	const questions = await json(ledger({ resource: 'review', operation: 'getMany', pair: 'contacts' }));
	expect(new Set(questions.map(({ field }) => field))).toEqual(new Set(['name']));
	sandbox.clearRequests();
	const again = await setUp();
	expect(plan(again)).toMatchObject({
		toGhl: { created: 0, changed: 0 },
		toBooqable: { created: 0, changed: 0 },
	});
	expect(writes()).toEqual([]);
});

it('goes on where the first load was interrupted', async () => {
	await people();
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
	const ran = await setUp();
	expect(message(ran)).toContain('<td>GHL</td><td>failed</td><td>1</td>');
	const again = await setUp();
	expect(outcomes(again, 'Sync contact')).toContain('created');
	expect(contacts().filter(({ email }) => email === 'bea@example.com')).toHaveLength(1);
});

it('works on two empty accounts, and names the templates that were chosen', async () => {
	const ran = await setUp();
	expect(page(ran)).toContain('Both apps are the same already.');
	expect(message(ran)).toContain('There was nothing to load.');
	for (const file of ['contacts-and-customers.json', 'notes-and-tasks.json', 'review-desk.json'])
		expect(message(ran)).toContain(file);
	expect(message(ran)).not.toContain('business-data.json');
});

it('shows names as text, whatever they hold', async () => {
	await apps.saveCustomer({ name: '<img src=x> {{ $now }} $&', email: 'mallory@example.com' });
	sandbox.advance(10 * 60_000);
	const ran = await setUp(false);
	expect(ran('Cannot go on')).toEqual([]);
	expect(page(ran)).not.toMatch(/<img|\{\{|\$&/);
});

it('maps the same fields as the template of the pair', () => {
	const nodesOf = (file: string) =>
		(JSON.parse(readFileSync(path.join(ROOT, 'workflows', file), 'utf8')) as { nodes: INode[] }).nodes; // our own files
	const named = (file: string, name: string) => nodesOf(file).find((node) => node.name === name)?.parameters;
	for (const name of ['Sync contact', 'Sync customer']) {
		const parameters = named('contacts-and-customers.json', name);
		expect(parameters).toBeDefined();
		expect(named('set-up.json', name)).toEqual(parameters);
		expect(named('set-up.json', name.replace('Sync', 'Would sync'))).toEqual({ ...parameters, dryRun: true });
	}
});

// last: the node remembers for a while that the token was refused
it('says which account does not work, and why, and makes nothing', async () => {
	sandbox.faults({
		kind: 'status',
		service: 'ghl',
		method: 'GET',
		path: /^\/locations\/[^/]+$/,
		status: 401,
		times: 5,
	});
	sandbox.clearRequests();
	const ran = await setUp();
	expect(ran('Cannot go on')).toMatchObject([{ title: 'Something is missing' }]);
	const said = String(ran('Cannot go on')[0].message);
	expect(said).toContain('<b>Booqable</b>: works');
	expect(said).toMatch(/<b>GHL<\/b>: (?!works)/);
	expect(sandbox.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
});
