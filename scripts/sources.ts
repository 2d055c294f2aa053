// Whether the `source` of each endpoint exists and documents its route. `--read FOLDER` writes the list of GHL's
// operation IDs anew, from a folder with its OpenAPI files (github.com/GoHighLevel/highlevel-api-docs, `apps`).
import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { problemOf } from './sources/check';
import { endpointsIn } from './sources/endpoints';
import { SERVICES } from './sources/services';
import { specificationIn } from './sources/specification';

const root = path.join(__dirname, '..');

function check(): void {
	const problems = globSync('nodes/**/*.ts', { cwd: root })
		.sort()
		.flatMap((file) => endpointsIn(path.join(root, file)).map((one) => ({ ...one, file })))
		.flatMap((one) => problemOf(one, SERVICES[one.file.split(path.sep)[1]]) ?? []);
	for (const problem of problems) console.error(problem);
	if (problems.length > 0) process.exit(1);
}

const [flag, folder] = process.argv.slice(2);
if (flag === '--read' && folder)
	writeFileSync(path.join(__dirname, 'sources', 'ghl.json'), `${JSON.stringify(specificationIn(folder), null, 2)}\n`);
else check();
