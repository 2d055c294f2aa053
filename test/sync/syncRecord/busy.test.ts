import type { Ledger } from '../../../sync/ledger/ledger';
import { StoreBusy } from '../../../store/sql';
import { ann, MINUTE, SyncFixture } from '../../support/sync/fixture';

/** From now on the ledger has no time for so many calls of a method, once it has answered `after` of them. */
function busy(ledger: Ledger, method: 'acquire' | 'commit' | 'known' | 'release', times: number, after = 0) {
	const free: (...given: never[]) => unknown = Reflect.get(ledger, method).bind(ledger);
	let calls = 0;
	Reflect.set(ledger, method, async (...given: never[]) => {
		calls += 1;
		if (calls > after && calls <= after + times) throw new StoreBusy('the ledger is busy: others held it too long');
		return await free(...given);
	});
}

describe('a ledger that has no time', () => {
	it.each(['known', 'acquire'] as const)('for %s leaves the record busy, and due a minute later', async (method) => {
		const fixture = new SyncFixture();
		await fixture.ledger.establish('contacts');
		busy(fixture.ledger, method, 1);
		expect(await fixture.sync(ann)).toMatchObject({
			outcome: 'busy',
			reason: 'the ledger is busy: others held it too long',
			dueAt: fixture.time + MINUTE,
		});
		expect(fixture.called()).toEqual([]);
		fixture.time += MINUTE;
		expect(await fixture.ledger.due(10)).toMatchObject([{ status: 'busy', source: { id: 'r1' } }]);
		expect(await fixture.summary(ann)).toBe('created new-1');
		expect(await fixture.ledger.due(10)).toEqual([]);
	});

	it('to store what a create has made leaves it to the next run, which creates nothing twice', async () => {
		const fixture = new SyncFixture();
		await fixture.ledger.establish('contacts');
		busy(fixture.ledger, 'commit', 2, 1);
		expect(await fixture.summary(ann)).toBe('busy');
		fixture.time += 10 * MINUTE;
		expect(await fixture.ledger.due(10)).toHaveLength(1);
		expect(await fixture.summary(ann)).toBe('linked new-1');
		expect(fixture.records.crm.size).toBe(1);
	});

	it('to take leases back has no effect on the outcome', async () => {
		const fixture = new SyncFixture();
		await fixture.ledger.establish('contacts');
		busy(fixture.ledger, 'release', 1);
		expect(await fixture.summary(ann)).toBe('created new-1');
	});

	it('at all is told to whoever asked', async () => {
		const fixture = new SyncFixture();
		busy(fixture.ledger, 'commit', 99);
		busy(fixture.ledger, 'known', 99);
		await expect(fixture.sync(ann)).rejects.toThrow(StoreBusy);
	});
});
