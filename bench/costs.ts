import '../test/support/nodeFiles';
import '../test/support/setup';
import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../sandbox/booqable/world';
import { startSandbox, type Sandbox } from '../sandbox/server';
import { Sqlite } from '../store/sqlite';
import { counted } from '../test/support/counts';
import { json, type Setup } from '../test/support/engine';
import { byId, booqable, ghlPrivate, mapped } from '../test/support/nodeSetups';
import { freshLedger } from '../test/support/syncedApps';
import { rounded, type Bound, type Section } from './section';

/** Items of a count. */
const ITEMS = 20;

const person = (number: number): IDataObject => ({
	id: `customer-${number}`,
	name: `Ada Example ${number}`,
	email: `ada.${number}@example.com`,
	phone: `+1212555${String(1000 + (number % 9000))}`,
});
const people = (count: number): IDataObject[] => Array.from({ length: count }, (_, at) => person(at));

const VALUES = { name: '={{ $json.name }}', email: '={{ $json.email }}', phone: '={{ $json.phone }}' };

const sync = (sandbox: Sandbox): Setup =>
	ghlPrivate(sandbox, {
		resource: 'contact',
		operation: 'sync',
		sourceApp: 'booqable',
		sourceAccount: byId(DEMO_SLUG),
		sourceId: '={{ $json.id }}',
		fields: mapped(VALUES),
	});

/** What an item costs, by what it does. */
interface Way {
	readonly name: string;
	readonly setup: (sandbox: Sandbox) => Setup;
	readonly items: () => IDataObject[];
	/** The value of `outcome` in each item, where it is a Sync. */
	readonly outcome?: string;
	/** The most of each for an item. */
	readonly most: Readonly<Record<'parameters' | 'expressions' | 'decryptions' | 'calls' | 'ledger', number>>;
}

const withPhone = (): IDataObject[] => people(ITEMS);
const changed = (): IDataObject[] => people(ITEMS).map((one) => ({ ...one, name: `${String(one.name)} Jr.` }));

const WAYS: readonly Way[] = [
	{
		name: 'GHL contact: Create',
		setup: (sandbox) => ghlPrivate(sandbox, { resource: 'contact', operation: 'create', fields: mapped(VALUES) }),
		items: () => people(ITEMS).map((one) => ({ ...one, email: `new.${String(one.email)}`, phone: '' })),
		most: { parameters: 7, expressions: 3, decryptions: 2, calls: 1, ledger: 0 },
	},
	{
		name: 'Booqable customer: Create',
		setup: (sandbox) =>
			booqable(sandbox, {
				resource: 'customer',
				operation: 'create',
				fields: mapped({ name: VALUES.name, email: VALUES.email }),
			}),
		items: withPhone,
		most: { parameters: 6, expressions: 2, decryptions: 2, calls: 1, ledger: 0 },
	},
	...(
		[
			['created', withPhone, 3, 13],
			['unchanged', withPhone, 0, 5],
			['updated', changed, 2, 7],
		] as const
	).map(([outcome, items, calls, ledger]): Way => ({
		name: `Sync to a GHL contact: ${outcome}`,
		setup: sync,
		items,
		outcome,
		most: { parameters: 16, expressions: 4, decryptions: calls + 1, calls, ledger },
	})),
];

/** Counts what is asked of the ledger's file: a transaction, or a read. */
function countSteps(): { steps: number; stop: () => void } {
	const { read, write } = Sqlite.prototype;
	const count = {
		steps: 0,
		stop: () => void Object.assign(Sqlite.prototype, { read, write }),
	};
	Sqlite.prototype.read = async function (...args) {
		count.steps++;
		return await read.apply(this, args);
	};
	Sqlite.prototype.write = async function (...args) {
		count.steps++;
		return await write.apply(this, args);
	};
	return count;
}

async function costOf(sandbox: Sandbox, { name, setup, items, outcome }: Way) {
	await json(setup(sandbox), [person(99_999)]); // definitions that are kept are read by now
	const input = items();
	sandbox.clearRequests();
	const ledger = countSteps();
	const { result, counts } = await counted(async () => await json(setup(sandbox), input));
	ledger.stop();
	const other = result.find((one) => (outcome === undefined ? one.error : one.outcome !== outcome));
	if (other ?? result.length !== input.length) throw new Error(`${name} gave ${JSON.stringify(other)}`);
	const each = (count: number): number => rounded(count / input.length);
	return {
		parameters: each(counts.parameters.length),
		expressions: each(counts.expressions.length),
		decryptions: each(counts.decryptions),
		calls: each(sandbox.requests().length),
		ledger: each(ledger.steps),
	};
}

async function counts(sandbox: Sandbox) {
	const rows: Array<readonly (string | number)[]> = [];
	const bounds: Bound[] = [];
	for (const way of WAYS) {
		const cost = await costOf(sandbox, way);
		rows.push([way.name, ...Object.values(cost)]);
		for (const [what, value] of Object.entries(cost))
			bounds.push({ what: `${what} an item, ${way.name}`, value, most: way.most[what as keyof typeof cost] });
	}
	const columns = ['operation', 'parameter reads', 'expressions', 'decryptions', 'calls', 'ledger steps'];
	return { table: { title: 'What an item costs', columns, rows }, bounds };
}

export const costs: Section = {
	name: 'costs',
	what: 'counted costs of an item, with n8n’s engine and the stand-ins',
	async run() {
		const sandbox = await startSandbox({ limits: 'off' });
		freshLedger();
		const { table, bounds } = await counts(sandbox).finally(async () => await sandbox.close());
		return { tables: [table], bounds };
	},
};
