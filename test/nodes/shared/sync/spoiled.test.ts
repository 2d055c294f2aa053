import { SPOILS, type FaultRule } from '../../../../sandbox/faults';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { Breaker } from '../../../../nodes/shared/http/breaker';
import { freshLedger, SyncedApps } from '../../../support/syncedApps';

// what is waited for is tested where waiting is: here each wait ends at once
jest.mock('../../../../nodes/shared/http/sleep', () => ({
	...jest.requireActual<object>('../../../../nodes/shared/http/sleep'),
	...jest.requireActual<object>('../../../support/sleepless'),
}));

let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
	jest.spyOn(Breaker.prototype, 'rest').mockReturnValue(0); // many failures in a row are the point
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	freshLedger();
});

const ADA = { name: 'Ada Lovelace', email: 'ada@example.com' };
const UNDECIDED = expect.stringMatching(/^(failed|pending|waiting)$/);

/** A list on its own takes the place of an object that holds one; other answers stay as they are. */
describe.each(SPOILS.filter((as) => as !== 'bare'))('answers of GHL that are spoiled as "%s"', (as) => {
	const spoil = (...calls: Array<Pick<FaultRule, 'method' | 'path'>>): void => {
		for (const call of calls) sandbox.faults({ kind: 'spoiled', as, service: 'ghl', ...call });
	};

	it('to searches make no second contact, and the next try makes the one', async () => {
		const customer = await apps.saveCustomer(ADA);
		const before = apps.contacts().length;
		spoil({ method: 'GET', path: '/contacts/**' }, { path: '/contacts/search' });
		expect(await apps.toContact(customer)).toMatchObject({ outcome: UNDECIDED });
		expect(apps.contacts()).toHaveLength(before);
		sandbox.clearFaults();
		expect(await apps.toContact(customer)).toMatchObject({ outcome: 'created' });
		expect(apps.contacts()).toHaveLength(before + 1);
	});

	it('to a create link nothing that is not there, and one contact comes of it', async () => {
		const customer = await apps.saveCustomer(ADA);
		const before = apps.contacts().length;
		spoil({ method: 'POST', path: '/contacts' });
		expect(await apps.toContact(customer)).toMatchObject({ outcome: UNDECIDED });
		sandbox.clearFaults();
		sandbox.advance(3_600_000);
		expect(await apps.toContact(customer)).toMatchObject({ outcome: expect.stringMatching(/^(linked|created)$/) });
		expect(apps.contacts()).toHaveLength(before + 1);
	});

	it.each(['GET', 'PUT'])('to each %s leave the contact due, and the next try makes it right', async (method) => {
		const customer = await apps.saveCustomer(ADA);
		const { id } = await apps.toContact(customer);
		const changed = await apps.saveCustomer({ name: 'Augusta Lovelace' }, customer.id);
		spoil({ method, path: '/contacts/**' });
		expect(await apps.toContact(changed)).toMatchObject({ outcome: UNDECIDED });
		sandbox.clearFaults();
		expect(await apps.toContact(changed)).toMatchObject({ outcome: expect.stringMatching(/^(updated|unchanged)$/) });
		expect((await apps.contact(String(id))).name).toMatch(/^augusta lovelace$/i);
	});

	it('to a delete count as deleted where the contact is gone, and only there', async () => {
		const customer = await apps.saveCustomer(ADA);
		const { id } = await apps.toContact(customer);
		const gone = { options: { sourceDeleted: true, whenSourceDeleted: 'delete' } };
		const isThere = (): boolean => apps.contacts().some((contact) => contact.id === id);
		spoil({ method: 'DELETE' });
		expect(await apps.toContact(customer, gone)).toMatchObject({ outcome: isThere() ? UNDECIDED : 'deleted' });
		sandbox.clearFaults();
		await apps.toContact(customer, gone);
		expect(isThere()).toBe(false);
	});
});
