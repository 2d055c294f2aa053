import type { HighLevel } from '@gohighlevel/api-client';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { resources } from '../../../nodes/GhlContacts/actions';
import { methodOf, pathOf } from '../../../nodes/shared/http/route';
import type { Operation } from '../../../nodes/shared/operation';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { ghlPrivate } from '../../support/nodeSetups';
import { json } from '../../support/engine';
import { ghl } from '../../support/examples/ghl';
import { fileOf, folderOf } from '../../support/previews/preview';
import type { Schema } from '../../support/previews/shape';
import { compare } from '../../support/officialClient/compare';
import { Declared, disagreements } from '../../support/officialClient/declared';
import { DIFFERENCES, everywhere } from '../../support/officialClient/differences';
import { ENTRIES } from '../../support/examples/ghl/entries';
import { Recorder, type Call } from '../../support/officialClient/recorder';
import { clientAt, endpointOf, endpointsOfClient, watched } from '../../support/officialClient/client';
import { worldIn } from '../../support/examples/ghl/records';

/*
 * For each operation, GHL's own client and our node say the same over the wire. Both start from the same records.
 */
const operations = resources.flatMap((resource) =>
	resource.operations.map((operation) => [`${resource.name}.${operation.name}`, operation] as const),
);

/** Methods of the client's contacts that no operation uses, with the reason. */
const UNUSED: Readonly<Record<string, string>> = { getContacts: 'GHL calls it deprecated; its search gives the same.' };

let sandbox: Sandbox;
let recorder: Recorder;
let client: HighLevel;
/** Methods of the client, by the operation whose example calls them. */
const called = new Map<string, string[]>();

beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	recorder = await Recorder.start(`${sandbox.url}/ghl`);
	client = clientAt(recorder.url);
});
afterAll(async () => {
	await recorder.close();
	await sandbox.close();
});

const entryOf = (name: string) => {
	const [resource, operation] = name.split('.');
	return ENTRIES[resource]?.[operation];
};

/** The calls that the node makes for the example. */
async function ours(name: string): Promise<Call[]> {
	const { parameters } = entryOf(name)(await worldIn(sandbox));
	const [resource, operation] = name.split('.');
	recorder.take();
	await json(ghlPrivate(sandbox, { resource, operation, ...parameters }, { baseUrl: recorder.url }));
	return recorder.take();
}

/** The calls that the client makes for it; none where it cannot. */
async function theirs(name: string): Promise<Call[]> {
	const { sdk } = entryOf(name)(await worldIn(sandbox));
	const methods: string[] = [];
	called.set(name, methods);
	recorder.take();
	await sdk?.(watched(client, methods));
	return recorder.take();
}

describe.each(operations)('%s', (name, operation) => {
	test('sends what the official client sends', async () => {
		if (!entryOf(name))
			throw new Error(`Add an example of ${name} to the entries, with the call of the client that is the same`);
		const wanted = await theirs(name);
		if (wanted.length === 0) {
			expect(entryOf(name)(await worldIn(sandbox)).none).toMatch(/^[A-Z].{20,}\.$/);
			if ('endpoint' in operation)
				expect(endpointsOfClient()).not.toContain(
					endpointOf(methodOf(operation.endpoint.route), pathOf(operation.endpoint.route)),
				);
			return;
		}
		const made = (await ours(name)).filter(
			(call) => !namesFields(call) || wanted.some(({ path }) => path === call.path),
		);
		const before = made.splice(0, made.length - wanted.length);
		expect(before.filter((call) => !reads(call))).toEqual([]); // definitions that are kept, and what a decision needs
		expect(made).toHaveLength(wanted.length);
		const found = wanted.flatMap((call, index) => compare(call, made[index]));
		const listed = [...wanted.flatMap(everywhere), ...(DIFFERENCES[name] ?? [])].map(
			({ reason: _, ...difference }) => difference,
		);
		expect(sorted(found)).toEqual(sorted(listed));
	});
});

/** Definitions of custom fields are kept, and read after the call where the answer has such fields. */
const namesFields = ({ method, path }: Call): boolean => method === 'GET' && path.endsWith('/customFields');

const reads = ({ method, path }: Call): boolean => method === 'GET' || (method === 'POST' && path.endsWith('/search'));

const sorted = <T extends { part: string }>(differences: readonly T[]): T[] =>
	[...differences].sort((a, b) => a.part.localeCompare(b.part));

describe('the entries', () => {
	test('name no operation that the node does not have', () => {
		const known = operations.map(([name]): string => name);
		const named = Object.entries(ENTRIES).flatMap(([resource, entries]) =>
			Object.keys(entries).map((operation) => `${resource}.${operation}`),
		);
		expect(named.filter((name) => !known.includes(name))).toEqual([]);
		expect(Object.keys(DIFFERENCES).filter((name) => !known.includes(name))).toEqual([]);
	});

	test('use every method that the client has for contacts', () => {
		const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(client.contacts)).filter(
			(method) => method !== 'constructor',
		);
		const used = [...called.values()].flat();
		expect(methods.filter((method) => !used.includes(`contacts.${method}`))).toEqual(Object.keys(UNUSED));
	});
});

describe('the previews', () => {
	const fieldsOf = (operation: Operation): Schema => {
		// made by the script
		const schema = JSON.parse(readFileSync(path.join(folderOf(ghl), fileOf(operation)), 'utf8')) as Schema;
		return {
			properties: Object.fromEntries(
				Object.entries(schema.properties ?? {}).filter(([field]) => !ghl.ownKeys.has(field) && field !== 'account'),
			),
		}; // those we give by name
	};

	test('have the types that the official client declares', () => {
		const declared = new Declared();
		const compared = operations.flatMap(([name, operation]) => {
			if (ghl.free.has(name) || operation.name === 'sync') return []; // Sync gives outcomes, not records of GHL
			const preview = fieldsOf(operation);
			const fields = Object.keys(preview.properties ?? {});
			return (called.get(name) ?? []).map((method) => {
				const record = declared.record(method, fields);
				return { name, common: fields.filter((field) => record.has(field)), wrong: disagreements(preview, record) };
			});
		});
		expect(compared.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
		// the client declares many answers as anything
		expect(compared.filter(({ common }) => common.length > 1).length).toBeGreaterThan(45);
	});
});
