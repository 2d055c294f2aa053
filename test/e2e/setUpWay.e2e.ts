import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser } from '../../launcher/chromium';
import { sandboxCredentials } from '../../launcher/demo';
import { launch, type N8n } from '../../launcher/n8n';
import { packProject, PROJECT } from '../../launcher/pack';
import type { NewCredential } from '../../launcher/rest';
import { logIn } from '../../launcher/screenshot';
import { startSandbox, type Sandbox } from '../../sandbox';
import { part, say } from './editor/editor';

/**
 * What a person needs from an empty n8n to the published form; typing, pasting and Escape are not counted. The form
 * takes four more: allow access, preview, the field of the API key, start; a fifth where there are fields to choose.
 */
const CLICKS = 25;

let folder: string;
let sandbox: Sandbox;
let n8n: N8n;
let browser: Browser;
let page: Page;
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'set-up-way-e2e-'));
	sandbox = await startSandbox({ limits: 100 });
	n8n = await launch({ packages: [await packProject(folder)] });
	browser = await openBrowser();
	page = await browser.newPage({ colorScheme: 'light', viewport: { width: 1280, height: 1000 } });
	page.setDefaultTimeout(120_000);
}, 900_000);
afterAll(async () => {
	await browser?.close();
	await n8n?.stop();
	await sandbox?.close();
	if (folder) await rm(folder, { recursive: true, force: true });
}, 60_000);

const user = {
	clicks: 0,
	async click(on: Locator): Promise<void> {
		this.clicks += 1;
		await on.click();
	},
};
const seen = (id: string): Locator => page.locator(`[data-test-id="${id}"]:visible`).first();
const field = (name: string): Locator => seen(`parameter-input-${name}`).locator('input').first();

/** Fills in a credential of this type. A field that the stand-ins need and a real account does not is not counted. */
async function makeCredential(label: string, { data }: NewCredential, fields: readonly string[]): Promise<void> {
	await page.keyboard.type(label);
	await user.click(part(page, 'new-credential-type-select-option').filter({ hasText: label, visible: true }).first());
	await user.click(seen('new-credential-type-button'));
	const [first] = fields;
	for (const name of fields) {
		const focused = page.locator(`[data-test-id="parameter-input-${name}"] input:focus`);
		if (name === first) await user.click(field(name));
		// between two fields are the buttons of the second
		for (let tabs = 0; tabs < 5 && (await focused.count()) === 0; tabs++) await page.keyboard.press('Tab');
		expect(await focused.count()).toBe(1);
		await page.keyboard.insertText(String(data[name]));
	}
	await seen('parameter-input-advanced').locator('.el-switch, [role="switch"]').first().click();
	await field('baseUrl').fill(String(data.baseUrl));
	await user.click(seen('credential-save-button'));
	await page.getByText('Connection tested successfully').first().waitFor();
	await page.keyboard.press('Escape');
	await seen('credential-save-button').waitFor({ state: 'hidden' });
}

describe('the way from an empty n8n to the published set-up form', () => {
	it('makes both credentials', async () => {
		const [ghl, booqable] = sandboxCredentials(sandbox.url);
		await logIn(page, n8n.url);
		await user.click(seen('universal-add'));
		await user.click(page.getByText('New credential').first());
		await part(page, 'new-credential-type-select-option').first().waitFor();
		await makeCredential('Booqable API', booqable, ['slug', 'accessToken']);
		await user.click(part(page, 'add-resource-credential').first());
		await part(page, 'new-credential-type-select-option').first().waitFor();
		await makeCredential('GoHighLevel Private Integration API', ghl, ['token', 'locationId']);
	}, 300_000);

	it('makes an API key of n8n', async () => {
		await user.click(seen('main-sidebar-settings'));
		await user.click(page.getByText('n8n API', { exact: true }).first());
		await user.click(page.getByRole('button', { name: /create.*api key/i }).first());
		await seen('api-key-label').waitFor();
		await page.keyboard.type('Set up');
		await user.click(page.getByRole('button', { name: 'Save', exact: true }));
		await user.click(seen('copy-input-button'));
		await page.keyboard.press('Escape');
	}, 180_000);

	it('imports and publishes the form', async () => {
		await user.click(page.getByText('Settings', { exact: true }).first());
		await user.click(seen('universal-add'));
		await user.click(page.getByText('New workflow').first());
		await user.click(seen('workflow-menu'));
		const menu = page.getByText('Import', { exact: true }).first();
		const file = page.getByText(/from file/i).first();
		await menu.or(file).first().waitFor();
		if (await menu.isVisible()) await user.click(menu);
		const chooser = page.waitForEvent('filechooser');
		await user.click(file);
		user.clicks += 1; // the file, in the window of the system
		await (await chooser).setFiles(path.join(PROJECT, 'workflows', 'set-up.json'));
		await part(page, 'canvas-node').first().waitFor();
		await user.click(seen('workflow-open-publish-modal-button'));
		await user.click(seen('workflow-publish-button'));
		await seen('workflow-publish-button').waitFor({ state: 'hidden' });
		say(`${user.clicks} clicks`);
		expect(user.clicks).toBeLessThanOrEqual(CLICKS);
	}, 240_000);
});
