import '../support/nodeFiles';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { Booqable } from '../../nodes/Booqable/Booqable.node';
import { GhlContacts } from '../../nodes/GhlContacts/GhlContacts.node';
import { Roofr } from '../../nodes/Roofr/Roofr.node';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { items } from '../support/engine';
import { booqable, byId, ghlPrivate } from '../support/nodeSetups';
import { setups } from '../support/roofr';
import { filterOutcomes, isRefused, VALUES, type FilterKind } from '../support/valueMatrix';

// Roofr's own pace is tested where its limits are: here each wait ends at once
jest.mock('../../nodes/shared/http/sleep', () => ({
	...jest.requireActual<object>('../../nodes/shared/http/sleep'),
	...jest.requireActual<object>('../support/sleepless'),
}));

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());

const roofr = setups(() => sandbox);
const SETUP_OF = {
	ghl: (parameters: IDataObject) => ghlPrivate(sandbox, { authentication: 'privateIntegration', ...parameters }),
	booqable: (parameters: IDataObject) => booqable(sandbox, { authentication: 'accessToken', ...parameters }),
	roofr: (parameters: IDataObject) => roofr.direct(parameters),
};
const NODE_OF = { ghl: new GhlContacts(), booqable: new Booqable(), roofr: new Roofr() };

/** Every entry of a collection "Filters", by operation. */
const FILTERS = (Object.keys(NODE_OF) as Array<keyof typeof NODE_OF>).flatMap((app) =>
	NODE_OF[app].description.properties
		.filter(({ name, type }) => name === 'filters' && type === 'collection')
		.flatMap(({ options, displayOptions }) => {
			const { resource = [], operation = [] } = displayOptions?.show ?? {};
			return operation.flatMap((one) =>
				(options as INodeProperties[]).map((filter) => ({
					...{ app, resource: String(resource[0]), operation: String(one), filter },
				})),
			);
		}),
);

/** What a list may ask for beside its filters. */
const OTHERS = { ownerId: byId('x'), from: '2026-11-01T09:00:00Z', till: '2026-11-29T09:00:00Z' };

/** The kind that a filter is surely of; undefined where it depends on what the account has. */
function kindOf({ name, type, typeOptions = {} }: INodeProperties): FilterKind | undefined {
	if (type === 'dateTime' || type === 'boolean') return type === 'boolean' ? 'boolean' : 'moment';
	if (type === 'options' || type === 'multiOptions' || type === 'resourceLocator') return 'choice';
	if (/Id$/.test(name) || 'takes' in typeOptions) return undefined;
	if (name === 'phone') return undefined; // Roofr may take others than numbers
	return name === 'email' || name === 'number' ? name : 'text';
}

/** All values in the calls of a run: in the address and in the body. */
function sent(): string[] {
	const leaves = (value: unknown): string[] =>
		value !== null && typeof value === 'object'
			? Object.values(value).flatMap(leaves)
			: value === undefined
				? []
				: [String(value as string)];
	return sandbox.requests().flatMap(({ query, body }) => [...leaves(query), ...leaves(body)]);
}

/** Some lists look for a day, and a comma or braces around a text are of the service's grammar. */
const plain = (value: string): string =>
	value
		.replace(/^(\d\d)-(\d\d)-(\d{4})$/, '$3-$1-$2')
		.replace(/^(\d{4}-\d\d-\d\d)T09:00:00Z$/, '$1')
		.replace(/^\{\{(.*)\}\}$/, '$1')
		.replaceAll(',', ' ')
		.toLowerCase(); // GHL keeps tags so

/** What one run sends that another does not. */
function added(all: readonly string[], usual: readonly string[]): string[] {
	const left = [...usual];
	return all.filter((value) => {
		const at = left.indexOf(value);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
}

let [cells, exact] = [0, 0];
afterAll(() => process.stdout.write(`values × filters: ${cells}, of which ${exact} to the letter\n`));

test.each(FILTERS.map((one) => [`${one.app} ${one.resource} ${one.operation} ${one.filter.name}`, one] as const))(
	'%s: each value is looked for as it is, or refused by name; none finds everything',
	async (_, { app, resource, operation, filter }) => {
		const run = async (filters: IDataObject, value?: unknown): Promise<string[]> => {
			sandbox.clearRequests();
			const setup = SETUP_OF[app]({ ...OTHERS, resource, operation, options: {}, filters });
			const [{ json } = { json: {} as IDataObject }] = await items({ ...setup, onError: 'continueRegularOutput' }, [
				{ value: value as IDataObject[string] },
			]);
			return typeof json.error === 'string' ? [`error: ${json.error}`] : sent();
		};
		const usual = await run({});
		for (const [kind, value] of Object.entries(VALUES)) {
			const given = await run({ [filter.name]: '={{ $json.value }}' }, value);
			const refused = given.find((one) => one.startsWith('error: '));
			if (refused !== undefined) {
				expect(refused).not.toMatch(/\[object|undefined|is not a function|Cannot read/);
				expect([kind, refused]).toEqual([
					kind,
					expect.stringContaining(filter.displayName.replace(/ Name or ID$/, '')),
				]);
			}
			const found = refused === undefined ? added(given, usual) : [];
			const expected = filterOutcomes(kindOf(filter))?.[kind];
			if (refused === undefined) expect([kind, found.length]).not.toEqual([kind, 0]);
			if (expected !== undefined) {
				exact++;
				if (isRefused(expected)) expect([kind, refused ?? found]).toEqual([kind, expect.stringMatching(/^error/)]);
				else
					expect([kind, refused ?? found.map(plain)]).toEqual([
						kind,
						expect.arrayContaining([plain(String(expected))]),
					]);
			}
			cells++;
		}
	},
);
