import type { IDataObject } from 'n8n-workflow';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { freshLedger, SyncedApps } from '../support/syncedApps';
import { dataTableRows, runTemplate, type Ran } from '../support/template';

let sandbox: Sandbox;
let apps: SyncedApps;
let ada: string;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(async () => {
	sandbox.reset();
	makePlain(sandbox);
	freshLedger();
	dataTableRows.length = 0;
	ada = String((await apps.saveContact({ firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' })).id);
});

const state = () => sandbox.state('ghl') as Record<'contacts' | 'tasks', IDataObject[]>;
const titles = () => state().tasks.map(({ title }) => title);
const contacts = () => state().contacts.filter(({ locationId }) => locationId === LOCATION_US);
/** A tool of the assistant calls the workflow. */
const asked = async (input: IDataObject): Promise<Ran> =>
	await runTemplate(sandbox, 'assistant', 'A tool asks', [input]);
const propose = async (title: string, more: IDataObject = {}): Promise<Ran> =>
	await asked({ what: 'task', id: ada, title, text: 'The chair is out', due: '', ...more });
/** A person opens the page, and decides about the proposals in their order. */
const decide = async (...choices: string[]): Promise<Ran> => {
	const answers = Object.fromEntries(choices.map((choice, index) => [`task${index + 1}`, choice]));
	return await runTemplate(sandbox, 'assistant', 'Approvals', [{}], (node) =>
		node.name === 'Ask' ? { ...node, parameters: { ...node.parameters, answers } } : node,
	);
};

describe('a proposal', () => {
	it('is kept and told to the team, and is no task yet', async () => {
		const ran = await propose('Call Ada');
		expect(ran('Answer')).toEqual([
			{ proposed: true, status: expect.stringContaining('not done yet'), contact: 'Ada Lovelace', title: 'Call Ada' },
		]);
		expect(ran('Notify the team')).toEqual([
			expect.objectContaining({
				title: 'The assistant proposes: Call Ada',
				text: expect.stringMatching(/^The chair is out\nNothing is done before you say yes.*assistant-approvals/),
				contactId: ada,
			}),
		]);
		expect(titles()).toEqual([]);
	});

	it('made twice is one', async () => {
		await propose('Call Ada');
		await propose('Call Ada', { due: '2030-02-01' });
		expect(dataTableRows).toEqual([expect.objectContaining({ due: expect.stringContaining('2030-02-01') })]);
	});

	it('about a contact that GHL does not know is refused, and the model is told why', async () => {
		const ran = await propose('Call nobody', { id: 'nobody' });
		expect(ran('Answer')).toEqual([{ proposed: false, reason: expect.stringContaining('nobody') }]);
		expect(ran('Notify the team')).toEqual([]);
		expect(dataTableRows).toEqual([]);
	});

	it('is made when a person says yes, with the name that GHL has, and no second time', async () => {
		await propose('Call Ada');
		await propose('Delete all orders');
		const ran = await decide('Make it', 'Do not make it');
		expect(JSON.stringify(ran('Ask'))).toContain('Ada Lovelace');
		expect(ran('Saved')).toEqual([
			expect.objectContaining({ message: expect.stringMatching(/made in GHL.*not made/) }),
		]);
		expect(titles()).toEqual(['Call Ada']);
		expect((await decide())('Nothing proposed')).toHaveLength(1);
		expect(titles()).toEqual(['Call Ada']);
	});

	it('shows what a model wrote as text', async () => {
		await propose('<img src=x onerror=alert(1)>');
		expect(JSON.stringify((await decide())('Ask'))).not.toContain('<img');
	});

	it('stays open when GHL refuses it, and says so', async () => {
		await propose('Call Ada');
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: /tasks$/, status: 400, times: 1 });
		const ran = await decide('Make it');
		expect(ran('Saved')).toEqual([expect.objectContaining({ message: expect.stringContaining('stays open') })]);
		expect(titles()).toEqual([]);
		await decide('Make it');
		expect(titles()).toEqual(['Call Ada']);
	});
});

describe('a sync that was asked for', () => {
	it('takes its values from the record, and comes to nothing the second time', async () => {
		const { id } = await apps.saveCustomer({ name: 'Grace Hopper', email: 'grace@example.com' });
		const ran = await asked({ what: 'booqable', id });
		expect(ran('Answer')).toEqual([expect.objectContaining({ app: 'GHL', outcome: 'created' })]);
		expect(contacts().map(({ email }) => email)).toContain('grace@example.com');
		expect((await asked({ what: 'booqable', id }))('Answer')).toEqual([
			expect.objectContaining({ outcome: 'unchanged' }),
		]);
		expect(ran('Notify the team')).toEqual([]);
	});

	it('makes a customer of a contact', async () => {
		const ran = await asked({ what: 'ghl', id: ada });
		expect(ran('Answer')).toEqual([expect.objectContaining({ app: 'Booqable', outcome: 'created' })]);
		expect(apps.customers()).toHaveLength(1);
	});

	it('of somebody whom nobody knows writes nothing, and says why', async () => {
		const [answer] = (await asked({ what: 'ghl', id: 'nobody' }))('Answer');
		expect(answer).toMatchObject({ app: 'Booqable', reason: expect.any(String) });
		expect(apps.customers()).toEqual([]);
	});

	it('that fails is told to the team', async () => {
		const { id } = await apps.saveCustomer({ name: 'Grace Hopper', email: 'grace@example.com' });
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
		const ran = await asked({ what: 'booqable', id });
		expect(ran('Answer')).toEqual([
			expect.objectContaining({ outcome: 'failed', reason: expect.stringContaining('GHL') }),
		]);
		expect(ran('Notify the team')).toEqual([
			expect.objectContaining({ title: expect.stringContaining('Sync by the assistant needs a look') }),
		]);
	});
});
