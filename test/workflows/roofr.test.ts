import type { IDataObject } from 'n8n-workflow';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { ghlPrivate, mapped } from '../support/nodeSetups';
import { json } from '../support/engine';
import { byId, freshLedger } from '../support/syncedApps';
import { runTemplate } from '../support/template';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	makePlain(sandbox);
	freshLedger();
});

const roofr = () => sandbox.state('roofr') as { jobs: IDataObject[]; contacts: IDataObject[]; lost: IDataObject[] };
const PERSON = { firstName: 'Maria', lastName: 'Example', email: 'maria@example.com', phone: '+12125550142' };
const PLACE = { address1: '12 Elm St', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' };

async function person(fields: IDataObject): Promise<string> {
	const [made] = await json(
		ghlPrivate(sandbox, { resource: 'contact', operation: 'create', fields: mapped(fields), options: {} }),
	);
	return String(made.id);
}

describe('GHL opportunity, appointment or tag → Roofr job', () => {
	const happened = async (
		contactId: string,
		event = 'OpportunityStatusUpdate',
		record: IDataObject = { status: 'won' },
	) =>
		await runTemplate(sandbox, 'ghl-won-opportunities-to-roofr-jobs', 'Won, booked or tagged', [
			{ event, contactId, record },
		]);

	it('makes one job with its customer, and a digest of what was written', async () => {
		const id = await person({ ...PERSON, ...PLACE });
		const note = { resource: 'note', operation: 'create', contactId: byId(id), body: 'Leak above the porch' };
		await json(ghlPrivate(sandbox, { ...note, options: {} }));
		const task = { resource: 'task', operation: 'create', contactId: byId(id), title: 'Bring the ladder' };
		await json(ghlPrivate(sandbox, { ...task, dueDate: '2027-01-04T10:00:00Z', options: {} }));
		const ran = await happened(id);
		expect(ran('Job and customer')).toEqual([expect.objectContaining({ outcome: 'created' })]);
		expect(roofr().lost).toEqual([]);
		expect(roofr().jobs).toEqual([expect.objectContaining({ address: '12 Elm St', city: 'Springfield' })]);
		const [hook] = sandbox.requests({ service: 'roofr' });
		expect(JSON.stringify(hook.body)).toContain('Note: Leak above the porch\\n☐ Bring the ladder');
		await happened(id, 'AppointmentCreate', {});
		await happened(id, 'ContactTagAdd', {});
		expect(roofr().jobs).toHaveLength(1);
		expect(ran('Notify the team')).toEqual([]);
	});

	it('leaves an open opportunity alone', async () => {
		const id = await person({ ...PERSON, ...PLACE });
		await happened(id, 'OpportunityStatusUpdate', { status: 'open' });
		expect(roofr().jobs).toEqual([]);
	});

	it('tells the team which fields are missing, and makes nothing', async () => {
		const id = await person(PERSON);
		const ran = await happened(id);
		expect(roofr()).toMatchObject({ jobs: [], lost: [] });
		expect(ran('Notify the team')).toEqual([
			{
				title: 'Roofr: Maria Example needs a look',
				text: expect.stringContaining('Street is empty'),
				contactId: id,
			},
		]);
	});

	it('tells the team of a contact that is gone', async () => {
		const ran = await happened('unknown');
		expect(ran('Notify the team')).toEqual([expect.objectContaining({ text: expect.stringContaining('unknown') })]);
	});
});
