import { Client } from 'pg';
import type { Ledger } from '../../../sync/ledger/ledger';
import { describeWithPostgres, dropSchemas, newPostgres } from '../../support/sync/postgresServer';
import { ann, SyncFixture } from '../../support/sync/fixture';

describeWithPostgres('messages to Postgres', () => {
	let fixture: SyncFixture;
	let ledger: Ledger;
	beforeEach(async () => {
		({ ledger } = await newPostgres());
		fixture = new SyncFixture({}, ledger);
		await ledger.establish('contacts');
	});
	afterEach(async () => await ledger.close());
	afterAll(dropSchemas);

	/** What a Sync asks the server, and what comes of it. */
	async function asked(fields: Readonly<Record<string, unknown>>): Promise<readonly [string, number]> {
		const spy = jest.spyOn(Client.prototype, 'query');
		const { outcome } = await fixture.sync(fields);
		const count = spy.mock.calls.length;
		spy.mockRestore();
		return [outcome, count];
	}

	it('are one for each step of a Sync', async () => {
		expect([await asked(ann), await asked(ann), await asked({ ...ann, city: 'York' })]).toEqual([
			['created', 12],
			['unchanged', 4],
			['updated', 6],
		]);
	});
});
