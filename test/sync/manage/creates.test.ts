import { CREATES, type Review } from '../../../sync/ledger/ledger';
import { allowCreates, refuseCreates } from '../../../sync/manage/creates';
import { MINUTE, SyncFixture } from '../../support/sync/fixture';

const HOUR = 60 * MINUTE;

/** Customers r1 to r<count> are synced, one a second: how many of each outcome came of it. */
async function load(fixture: SyncFixture, from: number, to: number, options = {}): Promise<Record<string, number>> {
	const outcomes: Record<string, number> = {};
	for (let at = from; at <= to; at++) {
		fixture.time += 1_000;
		const { outcome } = await fixture.sync({ email: `p${at}@example.com` }, { id: `r${at}`, options });
		outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
	}
	return outcomes;
}
const questions = async ({ ledger }: SyncFixture) => await ledger.reviews('contacts');
const dueNow = async ({ ledger }: SyncFixture) => (await ledger.due(1_000, 'contacts')).length;

describe('more than 50 creates of a pair within an hour', () => {
	it('leave the rest waiting, as one question of the pair that says how to release them', async () => {
		const fixture = new SyncFixture();
		expect(await load(fixture, 1, 60)).toEqual({ created: 50, waiting: 10 });
		expect(await questions(fixture)).toMatchObject([
			{
				field: CREATES,
				source: { system: 'rental', account: 'main', id: '' },
				target: { system: 'crm', account: 'main' },
				cause: 'More than 50 records were to be created within an hour: the others wait',
			},
		]);
		const { reason, dueAt } = await fixture.sync({ email: 'p60@example.com' }, { id: 'r60' });
		expect(reason).toContain('use "Approve Creates" of Sync Ledger');
		expect(dueAt).toBe(fixture.time + 6 * HOUR);
		expect(fixture.records.crm.size).toBe(50);
	});

	it('keep waiting when the hour is over, until somebody answers', async () => {
		const fixture = new SyncFixture();
		await load(fixture, 1, 51);
		fixture.time += 3 * HOUR;
		expect(await load(fixture, 52, 60)).toEqual({ waiting: 9 });
		expect(await questions(fixture)).toHaveLength(1);
	});

	it('leave records alone that are linked, or match', async () => {
		const fixture = new SyncFixture();
		await load(fixture, 1, 51);
		fixture.put('c900', { email: 'p900@example.com' });
		expect(await fixture.summary({ email: 'p900@example.com' }, { id: 'r900' })).toBe('linked c900');
		expect(await fixture.summary({ email: 'p7@example.com', city: 'York' }, { id: 'r7' })).toMatch(/^updated /);
	});

	it('are spread over hours, and nothing waits', async () => {
		const fixture = new SyncFixture();
		expect(await load(fixture, 1, 50)).toEqual({ created: 50 });
		fixture.time += HOUR;
		expect(await load(fixture, 51, 100)).toEqual({ created: 50 });
		expect(await load(fixture, 101, 101)).toEqual({ waiting: 1 });
	});

	it('may be 5 % of the links, where that is more', async () => {
		const fixture = new SyncFixture();
		for (let at = 0; at < 1_200; at++)
			await fixture.link(
				'contacts',
				{ system: 'crm', account: 'main', id: `h${at}` },
				{ system: 'rental', account: 'main', id: `m${at}` },
			);
		expect(await load(fixture, 1, 70)).toEqual({ created: 63, waiting: 7 });
		expect((await questions(fixture))[0].cause).toMatch(/^More than 63 records/);
	});

	it('are as many as the option says, and any number with 0', async () => {
		const fixture = new SyncFixture();
		expect(await load(fixture, 1, 8, { createLimit: 5 })).toEqual({ created: 5, waiting: 3 });
		const other = new SyncFixture();
		expect(await load(other, 1, 120, { createLimit: 0 })).toEqual({ created: 120 });
		expect(await questions(other)).toEqual([]);
	});

	it('are all shown by a dry run', async () => {
		const fixture = new SyncFixture();
		await load(fixture, 1, 51);
		const outcome = await fixture.sync({ email: 'p99@example.com' }, { id: 'r99', dryRun: true });
		expect(outcome).toMatchObject({ outcome: 'planned', reason: 'Would be created' });
	});

	it('do not count a record that a person decided to create, nor one that the app refused', async () => {
		const fixture = new SyncFixture();
		fixture.createFails = { error: new Error('connection reset') };
		await load(fixture, 1, 5, { createLimit: 5 });
		const { recent } = await fixture.ledger.creates('contacts', 0, 5);
		expect(recent).toBe(5);
	});
});

describe('the answer', () => {
	it('releases all that wait, each once, and those allowed do not count afterwards', async () => {
		const fixture = new SyncFixture();
		await load(fixture, 1, 150);
		expect(await dueNow(fixture)).toBe(0);
		expect(await allowCreates(fixture.ledger, 'contacts')).toMatchObject({ released: 100 });
		expect(await questions(fixture)).toEqual([]);
		expect(await dueNow(fixture)).toBe(100);
		expect(await load(fixture, 51, 150)).toEqual({ created: 100 });
		expect(fixture.records.crm.size).toBe(150);
		// a day later the limit holds again, and counts nothing of that load
		fixture.time += 24 * HOUR;
		expect(await load(fixture, 151, 210)).toEqual({ created: 50, waiting: 10 });
		expect(await questions(fixture)).toHaveLength(1);
	});

	it('given before a first import allows exactly as many as it says', async () => {
		const fixture = new SyncFixture();
		await allowCreates(fixture.ledger, 'contacts', { creates: 80 });
		expect(await questions(fixture)).toEqual([]);
		// 80 that were allowed, then 50 as in any hour
		expect(await load(fixture, 1, 140)).toEqual({ created: 130, waiting: 10 });
		expect(await questions(fixture)).toHaveLength(1);
		expect(await allowCreates(fixture.ledger, 'contacts', { creates: 4 })).toMatchObject({ released: 10 });
		expect(await load(fixture, 131, 140)).toEqual({ created: 4, waiting: 6 });
		expect(await questions(fixture)).toHaveLength(1);
	});

	it('ends with its time', async () => {
		const fixture = new SyncFixture();
		await allowCreates(fixture.ledger, 'contacts', { within: 60_000 });
		// a minute of creates, one a second: the last of them comes when it is over
		expect(await load(fixture, 1, 59)).toEqual({ created: 59 });
		expect(await load(fixture, 60, 111)).toEqual({ created: 50, waiting: 2 });
	});

	it('can be no: what waits is not tried again until it changes', async () => {
		const fixture = new SyncFixture();
		await load(fixture, 1, 160);
		expect(await refuseCreates(fixture.ledger, 'contacts')).toBe(110);
		fixture.time += 24 * HOUR;
		expect(await dueNow(fixture)).toBe(0);
		expect(await questions(fixture)).toEqual([]);
		expect(await load(fixture, 160, 160)).toEqual({ created: 1 });
	});

	describe('where more than one question stands', () => {
		const [rental, crm] = [
			{ system: 'rental', account: 'main' },
			{ system: 'crm', account: 'main' },
		];
		const question = (from: typeof rental, to: typeof crm, more: Partial<Review> = {}): Review => ({
			pair: 'contacts',
			source: { ...from, id: '' },
			target: to,
			field: CREATES,
			cause: 'Too many',
			desired: '',
			found: '',
			at: 1,
			...more,
		});
		const ofField = question(rental, crm, {
			source: { ...rental, id: 'r1' },
			target: { ...crm, id: 'c1' },
			field: 'city',
		});
		const put = async ({ ledger }: SyncFixture, ...rows: readonly Review[]) =>
			await ledger.commit(rows.map((row) => ({ put: 'review', row })));
		const kept = async ({ ledger }: SyncFixture, from: typeof rental, to: typeof crm) =>
			(await ledger.known('contacts', { ...from, id: '' }, to)).reviews;

		it('closes those of both directions with one answer, and leaves questions about records open', async () => {
			for (const answer of [allowCreates, refuseCreates]) {
				const fixture = new SyncFixture();
				await put(fixture, ofField, question(rental, crm), question(crm, rental));
				await answer(fixture.ledger, 'contacts');
				expect(await questions(fixture)).toEqual([ofField]);
				const left = [...(await kept(fixture, rental, crm)), ...(await kept(fixture, crm, rental))];
				expect(left.map(({ winner }) => winner)).toEqual(answer === allowCreates ? ['source'] : []);
			}
		});

		it('takes the place of the answer before it', async () => {
			const fixture = new SyncFixture();
			const first = question(rental, crm, { winner: 'source', allows: { from: 1, until: 2, creates: 7 } });
			await put(fixture, ofField, first);
			await allowCreates(fixture.ledger, 'contacts', { creates: 9 });
			expect(await kept(fixture, rental, crm)).toEqual([
				{ ...first, allows: expect.objectContaining({ from: fixture.time, creates: 9 }) },
			]);
			await put(fixture, question(crm, rental));
			const { allows } = await allowCreates(fixture.ledger, 'contacts');
			expect(allows).toEqual({ from: fixture.time, until: fixture.time + 24 * HOUR });
			expect(await kept(fixture, rental, crm)).toEqual([]);
			expect(await kept(fixture, crm, rental)).toEqual([{ ...question(crm, rental), winner: 'source', allows }]);
			await refuseCreates(fixture.ledger, 'contacts');
			expect([await kept(fixture, crm, rental), await questions(fixture)]).toEqual([[], [ofField]]);
		});

		it('or none, what is allowed is of no app in particular, and is closed with a no', async () => {
			const fixture = new SyncFixture();
			const nowhere = { system: '', account: '' };
			await allowCreates(fixture.ledger, 'contacts');
			expect(await kept(fixture, nowhere, nowhere)).toMatchObject([{ field: CREATES, winner: 'source' }]);
			await refuseCreates(fixture.ledger, 'contacts');
			expect(await kept(fixture, nowhere, nowhere)).toEqual([]);
		});
	});

	it('concerns one pair', async () => {
		const fixture = new SyncFixture();
		await load(fixture, 1, 60);
		expect(await allowCreates(fixture.ledger, 'notes')).toMatchObject({ released: 0 });
		expect(await load(fixture, 60, 60)).toEqual({ waiting: 1 });
	});
});
