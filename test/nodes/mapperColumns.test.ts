import '../support/nodeFiles';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { Booqable } from '../../nodes/Booqable/Booqable.node';
import { GhlContacts } from '../../nodes/GhlContacts/GhlContacts.node';
import { Roofr } from '../../nodes/Roofr/Roofr.node';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { booqable, ghlPrivate } from '../support/nodeSetups';
import { TestCredentials } from '../support/credentials';
import { method, type Setup } from '../support/engine';
import { templatesWithColumns } from '../support/templateColumns';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());

const mappers = [new GhlContacts(), new Booqable(), new Roofr()].flatMap(({ description }) =>
	description.properties
		.filter(({ type }) => type === 'resourceMapper')
		.map((property) => [description.name, property] as const),
);
const methodOf = ({ typeOptions }: INodeProperties): string => typeOptions?.resourceMapper?.resourceMapperMethod ?? '';
const own = [
	...new Map(mappers.map(([node, property]) => [methodOf(property), [node, methodOf(property)] as const])).values(),
];

function setup(node: string): Setup {
	if (node === 'ghlContacts') return ghlPrivate(sandbox, { resource: 'contact', operation: 'sync' });
	if (node === 'booqable')
		return booqable(sandbox, { authentication: 'accessToken', resource: 'customer', operation: 'sync' });
	return {
		node: new Roofr(),
		parameters: {
			authentication: 'apiKey',
			resource: 'task',
			operation: 'create',
			nameAs: 'parts',
			addressAs: 'parts',
		},
		credentials: new TestCredentials([], {}),
		uses: {},
	};
}

const columns = async (node: string, name: string): Promise<ResourceMapperField[]> =>
	(await method<ResourceMapperFields>(setup(node), 'resourceMapping', name)).fields;

describe('every mapper', () => {
	it.each(mappers.map(([node, property]) => [`${node} ${methodOf(property)}`, property] as const))(
		'%s writes nothing when the node is opened, and shows no switch that does nothing',
		(_, property) => {
			expect(property.typeOptions?.resourceMapper).toMatchObject({
				refreshStaleSchemaOnOpen: false,
				refreshIncompleteSchemaOnOpen: false,
				showTypeConversionOptions: false,
				addAllFields: true,
			});
			// n8n's mode "update" shows no field where none is for matching.
			expect(property.typeOptions?.resourceMapper?.mode).not.toBe('update');
		},
	);
});

describe.each(own)('%s: the columns of %s', (node, name) => {
	it('have no switch, which cannot be left unset, and no JSON editor', async () => {
		const types = new Set((await columns(node, name)).map(({ type }) => type));
		expect([...types].filter((type) => !['string', 'number', 'dateTime', 'options'].includes(type ?? ''))).toEqual([]);
	});

	it('say of each whether it is shown, so that none is incomplete', async () => {
		for (const column of await columns(node, name))
			expect(column).toMatchObject({
				removed: expect.any(Boolean),
				readOnly: expect.any(Boolean),
				display: expect.any(Boolean),
			});
	});

	it('have some for a new node, of different IDs, with entries in each list', async () => {
		const all = await columns(node, name);
		expect(all.filter(({ removed }) => !removed).length).toBeGreaterThan(0);
		expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
		expect(all.filter(({ type, options = [] }) => type === 'options' && options.length === 0)).toEqual([]);
	});
});

it('the templates hold the columns that their nodes give on no account (otherwise: npm run schemas)', async () => {
	const stale = [...(await templatesWithColumns())]
		.filter(([file, text]) => readFileSync(file, 'utf8') !== text)
		.map(([file]) => path.basename(file));
	expect(stale).toEqual([]);
});
