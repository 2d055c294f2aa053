import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ACCESS_TOKEN, DEMO_SLUG } from '../../sandbox/booqable/world';
import type { FaultRule } from '../../sandbox/faults';
import { LOCATION_US, PIT_US } from '../../sandbox/ghl/world';
import { openBrowser } from '../../sandbox/launcher/chromium';
import { readWorkflow, sandboxCredentials } from '../../sandbox/launcher/demo';
import { launch, type N8n } from '../../sandbox/launcher/n8n';
import { PROJECT, packProject } from '../../sandbox/launcher/pack';
import type { Workflow, WorkflowFile } from '../../sandbox/launcher/rest';
import { logIn, openWorkflow } from '../../sandbox/launcher/screenshot';
import { SeededRandom } from '../../sandbox/random';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { canonicalName, canonicalTags, e164 } from '../../sync/canonical';
import { openSqliteLedger } from '../../sync/ledger/open';

const SEED = process.env.SYNC_SEED ?? 'one';
const PEOPLE = 40;
const EDITS = 200;
/** When n8n is killed. */
const MIDDLE = 100;
const TEMPLATES = ['booqable-customers-to-ghl-contacts.json', 'ghl-contacts-to-booqable-customers.json', 'repair-sync.json'];

let folder: string;
let sandbox: Sandbox;
let n8n: N8n;
const workflows: Workflow[] = [];
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'sync-e2e-'));
	sandbox = await startSandbox({ seed: SEED, limits: 50 });
	n8n = await launch({ packages: [await packProject(folder)] });
	const credentials = await n8n.rest.importCredentials(sandboxCredentials(sandbox.url));
	for (const template of TEMPLATES) workflows.push(await n8n.rest.importWorkflow(hurried(await readWorkflow(path.join(PROJECT, 'workflows', template))), credentials));
	for (const { id } of workflows) await n8n.rest.publish(id);
}, 900_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
	if (folder) await rm(folder, { recursive: true, force: true });
}, 60_000);

/** The templates as somebody in a hurry sets them: every few seconds, a short index delay, and Booqable wins, since all edits fall into five minutes. */
function hurried(file: WorkflowFile): WorkflowFile {
	const nodes = file.nodes.map((node) => {
		const parameters = structuredClone(node.parameters) as Record<string, unknown> & { options?: Record<string, unknown> };
		if (node.type.endsWith('.scheduleTrigger')) parameters.rule = { interval: [{ field: 'seconds', secondsInterval: 6 }] };
		if (parameters.operation === 'sync') {
			const [winner, account] = parameters.resource === 'contact' ? ['source', DEMO_SLUG] : ['destination', LOCATION_US];
			Object.assign(parameters, { rule: winner, nearAccount: { __rl: true, mode: 'id', value: account }, options: { ...parameters.options, firstContact: winner, lagCeiling: 10 } });
		}
		return { ...node, parameters };
	});
	return { ...file, nodes };
}

interface Person {
	readonly id: string;
	readonly email: string;
	readonly name: string;
	readonly phone: string;
	readonly website: string;
	readonly industry: string;
	readonly tags: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function customers(): Person[] {
	const { customers: found = [] } = (sandbox.state('booqable') as Record<string, { customers?: Array<Record<string, unknown> & { properties: Record<string, unknown>; tag_list: string[] }> }>)[DEMO_SLUG];
	return found.map(({ id, email, name, properties, tag_list }) => person(id, email, name, properties.phone, properties.website, properties.industry, tag_list));
}

function contacts(): Person[] {
	const state = sandbox.state('ghl') as { contacts: Array<Record<string, unknown> & { customFields: Record<string, unknown>; tags: string[] }>; customFields: Array<{ id: string; fieldKey: string; locationId: string }> };
	const industry = state.customFields.find(({ fieldKey, locationId }) => fieldKey === 'contact.industry' && locationId === LOCATION_US)?.id ?? '';
	return state.contacts.filter(({ locationId }) => locationId === LOCATION_US).filter(({ email }) => text(email).startsWith('person'))
		.map((one) => person(one.id, one.email, [one.firstName, one.lastName].filter(Boolean).join(' '), one.phone, one.website, one.customFields[industry], one.tags));
}

const person = (id: unknown, email: unknown, name: unknown, phone: unknown, website: unknown, industry: unknown, tags: string[]): Person => ({
	id: text(id), email: text(email).toLowerCase(), name: canonicalName(text(name)), phone: e164(text(phone), 'US') ?? text(phone), website: text(website), industry: text(industry), tags: canonicalTags(tags).join(','),
});

const random = new SeededRandom(`sync e2e ${SEED}`);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)];

/** One call in twenty gets no good answer, some more come late; one webhook in twenty never comes. */
const FAULTS: FaultRule[] = [
	{ kind: 'webhookDrop', rate: 0.05 },
	{ kind: 'statusAfterCommit', service: 'ghl', method: 'POST', path: '/contacts', status: 422, rate: 0.05 },
	...(['ghl', 'booqable'] as const).flatMap((service): FaultRule[] => [
		{ kind: 'drop', service, rate: 0.0125 },
		{ kind: 'answerLost', service, rate: 0.0125 },
		{ kind: 'status', service, status: 500, rate: 0.0125 },
		{ kind: 'status', service, status: 429, retryAfter: 1, rate: 0.0125 },
		{ kind: 'delay', service, ms: 1_500, rate: 0.0125 },
	]),
];

/** What a user does reaches the service; only its webhook may get lost. */
async function byUser(call: () => Promise<Response>): Promise<void> {
	sandbox.clearFaults();
	sandbox.faults(FAULTS.slice(0, 1));
	const answer = await call();
	sandbox.faults(FAULTS.slice(1));
	if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}

const saveCustomer = async (attributes: object, id?: string) => await byUser(async () => await fetch(`${sandbox.url}/booqable/${DEMO_SLUG}/api/4/customers${id ? `/${id}` : ''}`, {
	method: id ? 'PUT' : 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${ACCESS_TOKEN}` }, body: JSON.stringify({ data: { type: 'customers', ...(id && { id }), attributes } }),
}));

const saveContact = async (fields: object, id?: string) => await byUser(async () => await fetch(`${sandbox.url}/ghl/contacts/${id ?? ''}`, {
	method: id ? 'PUT' : 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${PIT_US}`, version: '2021-07-28' }, body: JSON.stringify(id ? fields : { ...fields, locationId: LOCATION_US }),
}));

const property = (identifier: string, value: string) => ({ properties_attributes: [{ identifier, value }] });

async function begin(number: number): Promise<void> {
	const [name, email] = [`Person Number${number}`, `person${number}@example.com`];
	if (random.next() < 0.5) await saveCustomer({ name, email, tag_list: ['begun'], ...property('phone', `(212) 555-${1000 + number}`) });
	else await saveContact({ name, email, phone: `+1212555${1000 + number}`, tags: ['begun'] });
}

/** A user changes one field of somebody who is there, on one side. */
async function edit(number: number): Promise<void> {
	const side = pick(['customer', 'contact'] as const);
	const found = pick(side === 'customer' ? customers() : contacts());
	if (!found) return;
	const value = `value ${number}`;
	const tags = [...found.tags.split(',').filter((tag) => tag && random.next() < 0.8), `tag${number % 7}`];
	const changes = side === 'customer'
		? [{ name: `Person ${value}` }, property('website', `https://site${number}.example.com`), property('industry', value), property('phone', `(212) 556-${1000 + number}`), { tag_list: tags }]
		: [{ name: `Person ${value}` }, { website: `https://site${number}.example.com` }, { customFields: [{ key: 'industry', field_value: value }] }, { phone: `+1212556${1000 + number}` }, { tags }];
	await (side === 'customer' ? saveCustomer : saveContact)(pick<object>(changes), found.id);
}

/** What differs between the two sides, in words; empty when they have converged. */
function differences(): string[] {
	const [left, right] = [customers(), contacts()];
	const alone = [...left, ...right].filter(({ email }) => [left, right].some((side) => side.filter((one) => one.email === email).length !== 1)).map(({ email }) => `${email} is not once on each side`);
	const unequal = left.flatMap((customer) => {
		const contact = right.find(({ email }) => email === customer.email);
		return contact ? (['name', 'phone', 'website', 'industry', 'tags'] as const).filter((field) => customer[field] !== contact[field]).map((field) => `${customer.email}: ${field} is ${customer[field]} and ${contact[field]}`) : [];
	});
	return [...new Set(alone), ...unequal];
}

const ledgerFile = () => path.join(n8n.userFolder, '.n8n', 'sync-ledger', 'ledger.sqlite');

/** Waits until nothing differs and nothing is due any more. */
async function converge(withinMs: number): Promise<string[]> {
	const deadline = Date.now() + withinMs;
	const { ledger } = openSqliteLedger(ledgerFile());
	for (;;) {
		const { due, intents } = await ledger.counts();
		const left = [...differences(), ...Object.entries(due).filter(([, count]) => count > 0).map(([status, count]) => `${count} ${status}`), ...(intents > 0 ? [`${intents} creates are open`] : [])];
		if (left.length === 0 || Date.now() > deadline) {
			await ledger.close();
			return left;
		}
		await sleep(1_000);
	}
}

const writes = () => sandbox.requests().filter(({ method, path: called }) => method !== 'GET' && !called.endsWith('/search'));

describe('the templates', () => {
	it('are shown in the editor without a warning on any node', async () => {
		const browser = await openBrowser();
		const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, colorScheme: 'light' });
		page.setDefaultTimeout(60_000);
		await logIn(page, n8n.url);
		for (const { id } of workflows) {
			await openWorkflow(page, n8n.url, id);
			expect(await page.locator('[data-test-id="canvas-node"]').count()).toBeGreaterThanOrEqual(5);
			expect(await page.locator('[data-test-id="node-issues"]').count()).toBe(0);
		}
		await browser.close();
	}, 240_000);
});

describe(`customers and contacts, kept the same by the three templates (seed ${SEED})`, () => {
	it('converge after 200 edits on both sides, with faults, lost webhooks, and n8n killed in the middle', async () => {
		for (let number = 0; number < EDITS; number++) {
			if (number === MIDDLE) await n8n.kill();
			await (number % 5 === 0 ? begin(number / 5) : edit(number));
			if (number === MIDDLE + 10) await n8n.start();
			await sleep(150);
		}
		expect(await converge(200_000)).toEqual([]);
		expect(sandbox.requests().filter(({ fault }) => fault !== undefined).length).toBeGreaterThan(10);
	}, 300_000);

	it('have one record for each person on each side', () => {
		for (const side of [customers(), contacts()]) expect(side.map(({ email }) => email).sort()).toEqual(Array.from({ length: PEOPLE }, (_, number) => `person${number}@example.com`).sort());
	});

	it('are linked by the right IDs', async () => {
		const { ledger } = openSqliteLedger(ledgerFile());
		const links = (await ledger.listLinks('contacts', undefined, 1_000)).filter(({ state }) => state === 'live');
		const { reviews } = await ledger.counts();
		await ledger.close();
		expect(reviews).toBe(0);
		const right = contacts();
		const expected = customers().map(({ id, email }) => `${right.find((contact) => contact.email === email)?.id} ${id}`);
		expect(links.map(({ head, member }) => `${head.id} ${member.id}`).sort()).toEqual(expected.sort());
	});

	it('stay as they are: no write while nobody edits', async () => {
		sandbox.clearFaults();
		await sleep(6_000); // what the last edits set off
		sandbox.clearRequests();
		await sleep(15_000); // two rounds of the poll and of Repair, which look at all of them
		expect(writes()).toEqual([]);
		expect(sandbox.requests().length).toBeGreaterThanOrEqual(2);
	});

	it('make no write when fields change that are not mapped', async () => {
		for (const { id } of customers().slice(0, 10)) await saveCustomer(property('birthday', '1990-01-01'), id);
		for (const { id } of contacts().slice(0, 10)) await saveContact({ city: 'Springfield' }, id);
		sandbox.clearFaults();
		sandbox.clearRequests();
		while (sandbox.webhooks.pending().some(({ dueAt }) => dueAt < Date.now() + 5_000)) await sleep(200); // those that n8n refused while it was down are tried again much later
		await sleep(12_000);
		expect(writes()).toEqual([]);
		expect(differences()).toEqual([]);
	}, 240_000);
});
