import '../test/support/nodeFiles';
import '../test/support/setup';
import { createRequire } from 'node:module';
import path from 'node:path';
import axios from 'axios';
import type { ICredentialType, IDataObject, INodeType, VersionedNodeType } from 'n8n-workflow';
import { GoHighLevelApi } from '../credentials/GoHighLevelApi.credentials';
import { installN8n } from '../launcher/install';
import { GhlContacts } from '../nodes/GhlContacts/GhlContacts.node';
import { TestCredentials } from '../test/support/credentials';
import { items, type Setup } from '../test/support/engine';
import { processorTime, Service } from './service';
import { quantile, rounded, type Section } from './section';

/** Items of one measurement, and measurements of each way. */
const ITEMS = 1_000;
const ROUNDS = 7;

const VALUES = { firstName: '={{ $json.firstName }}', email: '={{ $json.email }}', phone: '={{ $json.phone }}' };

const person = (_: unknown, index: number): IDataObject => ({
	firstName: 'Ada',
	email: `ada.${index}@example.com`,
	phone: '+12125550142',
});

const ours = (url: string): Setup => ({
	node: new GhlContacts(),
	parameters: {
		authentication: 'privateIntegration',
		resource: 'contact',
		operation: 'create',
		fields: { mappingMode: 'defineBelow', value: VALUES },
	},
	credentials: new TestCredentials([new GoHighLevelApi()], {
		stored: { token: 'pit-1', locationId: 'location', baseUrl: url },
	}),
	uses: { goHighLevelApi: 'stored' },
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
	const good = given.filter(({ json }) => JSON.stringify(json).includes('contact-1'));
	if (good.length !== people.length)
		throw new Error(`${good.length} of ${people.length} were created: ${JSON.stringify(given[0]?.json)}`);
}

/** Milliseconds for an item of each way, by round. The ways take turns, since other programs use the machine too. */
async function measured(ways: Readonly<Record<string, (people: IDataObject[]) => Promise<void>>>) {
	const times = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
	for (let round = -1; round < ROUNDS; round++)
		for (const [name, way] of Object.entries(ways)) {
			const people = Array.from({ length: ITEMS }, person);
			const time = await processorTime(async () => await way(people));
			if (round >= 0) times.get(name)?.push(time / ITEMS); // the first round warms up
		}
	return times;
}

/** The middle of the ratios of each round, and the least and most of them. */
function ratio(times: readonly number[], others: readonly number[]): string {
	const ratios = times.map((time, round) => time / others[round]);
	return `${rounded(quantile(ratios, 0.5))} (${rounded(Math.min(...ratios))}–${rounded(Math.max(...ratios))})`;
}

export const processor: Section = {
	name: 'processor',
	what: `processor time of a create, ${ITEMS} items, ${ROUNDS} rounds, taking turns`,
	async run() {
		const service = await Service.start();
		const nodes = await ownNodes(service.url);
		const setups = {
			'GHL Contacts': ours(service.url),
			'HTTP Request': httpRequest(nodes.HttpRequest, service.url),
			HighLevel: highLevel(nodes.HighLevel),
		};
		const times = await measured({
			...Object.fromEntries(
				Object.entries(setups).map(([name, setup]) => [name, async (people) => await created(setup, people)]),
			),
			axios: async (people) => await bare(service.url, people),
		});
		service.stop();
		const own = times.get('GHL Contacts') ?? [];
		const rows = [...times].map(([name, all]) => [name, rounded(quantile(all, 0.5)), ratio(own, all)]);
		const columns = ['way', 'ms an item', 'GHL Contacts ÷ this (least–most)'];
		return { tables: [{ title: 'Processor time of a create', columns, rows }] };
	},
};
