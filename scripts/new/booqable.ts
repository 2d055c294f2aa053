import booqablePages from '../sources/booqable.json';
import { intoList, withImport } from './insert';
import { isSameRoute, type Named } from './named';
import type { Project } from './project';
import { effectOf, FILL_IN, identifier, lines, sentence, titled, words } from './words';

const NODE = 'nodes/Booqable';
const EXAMPLES = 'test/support/examples/booqable.ts';

/**
 * Every file of a new operation of the Booqable node, with its new text. The stand-in answers from its tables
 * (`sandbox/booqable/models/tables`): there is no route to write.
 */
export function booqableFiles(one: Named, { read }: Project): Map<string, string> {
	const { resource, name } = one;
	const index = `${NODE}/actions/${resource}/index.ts`;
	const pickers = new Set(
		[...read(`${NODE}/parameters.ts`).matchAll(/^export const (\w+) = picker/gm)].map(([, id]) => id),
	);
	const records = new Set([...read(EXAMPLES).matchAll(/^\treadonly (\w+): string;/gm)].map(([, record]) => record));
	return new Map([
		[`${NODE}/actions/${resource}/${name}.ts`, operationFile(one, pickers)],
		[index, intoList(withImport(read(index), identifier(one), `./${name}`), ['operations'], identifier(one))],
		[EXAMPLES, intoList(read(EXAMPLES), ['EXAMPLES', resource], exampleSkeleton(one, pickers, records))],
		[`test/${NODE}/actions/${resource}/${name}.test.ts`, testFile(one)],
	]);
}

/** The path below `/api/4`, however it was typed. */
const plainPath = ({ path }: Named): string => path.replace(/^\/api\/4/, '');

/** Where the call is documented, as far as the list of Booqable's pages has it. */
function sourceOf(one: Named): string | undefined {
	const pages: Readonly<Record<string, readonly string[]>> = booqablePages;
	const route = `${one.method} ${plainPath(one)}`;
	const page = Object.keys(pages).find((name) => pages[name].some((documented) => isSameRoute(documented, route)));
	return page === undefined ? undefined : `Booqable API v4, ${page}`;
}

function operationFile(one: Named, pickers: ReadonlySet<string>): string {
	const { resource, name, method, ids } = one;
	const [shared, own] = [ids.filter((id) => pickers.has(id)).sort(), ids.filter((id) => !pickers.has(id))];
	const isWrite = method !== 'GET' && method !== 'DELETE';
	const isDelete = method === 'DELETE' && ids.length > 0;
	const imported = [...(isWrite ? ['envelope'] : []), ...(isDelete ? [] : ['record'])];
	return `${own.length > 0 ? "import type { INodeProperties } from 'n8n-workflow';\n" : ''}import { operation } from '../../../shared/operation';
${shared.length > 0 ? `import { ${shared.join(', ')} } from '../../parameters';` : ''}
${imported.length > 0 ? `import { ${imported.join(', ')} } from '../../responses';` : ''}

${own.map(parameter).join('\n')}

export const ${identifier(one)} = operation({
${lines(
	`resource: '${resource}'`,
	`name: '${name}'`,
	`label: '${titled(name)}'`,
	`action: '${sentence(name)} ${words(resource).join(' ')}'`,
	`description: '${FILL_IN} what it does, in a sentence'`,
	`parameters: [${ids.join(', ')}]`,
	ids.length > 0 && `keys: (input) => [${ids.map((id) => `input.id('${id}')`).join(', ')}]`,
	`endpoint: {\n${lines(
		`route: '${method} /api/4${plainPath(one)}'`,
		`// ${FILL_IN} what a second call would do\neffect: '${effectOf(method)}'`,
		`source: '${sourceOf(one) ?? `${FILL_IN} where it is documented`}'`,
		isWrite && `// ${FILL_IN} what is sent\nbody: () => envelope('${plainPath(one).split('/')[1]}', {})`,
		"envelope: { record: ['data'] }",
		isDelete
			? `answer: (_, input) => ({ id: input.id('${ids.at(-1)}'), deleted: true })`
			: `// ${FILL_IN} which part of the answer is given\nanswer: record`,
	)}}`,
)}});
`;
}

const parameter = (id: string): string => `const ${id}: INodeProperties = {
	displayName: '${titled(id.replace(/Id$/, ''))} ID',
	name: '${id}',
	type: 'string',
	required: true,
	default: '',
};`;

function exampleSkeleton({ name, ids }: Named, pickers: ReadonlySet<string>, records: ReadonlySet<string>): string {
	const recordOf = (id: string): string => id.replace(/Id$/, '');
	const used = ids.map(recordOf).filter((record) => records.has(record));
	const parameters = ids.map((id) => {
		const value = records.has(recordOf(id)) ? recordOf(id) : `'${FILL_IN} an ID'`;
		return `${id}: ${pickers.has(id) ? `byId(${value})` : value}`;
	});
	return `${name}: (${used.length > 0 ? `{ ${used.join(', ')} }` : ''}) => ({ parameters: { ${parameters.join(', ')} } })`;
}

const testFile = (one: Named): string => `import { Demo } from '../../../../support/booqable';
import { booqable } from '../../../../support/examples/booqable';

let demo: Demo;
beforeAll(async () => {
	demo = await Demo.start();
});
afterAll(async () => await demo.sandbox.close());

test('${FILL_IN} what it does, in a sentence', async () => {
	expect(await booqable.run(demo.sandbox, '${one.resource}', '${one.name}')).toEqual(['${FILL_IN} what it gives']);
	expect(demo.calls()).toContain('${one.method} ${FILL_IN} ${plainPath(one)}');
});
`;
