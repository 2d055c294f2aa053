import type { IDataObject, INode } from 'n8n-workflow';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { freshLedger, SyncedApps, type Customer } from '../support/syncedApps';
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

const TO_GHL = 'Booqable: bring it to GHL';
const TO_BOOQABLE = 'GHL: bring it to Booqable';

/** The first who is listed. */
const FIRST = "={{ { picked: $('Found').first().json.found[0].label } }}";
/** A page that nobody answers: nothing comes after it. */
const CLOSED: Pick<INode, 'type' | 'typeVersion' | 'parameters'> = {
	type: 'n8n-nodes-base.if',
	typeVersion: 2.2,
	parameters: { conditions: { conditions: [{ leftValue: false, rightValue: '', operator: { operation: 'true' } }] } },
};

/** What a person does: looks somebody up, picks the first who is listed, and says yes to the plan. */
const visit = async (who: string, from: string, plan: Partial<INode> = {}): Promise<Ran> =>
	await runTemplate(sandbox, 'sync-one-person', 'Who', [{ who, from }], (node) => {
		if (node.name === 'Pick') return { ...node, parameters: { ...node.parameters, answers: FIRST } };
		return node.name === 'Plan' ? { ...node, ...plan } : node;
	});
/** A customer whom the lists show already. */
async function customer(attributes: IDataObject, id?: string): Promise<Customer> {
	const saved = await apps.saveCustomer(attributes, id);
	sandbox.advance(60_000);
	return saved;
}
const ADA = { name: 'Ada Lovelace', email: 'ada@example.com' };

const contacts = () =>
	(sandbox.state('ghl') as { contacts: IDataObject[] }).contacts.filter(({ locationId }) => locationId === LOCATION_US);
const shown = (ran: Ran, page: string) => JSON.stringify(ran(page));
const writes = () =>
	sandbox
		.requests()
		.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'))
		.map(({ service, method }) => `${service} ${method}`);

it('looks a customer up by name, shows what would be written, and then writes it', async () => {
	await customer(ADA);
	await customer({ name: 'Ada Byron', email: 'byron@example.com' });
	const ran = await visit('Ada', TO_GHL);
	expect(shown(ran, 'Pick')).toMatch(/1\. Ada \w+, \w+@example\.com, no\. \d+.*2\. Ada \w+/);
	expect(shown(ran, 'Plan')).toMatch(/A new record is made in GHL: name, email/);
	expect(shown(ran, 'What happened')).toContain('A new record was made in GHL.');
	expect(contacts()).toHaveLength(1);
	expect(ran('Notify the team')).toEqual([]);
});

it('plans before the page is answered: whoever closes it has changed nothing', async () => {
	await customer(ADA);
	sandbox.clearRequests();
	const ran = await visit('Ada', TO_GHL, CLOSED);
	expect(ran('Sync contact')).toEqual([expect.objectContaining({ outcome: 'planned' })]);
	expect(writes()).toEqual([]);
	expect(contacts()).toEqual([]);
});

it('a second time reports that both are the same, without a plan, and duplicates nothing', async () => {
	await customer(ADA);
	await visit('Ada', TO_GHL);
	const ran = await visit('Ada', TO_GHL);
	expect(ran('Plan')).toEqual([]);
	expect(shown(ran, 'What happened')).toContain('Both records are the same already.');
	expect(contacts()).toHaveLength(1);
});

it('syncs a contact to Booqable, though it has no tag', async () => {
	const { id } = await apps.saveContact({ firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.com' });
	sandbox.advance(60_000);
	const ran = await visit('Grace', TO_BOOQABLE);
	expect(shown(ran, 'Plan')).toContain('A new record is made in Booqable');
	expect(apps.customers()).toEqual([expect.objectContaining({ name: 'Grace Hopper', email: 'grace@example.com' })]);
	expect(id).toBe(contacts()[0].id);
});

it('says so when nobody is found', async () => {
	const ran = await visit('Nobody', TO_GHL);
	expect(shown(ran, 'Nobody found')).toContain('Nobody found');
	expect(ran('Plan')).toEqual([]);
});

it('shows a failure on the page, and tells the team', async () => {
	await customer(ADA);
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
	const ran = await visit('Ada', TO_GHL);
	expect(shown(ran, 'Needs a person')).toContain('Your team has a task for it.');
	expect(ran('Notify the team')).toEqual([
		expect.objectContaining({
			title: expect.stringMatching(/^Sync by hand needs a look: Ada Lovelace/),
			text: expect.stringMatching(/GHL/),
		}),
	]);
});

it('shows on one page that a list could not be read, and looks no further', async () => {
	await customer(ADA);
	sandbox.faults({ kind: 'status', service: 'booqable', method: 'GET', path: /customers/, status: 400, times: 1 });
	const ran = await visit('Ada', TO_GHL);
	expect(shown(ran, 'Needs a person')).toContain('Your team has a task for it.');
	expect([ran('Found'), ran('Nobody found')]).toEqual([[], []]);
});

it('shows a question with the names of its fields, and where it is answered', async () => {
	const ada = await customer(ADA);
	await apps.toContact(ada);
	await customer({ name: 'Ada Byron' }, ada.id);
	await apps.saveContact({ lastName: 'King' }, String(contacts()[0].id));
	const ran = await visit('Ada', TO_GHL);
	expect(shown(ran, 'Needs a person')).toMatch(/name.*review-desk/);
	expect(ran('Notify the team')).toEqual([expect.objectContaining({ text: expect.stringContaining('Review desk') })]);
});
