import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';
import { readWorkflow } from '../launcher/demo';
import { installPackage, packProject } from '../launcher/pack';
import { ROOT } from './support/root';

const { n8n, name } = jest.requireActual<{ name: string; n8n: { nodes: string[]; credentials: string[] } }>(
	'../package.json',
);

let folder: string;
let tarball: string;
let installed: string;
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'package-'));
	tarball = await packProject(folder);
	await installPackage(tarball, folder);
	// The one module that n8n itself lends to community packages; everything else must have come with the package.
	await symlink(
		path.join(ROOT, 'node_modules', 'n8n-workflow'),
		path.join(folder, '.n8n', 'nodes', 'node_modules', 'n8n-workflow'),
		'dir',
	);
	installed = path.join(folder, '.n8n', 'nodes', 'node_modules', name);
}, 180_000);
afterAll(async () => await rm(folder, { recursive: true, force: true }));

const className = (file: string): string => path.basename(file).split('.')[0];

describe('the published package', () => {
	it('holds what was built, the workflow templates, README and license, and nothing else', () => {
		const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
		const tops = new Set(files.map((file) => file.split('/')[1]));
		expect([...tops].sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json', 'workflows']);
		expect(files.filter((file) => /\.test\.|sandbox|\.ts$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
	});

	it('is loaded by n8n as n8n loads community packages: every node and credential that package.json names', async () => {
		const loader = new PackageDirectoryLoader(installed);
		await loader.loadAll();
		expect(Object.keys(loader.known.nodes).sort()).toEqual(n8n.nodes.map((file) => camel(className(file))).sort());
		expect(Object.keys(loader.known.credentials).sort()).toEqual(
			n8n.credentials.map((file) => camel(className(file))).sort(),
		);
	});

	it('gives every node and credential an icon that is in the package', async () => {
		const loader = new PackageDirectoryLoader(installed);
		await loader.loadAll();
		for (const { iconUrl } of [...loader.types.nodes, ...loader.types.credentials]) {
			const { light, dark } = iconUrl as { light: string; dark: string };
			expect(light).toMatch(/^icons\/.+\/dist\/icons\/\w+\.svg$/);
			expect(dark).toMatch(/\.dark\.svg$/);
		}
	});

	it('holds templates with its nodes in the version that they have', async () => {
		const loader = new PackageDirectoryLoader(installed);
		await loader.loadAll();
		// n8n makes the variant for AI agents of each node that allows it
		const versions = new Map<string, number | number[]>(
			loader.types.nodes.flatMap(({ name: node, version, usableAsTool }) =>
				['', ...(usableAsTool ? ['Tool'] : [])].map((variant) => [`${name}.${node}${variant}`, version] as const),
			),
		);
		const folderOfTemplates = path.join(installed, 'workflows');
		const templates = await Promise.all(
			(await readdir(folderOfTemplates)).map(async (file) => await readWorkflow(path.join(folderOfTemplates, file))),
		);
		const nodes = templates.flatMap((template) => template.nodes).filter(({ type }) => type.startsWith(name));
		expect(nodes.map(({ type }) => type)).toContain(`${name}.booqableTrigger`);
		expect(
			nodes
				.filter(({ type, typeVersion }) => ![versions.get(type)].flat().some((version) => version === typeVersion))
				.map(({ name: node, type }) => [node, type]),
		).toEqual([]);
	});

	it('has descriptions that survive being saved: nothing in them is a function', async () => {
		const loader = new PackageDirectoryLoader(installed);
		await loader.loadAll();
		for (const description of loader.types.nodes) expect(() => structuredClone(description)).not.toThrow();
	});
});

const camel = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
