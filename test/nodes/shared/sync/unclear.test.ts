import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LOCATION_US } from '../../../../sandbox/ghl/world';
import { hostLedger } from '../../../../sync/ledger/host';
import { saveLink } from '../../../../sync/manage/links';
import { openSqliteLedger } from '../../../../sync/ledger/openSqlite';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import type { FaultRule } from '../../../../sandbox/faults';
import { json } from '../../../support/engine';
import { freshLedger, SyncedApps, ledger } from '../../../support/syncedApps';

let sandbox: Sandbox;
let apps: SyncedApps;
let file: string;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	file = freshLedger();
});

const ADA = { name: 'Ada Lovelace', email: 'ada@example.com' };

const AFTER_COMMIT: ReadonlyArray<[string, FaultRule]> = [
	['422 although it was made', { kind: 'statusAfterCommit', status: 422 }],
	['500 although it was made', { kind: 'statusAfterCommit', status: 500 }],
	['no answer although it was made', { kind: 'answerLost' }],
	['a web page although it was made', { kind: 'spoiled', as: 'html' }],
	['nothing although it was made', { kind: 'spoiled', as: 'empty' }],
	['half an answer although it was made', { kind: 'spoiled', as: 'cut' }],
	['an answer without a record although it was made', { kind: 'statusAfterCommit', status: 200, body: {} }],
];

describe.each(AFTER_COMMIT)('a create that gets %s', (_, fault) => {
	it('leaves the contact pending, and the next try finds it: one contact', async () => {
		const customer = await apps.saveCustomer(ADA);
		const before = apps.contacts().length;
		sandbox.faults({ ...fault, service: 'ghl', method: 'POST', path: '/contacts', times: 1 });
		expect(await apps.toContact(customer)).toMatchObject({ outcome: 'pending' });
		expect(apps.contacts()).toHaveLength(before + 1);
		sandbox.clearRequests();
		expect(await apps.toContact(customer)).toMatchObject({
			outcome: 'linked',
			reason: 'Found again after a create without a clear answer',
		});
		const { reads, writes } = apps.calls('ghl');
		expect(writes).toBe(0);
		expect(reads).toBeLessThanOrEqual(2);
		expect(apps.contacts()).toHaveLength(before + 1);
	});
});

describe.each(AFTER_COMMIT.slice(1))('a create of a customer that gets %s', (_, fault) => {
	it('is pending as long as the index lags, and found then: one customer', async () => {
		const contact = await apps.saveContact({ firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' });
		const before = apps.customers().length;
		sandbox.faults({ ...fault, service: 'booqable', method: 'POST', times: 1 });
		expect(await apps.toCustomer(contact)).toMatchObject({ outcome: 'pending' });
		expect(await apps.toCustomer(contact)).toMatchObject({
			outcome: 'pending',
			reason: expect.stringContaining('not found yet'),
		});
		sandbox.advance(60_000);
		expect(await apps.toCustomer(contact)).toMatchObject({ outcome: 'linked' });
		expect(apps.customers()).toHaveLength(before + 1);
	});
});

it('takes a 422 of Booqable for a clear refusal', async () => {
	const contact = await apps.saveContact({ firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' });
	sandbox.faults({ kind: 'status', service: 'booqable', method: 'POST', status: 422, times: 1 });
	expect(await apps.toCustomer(contact)).toMatchObject({ outcome: 'failed' });
	expect(await apps.toCustomer(contact)).toMatchObject({ outcome: 'created' });
});

it('creates no second contact while an unclear create may still show up', async () => {
	const customer = await apps.saveCustomer(ADA);
	const before = apps.contacts().length;
	sandbox.faults({ kind: 'drop', service: 'ghl', method: 'POST', path: '/contacts', times: 1 });
	expect(await apps.toContact(customer)).toMatchObject({ outcome: 'pending' });
	expect(await apps.toContact(customer)).toMatchObject({ outcome: 'pending' });
	expect(apps.contacts()).toHaveLength(before);
});

it('links the contact that GHL names when it refuses a duplicate, without another search', async () => {
	const contact = await apps.saveContact({ firstName: 'Ada', lastName: 'Lovelace', phone: '+12125550142' });
	const customer = await apps.saveCustomer({
		name: 'Ada Lovelace',
		properties_attributes: [{ identifier: 'phone', value: '+1 212 555 0142' }],
	});
	sandbox.faults({ kind: 'indexLag', service: 'ghl', ms: 600_000 });
	expect(await apps.toContact(customer)).toMatchObject({ outcome: 'linked', id: contact.id });
});

it('settles an update whose answer was lost, with one read and no second write', async () => {
	const customer = await apps.saveCustomer(ADA);
	await apps.toContact(customer);
	const changed = await apps.saveCustomer({ name: 'Augusta Lovelace' }, customer.id);
	sandbox.faults({ kind: 'statusAfterCommit', service: 'ghl', method: 'PUT', status: 400, times: 1 });
	expect(await apps.toContact(changed)).toMatchObject({ outcome: 'failed' });
	sandbox.clearRequests();
	expect(await apps.toContact(changed)).toMatchObject({ outcome: 'unchanged' });
	expect(apps.calls('ghl')).toEqual({ reads: 1, writes: 0 });
});

describe('the ledger', () => {
	it('lets go of a link to a contact without an ID, and the customer gets its contact', async () => {
		const customer = await apps.saveCustomer(ADA);
		const { ledger: rows } = hostLedger();
		const member = { system: 'booqable', account: 'demo-rentals', id: String(customer.id) };
		const head = { system: 'ghl', account: LOCATION_US, id: '' };
		await saveLink(rows, { next: Math.random, id: randomUUID }, { pair: 'contacts', head, member });
		const before = apps.contacts().length;
		expect(await apps.toContact(customer)).toMatchObject({ outcome: 'created' });
		expect(apps.contacts()).toHaveLength(before + 1);
		expect(await apps.toContact(customer)).toMatchObject({ outcome: 'unchanged' });
		expect((await rows.links('contacts', member)).filter(({ state }) => state === 'live')).toHaveLength(1);
	});

	it('lies in the folder of n8n, readable by its owner only, and is there after it was closed', async () => {
		const customer = await apps.saveCustomer(ADA);
		const { id } = await apps.toContact(customer);
		const again = openSqliteLedger(file);
		const [link] = await again.ledger.links('contacts', {
			system: 'booqable',
			account: 'demo-rentals',
			id: customer.id,
		});
		expect(link).toMatchObject({ state: 'live', head: { system: 'ghl', id }, member: { id: customer.id } });
		await again.ledger.close();
	});

	it('drops the leases of a process that was killed, and not those of one that lives', async () => {
		const { hostLedger } = await import('../../../../sync/ledger/host');
		const { writeFileSync, mkdirSync } = await import('node:fs');
		const { dirname } = await import('node:path');
		const holding = async (pid: number) => {
			const own = freshLedger();
			mkdirSync(dirname(own), { recursive: true });
			const before = openSqliteLedger(own);
			await before.ledger.acquire('somebody', ['record x'], 600_000);
			await before.ledger.close();
			writeFileSync(`${own}.pid`, String(pid));
			return (await hostLedger().ledger.acquire('another', ['record x'], 1_000)).held;
		};
		expect(await holding(2 ** 22 + 1)).toBe(true); // above the highest number a process can have
		expect(await holding(process.ppid)).toBe(false);
	});

	it('is refused in queue mode, with what to do instead', async () => {
		process.env.EXECUTIONS_MODE = 'queue';
		const customer = await apps.saveCustomer(ADA);
		const error = (await apps.toContact(customer).catch((thrown: unknown) => thrown)) as Error & {
			description?: string;
		};
		delete process.env.EXECUTIONS_MODE;
		expect(error.message).toContain('queue mode');
		expect(error.description).toContain('Choose "Postgres"');
	});

	it('holds no value of any record, nor does a reason', async () => {
		const planted = Array.from({ length: 60 }, (_, index) => `Planted${index}Value`);
		const said: string[] = [];
		for (let index = 0; index < 20; index++) {
			const [name, mail, industry] = planted.slice(index * 3, index * 3 + 3);
			const customer = await apps.saveCustomer({ name, email: `${mail}@example.com`, tag_list: [industry] });
			if (index % 4 === 1)
				sandbox.faults({
					kind: 'status',
					service: 'ghl',
					method: 'POST',
					path: '/contacts',
					status: 422,
					times: 1,
					body: { statusCode: 422, message: [`${name} and ${mail}@example.com are not welcome`] },
				});
			if (index % 4 === 2)
				sandbox.faults({ kind: 'answerLost', service: 'ghl', method: 'POST', path: '/contacts', times: 1 });
			said.push(
				JSON.stringify(
					await apps.toContact(customer, {
						fields: { custom_industry: industry, ...(index % 4 === 3 && { country: industry }) },
					}),
				),
			);
		}
		for (const table of ['due', 'review'])
			said.push(
				JSON.stringify(await json(ledger({ resource: table, operation: 'getMany', pair: 'contacts', limit: 500 }))),
			);
		const stored = [file, `${file}-wal`]
			.map((part) => readFileSync(part, 'latin1'))
			.join('')
			.toLowerCase();
		for (const value of planted) {
			expect(stored).not.toContain(value.toLowerCase());
			expect(said.join('')).not.toContain(value);
		}
		expect(said.join('')).toContain('failed');
		expect(said.join('')).toContain('pending');
	});
});
