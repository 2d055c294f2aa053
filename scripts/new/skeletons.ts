import type { Named } from './named';

/** What a person has to write begins with this: it is found by searching for it. */
export const FILL_IN = 'Fill in:';

/** `addTags` in words: `Add Tags`, and `Add tags`. */
const words = (name: string): string[] =>
	name
		.replaceAll(/([A-Z])/g, ' $1')
		.toLowerCase()
		.split(' ');
const capital = (word: string): string => `${word[0].toUpperCase()}${word.slice(1)}`;
const titled = (name: string): string => words(name).map(capital).join(' ');
const sentence = (name: string): string => capital(words(name).join(' '));

const EFFECTS: Readonly<Record<string, string>> = { GET: 'read', POST: 'create' };

/** `nodes/GhlContacts/actions/<resource>/<name>.ts`. `known`: the parameters that the node has for all operations. */
export function operationFile(named: Named, known: ReadonlySet<string>): string {
	const { resource, name, ids } = named;
	const [shared, own] = [ids.filter((id) => known.has(id)), ids.filter((id) => !known.has(id))];
	const imported = [...shared, ...(own.length > 0 ? ['text'] : [])].sort();
	return `import { operation } from '../../../shared/operation';
${imported.length > 0 ? `import { ${imported.join(', ')} } from '../../parameters';` : ''}
import { ${isDelete(named) ? 'deleted' : 'unwrap'} } from '../../responses';

${own.map((id) => `const ${id} = text('${titled(id.replace(/Id$/, ''))} ID', '${id}', { required: true });`).join('\n')}

export const ${identifier(named)} = operation({
${lines(
	`resource: '${resource}'`,
	`name: '${name}'`,
	`label: '${titled(name)}'`,
	`action: '${sentence(name)} ${words(resource).join(' ')}'`,
	`description: '${FILL_IN} what it does, in a sentence'`,
	`parameters: [${ids.join(', ')}]`,
	ids.length > 0 && `keys: (input) => [${ids.map((id) => `input.id('${id}')`).join(', ')}]`,
	`endpoint: {\n${endpointLines(named)}}`,
)}});
`;
}

const lines = (...all: Array<string | false>): string =>
	all.flatMap((line) => (line === false ? [] : `${line},\n`)).join('');

const isDelete = ({ method, ids }: Named): boolean => method === 'DELETE' && ids.length > 0;

function endpointLines(named: Named): string {
	const { resource, method, path, ids, source } = named;
	const isWrite = method !== 'GET' && method !== 'DELETE';
	return lines(
		`route: '${method} ${path}'`,
		`// ${FILL_IN} what a second call would do\neffect: '${EFFECTS[method] ?? 'idempotent'}'`,
		`scopes: ['${scopeOf(named)}']`,
		`source: '${source ?? `${FILL_IN} where it is documented`}'`,
		isWrite && `// ${FILL_IN} what is sent\nbody: () => ({})`,
		`// ${FILL_IN} which part of the answer is given\nanswer: ${isDelete(named) ? `deleted('${ids.at(-1)}')` : `unwrap('${resource}')`}`,
	);
}

const scopeOf = ({ method, path }: Named): string => `${path.split('/')[1]}.${method === 'GET' ? 'readonly' : 'write'}`;

const RESERVED: ReadonlySet<string> = new Set(['delete', 'import', 'export', 'new', 'switch', 'return']);

/** The name of the operation in code. */
export const identifier = ({ name, resource }: Pick<Named, 'name' | 'resource'>): string =>
	RESERVED.has(name) ? `${name}${capital(resource)}` : name;

/** The name of its route in the stand-in. */
export const routeName = ({ resource, name }: Named): string => `${name}${capital(resource)}`;

/** A constant in a file of `sandbox/ghl/routes`. */
export function routeSkeleton(named: Named): string {
	const { method, path } = named;
	return `const ${routeName(named)} = endpoint({
	method: '${method}',
	path: '${path.replaceAll(/\{(\w+)\}/g, ':$1')}',
	scope: '${scopeOf(named)}',
	run: () => {
		throw new Error('${FILL_IN} what GHL takes and answers');
	},
});

`;
}

/** Records of the examples, by the parameter that names them. */
const RECORDS: Readonly<Record<string, string>> = {
	contactId: 'ada',
	taskId: 'task',
	noteId: 'note',
	appointmentId: 'appointment',
	opportunityId: 'opportunity',
	tagId: 'tag',
};

/** An entry of `test/support/examples/ghl/<resource>.ts`. */
export function exampleSkeleton({ name, ids }: Named, isPicker: (id: string) => boolean): string {
	const records = ids.flatMap((id) => RECORDS[id] ?? []);
	const value = (id: string): string => RECORDS[id] ?? `'${FILL_IN} an ID'`;
	const parameters = ids.map((id) => `${id}: ${isPicker(id) ? `byId(${value(id)})` : value(id)}`);
	return `${name}: (${records.length > 0 ? `{ ${records.join(', ')} }` : ''}) => ({
	parameters: { ${parameters.join(', ')} },
	sdk: async () => {
		throw new Error("${FILL_IN} the same call of the official client; or \`none\` instead of \`sdk\`, with the reason");
	},
})`;
}

/** `test/nodes/GhlContacts/actions/<resource>/<name>.test.ts`. */
export function testFile({ resource, name, method, path }: Named): string {
	return `import { ENTRIES } from '../../../../support/examples/ghl/entries';
import { worldIn } from '../../../../support/examples/ghl/records';
import { GhlAccount } from '../../../../support/ghl';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
afterAll(async () => await ghl.sandbox.close());

test('${FILL_IN} what it does, in a sentence', async () => {
	const { parameters } = ENTRIES.${resource}.${name}(await worldIn(ghl.sandbox));
	expect(await ghl.one('${resource}.${name}', parameters)).toEqual('${FILL_IN} what it gives');
	expect(ghl.last).toMatchObject({ method: '${method}', path: '${FILL_IN} ${path}' });
});
`;
}
