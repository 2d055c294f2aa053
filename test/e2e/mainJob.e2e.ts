import { DEMO_SLUG } from '../../sandbox/booqable/world';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../launcher/chromium';
import { importOthers, sandboxCredentials, startDemo, type Demo } from '../../launcher/demo';
import { changeCustomers, createCustomers, moveEmails } from '../../launcher/job';
import { silent } from '../../launcher/progress';
import { logIn, openWorkflow } from '../../launcher/screenshot';

let demo: Demo;
let browser: Browser;
let page: Page;
beforeAll(async () => {
	demo = await startDemo({ progress: silent });
	browser = await openBrowser();
	page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, colorScheme: 'light' });
	page.setDefaultTimeout(60_000);
	await logIn(page, demo.n8n.url);
}, 900_000);
afterAll(async () => {
	await browser?.close();
	await demo?.stop();
}, 60_000);

const endpoints = () =>
	(demo.sandbox.state('booqable') as Record<string, { webhook_endpoints: Array<{ url: string; version: number }> }>)[
		DEMO_SLUG
	].webhook_endpoints;
const ours = () => endpoints().filter(({ url }) => url.startsWith(demo.n8n.url));

/** A part of n8n's editor, by the mark that n8n gives it for its own tests. */
const part = (name: string) => page.locator(`[data-test-id="${name}"]`);

/**
 * The editor saves by itself when a mapper has learned new fields, and n8n loses an unpublish that arrives during that.
 */
async function leaveEditor(): Promise<void> {
	await page.waitForLoadState('networkidle');
	await page.close();
}

describe('the main workflow, published in a real n8n', () => {
	it('is registered with Booqable once, with payloads of version 4', () => {
		expect(ours()).toHaveLength(1);
		expect(ours()[0].version).toBe(4);
	});

	it('creates 24 contacts and 24 tasks from 25 customers, two of whom share an email', async () => {
		const first = await createCustomers(demo, silent);
		expect(first.problems).toEqual([]);
		expect(first).toMatchObject({ customers: 25, contacts: 24, tasks: 24, duplicates: 0 });
	});

	it('creates no second contact and no second task when every customer is changed', async () => {
		const second = await changeCustomers(demo, silent);
		expect(second.problems).toEqual([]);
		expect(second).toMatchObject({ customers: 25, contacts: 24, tasks: 24, duplicates: 0 });
	});

	it('keeps to the contact when a customer gets another email, with or without a phone', async () => {
		const moved = await moveEmails(demo, silent);
		expect(moved.problems).toEqual([]);
		expect(moved).toMatchObject({ customers: 25, contacts: 24, tasks: 24, duplicates: 0 });
	});

	it('goes on after n8n was killed and started again, still registered once', async () => {
		await demo.n8n.kill();
		await demo.n8n.start();
		await waitFor(() => ours().length === 1);
		const third = await changeCustomers(demo, silent, 2);
		expect(third.problems).toEqual([]);
		expect(ours()).toHaveLength(1);
	});

	it('brings a name that is changed on the page for trying to the other side of the page', async () => {
		const trying = await browser.newPage();
		await trying.goto(`${demo.sandbox.url}/__sandbox/try`);
		const name = trying.locator('#customers input').first();
		await name.fill('Ada <i>Byron</i>');
		await name.press('Enter');
		await trying.locator('#contacts tr.new').waitFor({ timeout: 30_000 });
		expect(await trying.locator('#contacts tr.new input').inputValue()).toBe('Ada <i>Byron</i>');
		await trying.close();
	}, 60_000);

	it('has all other templates beside it, with credentials, as soon as somebody is to look around', async () => {
		const others = await importOthers(demo);
		expect(others.length).toBeGreaterThan(15);
		const [{ id }] = others.filter(({ name }) => name === 'Quota watch');
		await demo.n8n.rest.publish(id);
		await demo.n8n.rest.unpublish(id);
	}, 120_000);

	it('is shown in the editor without a warning on any node', async () => {
		await openWorkflow(page, demo.n8n.url, demo.workflow.id);
		expect(await part('canvas-node').count()).toBeGreaterThanOrEqual(6);
		expect(await part('node-issues').count()).toBe(0);
	});

	it('shows the mapped fields by name in the visual mapper, custom ones too', async () => {
		await page.goto(`${demo.n8n.url}/workflow/${demo.workflow.id}/upsert-contact`);
		const panel = part('ndv');
		for (const field of ['Email', 'Phone', 'Industry', 'Annual revenue'])
			await panel.getByText(field, { exact: true }).first().waitFor();
		await leaveEditor();
	});

	it('is unregistered from Booqable when it is unpublished', async () => {
		await demo.n8n.rest.unpublish(demo.workflow.id);
		await waitFor(() => ours().length === 0);
	});
});

describe('the credentials', () => {
	const tested = async (type: string, change: Record<string, unknown> = {}) => {
		const credential = demo.credentials.find((one) => one.type === type);
		const { data } = sandboxCredentials(demo.sandbox.url).find((one) => one.type === type) ?? { data: {} };
		return await demo.n8n.rest.testCredential({ ...credential!, data: { ...data, ...change } });
	};

	it.each(['goHighLevelApi', 'booqableApi'])('%s is accepted when it is right', async (type) => {
		expect(await tested(type)).toMatchObject({ status: 'OK' });
	});

	it.each([
		['goHighLevelApi', { token: 'pit-wrong' }, 'GHL refused the token'],
		['goHighLevelApi', { locationId: 'SandboxLocationNL001' }, 'no access to this location'],
		['booqableApi', { accessToken: 'wrong' }, 'refused the token'],
		['booqableApi', { slug: 'nobody' }, 'knows no account'],
		['booqableApi', { slug: 'small-plan' }, 'plan of this Booqable account does not include this'],
	])('%s with %o says what is wrong', async (type, change, reason) => {
		const { status, message } = await tested(type, change);
		expect(status).toBe('Error');
		expect(message).toContain(reason);
	});
});

async function waitFor(fulfilled: () => boolean): Promise<void> {
	const deadline = Date.now() + 30_000;
	while (!fulfilled()) {
		if (Date.now() > deadline) throw new Error('It did not come about within 30 seconds');
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
}
