import { beforeConstant, intoFunction, intoList, withNames } from './insert';
import { CannotWrite, type Named } from './named';
import type { Project } from './project';
import { effectOf, FILL_IN, identifier, lines, titled } from './words';

const NODE = 'nodes/Roofr';
const MANIFEST = `${NODE}/direct/manifest.ts`;
const ROUTES = 'sandbox/roofr/routes/direct.ts';

/**
 * Every file of a new operation of direct access, with its new text. Roofr publishes no API, so its endpoint is an
 * assumption: it stands in the manifest, where a credential can override it.
 */
export function roofrFiles(one: Named, { read, find }: Project): Map<string, string> {
	const { resource, name, method, path, ids } = one;
	const key = `${resource}.${name}`;
	const [actions] = find(`${NODE}/actions/{${resource}.ts,${resource}/index.ts}`);
	const text = read(actions);
	if (!/^const subject\b/m.test(text))
		throw new CannotWrite(`The resource "${resource}" of the Roofr node has no operations of direct access`);
	if (read(MANIFEST).includes(`'${key}':`)) throw new CannotWrite(`The manifest has an endpoint ${key} already`);
	const imports = withNames(
		withNames(text, ['operation'], '/shared/operation'),
		['accessNotice', 'assumed', 'direct'],
		'/direct/operations',
	);
	const row = `'${key}': { route: '${method} ${path}' }`;
	return new Map([
		[MANIFEST, intoList(read(MANIFEST), ['MANIFEST'], row, (other) => other < row)],
		[actions, intoList(beforeConstant(imports, resource, operationSkeleton(one)), ['operations'], identifier(one))],
		[ROUTES, intoFunction(read(ROUTES), 'addActions', routeSkeleton(one))],
		[`test/${NODE}/actions/${resource}/${name}.test.ts`, testFile(one, ids)],
	]);
}

function operationSkeleton(one: Named): string {
	const { resource, name, method, path, ids } = one;
	const isWrite = method !== 'GET' && method !== 'DELETE';
	const isOfOne = path.includes(`{${resource}Id}`);
	return `const ${identifier(one)} = operation({
${lines(
	`...direct(subject, '${name}', { label: '${titled(name)}', description: '${FILL_IN} what it does, in a sentence' })`,
	`parameters: [accessNotice, ...subject.parents${isOfOne ? ', subject.id' : ''}]`,
	ids.length > 0 && `keys: (input) => [${ids.map((id) => `input.id('${id}')`).join(', ')}]`,
	`// ${FILL_IN} what a second call would do${isWrite ? ', and what is sent' : ''}\nendpoint: assumed('${resource}.${name}', '${effectOf(method)}'${isWrite ? ', { body: () => ({}) }' : ''})`,
)}});

`;
}

const routeSkeleton = ({ method, path }: Named): string => `api.${method.toLowerCase()}('${path.replaceAll(
	/\{(\w+)\}/g,
	':$1',
)}', async () => {
	throw new Error('${FILL_IN} what Roofr would take and answer');
});
`;

const testFile = (
	{ resource, name, method, path }: Named,
	ids: readonly string[],
): string => `import { startSandbox, type Sandbox } from '../../../../../sandbox/server';
import { json } from '../../../../support/engine';
import { byId, setups } from '../../../../support/roofr';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());

const { direct } = setups(() => sandbox);

test('${FILL_IN} what it does, in a sentence', async () => {
	const parameters = { ${ids.map((id) => `${id}: byId('${FILL_IN} an ID')`).join(', ')} };
	expect(await json(direct({ resource: '${resource}', operation: '${name}', ...parameters }))).toEqual(['${FILL_IN} what it gives']);
	expect(sandbox.requests({ service: 'roofr' }).at(-1)).toMatchObject({ method: '${method}', path: '${FILL_IN} ${path}' });
});
`;
