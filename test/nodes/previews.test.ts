import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Calls } from '../../nodes/shared/runner/calls';
import { endpointsOf } from '../../nodes/shared/operation';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { NODES } from '../../scripts/nodes';
import { EXAMPLED, fileOf, folderOf, LIMITS, operationsOf, outputOf } from '../support/previews/preview';
import { misfits, shapeOf, type Schema } from '../support/previews/shape';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: LIMITS });
});
afterAll(async () => await sandbox.close());

/** Begins to note what is called, but for cached reads; gives it when asked. */
function calledRoutes(): () => string[] {
	const performed = jest.spyOn(Calls.prototype, 'perform').mockClear();
	const read = jest.spyOn(Calls.prototype, 'cached').mockClear();
	return () => {
		const cached = read.mock.calls.map(([{ endpoint }]) => endpoint.route);
		const routes = performed.mock.calls.flatMap(([target]) =>
			'execute' in target ? [] : [('endpoint' in target ? target.endpoint : target).route],
		);
		return routes.filter((route) => !cached.includes(route));
	};
}

describe.each(EXAMPLED)('previews of $folder', (node) => {
	const operations = operationsOf(node).map(
		(operation) => [`${operation.resource}.${operation.name}`, operation] as const,
	);

	test.each(operations)('%s returns what its preview shows, and calls what it declares', async (_, operation) => {
		const file = path.join(folderOf(node), fileOf(operation));
		if (!existsSync(file))
			throw new Error(`There is no preview of ${operation.resource}.${operation.name}. Run: npm run schemas`);
		const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema; // made by the script
		const called = calledRoutes();
		const items = await outputOf(sandbox, node, operation);
		const declared: string[] = endpointsOf(operation).map(({ route }) => route);
		expect(called().filter((route) => !declared.includes(route))).toEqual([]);
		expect(Object.keys(schema.properties ?? {})).not.toEqual([]);
		expect(misfits(shapeOf(items, node.ownKeys), schema)).toEqual([]);
	});

	test('there are no others', () => {
		const wanted = operationsOf(node).map(fileOf);
		expect(globSync('**/*.json', { cwd: folderOf(node) }).filter((file) => !wanted.includes(file))).toEqual([]);
	});

	test('hold types only, no value of a record', () => {
		const KEYWORDS = new Set(['type', 'nullable', 'properties', 'items', 'version']);
		const words = (schema: Schema): string[] => [
			...Object.keys(schema),
			...Object.values(schema.properties ?? {}).flatMap(words),
			...(schema.items ? words(schema.items) : []),
		];
		const all = globSync('**/*.json', { cwd: folderOf(node) }).map(
			(file) => JSON.parse(readFileSync(path.join(folderOf(node), file), 'utf8')) as Schema,
		); // made by the script
		expect([...new Set(all.flatMap(words))].filter((word) => !KEYWORDS.has(word))).toEqual([]);
	});
});

test('every node with operations has previews', () => {
	expect(
		NODES.map(({ folder }) => folder).filter((folder) => !EXAMPLED.some((node) => node.folder === folder)),
	).toEqual([]);
});

describe('a preview', () => {
	const OWN = new Set(['customFields']);
	const first = {
		id: 'a',
		tags: ['x'],
		size: 1,
		owner: { name: 'Ada' },
		note: null,
		customFields: { Industry: 'Events' },
		days: { '2026-12-01': 1 },
	};
	const second = { id: 'b', tags: [], size: null, owner: null, customFields: {}, days: {} };
	const shown = shapeOf([first, second], OWN);

	test('has the types of all fields, and which of them may be null, without names that are the own of an account', () => {
		expect(shown).toEqual({
			type: 'object',
			properties: {
				id: { type: 'string' },
				tags: { type: 'array', items: { type: 'string' } },
				size: { type: 'number', nullable: true },
				owner: { type: 'object', nullable: true, properties: { name: { type: 'string' } } },
				note: { type: 'null' },
				customFields: { type: 'object' },
				days: { type: 'object' },
			},
		});
	});

	test.each([
		['nothing where all is as shown', {}, []],
		['nothing in a field that it does not show', { more: 1 }, []],
		['another type', { id: 1 }, ['the output.id is number instead of string']],
		['another type inside a list', { tags: [1] }, ['the output.tags[] is number instead of string']],
		['a list without entries', { tags: [] }, ['the output.tags[] is empty instead of string']],
		['null where no item had it', { id: null }, ['the output.id is null instead of string']],
		['a missing field inside', { owner: {} }, ['the output.owner has no name']],
	])('finds %s', (_, change, found) => {
		expect(misfits(shapeOf([{ ...first, ...change }], OWN), shown)).toEqual(found);
	});

	test('finds a missing field', () => {
		const { note: _, ...rest } = first;
		expect(misfits(shapeOf([rest, second], OWN), shown)).toEqual(['the output has no note']);
	});

	test('finds null now and then', () => {
		expect(misfits(shapeOf([first, { ...second, id: null }], OWN), shown)).toEqual([
			'the output.id is null now and then',
		]);
	});
});
