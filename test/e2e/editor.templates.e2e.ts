import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readWorkflow } from '../../launcher/demo';
import { PROJECT } from '../../launcher/pack';
import { openWorkflow } from '../../launcher/screenshot';
import { closeNode, openNode } from './editor/canvas';
import { openEditor, say, settled, type Editor } from './editor/editor';

const FOLDER = path.join(PROJECT, 'workflows');
const OURS = 'n8n-nodes-ghl-booqable-roofr.';
/** The editor saves this long after a change; twice that is looked for one. */
const SAVING_MS = 3_000;

const storedSchema = z.object({ versionId: z.string(), nodes: z.array(z.object({ name: z.string(), type: z.string(), parameters: z.record(z.unknown()) }).passthrough()) });

let editor: Editor;
beforeAll(async () => (editor = await openEditor()), 300_000);
afterAll(async () => await editor?.stop(), 60_000);

const stored = async (id: string) => storedSchema.parse(await editor.n8n.rest.request('GET', `/workflows/${id}`));

describe('opening and closing the nodes of a template', () => {
	it('changes nothing in the workflow', async () => {
		const { page, n8n, credentials } = editor;
		const changed: string[] = [];
		let opened = 0;
		for (const file of (await readdir(FOLDER)).filter((name) => name.endsWith('.json'))) {
			const { id } = await n8n.rest.importWorkflow(await readWorkflow(path.join(FOLDER, file)), credentials);
			const before = await stored(id);
			await openWorkflow(page, n8n.url, id);
			for (const { name } of before.nodes.filter(({ type }) => type.startsWith(OURS))) {
				await openNode(page, name);
				await settled(page);
				await closeNode(page);
				opened++;
			}
			await page.waitForTimeout(SAVING_MS);
			const after = await stored(id);
			for (const [index, node] of before.nodes.entries()) {
				if (JSON.stringify(node) !== JSON.stringify(after.nodes[index])) changed.push(`${file}: ${node.name}`);
			}
			if (after.versionId !== before.versionId) changed.push(`${file}: was saved`);
		}
		say(`Templates: ${opened} nodes opened and closed, ${changed.length} changes`);
		expect(changed).toEqual([]);
	}, 400_000);
});
