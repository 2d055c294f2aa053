import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxCredentials } from '../../launcher/demo';
import { launch, type N8n } from '../../launcher/n8n';
import { packProject } from '../../launcher/pack';
import type { Workflow } from '../../launcher/rest';
import { SeededRandom } from '../../sandbox/random';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { seenInEditor } from './editor/seenInEditor';
import {
	armFaults,
	contacts,
	customers,
	differences,
	property,
	saveContact,
	saveCustomer,
	writesOfN8n,
} from './contacts';
import { hurriedContacts, People } from './people';
import { converge, takenOnIsDue, withLedger } from './settling';

const SEED = process.env.SYNC_SEED ?? 'one';
const PEOPLE = 40;
const EDITS = 200;
/** When n8n is killed. */
const MIDDLE = 100;

let folder: string;
let sandbox: Sandbox;
let n8n: N8n;
let people: People;
const workflows: Workflow[] = [];
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'sync-e2e-'));
	sandbox = await startSandbox({ seed: SEED, limits: 50 });
	people = new People(sandbox, new SeededRandom(`sync e2e ${SEED}`));
	n8n = await launch({ packages: [await packProject(folder)] });
	const credentials = await n8n.rest.importCredentials(sandboxCredentials(sandbox.url));
	workflows.push(await n8n.rest.importWorkflow(await hurriedContacts(), credentials));
	for (const { id } of workflows) await n8n.rest.publish(id);
}, 900_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
	if (folder) await rm(folder, { recursive: true, force: true });
}, 60_000);

describe('the template', () => {
	it('is shown in the editor without a warning on any node', async () => {
		const seen = await seenInEditor(n8n, workflows);
		expect(seen.map(({ warnings }) => warnings)).toEqual(workflows.map(() => 0));
		for (const { nodes } of seen) expect(nodes).toBeGreaterThanOrEqual(5);
	}, 240_000);
});

describe(`customers and contacts, kept the same by one workflow (seed ${SEED})`, () => {
	it('converge after 200 edits on both sides, with faults, lost webhooks, and n8n killed in the middle', async () => {
		armFaults(sandbox);
		for (let number = 0; number < EDITS; number++) {
			if (number === MIDDLE) await n8n.kill();
			await (number % 5 === 0 ? people.begin(number / 5) : people.edit(number));
			if (number === MIDDLE + 10) await n8n.start();
			await sleep(150);
		}
		takenOnIsDue(n8n);
		expect(
			await withLedger(n8n, async (ledger) => await converge(ledger, () => differences(sandbox), 200_000)),
		).toEqual([]);
		expect(sandbox.requests().filter(({ fault }) => fault !== undefined).length).toBeGreaterThan(10);
	}, 300_000);

	it('have one record for each person on each side', () => {
		for (const side of [customers(sandbox), contacts(sandbox)])
			expect(side.map(({ email }) => email).sort()).toEqual(
				Array.from({ length: PEOPLE }, (_, number) => `person${number}@example.com`).sort(),
			);
	});

	it('are linked by the right IDs', async () => {
		const { all, reviews } = await withLedger(n8n, async (ledger) => ({
			all: await ledger.listLinks('contacts', undefined, 1_000),
			reviews: (await ledger.counts()).reviews,
		}));
		const links = all.filter(({ state }) => state === 'live');
		expect(reviews).toBe(0);
		const right = contacts(sandbox);
		const expected = customers(sandbox).map(
			({ id, email }) => `${right.find((contact) => contact.email === email)?.id} ${id}`,
		);
		expect(links.map(({ head, member }) => `${head.id} ${member.id}`).sort()).toEqual(expected.sort());
	});

	it('stay as they are: no write while nobody edits', async () => {
		sandbox.clearFaults();
		await sleep(6_000); // what the last edits set off
		sandbox.clearRequests();
		await sleep(15_000); // two rounds of the polls and of what is due
		expect(writesOfN8n(sandbox)).toEqual([]);
		expect(sandbox.requests().length).toBeGreaterThanOrEqual(2);
	});

	it('make no write when fields change that are not mapped', async () => {
		sandbox.clearRequests();
		for (const { id } of customers(sandbox).slice(0, 10))
			await saveCustomer(sandbox, property('birthday', '1990-01-01'), id);
		for (const { id } of contacts(sandbox).slice(0, 10)) await saveContact(sandbox, { city: 'Springfield' }, id);
		// those of these edits; what n8n refused while it was down is tried again for hours
		while (sandbox.webhooks.pending().some(({ attempt }) => attempt === 1)) await sleep(200);
		await sleep(12_000);
		expect(writesOfN8n(sandbox)).toEqual([]);
		expect(differences(sandbox)).toEqual([]);
	}, 240_000);
});
