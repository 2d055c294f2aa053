import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { json } from '../../support/engine';
import { freshLedger, ledger, SyncedApps } from '../../support/syncedApps';

let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	freshLedger();
});

const questions = async () => await json(ledger({ resource: 'review', operation: 'getMany', pair: 'contacts' }));
const answer = async (question: IDataObject, keep: string) =>
	await json(ledger({ resource: 'review', operation: 'resolve', keep }), [question]);
const due = async () => await json(ledger({ resource: 'due', operation: 'getMany', pair: 'contacts' }));
const REVIEW = { conflictResolution: 'review' };

/** Ada, linked in both apps, whose name was then edited in both. */
async function conflict() {
	const { id } = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	const { id: contactId } = await apps.toContact(await apps.customer(id));
	await apps.toCustomer(await apps.contact(String(contactId)));
	await apps.saveCustomer({ name: 'Ada Byron' }, id);
	await apps.saveContact({ firstName: 'Ada', lastName: 'King' }, String(contactId));
	return {
		customer: async () => await apps.customer(id),
		contact: async () => await apps.contact(String(contactId)),
	};
}

it('one conflict polled fifty times is one question, announced once, answered with its own item', async () => {
	const { customer, contact } = await conflict();
	let announced = 0;
	for (let poll = 0; poll < 25; poll++)
		for (const outcome of [
			await apps.toContact(await customer(), REVIEW),
			await apps.toCustomer(await contact(), REVIEW),
		]) {
			expect(outcome).toMatchObject({ outcome: 'review', review: ['name'] });
			if (outcome.newQuestion) announced += 1;
		}
	expect(announced).toBe(1);
	const [question, ...more] = await questions();
	expect(more).toEqual([]);
	expect(question).toMatchObject({
		question: 'Which name stays, that of Booqable or that of GHL? (both changed)',
		appName: 'Booqable',
		targetAppName: 'GHL',
	});
	expect(await answer(question, 'ghl')).toMatchObject([{ answer: 'target' }]);
	expect(await due()).toMatchObject([{ app: 'booqable' }, { app: 'ghl' }]);
	await apps.toContact(await customer(), REVIEW);
	await apps.toCustomer(await contact(), REVIEW);
	expect(await customer()).toMatchObject({ name: 'Ada King' });
	expect(await contact()).toMatchObject({ firstName: 'Ada', lastName: 'King' });
	expect([await questions(), await due()]).toEqual([[], []]);
});

it('an answer that names an app of neither record is refused with the two that there are', async () => {
	const { customer } = await conflict();
	await apps.toContact(await customer(), REVIEW);
	const [question] = await questions();
	await expect(answer(question, 'roofr')).rejects.toMatchObject({
		message: expect.stringContaining('Neither side of the question is of Roofr'),
		description: expect.stringContaining('Choose Booqable or GHL'),
	});
});

it('a due record is retried with the item that Get Due gave', async () => {
	const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
	await apps.toContact(customer);
	const item = { pair: 'contacts', app: 'booqable', account: DEMO_SLUG, id: customer.id };
	const target = { targetApp: 'ghl', targetAccount: LOCATION_US };
	expect(await json(ledger({ resource: 'due', operation: 'resolve' }), [{ ...item, ...target }])).toMatchObject([
		{ resolved: true, resolution: 'due now' },
	]);
	expect(await due()).toMatchObject([item]);
});

describe('too many creates', () => {
	const load = async (from: number, to: number) => {
		const outcomes: unknown[] = [];
		for (let at = from; at <= to; at++) {
			const customer = await apps.saveCustomer({ name: `Person ${at}`, email: `p${at}@example.com` });
			outcomes.push((await apps.toContact(customer, { options: { createLimit: 3 } })).outcome);
		}
		return outcomes;
	};

	it('wait as one question of the pair, which says the number; the answer makes them due', async () => {
		expect(await load(1, 5)).toEqual(['created', 'created', 'created', 'waiting', 'waiting']);
		const [question, ...more] = await questions();
		expect(more).toEqual([]);
		expect(question).toMatchObject({
			id: null,
			field: '(creates)',
			question: 'Booqable to GHL: More than 3 records were to be created within an hour: the others wait. Create them?',
		});
		expect(await answer(question, 'source')).toMatchObject([{ answer: 'source', field: '(creates)' }]);
		expect(await due()).toHaveLength(2);
		expect(await questions()).toEqual([]);
		await expect(answer(question, 'source')).rejects.toMatchObject({
			message: expect.stringContaining('No question about the creates of this pair is open'),
		});
	});

	it('stay as they are where the answer is no', async () => {
		await load(1, 5);
		const [question] = await questions();
		await answer(question, 'target');
		expect([await questions(), await due()]).toEqual([[], []]);
	});

	it('may be approved before: as many as a preview said', async () => {
		const approve = ledger({ resource: 'ledger', operation: 'approveCreates', pair: 'contacts', creates: 2, hours: 1 });
		expect(await json(approve)).toMatchObject([{ pair: 'contacts', released: 0, creates: 2 }]);
		expect(await load(1, 6)).toEqual([...Array<string>(5).fill('created'), 'waiting']);
	});

	it('have a limit of 0 or more', async () => {
		const customer = await apps.saveCustomer({ name: 'Ada', email: 'ada@example.com' });
		await expect(apps.toContact(customer, { options: { createLimit: -1 } })).rejects.toMatchObject({
			message: 'Invalid value for Create Limit: -1. Use 0 or more.',
		});
	});
});
