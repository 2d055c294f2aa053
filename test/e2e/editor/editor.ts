import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page, Request } from 'playwright-core';
import { openBrowser } from '../../../launcher/chromium';
import { sandboxCredentials } from '../../../launcher/demo';
import { launch, type N8n } from '../../../launcher/n8n';
import { packProject } from '../../../launcher/pack';
import type { Credential, NewCredential } from '../../../launcher/rest';
import { logIn } from '../../../launcher/screenshot';
import { startSandbox, type Sandbox } from '../../../sandbox/server';

const WAIT_MS = 30_000;
/** Animations would cost a third of a second for each of some hundred choices. */
const STILL =
	'document.addEventListener("DOMContentLoaded", () => document.head.append(Object.assign(document.createElement("style"), { textContent: "*, *::before, *::after { transition: none !important; animation: none !important; }" })))';

/** A real n8n with the packed package, the stand-ins, and its editor in a browser, where the owner is logged in. */
export interface Editor {
	readonly sandbox: Sandbox;
	readonly n8n: N8n;
	readonly page: Page;
	readonly credentials: readonly Credential[];
	stop(): Promise<void>;
}

/** What the editor marks for n8n's own tests. */
export const part = (within: Page | Locator, name: string): Locator => within.locator(`[data-test-id="${name}"]`);

/** Starts all of it. `more` gives credentials beside those that lead to the stand-ins of GHL and Booqable. */
export async function openEditor(more: (sandbox: Sandbox) => NewCredential[] = () => []): Promise<Editor> {
	const folder = await mkdtemp(path.join(tmpdir(), 'editor-'));
	const started: Array<() => Promise<unknown>> = [async () => await rm(folder, { recursive: true, force: true })];
	const stop = async () => {
		for (const end of started.splice(0).reverse()) await end();
	};
	try {
		const sandbox = await startSandbox({ limits: 'off' });
		started.push(async () => await sandbox.close());
		const n8n = await launch({ packages: [await packProject(folder)] });
		started.push(async () => await n8n.stop());
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
