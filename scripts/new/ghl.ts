import ghlSpecification from '../sources/ghl.json';
import type { Documented } from '../sources/specification';
import { beforeConstant, hasList, intoList, withImport } from './insert';
import { isSameRoute, type Named } from './named';
import type { Project } from './project';
import { capital, effectOf, FILL_IN, identifier, lines, sentence, titled, words } from './words';

const NODE = 'nodes/GhlContacts';

/** Every file of a new operation of the GHL node, with its new text. */
export function ghlFiles(one: Named, project: Project): Map<string, string> {
	const { resource, name } = one;
	const { read } = project;
	const { known, pickers } = parametersOfNode(project);
	const index = `${NODE}/actions/${resource}/index.ts`;
	const [routes, routeList] = fileWith(project, 'sandbox/ghl/routes/*.ts', `${resource}Endpoints`, [
		'sandbox/ghl/routes/marketing.ts',
		'marketingEndpoints',
	]);
	const [examples, exampleList] = fileWith(project, 'test/support/examples/ghl/*.ts', resource, [
		'test/support/examples/ghl/account.ts',
		resource,
	]);
	return new Map([
		[`${NODE}/actions/${resource}/${name}.ts`, operationFile(one, known)],
		[index, intoList(withImport(read(index), identifier(one), `./${name}`), ['operations'], identifier(one))],
		[routes, intoList(beforeConstant(read(routes), routeList, routeSkeleton(one)), [routeList], routeName(one))],
		[
			examples,
			intoList(
				read(examples),
				[exampleList],
				exampleSkeleton(one, (id) => pickers.has(id)),
			),
		],
		[`test/${NODE}/actions/${resource}/${name}.test.ts`, testFile(one)],
	]);
}

/** The file among these that has a list of this name, else another one with a list of its own. */
function fileWith(
	{ read, find }: Project,
	pattern: string,
	list: string,
	otherwise: readonly [file: string, list: string],
): readonly [string, string] {
	const file = find(pattern).find((one) => hasList(read(one), list));
	return file === undefined ? otherwise : [file, list];
}

/** Parameters that operations share: those with a constant of their own, and those that are pickers among them. */
function parametersOfNode({ read }: Project): { known: Set<string>; pickers: Set<string> } {
	const all = [...read(`${NODE}/parameters.ts`).matchAll(/^export const (\w+)( = locator)?/gm)];
	const nameOf = ([, name]: RegExpExecArray): string => name;
	return { known: new Set(all.map(nameOf)), pickers: new Set(all.filter(([, , picker]) => picker).map(nameOf)) };
}

/** Where the call is documented, as far as the list of GHL's specification has it. */
function sourceOf({ method, path }: Named): string | undefined {
	const specification: Documented = ghlSpecification;
	for (const [file, operations] of Object.entries(specification)) {
		const id = Object.keys(operations).find((one) => isSameRoute(operations[one], `${method} ${path}`));
		if (id !== undefined) return `${file} ${id}`;
	}
	return undefined;
}

/** `nodes/GhlContacts/actions/<resource>/<name>.ts`. `known`: the parameters that the node has for all operations. */
function operationFile(named: Named, known: ReadonlySet<string>): string {
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

const isDelete = ({ method, ids }: Named): boolean => method === 'DELETE' && ids.length > 0;

function endpointLines(named: Named): string {
	const { resource, method, path, ids } = named;
	const source = sourceOf(named);
	const isWrite = method !== 'GET' && method !== 'DELETE';
	return lines(
		`route: '${method} ${path}'`,
		`// ${FILL_IN} what a second call would do\neffect: '${effectOf(method)}'`,
		`scopes: ['${scopeOf(named)}']`,
		`source: '${source ?? `${FILL_IN} where it is documented`}'`,
		isWrite && `// ${FILL_IN} what is sent\nbody: () => ({})`,
		`// ${FILL_IN} which part of the answer is given\nanswer: ${isDelete(named) ? `deleted('${ids.at(-1)}')` : `unwrap('${resource}')`}`,
	);
}

const scopeOf = ({ method, path }: Named): string => `${path.split('/')[1]}.${method === 'GET' ? 'readonly' : 'write'}`;

/** The name of its route in the stand-in. */
const routeName = ({ resource, name }: Named): string => `${name}${capital(resource)}`;

/** A constant in a file of `sandbox/ghl/routes`. */
function routeSkeleton(named: Named): string {
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
function exampleSkeleton({ name, ids }: Named, isPicker: (id: string) => boolean): string {
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
function testFile({ resource, name, method, path }: Named): string {
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
