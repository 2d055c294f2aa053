import type { IDataObject } from 'n8n-workflow';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { runTemplate } from '../support/template';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	makePlain(sandbox);
});

const state = () => sandbox.state('ghl') as { contacts: IDataObject[]; tasks: IDataObject[] };
const tasks = () => state().tasks.map(({ title, body, contactId }) => ({ title, body, contactId }));
/** The contact that stands for nobody. */
const messages = () => {
	const found = state().contacts.filter(({ email }) => email === 'workflow-messages@example.com');
	expect(found).toEqual([expect.objectContaining({ locationId: LOCATION_US, tags: ['workflow-messages'] })]);
	return found[0].id;
};
const called = async (message: IDataObject) =>
	await runTemplate(sandbox, 'notify-the-team', 'A workflow calls', [message]);

describe('Notify the team', () => {
	it('creates a task for the contact that a message is about', async () => {
		const { contacts } = sandbox.seed('ghl', { contacts: [{ firstName: 'Ada', email: 'ada@example.com' }] }) as {
			contacts: Array<{ id: string }>;
		};
		await called({ title: 'Ada needs a look', text: 'No address', contactId: contacts[0].id });
		expect(tasks()).toEqual([{ title: 'Ada needs a look', body: 'No address', contactId: contacts[0].id }]);
	});

	it('creates it for a separate contact where the message is about nobody, and creates that contact once', async () => {
		await called({ title: 'Calls are spent', text: 'All', contactId: '' });
		await called({ title: 'More calls are spent', text: 'All', contactId: '' });
		const contactId = messages();
		expect(tasks().map((task) => [task.title, task.contactId])).toEqual([
			['Calls are spent', contactId],
			['More calls are spent', contactId],
		]);
	});

	it('creates no second task while the first is open, and another once it is completed', async () => {
		const message = { title: 'Roof 5 waits', text: 'Why', contactId: '' };
		await called(message);
		await called(message);
		expect(tasks()).toHaveLength(1);
		state().tasks[0].completed = true;
		const ran = await called(message);
		expect(ran('Make the task')).toEqual([expect.objectContaining({ created: true })]);
		await called({ ...message, repeat: 'never' });
		expect(tasks()).toHaveLength(2);
	});

	it('names the workflow that failed, the node, and where to look', async () => {
		const execution = {
			url: 'https://n8n.example.com/execution/7',
			error: { message: 'Invalid token' },
			lastNodeExecuted: 'Contact',
		};
		const failure = { execution, workflow: { id: '1', name: 'Quota watch' } };
		await runTemplate(sandbox, 'notify-the-team', 'A workflow failed', [failure]);
		expect(tasks()).toEqual([
			expect.objectContaining({
				title: 'Workflow failed: Quota watch',
				body: expect.stringMatching(
					/^Invalid token\nNode: Contact\nhttps:\/\/n8n\.example\.com\/execution\/7\nLook at the list of executions/,
				),
			}),
		]);
	});
});

describe('Quota watch', () => {
	const looked = async () => await runTemplate(sandbox, 'quota-watch', 'Every hour', [{}]);
	const used = (apiUsage: number) => sandbox.seed('booqable', { apiUsage });

	it('sends nothing below 70 percent', async () => {
		expect((await looked())('Notify the team')).toEqual([]);
	});

	it.each([
		[0.71, '70'],
		[0.93, '90'],
		[1, '100'],
	])('at %f of the month says %s percent, in a message that is not repeated', async (share, said) => {
		const [{ callsAllowed }] = (await looked())('Booqable: calls of the month');
		used(Math.ceil(Number(callsAllowed) * share));
		const [message, ...more] = (await looked())('Notify the team');
		expect(more).toEqual([]);
		expect(message).toMatchObject({ repeat: 'never' });
		expect(message.title).toMatch(
			new RegExp(`^Booqable: ${said} percent of the calls of [A-Z][a-z]+ \\d{4} are spent$`),
		);
	});
});
