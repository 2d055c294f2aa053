import { DAY, HISTORY_DAYS, TOMBSTONE_DAYS, tidyOnceADay } from '../../../sync/manage/tidy';
import { MemoryLedger } from '../../../sync/ledger/memory';
import { ann, NOW, SyncFixture } from '../../support/sync/fixture';

const LATER = (HISTORY_DAYS + 1) * DAY;

describe('a ledger that is used every day', () => {
	it('forgets history that is old, and keeps the links', async () => {
		const fixture = new SyncFixture();
		await fixture.sync(ann);
		await fixture.sync({ ...ann, city: 'York' });
		expect((await fixture.ledger.counts()).history).toBeGreaterThan(0);
		fixture.time += LATER;
		await tidyOnceADay(fixture.ledger, fixture.time);
		expect(await fixture.ledger.counts()).toMatchObject({ history: 0, links: 1 });
		expect(await fixture.summary({ ...ann, city: 'York' })).toBe('unchanged new-1');
	});

	it('is tidied once a day and no more', async () => {
		const prune = jest.spyOn(MemoryLedger.prototype, 'prune');
		const ledger = new MemoryLedger(() => NOW);
		for (const hours of [0, 1, 23, 24, 30, 47, 48]) await tidyOnceADay(ledger, NOW + (hours * DAY) / 24);
		expect(prune.mock.calls).toEqual(Array(3).fill([NOW - HISTORY_DAYS * DAY, NOW - TOMBSTONE_DAYS * DAY]));
		prune.mockRestore();
	});

	it('is used all the same when it cannot be tidied', async () => {
		const ledger = new MemoryLedger(() => NOW);
		jest.spyOn(ledger, 'prune').mockRejectedValue(new Error('busy'));
		await expect(tidyOnceADay(ledger, NOW)).resolves.toBeUndefined();
	});
});
