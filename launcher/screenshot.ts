import type { Locator, Page } from 'playwright-core';

import { openBrowser } from './chromium';
import { OWNER } from './rest';

const EDITOR_TIMEOUT_MS = 60_000;

export interface Screenshot {
	/** The editor's address. */
	url: string;
	workflowId: string;
	/** Where the PNG goes. */
	file: string;
	width?: number;
	height?: number;
}

/** Opens a workflow in n8n's editor, as its owner, and saves what the user sees. */
export async function screenshotWorkflow({
	url,
	workflowId,
	file,
	width = 1600,
	height = 900,
}: Screenshot): Promise<void> {
	const browser = await openBrowser();
	try {
		const page = await browser.newPage({ viewport: { width, height }, colorScheme: 'light' });
		page.setDefaultTimeout(EDITOR_TIMEOUT_MS);
		await logIn(page, url);
		await openWorkflow(page, url, workflowId);
		await page.screenshot({ path: file });
	} finally {
		await browser.close();
	}
}

/** Logs in through the form, as a person does. */
export async function logIn(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.locator('input[type="email"], input[name="emailOrLdapLoginId"]').first().fill(OWNER.email);
	await page.locator('input[type="password"]').fill(OWNER.password);
	await page.locator('input[type="password"]').press('Enter');
	await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
}

/** Opens the canvas of a workflow, waits until it is drawn, and zooms so that everything is seen. */
export async function openWorkflow(page: Page, url: string, workflowId: string): Promise<void> {
	await page.goto(`${url}/workflow/${workflowId}`);
	await part(page, 'canvas-node').first().waitFor();
	await part(page, 'zoom-to-fit').click();
	await page.mouse.move(0, 0);
	// The zoom is animated, and icons come by requests of their own.
	await page.waitForLoadState('networkidle').catch(() => {});
	await page.waitForTimeout(1_000);
}

/** n8n marks the parts of its editor for its own tests. */
function part(page: Page, name: string): Locator {
	return page.locator(`[data-test-id="${name}"]`);
}
