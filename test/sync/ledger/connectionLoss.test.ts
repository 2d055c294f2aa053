import { emptyBaseline } from '../../../sync/model/baseline';
import type { Change, Ledger, Link } from '../../../sync/ledger/ledger';
import { setTimeout } from 'node:timers/promises';
import { TRUSTED } from '../../../store/postgres';
import { StoreError } from '../../../store/sql';
import { openPostgres, type LedgerSettings } from '../../../sync/ledger/openPostgres';
import { describeWithPostgres, dropSchemas, newSettings, query } from '../../support/sync/postgresServer';
import { Proxy } from '../../support/sync/proxy';

const head = { system: 'crm', account: 'loc', id: '1' };
const row: Link = {
	id: 'l',
	pair: 'contacts',
	head,
	member: { system: 'rental', account: 'shop', id: '2' },
	primary: true,
	state: 'live',
	since: 1,
	rev: 1,
	toHead: emptyBaseline,
	toMember: emptyBaseline,
};
const putLink: Change & { put: 'link' } = { put: 'link', row };

describeWithPostgres('a connection to the ledger in Postgres', () => {
	let settings: LedgerSettings;
	let proxy: Proxy;
	let ledger: Ledger;
	let direct: Ledger;
	beforeEach(async () => {
		settings = newSettings();
		proxy = new Proxy(settings);
		await proxy.open();
		ledger = (await openPostgres({ ...settings, port: proxy.port })).ledger;
		direct = (await openPostgres(settings)).ledger;
	});
	afterEach(async () => {
		await ledger.close();
		await direct.close();
		await proxy.close().catch(() => undefined);
		await dropSchemas();
	});

	it('that is lost while idle is replaced by another', async () => {
		await ledger.now();
		proxy.loseAll();
		await setTimeout(TRUSTED);
		expect(await ledger.commit([putLink])).toBe(true);
		const ended = await query(
			"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE client_port = ANY($1) AND state = 'idle'",
			[[...proxy.serverSees]],
		);
		expect(ended.length).toBeGreaterThan(0);
		expect(await ledger.links('contacts', head)).toEqual([row]);
	});

	it.each([
		['after', [row]],
		['before', []],
	] as const)(
		'that is lost during a commit, %s it was carried out, gives an error that says it is unclear, and never "refused"',
		async (how, stored) => {
			proxy.cut = { at: 'INSERT INTO link', how };
			await expect(ledger.commit([putLink])).rejects.toThrow(/not known whether it was stored/);
			await expect(ledger.commit([putLink])).rejects.toThrow(StoreError);
			expect(await direct.links('contacts', head)).toEqual(stored);
			expect(await direct.commit([{ ...putLink, row: { ...row, id: 'other', member: head } }])).toBe(true);
		},
	);

	it('that is lost during a read is replaced by another', async () => {
		await direct.commit([putLink]);
		proxy.cut = { at: 'FROM link', how: 'once' };
		expect(await ledger.links('contacts', head)).toEqual([row]);
	});

	it('is opened again when the server is back', async () => {
		const { port } = proxy;
		await proxy.close();
		await setTimeout(TRUSTED);
		await expect(ledger.commit([putLink])).rejects.toThrow(/nothing answers at this host and port/);
		await proxy.open(port);
		expect(await ledger.commit([putLink])).toBe(true);
	});

	it('that is stuck within a commit holds up nobody else', async () => {
		proxy.cut = { at: 'INSERT INTO link', how: 'stuck' };
		const stuck = expect(ledger.commit([putLink])).rejects.toThrow(StoreError);
		await setTimeout(100);
		expect(await direct.commit([{ ...putLink, row: { ...row, rev: 7 } }])).toBe(true);
		expect((await direct.links('contacts', head))[0].rev).toBe(7);
		await stuck;
	}, 30_000);
});
