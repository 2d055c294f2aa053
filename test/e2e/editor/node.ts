import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { part, until } from './editor';

/**
 * The rows of a node's parameters, in their order: the labels of each, and the texts of notices. Those of the
 * credential come in the first row.
 */
const READ_ROWS = `(() => {
	const list = document.querySelector('[data-test-id="node-parameters"] .parameter-input-list-wrapper');
	const text = (element) => element.innerText.split('\\n')[0].trim();
	return [...list.children].map((row) => {
		const labels = [...row.querySelectorAll('label.n8n-input-label, [data-test-id="mapping-mode-select"] label')].map(text);
		return labels.length > 0 ? labels : [row.innerText.replace(/\\s+/g, ' ').trim()];
	}).filter(([first]) => first !== '');
})()`;

const rows = async (page: Page): Promise<string[][]> =>
	z.array(z.array(z.string())).parse(await page.evaluate(READ_ROWS));

/** What a person reads in the open node, from top to bottom: the label of each parameter, or the text of a notice. */
export async function labels(page: Page): Promise<string[]> {
	const [first = [], ...others] = await rows(page);
	return [first.slice(first.length > 1 ? 1 : 0), ...others].map(([label = '']) => label);
}

/** The label above everything else, which is the credential's where the node has one. */
export const firstLabel = async (page: Page): Promise<string | undefined> => (await rows(page))[0]?.[0];

export const parameter = (page: Page, name: string): Locator => part(page, `parameter-input-${name}`);

/** What a dropdown shows as chosen. */
export const chosen = async (page: Page, name: string): Promise<string> =>
	await parameter(page, name).locator('input').first().inputValue();

/** The entries of the dropdown that is open. */
export const choices = (page: Page): Locator => page.locator('.el-select-dropdown:visible .el-select-dropdown__item');

/**
 * Opens a dropdown and clicks an entry: the one of exactly this name, or the first that matches. Clicks again, as a
 * person does, when the editor drew the list again under the mouse: it does after another resource was chosen.
 */
export async function choose(page: Page, name: string, label: string | RegExp): Promise<void> {
	const isChosen = async () => {
		const shown = await chosen(page, name);
		// Where a resource has one operation, n8n now and then shows its value, such as "call", for its name: both changed
		// at once.
		return typeof label === 'string' ? shown.toLowerCase() === label.toLowerCase() : label.test(shown);
	};
	const deadline = Date.now() + 30_000;
	while (!(await isChosen())) {
		if (Date.now() > deadline)
			throw new Error(`${name} cannot be set to ${String(label)}: the editor shows "${await chosen(page, name)}"`);
		await parameter(page, name).locator('input').first().click();
		await choices(page)
			.filter({ has: page.locator('.option-headline').getByText(label, { exact: true }) })
			.first()
			.click({ timeout: 5_000 })
			.catch(async () => await leaveList(page));
		await until('the choice', isChosen, 3_000).catch(() => {});
	}
}

/** Clicks beside an open list. The key Escape would close the node where none is open. */
export const leaveList = async (page: Page): Promise<void> => await part(page, 'tab-params').click();

/** The names in a dropdown. */
export async function listed(page: Page, name: string): Promise<string[]> {
	await parameter(page, name).locator('input').first().click();
	await choices(page).first().waitFor();
	const names = await choices(page).locator('.option-headline').allInnerTexts();
	await leaveList(page);
	return names.map((one) => one.trim());
}

/** Text typed into a parameter. */
export async function type(page: Page, name: string, text: string): Promise<void> {
	await parameter(page, name).locator('input, textarea').first().fill(text);
}

/** Adds an entry of a collection by its label. */
export async function addOption(page: Page, label: string, collection = 'Options'): Promise<void> {
	const row = page
		.locator('.multi-parameter')
		.filter({ has: page.locator('label').getByText(collection, { exact: true }) });
	await part(row, 'collection-parameter-add').click();
	await page
		.locator('[data-test-id="collection-parameter-option"]:visible')
		.getByText(label, { exact: true })
		.first()
		.click();
}

/** Clicks "Execute step", or what the button is called on this node. */
export async function executeStep(page: Page): Promise<void> {
	await page
		.locator('[data-test-id="node-execute-button"]:visible, [data-test-id="trigger-execute-button"]:visible')
		.first()
		.click();
}

/** What the output panel shows. */
export const output = async (page: Page): Promise<string> =>
	(await part(page, 'output-panel').innerText()).replace(/\s+/g, ' ');

/** The error that the output panel shows: its message, with what stands below. */
export async function shownError(page: Page): Promise<string> {
	await part(page, 'node-error-view').or(part(page, 'node-error-message')).first().waitFor();
	return await output(page);
}
