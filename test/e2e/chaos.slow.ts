import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxCredentials } from '../../launcher/demo';
import { launch, type N8n } from '../../launcher/n8n';
import { packProject } from '../../launcher/pack';
import type { Workflow } from '../../launcher/rest';
import type { FaultRule } from '../../sandbox/faults';
import { SeededRandom } from '../../sandbox/random';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { clockAhead } from './clockAhead';
import {
	armFaults,
	callsOfN8n,
	contacts,
	customers,
	differences,
	property,
	saveContact,
	saveCustomer,
	writesOfN8n,
} from './contacts';
import { hurriedContacts, People } from './people';
import { converge, ledgerFile, withLedger } from './settling';

const SEED = process.env.CHAOS_SEED ?? 'chaos';
const PEOPLE = 20;
const EDITS = 60;
/** How long both services are away. */
const AWAY_MINUTES = Number(process.env.CHAOS_AWAY_MINUTES ?? 10);
/** Room for the ledger's file, on a disk of its own that can be filled up. */
const DISK_MB = 16;

let folder: string;
let userFolder: string;
let disk: string;
let sandbox: Sandbox;
let n8n: N8n;
let people: People;
let workflow: Workflow;
let begun = 0;
let edited = 0;
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'chaos-e2e-'));
	userFolder = path.join(folder, 'n8n');
	disk = path.join(userFolder, '.n8n', 'sync-ledger');
	await mkdir(disk, { recursive: true });
	mounted('mount', '-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=700`, 'none', disk);
	sandbox = await startSandbox({ seed: SEED, limits: 50 });
	people = new People(sandbox, new SeededRandom(`chaos ${SEED}`));
	n8n = await launch({ packages: [await packProject(folder)], userFolder });
	const credentials = await n8n.rest.importCredentials(sandboxCredentials(sandbox.url));
	workflow = await n8n.rest.importWorkflow(await hurriedContacts(), credentials);
	await n8n.rest.publish(workflow.id);
	for (; begun < PEOPLE; begun++) await people.begin(begun);
	await settled();
}, 900_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
	if (disk) mounted('umount', disk);
	if (folder) await rm(folder, { recursive: true, force: true });
}, 60_000);

afterEach(() => sandbox.clearFaults());

/** A disk of the test's own needs root. */
function mounted(command: string, ...args: string[]): void {
	const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
	if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}. This test is run as root.`);
}

/** Users edit in both apps, and a new person comes now and then. */
async function edits(count = EDITS): Promise<void> {
	for (let number = 0; number < count; number++) {
		if (number % 15 === 14) await people.begin(begun++);
		else await people.edit(edited++);
		await sleep(150);
	}
}

/**
 * What failed is tried again after minutes, hours or a day, and a lease that could not be given back runs out: as if
 * they had passed.
 */
function hoursLater(): void {
	const database = new DatabaseSync(ledgerFile(n8n), { timeout: 5_000 });
	database.exec('UPDATE batch SET until = 0; UPDATE due SET next_at = 0; DELETE FROM lease');
	database.close();
}

/** Both apps say the same, each person is there once and linked, nobody is asked, and nothing is due. */
async function settled(): Promise<void> {
	const left = await withLedger(n8n, async (ledger) => {
		const due = await ledger.due(1_000, undefined, true);
		const open = await converge(
			ledger,
			() => differences(sandbox),
			400_000,
			async () => {
				await sleep(20_000);
				hoursLater();
			},
		);
		return { open, reviews: await ledger.reviews(), withoutReason: due.filter(({ cause }) => cause === '') };
	});
	expect(left).toEqual({ open: [], reviews: [], withoutReason: [] });
	const emails = Array.from({ length: begun }, (_, number) => `person${number}@example.com`).sort();
	for (const side of [customers(sandbox), contacts(sandbox)])
		expect(side.map(({ email }) => email).sort()).toEqual(emails);
	const links = await withLedger(n8n, async (ledger) => await ledger.listLinks('contacts', undefined, 1_000));
	const right = contacts(sandbox);
	expect(
		links
			.filter(({ state }) => state === 'live')
			.map(({ head, member }) => `${head.id} ${member.id}`)
			.sort(),
	).toEqual(
		customers(sandbox)
			.map(({ id, email }) => `${right.find((contact) => contact.email === email)?.id} ${id}`)
			.sort(),
	);
}

/** Faults of every service, each with this share of the calls. */
const faults = (rate: number, ...kinds: Array<Partial<FaultRule> & Pick<FaultRule, 'kind'>>): FaultRule[] =>
	(['ghl', 'booqable'] as const).flatMap((service) => kinds.map((fault) => ({ ...fault, service, rate }) as FaultRule));

describe(`contacts and customers on a hard day (seed ${SEED})`, () => {
	it('are the same again after calls that took half a minute, were cut off, or broke', async () => {
		armFaults(
			sandbox,
			faults(
				0.05,
				{ kind: 'delay', ms: 30_000 },
				{ kind: 'drop', inBody: true },
				{ kind: 'answerLost', inBody: true },
				{ kind: 'answerLost' },
			),
		);
		await edits();
		await sleep(60_000);
		const calls = callsOfN8n(sandbox);
		const seen = new Set(calls.flatMap(({ fault }) => fault ?? []));
		expect([...seen]).toEqual(expect.arrayContaining(['drop', 'answerLost']));
		expect(calls.some(({ duration = 0 }) => duration >= 30_000)).toBe(true);
		sandbox.clearFaults();
		await settled();
	}, 900_000);

	it(
		`are the same again after both services were away for ${AWAY_MINUTES} minutes`,
		async () => {
			armFaults(sandbox, faults(1, { kind: 'drop' }));
			await edits();
			sandbox.clearRequests(); // while a user acts, the services answer
			await sleep(AWAY_MINUTES * 60_000);
			expect(callsOfN8n(sandbox).length).toBeGreaterThan(0);
			expect(callsOfN8n(sandbox).filter(({ fault }) => fault !== 'drop')).toEqual([]);
			sandbox.clearFaults();
			await settled();
		},
		AWAY_MINUTES * 60_000 + 900_000,
	);

	it.each([
		['forward', 1],
		['back', 0],
	])(
		'are the same again after the clock of n8n was set %s by an hour',
		async (_, ahead) => {
			await edits(EDITS / 2);
			await n8n.kill();
			await edits(EDITS / 2);
			await n8n.start(ahead === 0 ? {} : clockAhead(ahead));
			await edits(EDITS / 2);
			await settled();
		},
		900_000,
	);

	it('are the same again after the disk of the ledger was full', async () => {
		const filling = path.join(disk, 'filling');
		const full = async () => await writeFile(filling, Buffer.alloc(DISK_MB * 1024 * 1024));
		await expect(full()).rejects.toThrow('ENOSPC');
		const before = sandbox.requests().length;
		await edits();
		await sleep(15_000);
		const failed = (await n8n.rest.executions(workflow.id)).filter(({ status }) => status === 'error');
		expect(failed.length).toBeGreaterThan(0);
		expect(sandbox.requests().length).toBeGreaterThan(before);
		await rm(filling);
		await settled();
	}, 900_000);

	it('end in a row with a reason where a value has ten million characters, and are the same when it is shorter', async () => {
		const customer = customers(sandbox)[0];
		const contact = contacts(sandbox).find(({ email }) => email !== customer.email);
		await saveCustomer(sandbox, property('industry', 'x'.repeat(10_000_000)), customer.id);
		await saveContact(sandbox, { website: `https://example.com/${'y'.repeat(10_000_000)}` }, contact?.id);
		await sleep(60_000);
		const due = await withLedger(n8n, async (ledger) => await ledger.due(1_000, undefined, true));
		for (const { cause } of due) expect(cause.length).toBeGreaterThan(10);
		for (const { cause } of due) expect(cause.length).toBeLessThan(2_000);
		await saveCustomer(sandbox, property('industry', 'short'), customer.id);
		await saveContact(sandbox, { website: 'https://example.com/short' }, contact?.id);
		await settled();
	}, 900_000);

	it('stay as they are then: no write while nobody edits', async () => {
		sandbox.clearRequests();
		await sleep(30_000);
		expect(writesOfN8n(sandbox)).toEqual([]);
		expect(callsOfN8n(sandbox).length).toBeGreaterThan(0);
	}, 60_000);
});
