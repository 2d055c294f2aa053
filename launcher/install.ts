import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { z } from 'zod';

import { cacheFolder, makeOnce } from './cache';
import { npm, type NpmOptions } from './npm';
import { Problem } from './problem';
import { silent, type Progress } from './progress';

const RECIPE = path.join(__dirname, 'n8n');
const LOCK = 'package-lock.json';
const NODE_FLOOR = 24;
const GIGABYTE = 1024 ** 3;
/** npm is begun again when no package has come for so long. */
const STALL_MS = 180_000;
const ATTEMPTS = 4;
/** n8n with its dependencies takes 2.8 GB on disk. */
const NEEDED_GIGABYTES = 3.5;

const lockfile = z.object({ packages: z.record(z.object({ version: z.string().optional() })) });
const packagesIn = (lock: string) => lockfile.parse(JSON.parse(lock)).packages;

export interface N8nInstallation {
	folder: string;
	version: string;
	/** The script that Node runs. */
	entry: string;
}

/**
 * The pinned n8n, or the version that `N8N_SANDBOX_VERSION` names, installed into the cache when it is not there yet:
 * minutes the first time, nothing afterwards.
 * @throws Problem for an old Node, a full disk, a registry out of reach
 */
export async function installN8n({
	progress = silent,
	cache = cacheFolder(),
}: { progress?: Progress; cache?: string } = {}): Promise<N8nInstallation> {
	requireNode();
	const lock = await readFile(path.join(RECIPE, LOCK), 'utf8');
	const pinned = packagesIn(lock)['node_modules/n8n']?.version ?? 'unknown';
	const version = process.env.N8N_SANDBOX_VERSION || pinned;
	const isPinned = version === pinned;
	const folder = path.join(cache, `n8n-${version}-${installationKey(isPinned ? lock : version)}`);
	await makeOnce(
		folder,
		async (part) => {
			await requireSpace(path.dirname(part));
			await requireRegistry(version, { cwd: path.dirname(part), log: `${folder}.log` });
			const log = `${folder}.log`;
			await (isPinned
				? writePinned(part)
				: progress.busy(`Looking up the packages of n8n ${version}`, async () => await writeOther(part, version, log)));
			await fillWithN8n(part, {
				label: `Installing n8n ${version} (first time only)`,
				log,
				locations: Object.keys(packagesIn(await readFile(path.join(part, LOCK), 'utf8'))),
				progress,
			});
		},
		() => progress.say('Another process is installing n8n; waiting for it.'),
	);
	return { folder, version, entry: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
}

/** Native modules bind the folder to the platform and the major version of Node. */
function installationKey(lock: string): string {
	const key = [lock, process.versions.modules, process.platform, process.arch].join('\n');
	return createHash('sha256').update(key).digest('hex').slice(0, 12);
}

function requireNode(): void {
	if (Number(process.versions.node.split('.')[0]) >= NODE_FLOOR) return;
	throw new Problem(
		`n8n needs Node ${NODE_FLOOR} or newer, this is ${process.versions.node}. Use the npm scripts (npm start): they bring their own Node.`,
	);
}

async function requireSpace(folder: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	const free = (bavail * bsize) / GIGABYTE;
	if (free >= NEEDED_GIGABYTES) return;
	throw new Problem(
		`n8n needs ${NEEDED_GIGABYTES} GB of disk, ${folder} has ${free.toFixed(1)} GB left. Free some, or point N8N_SANDBOX_CACHE to another disk.`,
	);
}

/**
 * Without a registry `npm ci` keeps trying in silence for many minutes, so it is asked for one thing first. A warm npm
 * cache answers too.
 */
async function requireRegistry(version: string, options: NpmOptions): Promise<void> {
	await npm(
		[
			'view',
			`n8n@${version}`,
			'version',
			'--prefer-offline',
			'--fetch-retries=1',
			'--fetch-retry-mintimeout=1000',
			'--fetch-timeout=20000',
		],
		options,
	);
}

async function writePinned(part: string): Promise<void> {
	await mkdir(part, { recursive: true });
	for (const file of ['package.json', LOCK]) await copyFile(path.join(RECIPE, file), path.join(part, file));
}

/** The packages that another version of n8n asks for today. */
async function writeOther(part: string, version: string, log: string): Promise<void> {
	await mkdir(part, { recursive: true });
	const recipe = await readFile(path.join(RECIPE, 'package.json'), 'utf8');
	const other = { ...z.record(z.unknown()).parse(JSON.parse(recipe)), dependencies: { n8n: version } };
	await writeFile(path.join(part, 'package.json'), JSON.stringify(other));
	await npm(['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: part, log });
}

interface Filling {
	label: string;
	log: string;
	/** The folders that npm will make, relative to `part`. */
	locations: string[];
	progress: Progress;
}

async function fillWithN8n(part: string, { label, log, locations, progress }: Filling): Promise<void> {
	await progress.busy(label, async (report) => {
		for (let attempt = 1; await stalls(part, { log, locations, report }); attempt++) {
			if (attempt === ATTEMPTS)
				throw new Problem(
					`npm stood still ${ATTEMPTS} times while it fetched n8n. Check the network and run this again: what it has fetched is kept. Its output is in ${log}.`,
				);
		}
		report('SQLite driver');
		await npm(['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts'], { cwd: part, log });
	});
	// npm calls a rebuild that found nothing to run a success too.
	if (!existsSync(path.join(part, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node'))) {
		throw new Problem(`npm did not build the SQLite driver of n8n. Its output is in ${log}.`);
	}
}

/**
 * Fetches the packages. True when npm stood still and was ended: a connection can hang without npm ever giving it up.
 */
async function stalls(
	part: string,
	{ log, locations, report }: Pick<Filling, 'log' | 'locations'> & { report: (state: string) => void },
): Promise<boolean> {
	const stop = new AbortController();
	let [count, since] = [0, Date.now()];
	const watch = setInterval(() => {
		const now = installed(part, locations);
		if (now !== count) [count, since] = [now, Date.now()];
		report(`${count} of ${locations.length} packages`);
		if (Date.now() - since > STALL_MS) stop.abort();
	}, 2_000);
	try {
		await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: part, log, signal: stop.signal });
		return false;
	} catch (error) {
		if (stop.signal.aborted) return true;
		throw error;
	} finally {
		clearInterval(watch);
	}
}

const installed = (part: string, locations: string[]) =>
	locations.filter((location) => existsSync(path.join(part, location, 'package.json'))).length;
