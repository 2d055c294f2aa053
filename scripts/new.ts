// The files of a new operation of the GHL node: `npm run new -- contact star "POST /contacts/{contactId}/star"`. They
// compile, and their tests fail until the places that begin with "Fill in:" are filled. With `booqable` or `roofr`
// before the resource: of that node.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { booqableFiles } from './new/booqable';
import { ghlFiles } from './new/ghl';
import { CannotWrite, named, type Named, type ServiceName } from './new/named';
import { projectIn, type Project } from './new/project';
import { roofrFiles } from './new/roofr';
import { FILL_IN } from './new/words';

const root = path.join(__dirname, '..');

/** Every file of a new operation, with its new text. */
const FILES: Readonly<Record<ServiceName, (one: Named, project: Project) => Map<string, string>>> = {
	ghl: ghlFiles,
	booqable: booqableFiles,
	roofr: roofrFiles,
};

async function main(): Promise<void> {
	const one = named(process.argv.slice(2), root);
	for (const [file, text] of FILES[one.service](one, projectIn(root))) {
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
