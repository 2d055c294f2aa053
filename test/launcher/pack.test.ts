import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { installPackage, pack } from '../../launcher/pack';

let folder: string;
let source: string;
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'pack-test-'));
	source = path.join(folder, 'source');
	await mkdir(source);
	await writeFile(path.join(source, 'index.js'), '');
	await writeFile(path.join(source, 'left-out.js'), '');
	await writeFile(
		path.join(source, 'package.json'),
		JSON.stringify({
			name: 'n8n-nodes-example',
			version: '1.2.3',
			files: ['index.js'],
			devDependencies: { jest: '*' },
			peerDependencies: { 'n8n-workflow': '*' },
			optionalDependencies: { fsevents: '*' },
			scripts: { prepack: 'exit 1' },
		}),
	);
});
afterEach(async () => await rm(folder, { recursive: true }));

const readJson = async (...parts: string[]): Promise<unknown> =>
	JSON.parse(await readFile(path.join(...parts), 'utf8'));

test('a package is installed where n8n looks for community packages, as npm would publish it', async () => {
	const tarball = await pack(source, folder);
	const user = path.join(folder, 'user');
	expect(await installPackage(tarball, user)).toEqual({ name: 'n8n-nodes-example', version: '1.2.3' });

	const nodes = path.join(user, '.n8n', 'nodes');
	const installed = path.join(nodes, 'node_modules', 'n8n-nodes-example');
	expect(existsSync(path.join(installed, 'index.js'))).toBe(true);
	expect(existsSync(path.join(installed, 'left-out.js'))).toBe(false);
	expect(Object.keys(Object(await readJson(installed, 'package.json')))).toEqual([
		'name',
		'version',
		'files',
		'scripts',
	]);
	expect(await readJson(nodes, 'package.json')).toMatchObject({ dependencies: { 'n8n-nodes-example': '1.2.3' } });
});

test('packages that were installed before stay listed', async () => {
	const nodes = path.join(folder, 'user', '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	await writeFile(path.join(nodes, 'package.json'), JSON.stringify({ dependencies: { 'n8n-nodes-other': '9.0.0' } }));
	await installPackage(await pack(source, folder), path.join(folder, 'user'));
	expect(await readJson(nodes, 'package.json')).toMatchObject({
		dependencies: { 'n8n-nodes-other': '9.0.0', 'n8n-nodes-example': '1.2.3' },
	});
});

test('a file that is not a package is refused by name', async () => {
	const file = path.join(folder, 'something.tgz');
	await writeFile(file, 'no archive');
	await expect(installPackage(file, path.join(folder, 'user'))).rejects.toThrow(
		`${file} is not a tarball made by npm pack.`,
	);
});
