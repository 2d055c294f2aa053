// `npm run new -- contact star "POST /contacts/{contactId}/star"`: the files of a new operation of the GHL node, which
// compile, and whose tests fail until the places that begin with "Fill in:" are filled.
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { beforeConstant, hasList, intoList, withImport } from './new/insert';
import { CannotWrite, named, type Named } from './new/named';
import {
	exampleSkeleton,
	FILL_IN,
	identifier,
	operationFile,
	routeName,
	routeSkeleton,
	testFile,
} from './new/skeletons';
import ghlSpecification from './sources/ghl.json';

const root = path.join(__dirname, '..');
const NODE = 'nodes/GhlContacts';
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** The file among these that has a list of this name, else another one with a list of its own. */
function fileWith(
	pattern: string,
	list: string,
	otherwise: readonly [file: string, list: string],
): readonly [string, string] {
	const file = globSync(pattern, { cwd: root }).find((one) => hasList(read(one), list));
	return file === undefined ? otherwise : [file, list];
}

/** Parameters that operations share: those with a constant of their own, and those that are pickers among them. */
function parametersOfNode(): { known: Set<string>; pickers: Set<string> } {
	const text = read(`${NODE}/parameters.ts`);
	const all = [...text.matchAll(/^export const (\w+)( = locator)?/gm)];
	const nameOf = ([, name]: RegExpExecArray): string => name;
	return { known: new Set(all.map(nameOf)), pickers: new Set(all.filter(([, , picker]) => picker).map(nameOf)) };
}

/** Every file with its new text. */
function written(one: Named): Map<string, string> {
	const { resource, name } = one;
	const { known, pickers } = parametersOfNode();
	const index = `${NODE}/actions/${resource}/index.ts`;
	const [routes, routeList] = fileWith('sandbox/ghl/routes/*.ts', `${resource}Endpoints`, [
		'sandbox/ghl/routes/marketing.ts',
		'marketingEndpoints',
	]);
	const [examples, exampleList] = fileWith('test/support/examples/ghl/*.ts', resource, [
		'test/support/examples/ghl/account.ts',
		resource,
	]);
	return new Map([
		[`${NODE}/actions/${resource}/${name}.ts`, operationFile(one, known)],
		[index, intoList(withImport(read(index), identifier(one), `./${name}`), 'operations', identifier(one))],
		[routes, intoList(beforeConstant(read(routes), routeList, routeSkeleton(one)), routeList, routeName(one))],
		[
			examples,
			intoList(
				read(examples),
				exampleList,
				exampleSkeleton(one, (id) => pickers.has(id)),
			),
		],
		[`test/${NODE}/actions/${resource}/${name}.test.ts`, testFile(one)],
	]);
}

async function main(): Promise<void> {
	const one = named(process.argv.slice(2), root, ghlSpecification);
	for (const [file, text] of written(one)) {
		const target = path.join(root, file);
		const form = { ...(await prettier.resolveConfig(target)), filepath: target };
		mkdirSync(path.dirname(target), { recursive: true });
		writeFileSync(target, await prettier.format(text, form));
		console.log(file);
	}
	console.log(`\nNow search these files for "${FILL_IN}", and go on with "Add an operation" in CONTRIBUTING.md.`);
}

void main().catch((error: unknown) => {
	console.error(error instanceof CannotWrite ? error.message : error);
	process.exitCode = 1;
});
