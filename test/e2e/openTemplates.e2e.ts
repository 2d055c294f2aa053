import { readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { readWorkflow } from '../../launcher/demo';
import { PROJECT } from '../../launcher/pack';
import { ROOFR } from '../../sandbox/roofr';
import { closeNode, openNode } from './editor/canvas';
import { openEditor, openWorkflow, say, settled, type Editor } from './editor/editor';

const FOLDER = path.join(PROJECT, 'workflows');
const OURS = 'n8n-nodes-ghl-booqable-roofr.';
/** The editor saves a second and a half after a change. */
const SAVING_MS = 2_500;

const storedSchema = z.object({
	versionId: z.string(),
	nodes: z.array(z.object({ name: z.string(), type: z.string(), parameters: z.record(z.unknown()) }).passthrough()),
});

let editor: Editor;
beforeAll(async () => {
	editor = await openEditor((sandbox) => [
		{
			name: 'Roofr account',
			type: 'roofrApi',
			data: { secretBridgeUrl: `${sandbox.url}/roofr${ROOFR.hook}`, webhookSecret: 'a long secret of the tests' },
		},
	]);
}, 300_000);
afterAll(async () => await editor?.stop(), 60_000);

const stored = async (id: string) => storedSchema.parse(await editor.n8n.rest.request('GET', `/workflows/${id}`));

/** Whether a person fills in its rows. */
const isTable = (type: string, { mode }: Record<string, unknown>): boolean =>
	type === 'n8n-nodes-base.set' && mode === 'manual';

/** What the others call comes first. */
const isCalled = (name: string): number => (name === 'notify-the-team.json' ? 0 : 1);
const FILES = readdirSync(FOLDER)
	.filter((name) => name.endsWith('.json'))
	.sort((one, other) => isCalled(one) - isCalled(other) || one.localeCompare(other));

describe('a template', () => {
	it.each(FILES)(
		'%s: opening and closing its nodes changes nothing in it, and it can be published as delivered',
		async (file) => {
			const { page, n8n, credentials } = editor;
			const workflow = await n8n.rest.importWorkflow(await readWorkflow(path.join(FOLDER, file)), credentials);
			const { id } = workflow;
			const before = await stored(id);
			const opened = before.nodes.filter(({ type, parameters }) => type.startsWith(OURS) || isTable(type, parameters));
			await openWorkflow(page, workflow);
			for (const { name } of opened) {
				await openNode(page, name);
				await settled(page);
				await closeNode(page);
			}
			await page.waitForTimeout(SAVING_MS);
			const after = await stored(id);
			const changed = before.nodes
				.filter((node, index) => JSON.stringify(node) !== JSON.stringify(after.nodes[index]))
				.map(({ name }) => name);
			say(`${file}: ${opened.length} nodes opened and closed, ${changed.length} changed`);
			expect(changed).toEqual([]);
			expect(after.versionId).toBe(before.versionId);
			await n8n.rest.publish(id); // and stays so: what others call must be
		},
		240_000,
	);
});
