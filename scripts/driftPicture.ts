import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import type { Page } from 'playwright-core';

import { readWorkflow } from '../launcher/demo';
import type { N8n } from '../launcher/n8n';
import { PROJECT } from '../launcher/pack';
import type { Progress } from '../launcher/progress';
import type { Credential } from '../launcher/rest';
import { openWorkflow } from '../launcher/screenshot';
import { makePlain, type Sandbox } from '../sandbox';
import { ACCESS_TOKEN, DEMO_SLUG } from '../sandbox/booqable/world';
import { LOCATION_US, PIT_US } from '../sandbox/ghl/world';

const SIZE = { width: 2000, height: 860 };
const PEOPLE = ['Jordan Reyes', 'Sam Ortiz', 'Riley Chen', 'Avery Brooks', 'Morgan Diaz'];

/** The picture of what Compare of the morning report gives: people synced by the pair's template, then edited. */
export async function takeDriftPicture(
	page: Page,
	n8n: N8n,
	sandbox: Sandbox,
	credentials: readonly Credential[],
	progress: Progress,
): Promise<void> {
	makePlain(sandbox);
	const imported = async (name: string): Promise<string> =>
		(await n8n.rest.importWorkflow(await readWorkflow(path.join(PROJECT, 'workflows', `${name}.json`)), credentials))
			.id;
	await n8n.rest.publish(await imported('notify-the-team'));
	const pair = await imported('contacts-and-customers');
	await n8n.rest.publish(pair);
	const customers = await Promise.all(PEOPLE.map(async (name) => await save(sandbox, { name, email: emailOf(name) })));
	while (contactsIn(sandbox).length < PEOPLE.length) await sleep(500);
	await n8n.rest.unpublish(pair);
	await save(sandbox, { name: 'Jordan Reyes-Lang' }, customers[0]);
	await save(sandbox, { email: 'sam@ortiz.example.com' }, customers[1]);
	await edit(
		sandbox,
		contactsIn(sandbox).find(({ email }) => email === emailOf('Riley Chen'))!,
		{
			phone: '+15125550147',
			tags: ['rental', 'vip'],
		},
	);
	await save(sandbox, { name: 'Casey Moore', email: 'casey.moore@example.com' });
	sandbox.seed('ghl', { contacts: [{ firstName: 'Jamie', lastName: 'Fox', email: emailOf('Jamie Fox') }] });
	await save(sandbox, { name: 'Jamie Fox', email: emailOf('Jamie Fox') });
	sandbox.advance(300_000); // lists show changes after a while

	await page.setViewportSize(SIZE);
	await openWorkflow(page, n8n.url, await imported('morning-report'));
	await page.locator('[data-test-id="execute-workflow-button"]').first().click();
	await page.getByText('Workflow executed successfully').first().waitFor();
	await page.locator('[data-test-id="canvas-node"][data-node-name="Compare"]').dblclick();
	const output = page.locator('[data-test-id="output-panel"]');
	await output.waitFor();
	const table = output.locator('[data-test-id="radio-button-table"], [data-test-id="ndv-run-data-display-table"]');
	if ((await table.count()) > 0) await table.first().click();
	await page.mouse.move(SIZE.width / 2, 5);
	await page.locator('.el-notification').last().waitFor({ state: 'detached' }); // it covers the table for a while
	await output.screenshot({ path: path.join(PROJECT, 'docs', 'images', 'drift-report.png') });
	progress.say('drift-report');
}

const emailOf = (name: string): string => `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;

const contactsIn = (sandbox: Sandbox): IDataObject[] =>
	(sandbox.state('ghl') as { contacts: IDataObject[] }).contacts.filter(({ locationId }) => locationId === LOCATION_US);

/** Creates or changes a customer, as Booqable's own pages do. Returns its ID. */
async function save(sandbox: Sandbox, attributes: IDataObject, id?: string): Promise<string> {
	const { data } = await axios.request<{ data: { id: string } }>({
		method: id ? 'PUT' : 'POST',
		url: `${sandbox.url}/booqable/${DEMO_SLUG}/api/4/customers${id ? `/${id}` : ''}`,
		data: { data: { type: 'customers', ...(id && { id }), attributes } },
		headers: { authorization: `Bearer ${ACCESS_TOKEN}` },
	});
	return data.data.id;
}

async function edit(sandbox: Sandbox, { id }: IDataObject, fields: IDataObject): Promise<void> {
	await axios.put(`${sandbox.url}/ghl/contacts/${String(id)}`, fields, {
		headers: { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' },
	});
}
