import type { IDataObject } from 'n8n-workflow';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { PIPELINE, STAGES, USER_BEN } from '../../sandbox/ghl/world';
import { json } from '../support/engine';
import { booqable, ghlPrivate, mapped } from '../support/nodeSetups';
import { changed, inNode, type Changes } from '../support/rows';
import { byId, freshLedger, SyncedApps } from '../support/syncedApps';
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

const DAY = 86_400_000;
const tasks = () => (sandbox.state('ghl') as { tasks: IDataObject[] }).tasks;

describe('Chase what waits too long', () => {
	const morning = async (changes: Changes = {}) =>
		await runTemplate(
			sandbox,
			'chase-waiting-opportunities',
			'Every morning',
			[{}],
			inNode('How long', (parameters) => changed(parameters, changes)),
		);
	/** An opportunity that came into its stage so many days ago. */
	async function waiting(name: string, days: number, status = 'open'): Promise<IDataObject> {
		sandbox.advance(-days * DAY);
		const [{ id }] = (
			sandbox.seed('ghl', { contacts: [{ firstName: name, email: `${name}@example.com` }] }) as {
				contacts: Array<{ id: string }>;
			}
		).contacts;
		const place = { contactId: byId(id), pipelineId: PIPELINE, stageId: STAGES.quoted };
		const fields = mapped({ name: `Roof of ${name}`, status, assignedTo: USER_BEN });
		const [made] = await json(
			ghlPrivate(sandbox, { resource: 'opportunity', operation: 'create', ...place, fields, options: {} }),
		);
		sandbox.advance(days * DAY);
		return made;
	}

	it('gives the owner one task for an open opportunity in one stage for more than seven days', async () => {
		await waiting('old', 8);
		await waiting('young', 6);
		await waiting('sold', 30, 'won');
		for (let day = 0; day < 2; day += 1) expect((await morning())('Notify the team')).toEqual([]);
		expect(tasks()).toEqual([
			expect.objectContaining({
				title: expect.stringMatching(/^Chase: Roof of old, waits since \d{4}-\d\d-\d\d$/),
				assignedTo: USER_BEN,
			}),
		]);
		tasks()[0].completed = true;
		await morning();
		expect(tasks()).toHaveLength(1);
	});

	it('takes the days of "How long"', async () => {
		await waiting('old', 8);
		await morning({ 'Days in one stage': 9 });
		expect(tasks()).toEqual([]);
		await waiting('young', 6);
		await morning({ 'Days in one stage': 5 });
		expect(tasks()).toHaveLength(2);
		expect(tasks()[0]).toMatchObject({ body: expect.stringContaining('more than 5 days') });
	});

	it.each([
		['emptied', undefined],
		['filled with nothing', ''],
		['deleted', null],
	])('takes seven days where they were %s', async (_, days) => {
		await waiting('old', 8);
		await waiting('young', 6);
		await morning({ 'Days in one stage': days });
		expect(tasks()).toEqual([expect.objectContaining({ body: expect.stringContaining('more than 7 days') })]);
	});
});

describe('Morning report', () => {
	const apps = (): SyncedApps => new SyncedApps(sandbox);
	/** The one message of a morning, line by line. */
	async function report(): Promise<string[]> {
		sandbox.advance(300_000); // lists show changes after a while
		const ran = await runTemplate(sandbox, 'morning-report', 'Every morning', [{}]);
		const messages = ran('Notify the team');
		expect(messages).toEqual([
			{
				title: expect.stringMatching(/^Morning report, \d+ [A-Z][a-z]+ \d{4}(, \d\d:\d\d)?$/),
				text: expect.any(String),
				contactId: '',
				repeat: 'never',
			},
		]);
		return String(messages[0].text).split('\n');
	}
	const CALLS = expect.stringMatching(/^\d+ of \d+ calls of the month are left in Booqable$/);

	it('tells what was done, asked, and left, and that nothing differs', async () => {
		await apps().toContact(await apps().saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' }));
		await apps().saveContact({ firstName: 'Only', email: 'lead@example.com' });
		expect(await report()).toEqual([
			'1 record is linked: customers, notes, tasks, and whatever else is synced',
			'Sync in the last 24 hours: 1 created, 0 changed, 0 deleted',
			'0 questions wait for an answer',
			'No record is behind',
			'Customers and their contacts: 1 is the same, 0 differ',
			expect.stringMatching(/^Not compared, since Sync has carried none so far: phone, website/),
			CALLS,
		]);
	});

	it('names what differs, and how', async () => {
		const ada = await apps().saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		await apps().toContact(ada);
		await apps().saveCustomer({ name: 'Augusta Lovelace' }, ada.id);
		await apps().saveCustomer({ name: 'Ben Alone', email: 'ben@example.com' });
		expect(await report()).toEqual(
			expect.arrayContaining([
				'Customers and their contacts: 0 are the same, 2 differ:',
				'- Augusta Lovelace: name changed in Booqable',
				'- Ben Alone: has no contact in GHL',
			]),
		);
		for (let number = 0; number < 10; number += 1) await apps().saveCustomer({ name: `Customer ${number}` });
		const lines = await report();
		expect(lines.filter((line) => line.startsWith('- '))).toHaveLength(11);
		expect(lines).toContainEqual(
			expect.stringMatching(/^- and 2 more: in n8n open the execution \S+ of .*, node Compare$/),
		);
	});

	it('counts apart what is not linked yet, and what a rule has decided', async () => {
		await apps().saveCustomer({ name: 'Cleo', email: 'cleo@example.com' });
		await apps().saveContact({ firstName: 'Cleo', email: 'cleo@example.com' });
		const ada = await apps().saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		const { id } = await apps().toContact(ada);
		await apps().saveContact({ firstName: 'Ada', lastName: 'King' }, String(id));
		const edited = await apps().saveCustomer({ name: 'Augusta Lovelace' }, ada.id);
		expect(await apps().toContact(edited, { conflictResolution: 'target' })).toMatchObject({ outcome: 'conflict' });
		expect(await report()).toEqual(
			expect.arrayContaining([
				'Customers and their contacts: 0 are the same, 0 differ',
				'1 differs as a rule or a person has decided',
				'1 customer has a contact that is not linked with it yet: run Set up once',
			]),
		);
	});

	it('tells what failed and since when', async () => {
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: /contacts/, status: 400 });
		await apps().toContact(await apps().saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' }));
		sandbox.clearFaults();
		expect(await report()).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^0 records are linked:/),
				'Sync in the last 24 hours: 0 created, 0 changed, 0 deleted, 1 refused by the app',
				expect.stringMatching(/^1 record is behind since \d+ [A-Z][a-z]{2} \d\d:\d\d; it failed$/),
			]),
		);
	});

	it('is sent where there is nothing to compare, and where an app cannot be read', async () => {
		expect(await report()).toContain('There are no customers or no contacts to compare yet');
		await apps().toContact(await apps().saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' }));
		for (const [service, path] of [
			['booqable', /customers/],
			['ghl', /contacts/],
		] as const) {
			sandbox.faults({ kind: 'status', service, path, status: 403 });
			expect(await report()).toEqual([
				expect.stringMatching(/^1 record is linked:/),
				expect.any(String),
				expect.any(String),
				expect.any(String),
				expect.stringMatching(/^Customers and contacts could not be compared: \S/),
				CALLS,
			]);
			sandbox.clearFaults();
		}
		sandbox.faults({ kind: 'status', service: 'booqable', status: 403 });
		expect((await report()).at(-1)).toMatch(/^The calls of Booqable could not be read: \S/);
		sandbox.clearFaults();
	});

	it('compares nothing where the calls of the month run out', async () => {
		await apps().toContact(await apps().saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' }));
		const [{ callsAllowed }] = await json(
			booqable(sandbox, { resource: 'company', operation: 'getUsage', options: {} }),
		);
		sandbox.seed('booqable', { apiUsage: Math.ceil(Number(callsAllowed) * 0.93) });
		sandbox.clearRequests();
		expect(await report()).toContain('Customers and contacts were not compared, to spare calls');
		expect(sandbox.requests()).toHaveLength(1);
	});
});
