import '../test/support/nodeFiles';
import '../test/support/setup';
import { createRequire } from 'node:module';
import path from 'node:path';
import axios from 'axios';
import type { ICredentialType, IDataObject, INodeType, VersionedNodeType } from 'n8n-workflow';
import { installN8n } from '../launcher/install';
import { DEMO_SLUG } from '../sandbox/booqable/world';
import { TestCredentials } from '../test/support/credentials';
import { items, type Setup } from '../test/support/engine';
import { byId, ghlPrivate, mapped } from '../test/support/nodeSetups';
import { freshLedger } from '../test/support/syncedApps';
import { processorTime, Service } from './service';
import { quantile, ratio, rounded, type Section } from './section';

/** Items of one measurement, and measurements of each way. */
const ITEMS = 1_000;
const ROUNDS = 7;
/** Items of a Sync: more creates within an hour wait for a person. */
const SYNCED = 50;

const VALUES = { firstName: '={{ $json.firstName }}', email: '={{ $json.email }}', phone: '={{ $json.phone }}' };

const person = (_: unknown, index: number): IDataObject => ({
	firstName: 'Ada',
	email: `ada.${index}@example.com`,
	phone: '+12125550142',
});

/** A credential that adds one header, as n8n's own ones of the two nodes do. */
const headerCredential = (name: string): ICredentialType => ({
	name,
	displayName: name,
	properties: [{ displayName: 'Token', name: 'token', type: 'string', default: '' }],
	authenticate: { type: 'generic', properties: { headers: { Authorization: '=Bearer {{$credentials.token}}' } } },
});

const stored = { stored: { token: 'pit-1' } };

function httpRequest(node: INodeType, url: string): Setup {
	const bodyParameters = Object.entries(VALUES).map(([name, value]) => ({ name, value }));
	return {
		node,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url: `${url}/contacts/`,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			sendBody: true,
			bodyParameters: { parameters: [...bodyParameters, { name: 'locationId', value: 'location' }] },
			options: {},
		},
		credentials: new TestCredentials([headerCredential('httpHeaderAuth')], stored),
		uses: { httpHeaderAuth: 'stored' },
	};
}

function highLevel(node: INodeType): Setup {
	const { email, ...others } = VALUES;
	return {
		node,
		type: 'n8n-nodes-base.highLevel',
		typeVersion: 2,
		parameters: { resource: 'contact', operation: 'create', email, additionalFields: others, requestOptions: {} },
		credentials: new TestCredentials([headerCredential('highLevelOAuth2Api')], {
			stored: { ...stored.stored, oauthTokenData: { locationId: 'location' } },
		}),
		uses: { highLevelOAuth2Api: 'stored' },
	};
}

async function bare(url: string, people: readonly IDataObject[]): Promise<void> {
	await Promise.all(
		people.map(
			async (body) =>
				await axios.post(`${url}/contacts/`, { ...body, locationId: 'location' }, { headers: { Authorization: 'x' } }),
		),
	);
}

/** n8n's own nodes, of the n8n that the launcher installs. */
async function ownNodes(url: string): Promise<Record<'HttpRequest' | 'HighLevel', INodeType>> {
	const { folder } = await installN8n();
	const load = createRequire(path.join(folder, 'package.json'));
	const made = (name: string): INodeType => {
		const file = `n8n-nodes-base/dist/nodes/${name}/${name}.node.js`;
		const loaded = load(file) as Record<string, new () => INodeType>; // each file exports its class under its name
		return new loaded[name]();
	};
	const nodes = { HttpRequest: made('HttpRequest'), HighLevel: made('HighLevel') };
	const { description } = (nodes.HighLevel as unknown as VersionedNodeType).nodeVersions[2];
	description.requestDefaults = { ...description.requestDefaults, baseURL: url };
	return nodes;
}

/** Runs a node and requires that all its items succeed: one that fails is cheap. */
async function created(setup: Setup, people: IDataObject[]): Promise<void> {
	const given = await items(setup, people);
	const good = given.filter(({ json }) => JSON.stringify(json).includes('contact-'));
	if (good.length !== people.length)
		throw new Error(`${good.length} of ${people.length} were created: ${JSON.stringify(given[0]?.json)}`);
}

/** People as Booqable has them, none of whom another round has. */
const customers = (round: number, name: string): IDataObject[] =>
	Array.from({ length: SYNCED }, (_, index) => ({
		id: `customer-${round}-${index}`,
		firstName: name,
		email: `ada.${round}.${index}@example.com`,
		phone: `+1212555${1000 + index}`,
	}));

/** Runs a Sync and requires this outcome of all its items. */
async function synced(setup: Setup, people: IDataObject[], outcome: string): Promise<void> {
	const given = await items(setup, people);
	const other = given.find(({ json }) => json.outcome !== outcome);
	if (other ?? given.length !== people.length) throw new Error(`Not ${outcome}: ${JSON.stringify(other?.json)}`);
}

/** What is done in each round, and how many items it is done to. */
interface Way {
	readonly count: number;
	readonly run: (round: number) => Promise<void>;
}

/** Milliseconds for an item of each way, by round. The ways take turns, since other programs use the machine too. */
async function measured(ways: Readonly<Record<string, Way>>): Promise<Map<string, number[]>> {
	const times = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
	for (let round = -1; round < ROUNDS; round++) {
		freshLedger(); // creates of the rounds before do not count
		for (const [name, { count, run }] of Object.entries(ways)) {
			const time = await processorTime(async () => await run(round));
			if (round >= 0) times.get(name)?.push(time / count); // the first round warms up
		}
	}
	return times;
}

function waysOf(url: string, nodes: Awaited<ReturnType<typeof ownNodes>>): Record<string, Way> {
	const ghl = (parameters: IDataObject): Setup =>
		ghlPrivate({ url }, { resource: 'contact', fields: mapped(VALUES), ...parameters }, { baseUrl: url });
	const sync = ghl({
		operation: 'sync',
		sourceApp: 'booqable',
		sourceAccount: byId(DEMO_SLUG),
		sourceId: '={{ $json.id }}',
	});
	const people = Array.from({ length: ITEMS }, person);
	const creating = (setup: Setup): Way => ({ count: ITEMS, run: async () => await created(setup, people) });
	const syncing = (name: string, outcome: string): Way => ({
		count: SYNCED,
		run: async (round) => await synced(sync, customers(round, name), outcome),
	});
	return {
		[OURS]: creating(ghl({ operation: 'create' })),
		[ITS]: creating(httpRequest(nodes.HttpRequest, url)),
		'HighLevel: create or update': creating(highLevel(nodes.HighLevel)),
		axios: { count: ITEMS, run: async () => await bare(url, people) },
		'Sync to a GHL contact: created': syncing('Ada', 'created'),
		'Sync to a GHL contact: unchanged': syncing('Ada', 'unchanged'),
		'Sync to a GHL contact: updated': syncing('Ada Jr.', 'updated'),
	};
}

const OURS = 'GHL Contacts: create';
const ITS = 'HTTP Request: create';

export const processor: Section = {
	name: 'processor',
	what: `processor time of creates (${ITEMS} items) and Syncs (${SYNCED}), ${ROUNDS} rounds, taking turns`,
	async run() {
		const service = await Service.start();
		const times = await measured(waysOf(service.url, await ownNodes(service.url)));
		service.stop();
		const of = (name: string): number[] => times.get(name) ?? [];
		const rows = [...times].map(([name, all]) => [
			name,
			rounded(quantile(all, 0.5)),
			ratio(all, of(ITS)),
			ratio(of(OURS), all),
		]);
		const columns = ['way', 'ms an item', `÷ ${ITS} (least–most)`, `${OURS} ÷ this`];
		return { tables: [{ title: 'Processor time of an item', columns, rows }] };
	},
};
