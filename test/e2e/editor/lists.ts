import type { INodeProperties } from 'n8n-workflow';
import type { Page } from 'playwright-core';
import { part, settled, until } from './editor';
import { addOption, choices, leaveList, parameter } from './node';

/** A list that the account fills, by the method that reads it, and the label of the collection it lies in. */
interface List {
	readonly method: string;
	readonly property: INodeProperties;
	readonly collection?: string;
}

/** The lists behind a parameter: its own, or those of the fields of a collection. */
export function listsOf(property: INodeProperties): List[] {
	if (isExpression(property.default)) return []; // taken from the item, until a person chooses otherwise
	const own =
		property.typeOptions?.loadOptionsMethod ??
		property.modes?.find(({ name }) => name === 'list')?.typeOptions?.searchListMethod;
	if (typeof own === 'string') return [{ method: own, property }];
	if (property.type !== 'collection') return [];
	const inside = (property.options ?? []).filter((one): one is INodeProperties => 'type' in one);
	return inside.flatMap((one) => listsOf(one).map((list) => ({ ...list, collection: property.displayName })));
}

/** Whether a parameter begins as an expression, in which the editor shows no list. */
function isExpression(value: INodeProperties['default']): boolean {
	const given = value !== null && typeof value === 'object' && 'value' in value ? value.value : value;
	return String(given).startsWith('=');
}

/**
 * Opens a list as a person does, and chooses its first entry, on which the lists below may depend. Gives the names of
 * the entries.
 */
export async function openList(page: Page, { property, collection }: List): Promise<string[]> {
	if (collection) await addOption(page, property.displayName, collection);
	return property.type === 'resourceLocator'
		? await openLocator(page, property.name)
		: await openDropdown(page, property.name);
}

async function openLocator(page: Page, name: string): Promise<string[]> {
	const input = part(part(page, `resource-locator-${name}`), 'rlc-input').first();
	const items = page.locator('[data-test-id="rlc-item"]:visible');
	const end = items
		.first()
		.or(page.getByText('No results', { exact: true }))
		.or(part(page, 'rlc-error-container'))
		.first();
	const choose = async (timeout?: number) => {
		await input.click();
		await end.waitFor({ timeout });
		const found = await items.allInnerTexts();
		if (found.length > 0) await items.first().click({ timeout });
		else await leaveList(page);
		return found;
	};
	// The node is drawn again when n8n has saved it, and a list that was just opened is closed by that.
	return await choose(10_000).catch(async () => await choose());
}

/** Chooses something in a list that others depend on, where nothing is chosen yet. */
export async function chooseAny(page: Page, list: List): Promise<void> {
	const { name, type } = list.property;
	const input =
		type === 'resourceLocator'
			? part(part(page, `resource-locator-${name}`), 'rlc-input').first()
			: parameter(page, name).locator('input').first();
	if ((await input.inputValue()) === '') await openList(page, list);
}

async function openDropdown(page: Page, name: string): Promise<string[]> {
	const input = parameter(page, name).locator('input').first();
	await input.click();
	const names = await until(
		`entries of ${name}`,
		async () => {
			const found = await choices(page).allInnerTexts();
			return found.length > 0 && found;
		},
		8_000,
	).catch(() => []);
	if (names.length > 0) await choices(page).first().click();
	await leaveList(page);
	return names;
}

/**
 * What the mapper shows: the fields that are there to be filled, and those under "Add field", of which the last is
 * added.
 */
export async function columns(page: Page): Promise<{ shown: string[]; more: string[] }> {
	const mapper = part(page, 'resource-mapper-container');
	await settled(page);
	const labels = await part(mapper, 'mapping-fields-container')
		.locator('.parameter-item label.n8n-input-label')
		.allInnerTexts();
	const add = part(mapper, 'add-fields-select').locator('button');
	if (!(await add.first().isVisible())) return { shown: names(labels), more: [] };
	await add.first().click();
	const items = page.locator('[role="menuitem"]:visible').filter({ hasText: /\S/ });
	await items.first().waitFor();
	const more = await items.allInnerTexts();
	await items.last().click();
	return { shown: names(labels), more: names(more) };
}

const names = (texts: readonly string[]): string[] => texts.map((text) => text.split('\n')[0].trim());
