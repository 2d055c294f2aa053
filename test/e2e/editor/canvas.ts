import type { Locator, Page } from 'playwright-core';
import { part, until, type Editor } from './editor';

/** The panel lists again a moment after the last key. */
const SEARCHING_MS = 300;

/** Opens an empty workflow and places its first node, "Trigger manually", from the panel. */
export async function newWorkflow({ page, n8n }: Editor): Promise<void> {
	await page.goto(`${n8n.url}/workflow/new`);
	await part(page, 'canvas-add-button').locator('button').first().click();
	await entry(page, 'Trigger manually').click();
	await part(page, 'canvas-node').first().waitFor();
}

/**
 * Places a node as a person does: the plus of the canvas, the name typed, the entry clicked, then one of its actions.
 * @param kind which of the entry's two lists the action is taken from: the first, or the first that matches
 */
export async function place(page: Page, name: string, kind: 'Actions' | 'Triggers', action = /./): Promise<void> {
	await part(page, 'node-creator-plus-button').click();
	await search(page, name);
	await entry(page, name).click();
	await chooseAction(page, kind, action);
	await part(page, 'node-parameters').waitFor();
}

/** In the panel, types what is looked for. */
export async function search(page: Page, text: string): Promise<void> {
	await part(page, 'node-creator-search-bar').fill(text);
	await page.waitForTimeout(SEARCHING_MS);
}

/** The panel's entry with exactly this name. */
export const entry = (page: Page, name: string): Locator =>
	part(page, 'item-iterator-item')
		.filter({ has: page.locator('[data-test-id="node-creator-item-name"]').getByText(name, { exact: true }) })
		.first();

async function chooseAction(page: Page, kind: string, action: RegExp): Promise<void> {
	const heading = part(page, 'node-creator-category-item').filter({ hasText: kind });
	await heading.waitFor();
	const items = async () => await inList(page, kind);
	if ((await items()).length === 0) await heading.click();
	const names = await until(`${kind} in the node panel`, async () => {
		const found = await items();
		return found.length > 0 && found;
	});
	const name = names.find((one) => action.test(one));
	if (name === undefined)
		throw new Error(`None of the ${kind} in the node panel is ${String(action)}: ${names.join(', ')}`);
	await entry(page, name).click();
}

/** The names listed under a heading of the panel: "Actions" or "Triggers". */
export async function inList(page: Page, kind: string): Promise<string[]> {
	const all = await page
		.locator('[data-test-id="node-creator-category-item"], [data-test-id="node-creator-item-name"]')
		.allInnerTexts();
	const lines = all.map((text) => text.split('\n')[0].trim());
	const from = lines.findIndex((line) => line.startsWith(`${kind} (`));
	const rest = lines.slice(from + 1);
	const to = rest.findIndex((line) => /^(Actions|Triggers) \(/.test(line));
	return from < 0 ? [] : rest.slice(0, to < 0 ? undefined : to);
}

/** Opens a node of the canvas. */
export async function openNode(page: Page, name: string): Promise<void> {
	const node = page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	const opened = part(page, 'node-parameters');
	await node.dblclick();
	// On a large canvas that is still being drawn the two clicks may not count as one: a person does it again.
	await opened.waitFor({ timeout: 10_000 }).catch(async () => {
		await node.dblclick();
		await opened.waitFor();
	});
}

export async function closeNode(page: Page): Promise<void> {
	await part(page, 'ndv-close-button').click();
	await part(page, 'node-parameters').waitFor({ state: 'hidden' });
}
