import ts from 'typescript';
import { booqableFiles } from '../../scripts/new/booqable';
import { ghlFiles } from '../../scripts/new/ghl';
import { named } from '../../scripts/new/named';
import { projectIn } from '../../scripts/new/project';
import { roofrFiles } from '../../scripts/new/roofr';
import { ROOT } from '../support/root';

const project = projectIn(ROOT);
const written = {
	ghl: (...typed: string[]) => ghlFiles(named(typed, ROOT), project),
	booqable: (...typed: string[]) => booqableFiles(named(['booqable', ...typed], ROOT), project),
	roofr: (...typed: string[]) => roofrFiles(named(['roofr', ...typed], ROOT), project),
};

const syntaxErrors = (text: string) => ts.transpileModule(text, { reportDiagnostics: true }).diagnostics;

test('of GHL: operation, resource, route of the stand-in, example and test', () => {
	const files = written.ghl('contact', 'star', 'POST /contacts/{contactId}/star');
	expect([...files.keys()]).toEqual([
		'nodes/GhlContacts/actions/contact/star.ts',
		'nodes/GhlContacts/actions/contact/index.ts',
		'sandbox/ghl/routes/contacts.ts',
		'test/support/examples/ghl/contact.ts',
		'test/nodes/GhlContacts/actions/contact/star.test.ts',
	]);
	for (const text of files.values()) expect(syntaxErrors(text)).toEqual([]);
});

test('of Booqable: operation with its page of the documentation, resource, example with a record that there is, and test', () => {
	const files = written.booqable('note', 'rename', 'PUT /customers/{customerId}');
	expect([...files.keys()]).toEqual([
		'nodes/Booqable/actions/note/rename.ts',
		'nodes/Booqable/actions/note/index.ts',
		'test/support/examples/booqable.ts',
		'test/nodes/Booqable/actions/note/rename.test.ts',
	]);
	const [operation, , example] = [...files.values()];
	expect(operation).toContain("route: 'PUT /api/4/customers/{customerId}'");
	expect(operation).toContain("source: 'Booqable API v4, Customers'");
	expect(example).toContain('rename: ({ customer }) => ({ parameters: { customerId: byId(customer) } })');
	for (const text of files.values()) expect(syntaxErrors(text)).toEqual([]);
});

test('of Roofr: manifest in its order, operation in the file of its resource, route of the stand-in, and test', () => {
	const files = written.roofr('lead', 'flag', 'POST /leads/{leadId}/flag');
	expect([...files.keys()]).toEqual([
		'nodes/Roofr/direct/manifest.ts',
		'nodes/Roofr/actions/lead.ts',
		'sandbox/roofr/routes/direct.ts',
		'test/nodes/Roofr/actions/lead/flag.test.ts',
	]);
	const [manifest, actions] = [...files.values()];
	const keys = [...manifest.matchAll(/^\t?'(\w+\.\w+)': \{ route/gm)].map(([, key]) => key);
	expect(keys).toContain('lead.flag');
	expect(keys).toEqual([...keys].sort());
	expect(actions).toContain("import { operation, type Resource } from '../../shared/operation';");
	for (const text of files.values()) expect(syntaxErrors(text)).toEqual([]);
});

test.each([
	[
		'a resource that the node has not',
		['booqable', 'job', 'star', 'GET /jobs'],
		'The node of booqable has no resource "job"',
	],
	[
		'a name that is no identifier',
		['contact', 'Add Star', 'GET /contacts'],
		'Invalid name of an operation: "Add Star"',
	],
	['a route without a method', ['contact', 'star', '/contacts'], 'Invalid route: "/contacts"'],
	['an operation that is there', ['contact', 'create', 'GET /contacts'], 'There is a file for contact.create already'],
])('%s is refused', (_, typed, message) => {
	expect(() => named(typed, ROOT)).toThrow(message);
});

test.each([
	[
		'an endpoint that the manifest has',
		['task', 'complete', 'GET /tasks'],
		'The manifest has an endpoint task.complete already',
	],
	['a resource without direct access', ['csvExport', 'star', 'GET /star'], 'has no operations of direct access'],
])('%s is refused for Roofr', (_, typed, message) => {
	expect(() => written.roofr(...typed)).toThrow(message);
});
