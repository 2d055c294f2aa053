import type { IDataObject } from 'n8n-workflow';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { PIPELINE, STAGES, USER_BEN } from '../../sandbox/ghl/world';
import { json } from '../support/engine';
import { ghlPrivate, mapped } from '../support/nodeSetups';
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

test('Morning report sends links, questions, overdue records, and remaining calls in one message', async () => {
	const apps = new SyncedApps(sandbox);
	await apps.toContact(await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' }));
	const ran = await runTemplate(sandbox, 'morning-report', 'Every morning', [{}]);
	expect(ran('Notify the team')).toEqual([
		{
			title: expect.stringMatching(/^Morning report, \d+ [A-Z][a-z]+ \d{4}$/),
			text: expect.stringMatching(
				/^1 records are linked\n0 questions wait for an answer\n0 records are behind, the oldest for 0 minutes\n\d+ of \d+ calls of the month are left in Booqable$/,
			),
			contactId: '',
			repeat: 'never',
		},
	]);
});
