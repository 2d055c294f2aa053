import type { IDataObject } from 'n8n-workflow';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SyncLedgerPostgresApi } from '../../../credentials/SyncLedgerPostgresApi.credentials';
import { resources } from '../../../nodes/SyncLedger/actions';
import { SyncLedger } from '../../../nodes/SyncLedger/SyncLedger.node';
import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../sandbox/ghl/world';
import { hostLedger } from '../../../sync/ledger/host';
import { byId } from '../nodeSetups';
import { TestCredentials } from '../credentials';
import { items, json, type Setup } from '../engine';
import type { ExampledNode } from './example';

const customer = { system: 'booqable', account: DEMO_SLUG, id: 'a-customer' };
const contact = { system: 'ghl', account: LOCATION_US, id: 'a-contact' };
const place: IDataObject = { sourceApp: 'booqable', sourceAccount: byId(DEMO_SLUG) };
const targetPlace: IDataObject = { targetApp: 'ghl', targetAccount: byId(LOCATION_US) };
const record: IDataObject = { ...place, sourceId: customer.id };
const target: IDataObject = { ...targetPlace, targetId: contact.id };
/** A pair of apps that has two records of one person, not linked yet. */
const records = {
	sourceRecords: JSON.stringify([{ id: 'b-customer', email: 'ben@example.com', name: 'Ben Example' }]),
	targetRecords: JSON.stringify([
		{ id: 'b-contact', email: 'ben@example.com', name: 'Ben Example', externalId: 'b-customer' },
	]),
};

/** Every operation of the node once, by resource and name: the one place to add an example. */
const EXAMPLES: Readonly<Record<string, IDataObject>> = {
	'due.getMany': {},
	'due.resolve': { ...record, ...targetPlace },
	'fieldPair.propose': {
		booqableFields: JSON.stringify([
			{ name: 'Shoe size', identifier: 'shoe_size', property_type: 'text_field', select_options: [] },
			{ name: 'Allergies', identifier: 'allergies', property_type: 'text_area', select_options: [] },
		]),
		ghlFields: JSON.stringify([
			{ name: 'Shoe Size', fieldKey: 'contact.shoe_size', dataType: 'TEXT' },
			{ name: 'Licence', fieldKey: 'contact.licence', dataType: 'SINGLE_OPTIONS', picklistOptions: ['A', 'B'] },
		]),
	},
	'history.getMany': record,
	'ledger.approveCreates': {},
	'ledger.backUp': {},
	'ledger.getCounts': {},
	'ledger.prune': {},
	'ledger.restore': { binaryProperty: 'backup', replace: true },
	'link.get': record,
	'link.getMany': {},
	'link.linkExisting': { ...place, ...targetPlace, ...records },
	'link.rebuild': { ...place, ...targetPlace, targetRecords: records.targetRecords, externalIdField: 'externalId' },
	'link.reconcile': { ...place, ...targetPlace, ...records },
	'link.remove': { ...record, ...target },
	'link.save': { ...record, ...target },
	'review.getMany': {},
	'review.resolve': { ...record, ...targetPlace, field: 'email' },
	'template.getMany': {},
};

/** An example as the node has it. */
export function setupOf(name: string, parameters: IDataObject = EXAMPLES[name]): Setup {
	const [resource, operation] = name.split('.');
	const credentials = new TestCredentials([new SyncLedgerPostgresApi()], {});
	return { node: new SyncLedger(), parameters: { resource, operation, ...parameters }, credentials, uses: {} };
}

/** Those that take a file take a backup of the ledger as it is. */
async function run(name: string, parameters: IDataObject): Promise<IDataObject[]> {
	const setup = setupOf(name, parameters);
	if (name !== 'ledger.restore') return await json(setup);
	const [{ binary }] = await items(setupOf('ledger.backUp'));
	return await json({ ...setup, files: { backup: binary!.data } });
}

/** A new ledger with a link, a record that is due, a question and a line of history. */
export async function fill(): Promise<void> {
	process.env.N8N_USER_FOLDER = mkdtempSync(path.join(tmpdir(), 'n8n-ledger-'));
	await run('link.save', { ...record, ...target });
	const { ledger } = hostLedger();
	const at = await ledger.now();
	const common = { pair: 'contacts', source: customer };
	const hashes = { desired: '1', found: '2' };
	await ledger.commit([
		{
			put: 'due',
			row: {
				...common,
				target: contact,
				parent: { ...customer, pair: 'companies' },
				status: 'failed',
				cause: 'HTTP 500',
				tries: 1,
				version: at,
				since: at,
				nextAt: at,
			},
		},
		{ put: 'review', row: { ...common, ...hashes, target: contact, field: 'email', cause: 'both changed', at } },
		{
			put: 'history',
			row: {
				...common,
				id: 'a-line',
				at,
				target: contact,
				call: 'update',
				state: 'done',
				fields: [{ name: 'email', cause: 'changed', before: '1', after: '2' }],
			},
		},
	]);
}

export const syncLedger: ExampledNode = {
	folder: 'SyncLedger',
	resources,
	ownKeys: new Set(),
	free: new Set(),
	async run(_, resource, operation) {
		const parameters = EXAMPLES[`${resource}.${operation}`];
		if (!parameters) return undefined;
		const folder = process.env.N8N_USER_FOLDER;
		await fill();
		return await run(`${resource}.${operation}`, parameters).finally(() => {
			process.env.N8N_USER_FOLDER = folder;
		});
	},
};
