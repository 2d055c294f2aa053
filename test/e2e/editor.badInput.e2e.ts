import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { PROJECT } from '../../launcher/pack';
import type { Credential, NewCredential } from '../../launcher/rest';
import { ACCESS_TOKEN, DEMO_SLUG } from '../../sandbox/booqable/world';
import { LOCATION_US, PIT_READONLY, PIT_US } from '../../sandbox/ghl/world';
import { closeNode, openNode } from './editor/canvas';
import { openEditor, openWorkflow, say, type Editor } from './editor/editor';
import { executeStep, shownError } from './editor/node';

const PICTURES = path.join(PROJECT, 'reports', 'editor');
/** Nothing listens there. */
const NOBODY = 'http://127.0.0.1:9';

interface Case {
	readonly name: string;
	readonly node: 'ghlContacts' | 'booqable';
	readonly parameters: Record<string, unknown>;
	/** Changes of the credential that leads to the stand-in. */
	readonly credential?: Record<string, unknown>;
	/** What the error panel must say, and what to do. */
	readonly says: readonly RegExp[];
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const mapped = (value: Record<string, unknown>) => ({
	mappingMode: 'defineBelow',
	value,
	schema: Object.keys(value).map((id) => ({
		id,
		displayName: id,
		type: 'string',
		display: true,
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
	})),
});
const getContact = (id: string) => ({
	authentication: 'privateIntegration',
	resource: 'contact',
	operation: 'get',
	contactId: byId(id),
	options: {},
});
const createContact = (value: Record<string, unknown>) => ({
	authentication: 'privateIntegration',
	resource: 'contact',
	operation: 'create',
	fields: mapped(value),
	options: {},
});
const listCustomers = {
	authentication: 'accessToken',
	resource: 'customer',
	operation: 'getMany',
	filters: {},
	options: {},
};

const CASES: readonly Case[] = [
	{
		name: 'wrong ID, GHL',
		node: 'ghlContacts',
		parameters: getContact('doesNotExist00000001'),
		says: [/not found/i, /check the ID/i],
	},
	{
		name: 'wrong ID, Booqable',
		node: 'booqable',
		parameters: {
			authentication: 'accessToken',
			resource: 'customer',
			operation: 'get',
			customerId: byId('00000000-0000-4000-8000-000000000000'),
			options: {},
		},
		says: [/not found|no such customer/i, /check the ID|may have been deleted/i],
	},
	{
		name: 'invalid phone',
		node: 'ghlContacts',
		parameters: createContact({ email: 'ada@example.com', phone: 'call me' }),
		says: [/phone/i, /use a number like \+1/i],
	},
	{
		name: 'expired token, GHL',
		node: 'ghlContacts',
		parameters: getContact('doesNotExist00000001'),
		credential: { token: 'pit-of-yesterday' },
		says: [/token/i, /credential/i],
	},
	{
		name: 'expired token, Booqable',
		node: 'booqable',
		parameters: listCustomers,
		credential: { accessToken: 'of yesterday' },
		says: [/token/i, /credential|new one/i],
	},
	{
		name: 'missing scope',
		node: 'ghlContacts',
		parameters: createContact({ email: 'ada@example.com' }),
		credential: { token: PIT_READONLY },
		says: [/scope/i, /contacts\.write/, /private integration/i],
	},
	{
		name: 'wrong slug',
		node: 'booqable',
		parameters: listCustomers,
		credential: { slug: 'no-such-shop' },
		says: [/no-such-shop|slug|account/i, /check/i],
	},
	{
		name: 'a choice that does not exist',
		node: 'ghlContacts',
		parameters: createContact({ email: 'ada@example.com', custom_company_size: "={{ 'gigantic' }}" }),
		says: [/gigantic/, /11-50/],
	},
	{
		name: 'no network',
		node: 'ghlContacts',
		parameters: getContact('doesNotExist00000001'),
		credential: { baseUrl: `${NOBODY}/ghl` },
		says: [/could not|cannot|no answer|reach|refused/i, /network|check|again/i],
	},
];

let editor: Editor;
/** By the name of the case. All are there before the editor is opened, which lists them once. */
const credentials = new Map<string, Credential>();
beforeAll(async () => {
	await mkdir(PICTURES, { recursive: true });
	editor = await openEditor();
	for (const one of CASES) credentials.set(one.name, await editor.n8n.rest.createCredential(credentialFor(one)));
	await editor.page.reload();
}, 300_000);
afterAll(async () => await editor?.stop(), 60_000);

function credentialFor({ name, node, credential }: Case): NewCredential {
	if (node === 'booqable')
		return {
			name,
			type: 'booqableApi',
			data: {
				slug: DEMO_SLUG,
				accessToken: ACCESS_TOKEN,
				advanced: true,
				baseUrl: `${editor.sandbox.url}/booqable/{slug}`,
				...credential,
			},
		};
	return {
		name,
		type: 'goHighLevelApi',
		data: {
			token: PIT_US,
			locationId: LOCATION_US,
			advanced: true,
			baseUrl: `${editor.sandbox.url}/ghl`,
			...credential,
		},
	};
}

describe('bad input, run with "Execute step" in the node', () => {
	it.each(CASES.map((one) => [one.name, one] as const))(
		'%s: the error panel says what is wrong and what to do',
		async (name, one) => {
			const { page, n8n } = editor;
			const credential = credentials.get(name)!;
			const workflow = await n8n.rest.importWorkflow(
				{
					name,
					nodes: [
						{
							id: 'start',
							name: 'Start',
							type: 'n8n-nodes-base.manualTrigger',
							typeVersion: 1,
							position: [0, 0],
							parameters: {},
						},
						{
							id: 'node',
							name: 'Node',
							type: `n8n-nodes-ghl-booqable-roofr.${one.node}`,
							typeVersion: 1,
							position: [220, 0],
							parameters: one.parameters,
							credentials: { [credential.type]: { id: null, name } },
						},
					],
					connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
					settings: {},
				},
				[credential],
			);
			await openWorkflow(page, workflow);
			await openNode(page, 'Node');
			await executeStep(page);
			const shown = await shownError(page);
			await page.screenshot({ path: path.join(PICTURES, `${name.replace(/\W+/g, '-')}.png`) });
			say(`${name}: ${shown}`);
			await closeNode(page);
			for (const words of one.says) expect(shown).toMatch(words);
		},
		60_000,
	);
});
