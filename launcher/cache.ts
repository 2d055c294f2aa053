import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import { errorCode, Problem } from './problem';

const MARKER = '.complete';
const HEARTBEAT_MS = 5_000;
const ABANDONED_MS = 60_000;

/** The folder for what is made once and kept outside the clone. `N8N_SANDBOX_CACHE` overrides it. */
export function cacheFolder(
	env: NodeJS.ProcessEnv = process.env,
	platform: NodeJS.Platform = process.platform,
): string {
	if (env.N8N_SANDBOX_CACHE) return path.resolve(env.N8N_SANDBOX_CACHE);
	const home = homedir();
	const usual =
		platform === 'darwin'
			? path.join(home, 'Library', 'Caches')
			: platform === 'win32'
				? (env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'))
				: env.XDG_CACHE_HOME || path.join(home, '.cache');
	return path.join(usual, 'n8n-nodes-ghl-booqable-roofr');
}

/**
 * Makes a folder once for all processes. `build` fills a sibling that is then renamed, so the folder is whole or
 * absent; a lock keeps two processes from doing the work twice. Should both do it all the same, the rename still
 * decides.
 * @param waiting called once when another process is already making it
 * @throws Problem when the cache can't be written
 */
export async function makeOnce(
	target: string,
	build: (part: string) => Promise<void>,
	waiting: () => void = () => {},
): Promise<void> {
	if (isComplete(target)) return;
	await makeParent(target);
	const release = await takeLock(`${target}.lock`, waiting);
	try {
		if (isComplete(target)) return;
		await removeLeftovers(target);
		await makeWhole(target, build);
	} finally {
		await release();
	}
}

const isComplete = (folder: string) => existsSync(path.join(folder, MARKER));

async function makeParent(target: string): Promise<void> {
	try {
		await mkdir(path.dirname(target), { recursive: true });
	} catch (error) {
		throw new Problem(
			`The cache folder ${path.dirname(target)} can't be made (${errorCode(error)}). Point N8N_SANDBOX_CACHE to a folder of yours.`,
		);
	}
}

async function makeWhole(target: string, build: (part: string) => Promise<void>): Promise<void> {
	const part = `${target}.part-${process.pid}`;
	try {
		await mkdir(part);
		await build(part);
		await writeFile(path.join(part, MARKER), '');
		await rename(part, target);
	} catch (error) {
		await rm(part, { recursive: true, force: true });
		if (isComplete(target)) return;
		throw error;
	}
}

/** A folder without its marker, or a part whose maker is gone, is of no use to anybody. Called under the lock. */
async function removeLeftovers(target: string): Promise<void> {
	const [parent, name] = [path.dirname(target), path.basename(target)];
	for (const entry of await readdir(parent)) {
		if (entry !== name && !entry.startsWith(`${name}.part-`)) continue;
		await rm(path.join(parent, entry), { recursive: true, force: true });
	}
}

const lockOwner = z.object({ pid: z.number().int(), host: z.string() });

/** Waits for the lock file, keeps it fresh while it is held, and gives the function that lets it go. */
async function takeLock(file: string, waiting: () => void): Promise<() => Promise<void>> {
	let hasWaited = false;
	while (!(await createLock(file))) {
		if (await isAbandoned(file)) {
			await rm(file, { force: true });
			continue;
		}
		if (!hasWaited) waiting();
		hasWaited = true;
		await sleep(500);
	}
	const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), HEARTBEAT_MS);
	beat.unref();
	return async () => {
		clearInterval(beat);
		await rm(file, { force: true });
	};
}

async function createLock(file: string): Promise<boolean> {
	try {
		const handle = await open(file, 'wx');
		await handle.writeFile(JSON.stringify({ pid: process.pid, host: hostname() }));
		await handle.close();
		return true;
	} catch (error) {
		if (errorCode(error) === 'EEXIST') return false;
		throw new Problem(
			`The cache folder ${path.dirname(file)} can't be written (${errorCode(error)}). Point N8N_SANDBOX_CACHE to a folder of yours.`,
		);
	}
}

/** Its process is gone (known at once on this machine), or it has not been touched for a minute. */
async function isAbandoned(file: string): Promise<boolean> {
	try {
		const age = Date.now() - (await stat(file)).mtimeMs;
		if (age > ABANDONED_MS) return true;
		const owner = lockOwner.safeParse(JSON.parse(await readFile(file, 'utf8')));
		return owner.success && owner.data.host === hostname() && !isAlive(owner.data.pid);
	} catch {
		return false; // released or still being written: the next round decides
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return errorCode(error) === 'EPERM';
	}
}
