import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page, Request } from 'playwright-core';
import { openBrowser } from '../../../launcher/chromium';
import { sandboxCredentials } from '../../../launcher/demo';
import { launch, type N8n } from '../../../launcher/n8n';
import { packProject } from '../../../launcher/pack';
import type { Credential, NewCredential, Workflow } from '../../../launcher/rest';
import { logIn } from '../../../launcher/screenshot';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { sharedN8n } from './shared';

const WAIT_MS = 30_000;
/** Animations would cost a third of a second for each of some hundred choices. */
const STILL =
	'document.addEventListener("DOMContentLoaded", () => document.head.append(Object.assign(document.createElement("style"), { textContent: "*, *::before, *::after { transition: none !important; animation: none !important; }" })))';

/** A real n8n with the packed package, the stand-ins, and its editor in a browser, where the owner is logged in. */
export interface Editor {
	readonly sandbox: Sandbox;
	readonly n8n: Pick<N8n, 'url' | 'rest'>;
	readonly page: Page;
	readonly credentials: readonly Credential[];
	stop(): Promise<void>;
}

/** What the editor marks for n8n's own tests. */
export const part = (within: Page | Locator, name: string): Locator => within.locator(`[data-test-id="${name}"]`);

/** Starts all of it. `more` gives credentials beside those that lead to the stand-ins of GHL and Booqable. */
export async function openEditor(more: (sandbox: Sandbox) => NewCredential[] = () => []): Promise<Editor> {
	const started: Array<() => Promise<unknown>> = [];
	const stop = async () => {
		for (const end of started.splice(0).reverse()) await end();
	};
	try {
		const sandbox = await startSandbox({ limits: 'off' });
		started.push(async () => await sandbox.close());
		const n8n = (await sharedN8n()) ?? (await ownN8n(started));
		const credentials = await n8n.rest.importCredentials([...sandboxCredentials(sandbox.url), ...more(sandbox)]);
		const browser = await openBrowser();
		started.push(async () => await browser.close());
		const page = await browser.newPage({
			viewport: { width: 1600, height: 1000 },
			colorScheme: 'light',
			reducedMotion: 'reduce',
		});
		page.setDefaultTimeout(WAIT_MS);
		await page.addInitScript(STILL);
		watch(page);
		await logIn(page, n8n.url);
		return { sandbox, n8n, page, credentials, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

async function ownN8n(started: Array<() => Promise<unknown>>): Promise<N8n> {
	const folder = await mkdtemp(path.join(tmpdir(), 'editor-'));
	started.push(async () => await rm(folder, { recursive: true, force: true }));
	const n8n = await launch({ packages: [await packProject(folder)] });
	started.push(async () => await n8n.stop());
	return n8n;
}

/**
 * Opens a workflow, where another one is open as the browser's "back" does, without loading the editor anew, and zooms
 * so that every node can be clicked. Its name must be another than that of the workflow which is open.
 */
export async function openWorkflow(page: Page, { id, name }: Workflow): Promise<void> {
	const address = new URL(`/workflow/${id}`, page.url()).href;
	if (await part(page, 'workflow-name-input').isVisible())
		await page.evaluate(`{
			history.pushState({}, '', '${address}');
			dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
		}`);
	else await page.goto(address);
	await until(`the workflow "${name}"`, async () => await isOpen(page, name));
	await part(page, 'canvas-node').first().waitFor();
	await part(page, 'zoom-to-fit').click();
	let before = '';
	await until('an end of zooming', async () => {
		const now = JSON.stringify(await part(page, 'canvas-node').first().boundingBox());
		const isStill = now === before;
		before = now;
		return isStill;
	});
}

async function isOpen(page: Page, name: string): Promise<boolean> {
	const shown = part(page, 'workflow-name-input');
	return (await shown.isVisible()) && (await shown.innerText()).trim() === name;
}

/** What the page is fetching for lists, dropdowns and columns. */
const fetching = new WeakMap<Page, Set<Request>>();

/** Notes what a page fetches of an account, so that one can wait for it. */
export function watch(page: Page): void {
	const pending = new Set<Request>();
	fetching.set(page, pending);
	page.on('request', (request) => void (request.url().includes('/dynamic-node-parameters/') && pending.add(request)));
	page.on('requestfinished', (request) => void pending.delete(request));
	page.on('requestfailed', (request) => void pending.delete(request));
}

/** Waits until nothing has been fetched of an account for a moment. */
export async function settled(page: Page, momentMs = 400): Promise<void> {
	let since = Date.now();
	await until('an end of fetching', async () => {
		await page.waitForTimeout(50);
		if ((fetching.get(page)?.size ?? 0) > 0) since = Date.now();
		return Date.now() - since > momentMs;
	});
}

/** Waits until `look` gives something. @throws Error with `what` when time is over */
export async function until<T>(
	what: string,
	look: () => Promise<T | undefined | false>,
	withinMs = WAIT_MS,
): Promise<T> {
	for (const deadline = Date.now() + withinMs; ;) {
		const seen = await look();
		if (seen !== undefined && seen !== false) return seen;
		if (Date.now() > deadline) throw new Error(`${what}: not seen within ${withinMs / 1000} s`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** One line of what the walk saw. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`);
