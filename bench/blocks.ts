import '../test/support/nodeFiles';
import '../test/support/setup';
import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../sandbox/booqable/world';
import { LOCATION_US } from '../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../sandbox/server';
import { json, type Setup } from '../test/support/engine';
import { byId, ghlPrivate, mapped } from '../test/support/nodeSetups';
import { freshLedger, ledger } from '../test/support/syncedApps';
import { block } from './block';
import { quantile, rounded, type Bound, type Section } from './section';

/** The most that a piece of work may have the event loop, in milliseconds of processor time. */
const LONGEST = 50;
/** Records of Link Existing and of Reconcile, and items of a Sync. */
const RECORDS = 20_000;
const ITEMS = 500;

const person = (_: unknown, number: number): IDataObject => ({
	id: `record-${number}`,
	name: `Ada Example ${number}`,
	email: `ada.${number}@example.com`,
	phone: `+1212555${String(1000 + (number % 9000))}`,
});
const people = (count: number): IDataObject[] => Array.from({ length: count }, person);

const sync = (sandbox: Sandbox): Setup =>
	ghlPrivate(sandbox, {
		resource: 'contact',
		operation: 'sync',
		sourceApp: 'booqable',
		sourceAccount: byId(DEMO_SLUG),
		sourceId: '={{ $json.id }}',
		fields: mapped({ name: '={{ $json.name }}', email: '={{ $json.email }}', phone: '={{ $json.phone }}' }),
	});

const lists = (operation: string): Setup =>
	ledger({
		resource: 'link',
		operation,
		pair: 'contacts',
		sourceApp: 'booqable',
		sourceAccount: byId(DEMO_SLUG),
		sourceRecords: JSON.stringify(people(RECORDS)),
		targetApp: 'ghl',
		targetAccount: byId(LOCATION_US),
		targetRecords: JSON.stringify(people(RECORDS)),
		comparedFields: 'name, email, phone',
	});

/** The middle of three runs: the garbage collector comes when it likes. */
async function usualBlock(work: () => Promise<unknown>): Promise<{ longest: number; all: number }> {
	const runs = [await block(work), await block(work), await block(work)];
	const of = (name: 'longest' | 'all'): number =>
		quantile(
			runs.map((run) => run[name]),
			0.5,
		);
	return { longest: of('longest'), all: of('all') };
}

export const blocks: Section = {
	name: 'blocks',
	what: 'the longest time for which the event loop stands still, in processor time, on the ledger file',
	async run() {
		const sandbox = await startSandbox({ limits: 'off' });
		freshLedger();
		const input = people(ITEMS);
		await json(sync(sandbox), input);
		const measured: Array<readonly [string, Awaited<ReturnType<typeof usualBlock>>]> = [
			[`Sync of ${ITEMS} unchanged contacts`, await usualBlock(async () => await json(sync(sandbox), input))],
		];
		const linking = await usualBlock(async () => {
			freshLedger();
			await json(lists('linkExisting'));
		});
		measured.push([`Link Existing of ${RECORDS}`, linking]);
		measured.push([`Reconcile of ${RECORDS}`, await usualBlock(async () => await json(lists('reconcile')))]);
		await sandbox.close();
		const rows = measured.map(([name, { longest, all }]) => [name, rounded(longest, 0), rounded(all, 0)]);
		const bounds: Bound[] = rows.map(([name, value]) => ({
			what: `ms at a time, ${name}`,
			value: Number(value),
			most: LONGEST,
		}));
		return { tables: [{ title: 'Event loop', columns: ['work', 'longest, ms', 'all, ms'], rows }], bounds };
	},
};
