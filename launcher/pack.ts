import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { z } from 'zod';

import { cacheFolder, makeOnce } from './cache';
import { npm } from './npm';
import { Problem } from './problem';
import { silent, type Progress } from './progress';

const run = promisify(execFile);

export const PROJECT = path.join(__dirname, '..');
const SOURCES = [
	'credentials',
	'deliveries',
	'gulpfile.js',
	'icons',
	'index.ts',
	'nodes',
	'package.json',
	'store',
	'sync',
	'tsconfig.build.json',
	'tsconfig.json',
	'workflows',
];

const manifest = z
	.object({ name: z.string(), version: z.string(), dependencies: z.record(z.string()).optional() })
	.passthrough();
const packed = z.array(z.object({ filename: z.string() })).nonempty();

/**
 * Builds the project when a source is newer than what was built, and packs it as npm would publish it. Gives the
 * tarball's path.
 */
export async function packProject(
	into: string,
	{ progress = silent, project = PROJECT }: { progress?: Progress; project?: string } = {},
): Promise<string> {
	const log = await npmLog();
	if (await isStale(project))
		await progress.busy('Building the package', async () => await npm(['run', 'build'], { cwd: project, log }));
	return await pack(project, into);
}

/** `npm pack` of any package folder. */
export async function pack(folder: string, into: string): Promise<string> {
	const answer = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', into], {
		cwd: folder,
		log: await npmLog(),
	});
	return path.join(into, packed.parse(JSON.parse(answer))[0].filename);
}

/** Beside the cache and not in a temporary folder: whoever is told to look into it must find it. */
async function npmLog(): Promise<string> {
	await mkdir(cacheFolder(), { recursive: true });
	return path.join(cacheFolder(), 'npm.log');
}

/**
 * Installs a tarball into an n8n user folder the way n8n's "Install community node" does: unpacked under
 * `.n8n/nodes/node_modules`, development and peer dependencies struck out, the others installed without scripts,
 * the package listed in `.n8n/nodes/package.json`.
 */
export async function installPackage(
	tarball: string,
	userFolder: string,
	cache = cacheFolder(),
): Promise<{ name: string; version: string }> {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	const { name, version } = await readManifest(tarball);
	const folder = path.join(nodes, 'node_modules', name);
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	await installDependencies(folder, cache);
	await writeFile(
		path.join(nodes, 'package.json'),
		JSON.stringify(
			{ name: 'installed-nodes', private: true, dependencies: await listed(nodes, name, version) },
			null,
			2,
		),
	);
	return { name, version };
}

async function readManifest(tarball: string): Promise<z.infer<typeof manifest>> {
	try {
		const { stdout } = await run('tar', ['-xzOf', tarball, 'package/package.json']);
		return manifest.parse(JSON.parse(stdout));
	} catch {
		throw new Problem(`${tarball} is not a tarball made by npm pack.`);
	}
}

async function listed(nodes: string, name: string, version: string): Promise<Record<string, string>> {
	const before = await readFile(path.join(nodes, 'package.json'), 'utf8').catch(() => '{"dependencies":{}}');
	const { dependencies } = z.object({ dependencies: z.record(z.string()) }).parse(JSON.parse(before));
	return { ...dependencies, [name]: version };
}

/** The same dependencies are fetched once and copied from then on. */
async function installDependencies(folder: string, cache: string): Promise<void> {
	const file = path.join(folder, 'package.json');
	const {
		devDependencies: _,
		peerDependencies: __,
		optionalDependencies: ___,
		...kept
	} = manifest.parse(JSON.parse(await readFile(file, 'utf8')));
	await writeFile(file, JSON.stringify(kept, null, 2));
	const dependencies = kept.dependencies ?? {};
	if (Object.keys(dependencies).length === 0) return;
	const key = createHash('sha256').update(JSON.stringify(dependencies)).digest('hex').slice(0, 12);
	const made = path.join(cache, `dependencies-${key}`);
	await makeOnce(made, async (part) => {
		await writeFile(path.join(part, 'package.json'), JSON.stringify({ private: true, dependencies }));
		await npm(
			[
				'install',
				'--omit=dev',
				'--omit=peer',
				'--install-strategy=shallow',
				'--ignore-scripts',
				'--no-bin-links',
				'--no-package-lock',
				'--no-audit',
				'--no-fund',
			],
			{ cwd: part, log: `${made}.log` },
		);
	});
	await cp(path.join(made, 'node_modules'), path.join(folder, 'node_modules'), { recursive: true });
}

async function isStale(project: string): Promise<boolean> {
	const built = await newest(path.join(project, 'dist'));
	const sources = await Promise.all(SOURCES.map(async (source) => await newest(path.join(project, source))));
	return Math.max(...sources) > built;
}

/**
 * The latest change of a file, or of anything in a folder (a folder changes when an entry goes away); 0 when it does
 * not exist.
 */
async function newest(entry: string): Promise<number> {
	const found = await stat(entry).catch(() => undefined);
	if (!found) return 0;
	if (!found.isDirectory()) return found.mtimeMs;
	const inside = await Promise.all((await readdir(entry)).map(async (name) => await newest(path.join(entry, name))));
	return Math.max(found.mtimeMs, ...inside);
}
