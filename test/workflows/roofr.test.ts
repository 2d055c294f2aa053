import type { IDataObject } from 'n8n-workflow';
import { named, normalised } from '../../nodes/Roofr/trigger/normalise';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { LOCATION_US, STAGES } from '../../sandbox/ghl/world';
import { SAMPLES } from '../../sandbox/roofr/events';
import { ghlPrivate, mapped } from '../support/nodeSetups';
import { json } from '../support/engine';
import { changed, inNode, renamed, ROOFING_IN_STAND_IN, type Changes } from '../support/rows';
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

interface GhlState {
	contacts: IDataObject[];
	notes: IDataObject[];
	tasks: IDataObject[];
	opportunities: IDataObject[];
}
const state = () => sandbox.state('ghl') as GhlState;
const contacts = () => state().contacts.filter(({ locationId }) => locationId === LOCATION_US);
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

	it('creates one job with its customer, and a digest of what was written', async () => {
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

	it('tells the team which fields are missing, and creates nothing', async () => {
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

	it('tells the team about a contact that is gone', async () => {
		const ran = await happened('unknown');
		expect(ran('Notify the team')).toEqual([expect.objectContaining({ text: expect.stringContaining('unknown') })]);
	});
});

describe('Roofr events → GHL contacts and opportunities', () => {
	const READING = { region: 'US', receivedAt: '2026-11-28T10:00:00.000Z' };
	const item = (event: string, more: IDataObject = {}): IDataObject =>
		normalised({ ...SAMPLES[event], ...more } as IDataObject, named({}, event, []), READING);
	const inTable = (changes: Changes) =>
		inNode('Your table', (parameters) => changed(renamed(parameters, ROOFING_IN_STAND_IN), changes));
	/** With the pipeline that the stand-in has where the user has written it into the table. */
	const happened = async (event: string, more: IDataObject = {}, change = inTable({})) =>
		await runTemplate(sandbox, 'roofr-events-to-ghl', 'Roofr event', [item(event, more)], change);
	const EVENTS = Object.keys(SAMPLES).filter((event) => event !== 'job.created');

	it('takes each of the eight events into one contact and one opportunity, and doubles nothing', async () => {
		expect(EVENTS).toHaveLength(8);
		for (const event of [...EVENTS, ...EVENTS]) {
			const ran = await happened(event);
			expect([event, ran('Notify the team')]).toEqual([event, []]);
		}
		expect(contacts()).toEqual([expect.objectContaining({ email: 'maria@example.com' })]);
		expect(state().notes).toHaveLength(8);
		expect(state().tasks.map(({ title }) => title)).toHaveLength(5);
		expect(state().opportunities).toEqual([expect.objectContaining({ monetaryValue: expect.any(Number) })]);
	});

	it('moves the opportunity to the stage of the table, with status and value', async () => {
		await happened('proposal.sent');
		expect(state().opportunities).toEqual([expect.objectContaining({ status: 'open', monetaryValue: 12_345.67 })]);
		await happened('proposal.signed');
		expect(state().opportunities).toEqual([expect.objectContaining({ status: 'won' })]);
		await happened('proposal.lost');
		expect(state().opportunities).toEqual([expect.objectContaining({ status: 'lost' })]);
	});

	it('assigns a second job of a customer to the same contact', async () => {
		await happened('proposal.signed');
		await happened('proposal.signed', { 'External Id': 999, 'Job Name': 'Maria Example – 7 Oak Ave' });
		expect(contacts()).toHaveLength(1);
		expect(state().tasks).toHaveLength(2);
	});

	it('recognizes the contact that a job was created from', async () => {
		const id = await person({ ...PERSON, ...PLACE });
		await runTemplate(sandbox, 'ghl-won-opportunities-to-roofr-jobs', 'Won, booked or tagged', [
			{ event: 'ContactTagAdd', contactId: id, record: {} },
		]);
		const [{ name }] = roofr().jobs;
		const changed = { 'Job Name': name, 'Customer Email': 'another@example.com', 'Customer Phone': '' };
		const ran = await happened('job.stage_changed', changed as IDataObject);
		expect(ran('Note')).toEqual([expect.objectContaining({ contactId: id })]);
		expect(contacts()).toHaveLength(1);
	});

	it('on an account without that pipeline creates contact, note and task, and tells the team which pipelines exist', async () => {
		const ran = await happened('proposal.signed', {}, (node) => node);
		expect(state().notes).toHaveLength(1);
		expect(state().tasks).toHaveLength(1);
		expect(state().opportunities).toEqual([]);
		expect(ran('Notify the team')).toEqual([
			expect.objectContaining({
				title: 'Roofr event needs a look: Maria Example, Proposal Signed (opportunity)',
				contactId: contacts()[0].id,
				text: expect.stringMatching(/Proposal Signed\n.*Rentals/s),
			}),
		]);
	});

	describe('Your table', () => {
		const stage = () => state().opportunities.map(({ pipelineStageId }) => pipelineStageId);
		const titles = () => state().tasks.map(({ title }) => title);
		const SENT = 'Proposal sent: stage';

		it('takes a changed stage, status and task, whatever the case of the status', async () => {
			const changes = { [SENT]: 'Booked', 'Proposal sent: status': 'Won', 'Proposal sent: task': 'Ring the bell' };
			await happened('proposal.sent', {}, inTable(changes));
			expect(stage()).toEqual([STAGES.booked]);
			expect(state().opportunities).toEqual([expect.objectContaining({ status: 'won' })]);
			expect(titles()).toEqual(['Ring the bell: Maria Example – 12 Elm St']);
		});

		it.each([
			['emptied', ''],
			['filled with blanks', '  '],
			['deleted', null],
		])('makes nothing of a row that was %s', async (_, value) => {
			const none = { [SENT]: value, 'Proposal lost: stage': value, 'Proposal lost: task': value };
			const lost = await happened('proposal.lost', {}, inTable(none));
			expect(lost('Notify the team')).toEqual([]);
			expect(titles()).toEqual([]);
			expect(state().opportunities).toEqual([expect.objectContaining({ status: 'lost' })]);
			const [{ pipelineStageId, updatedAt }] = state().opportunities;
			const sent = await happened('proposal.sent', {}, inTable(none));
			expect([sent('Note').length, sent('Opportunity'), sent('Notify the team')]).toEqual([1, [], []]);
			expect(state().opportunities).toEqual([expect.objectContaining({ status: 'lost', pipelineStageId, updatedAt })]);
		});

		it.each([
			['emptied', ''],
			['deleted', null],
		])('opens an opportunity whose status was %s', async (_, value) => {
			await happened('proposal.lost');
			await happened('proposal.signed', {}, inTable({ 'Proposal signed: status': value }));
			expect(state().opportunities).toEqual([
				expect.objectContaining({ status: 'open', pipelineStageId: STAGES.booked }),
			]);
		});

		it.each([
			['emptied', ''],
			['deleted', null],
		])('tells the team about a pipeline that was %s', async (_, Pipeline) => {
			const ran = await happened('proposal.sent', {}, inTable({ Pipeline }));
			expect(state().opportunities).toEqual([]);
			expect(ran('Notify the team')).toEqual([
				expect.objectContaining({ title: 'Roofr event needs a look: Maria Example, Proposal Sent (opportunity)' }),
			]);
		});

		it('moves nothing for a job stage without a row, and notes it', async () => {
			const ran = await happened('job.stage_changed', { 'New Stage': 'Est. sent' });
			expect(ran('Notify the team')).toEqual([]);
			expect(state().opportunities).toEqual([]);
			expect(state().notes).toEqual([expect.objectContaining({ body: expect.stringContaining('Stage: Est. sent') })]);
		});

		it.each(['Job stage Est. sent', 'job stage  est. Sent '])(
			'takes an added job stage, written as %p',
			async (row) => {
				const changes = { [`${row}: stage`]: 'Quoted', [`${row}:task`]: 'Call back' };
				await happened('job.stage_changed', { 'New Stage': 'Est. sent' }, inTable(changes));
				expect(stage()).toEqual([STAGES.quoted]);
				expect(titles()).toEqual(['Call back: Maria Example – 12 Elm St']);
			},
		);

		it('takes a row of an event that the trigger was given besides', async () => {
			await happened('job.created', {}, inTable({ 'Job created (bridge): task': 'Look into Roofr' }));
			expect(titles()).toEqual([expect.stringMatching(/^Look into Roofr: /)]);
		});
	});
});
