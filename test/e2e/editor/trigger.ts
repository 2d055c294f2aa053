import type { Page } from 'playwright-core';
import { part, until } from './editor';
import { executeStep, output } from './node';

/** The test address of the open webhook trigger, as "Webhook URLs" shows it. */
export async function testAddress(page: Page): Promise<string> {
	await part(page, 'node-parameters').page().getByText('Webhook URLs').first().click();
	return await until(
		'the test URL',
		async () => /https?:\/\/\S+\/webhook-test\/\S+/.exec(await part(page, 'ndv').innerText())?.[0],
	);
}

/**
 * Clicks "Execute step" and waits until n8n listens. Clicks again once, as a person would: in one run on a busy machine
 * nothing followed the first click, and why is not known.
 */
export async function listen(page: Page): Promise<void> {
	const listening = part(page, 'trigger-listening');
	await executeStep(page);
	await listening.waitFor({ timeout: 10_000 }).catch(async () => {
		await executeStep(page);
		await listening.waitFor();
	});
}

export async function stopListening(page: Page): Promise<void> {
	await page.getByText('Stop Listening', { exact: true }).first().click();
	await part(page, 'trigger-listening').waitFor({ state: 'hidden' });
}

/** Waits until the output panel shows a text of what was delivered or fetched. */
export async function delivered(page: Page, text: string): Promise<void> {
	let seen = '';
	await until('the delivery', async () => {
		seen = await output(page);
		return seen.includes(text);
	}).catch((error: unknown) => {
		throw new Error(`"${text}" is not in the output: ${seen}`, { cause: error });
	});
}
