import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { booqable, ghlPrivate } from '../support/nodeSetups';
import { items, type Setup } from '../support/engine';
import { byId } from '../support/syncedApps';
import { ROOT } from '../support/root';

interface TemplateNode {
	readonly name: string;
	readonly parameters: IDataObject;
}

const { nodes } = JSON.parse(readFileSync(path.join(ROOT, 'workflows', 'repair-sync.json'), 'utf8')) as {
	nodes: TemplateNode[];
}; // our own file
const parametersOf = (name: string): IDataObject => nodes.find((node) => node.name === name)?.parameters ?? {};

/** What the condition of this node looks for in an error. */
const lookedFor = (name: string): string =>
	(parametersOf(name).conditions as { conditions: Array<{ rightValue: string }> }).conditions[0].rightValue;

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());

const CASES: ReadonlyArray<[string, string, (id: string) => Setup, string]> = [
	[
		'Customer is gone?',
		'Sync contact',
		(id) => booqable(sandbox, { ...parametersOf('Get customer'), customerId: byId(id) }),
		'7f5ad3d6-06c3-4e0c-9c1c-3c6e0c1d4c1a',
	],
	[
		'Contact is gone?',
		'Sync customer',
		(id) => ghlPrivate(sandbox, { ...parametersOf('Get contact'), contactId: byId(id) }),
		'seD4PfOuKoVMLkEZqohJ',
	],
];

describe.each(CASES)('"%s" of the template Repair', (condition, sync, setup, id) => {
	const errorOf = async () => (await items({ ...setup(id), onError: 'continueErrorOutput' }, [{ id }], 1))[0].json;

	it('knows the error of a record that is gone', async () => {
		expect(String((await errorOf()).error).toLowerCase()).toContain(lookedFor(condition));
	});

	it('does not take a failure of the service for that', async () => {
		sandbox.faults({ kind: 'status', status: 400, times: 1, body: { statusCode: 400, message: 'out of order' } });
		const { error } = await errorOf();
		expect(error).toBeDefined();
		expect(String(error).toLowerCase()).not.toContain(lookedFor(condition));
	});

	it('tells the Sync behind it by that error, which is all that the item holds', async () => {
		expect(await errorOf()).toEqual({ error: expect.any(String) });
		expect((parametersOf(sync).options as IDataObject).sourceDeleted).toContain('$json.error !== undefined');
	});
});
