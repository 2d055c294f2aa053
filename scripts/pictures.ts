// `npm run pictures -- [nodes | drift-report | template …]`: takes the pictures of docs/images, of the templates and
// nodes as they stand, in a real n8n. Without a word: all of them.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { openBrowser } from '../launcher/chromium';
import { readWorkflow, roofrCredential, sandboxCredentials } from '../launcher/demo';
import { launch } from '../launcher/n8n';
import { packProject, PROJECT } from '../launcher/pack';
import { explain } from '../launcher/problem';
import { printedProgress } from '../launcher/progress';
import type { WorkflowFile } from '../launcher/rest';
import { logIn, openWorkflow } from '../launcher/screenshot';
import { startSandbox } from '../sandbox/server';
import { takeDriftPicture } from './driftPicture';
import { takeNodePictures } from './nodePictures';

const FOLDER = path.join(PROJECT, 'workflows');
/** n8n's own measures, in the units of the canvas. */
const NODE = { width: 96, height: 150 };
/** What the editor draws around the canvas. */
const FRAME = { width: 140, height: 330 };
/** Texts stay readable from half their size on. */
const ZOOM = 0.62;

/** A window in which the whole workflow is seen at a readable size. */
function windowFor({ nodes }: WorkflowFile): { width: number; height: number } {
	const boxes = nodes.map(({ position, parameters }) => {
		const [x, y] = position as [number, number];
		const { width = NODE.width, height = NODE.height } = parameters as { width?: number; height?: number };
		return { left: x, top: y, right: x + width, bottom: y + height };
	});
	const width = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
	const height = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
	return {
		width: Math.max(1_300, Math.round(width * ZOOM * 1.15) + FRAME.width),
		height: Math.max(760, Math.round(height * ZOOM * 1.15) + FRAME.height),
	};
}

async function main(): Promise<void> {
	const chosen = process.argv.slice(2);
	const isChosen = (name: string): boolean => chosen.length === 0 || chosen.includes(name);
	const names = (await readdir(FOLDER)).map((file) => path.basename(file, '.json')).filter(isChosen);
	const progress = printedProgress();
	const folder = await mkdtemp(path.join(tmpdir(), 'pictures-'));
	const sandbox = await startSandbox();
	const n8n = await launch({ packages: [await packProject(folder, { progress })], progress });
	const browser = await openBrowser();
	try {
		const credentials = await n8n.rest.importCredentials([
			...sandboxCredentials(sandbox.url),
			roofrCredential(sandbox.url),
		]);
		const page = await browser.newPage({ colorScheme: 'light' });
		await logIn(page, n8n.url);
		for (const name of names) {
			const file = await readWorkflow(path.join(FOLDER, `${name}.json`));
			const { id } = await n8n.rest.importWorkflow(file, credentials);
			const { width, height } = windowFor(file);
			await page.setViewportSize({ width, height });
			await openWorkflow(page, n8n.url, id);
			await page.mouse.move(width / 2, 20); // a node under the mouse shows buttons
			// Beside an Error Trigger is a button that the editor does not count when it fits the workflow into the window.
			if (file.nodes.some(({ type }) => type === 'n8n-nodes-base.errorTrigger')) await page.keyboard.press('-');
			await page.waitForTimeout(500);
			await page.screenshot({ path: path.join(PROJECT, 'docs', 'images', `${name}.png`) });
			progress.say(name);
		}
		if (isChosen('nodes')) await takeNodePictures(page, n8n, credentials, progress);
		if (isChosen('drift-report')) await takeDriftPicture(page, n8n, sandbox, credentials, progress);
	} finally {
		await browser.close();
		await n8n.stop();
		await sandbox.close();
		await rm(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${explain(error)}\n`);
	process.exit(1);
});
