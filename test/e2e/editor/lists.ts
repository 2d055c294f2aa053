import type { INodeProperties } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import { part, until } from './editor';
import { addOption, choices, parameter } from './node';

/** A list that the account fills, by the method that reads it, and the label of the collection it lies in. */
interface List {
	readonly method: string;
	readonly property: INodeProperties;
	readonly collection?: string;
}

/** The lists behind a parameter: its own, or those of the fields of a collection. */
export function listsOf(property: INodeProperties): List[] {
	const own = property.typeOptions?.loadOptionsMethod ?? property.modes?.find(({ name }) => name === 'list')?.typeOptions?.searchListMethod;
	if (typeof own === 'string') return [{ method: own, property }];
	if (property.type !== 'collection') return [];
	const inside = (property.options ?? []).filter((one): one is INodeProperties => 'type' in one);
	return inside.flatMap((one) => listsOf(one).map((list) => ({ ...list, collection: property.displayName })));
}

/** Opens a list as a person does, and chooses its first entry, on which the lists below may depend. Gives the names of the entries. */
export async function openList(page: Page, { property, collection }: List): Promise<string[]> {
	if (collection) await addOption(page, property.displayName, collection);
	return property.type === 'resourceLocator' ? await openLocator(page, property.name) : await openDropdown(page, property.name);
}

async function openLocator(page: Page, name: string): Promise<string[]> {
	const locator = part(page, `resource-locator-${name}`);
	await part(locator, 'rlc-input').first().click();
	const items = page.locator('[data-test-id="rlc-item"]:visible');
	const none = page.locator('[data-test-id="resource-locator-dropdown"]:visible').getByText(/No results|could not load|error/i);
	await items.first().or(none).or(page.locator('[data-test-id="rlc-error-container"]:visible')).first().waitFor();
	const names = await items.allInnerTexts();
	if (names.length > 0) await items.first().click();
	else await page.keyboard.press('Escape');
	return names;
}

async function openDropdown(page: Page, name: string): Promise<string[]> {
	const input = parameter(page, name).locator('input').first();
	await input.click();
	const names = await until(`entries of ${name}`, async () => {
		const found = await choices(page).allInnerTexts();
		return found.length > 0 && found;
	}, 8_000).catch(() => []);
	if (names.length > 0) await choices(page).first().click();
	await page.keyboard.press('Escape');
	return names;
}

/** What the mapper shows: the fields that are there to be filled, and those under "Add field". */
export async function columns(page: Page): Promise<{ shown: string[]; more: string[] }> {
	const mapper = part(page, 'resource-mapper-container');
	const add = part(mapper, 'add-fields-select');
	await mapper.getByText(/^Values to/).first().waitFor();
	const labels = await mapper.locator('.mapping-fields-container label.n8n-input-label').allInnerTexts();
	if (!(await add.isVisible())) return { shown: names(labels), more: [] };
	await add.locator('button').first().click();
	const items = page.locator('[role="menuitem"]:visible');
	await items.first().waitFor();
	const more = await items.allInnerTexts();
	await page.keyboard.press('Escape');
	return { shown: names(labels), more: names(more) };
}

const names = (texts: readonly string[]): string[] => texts.map((text) => text.split('\n')[0].trim());
