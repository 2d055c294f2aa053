import { z } from 'zod';
import type { Credential, WorkflowFile } from '../../launcher/rest';
import { NODES } from '../../scripts/nodes';
import { agentWorkflow } from './editor/agent';
import { closeNode, entry, search } from './editor/canvas';
import { ScriptedModel } from './editor/chatModel';
import { openEditor, openWorkflow, part, say, until, type Editor } from './editor/editor';
import { choose, listed } from './editor/node';

let editor: Editor;
let model: ScriptedModel;
let credentials: Credential[];
/** What the model fills in when it calls the tool. */
let filled: Record<string, unknown> = {};

beforeAll(async () => {
	model = await ScriptedModel.start(({ tools: [tool], answers }) =>
		answers.length === 0 && tool ? { tool: tool.name, arguments: filled } : 'Done.',
	);
	editor = await openEditor(() => [
		{ name: 'Scripted model', type: 'openAiApi', data: { apiKey: 'none', url: model.url } },
	]);
	credentials = [...editor.credentials];
}, 300_000);
afterAll(async () => {
	await editor?.stop();
	await model?.stop();
}, 60_000);

const contacts = (): Array<{ email?: string }> =>
	z.object({ contacts: z.array(z.object({ email: z.string().optional() })) }).parse(editor.sandbox.state('ghl'))
		.contacts;

/** A tool that makes a contact of the email and phone that the model gives. */
const createContact: WorkflowFile['nodes'][number] = {
	id: 'tool',
	name: 'Create contact',
	type: 'n8n-nodes-ghl-booqable-roofr.ghlContactsTool',
	typeVersion: 1,
	position: [320, 260],
	parameters: {
		authentication: 'privateIntegration',
		resource: 'contact',
		operation: 'create',
		fields: {
			mappingMode: 'defineBelow',
			value: { email: "={{ $fromAI('email', '', 'string') }}", phone: "={{ $fromAI('phone', '', 'string') }}" },
			schema: ['email', 'phone'].map((id) => ({
				id,
				displayName: id,
				type: 'string',
				display: true,
				required: false,
				defaultMatch: false,
				canBeUsedToMatch: false,
			})),
		},
		options: {},
	},
	credentials: { goHighLevelApi: { id: null, name: 'GHL account' } },
};

/** Clicks "Execute workflow" and waits until the model has been told what its tool answered. */
async function run(file: WorkflowFile): Promise<string> {
	const before = model.toolAnswers.length;
	await openWorkflow(editor.page, await editor.n8n.rest.importWorkflow(file, credentials));
	await part(editor.page, 'execute-workflow-button').click();
	return await until('the answer of the tool', async () => model.toolAnswers[before], 60_000);
}

describe('as tools of an AI Agent', () => {
	it.each(NODES)(
		'$title is attached in the editor, and its Resource and Operation can be chosen',
		async ({ title, resources }) => {
			const { page, n8n } = editor;
			await openWorkflow(page, await n8n.rest.importWorkflow(agentWorkflow(`Agent with ${title}`), credentials));
			// The last plus of the agent is the one of its tools.
			await page.locator('[data-node-name="AI Agent"] [data-test-id="canvas-handle-plus"]').last().click();
			await search(page, title);
			await entry(page, `${title} Tool`).click();
			await part(page, 'node-parameters').waitFor();
			const resource = resources.at(-1) ?? resources[0];
			const operation = resource.operations.at(-1) ?? resource.operations[0];
			await choose(page, 'resource', resource.label);
			expect(await listed(page, 'operation')).toEqual(
				expect.arrayContaining(resource.operations.map(({ label }) => label)),
			);
			await choose(page, 'operation', operation.label);
			await closeNode(page);
			say(`${title} as a tool: ${resource.label} and ${operation.label} were chosen`);
		},
		120_000,
	);

	it('an agent makes a contact in GHL by tool', async () => {
		filled = { email: 'hedy@example.com', phone: '+1 512 555 0142' };
		const answer = await run(agentWorkflow('Agent that creates a contact', [createContact]));
		expect(contacts().map(({ email }) => email)).toContain('hedy@example.com');
		expect(answer).toContain('hedy@example.com');
		expect(model.tools.map(({ name }) => name)).toEqual(['Create_contact']);
		say('An agent with a scripted model made a contact in GHL by tool');
	}, 120_000);

	it('the model is told in a sentence why the tool failed', async () => {
		filled = { email: 'hedy2@example.com', phone: 'not a phone' };
		const answer = await run(agentWorkflow('Agent that is refused', [createContact]));
		say(`The agent's model was told: ${answer}`);
		expect(answer).toMatch(/not a phone/);
		expect(answer).toMatch(/Use a number like/);
		expect(contacts().map(({ email }) => email)).not.toContain('hedy2@example.com');
	}, 120_000);
});
