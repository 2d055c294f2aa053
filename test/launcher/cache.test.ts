import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';

import { cacheFolder, makeOnce } from '../../launcher/cache';
import { Problem } from '../../launcher/problem';

let folder: string;
let target: string;

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'cache-test-'));
	target = path.join(folder, 'thing');
});
afterEach(async () => await rm(folder, { recursive: true }));

const writeThing = async (part: string) => await writeFile(path.join(part, 'content'), 'whole');

test('N8N_SANDBOX_CACHE comes before XDG_CACHE_HOME, which comes before the home folder', () => {
	expect(cacheFolder({ N8N_SANDBOX_CACHE: '/disk/a', XDG_CACHE_HOME: '/disk/b' }, 'linux')).toBe(
		path.resolve('/disk/a'),
	);
	expect(cacheFolder({ XDG_CACHE_HOME: '/disk/b' }, 'linux')).toBe(
		path.join('/disk/b', 'n8n-nodes-ghl-booqable-roofr'),
	);
	expect(cacheFolder({}, 'linux')).toMatch(/\.cache.n8n-nodes-ghl-booqable-roofr$/);
	expect(cacheFolder({}, 'darwin')).toMatch(/Library.Caches.n8n-nodes-ghl-booqable-roofr$/);
});

test('what is built once is found the second time', async () => {
	const build = jest.fn(writeThing);
	await makeOnce(target, build);
	await makeOnce(target, build);
	expect(build).toHaveBeenCalledTimes(1);
	expect(await readFile(path.join(target, 'content'), 'utf8')).toBe('whole');
});

test('two processes at the same time build it once, and the second says that it waits', async () => {
	const build = jest.fn(async (part: string) => {
		await new Promise((resolve) => setTimeout(resolve, 50));
		await writeThing(part);
	});
	const waiting = jest.fn();
	await Promise.all([makeOnce(target, build, waiting), makeOnce(target, build, waiting)]); // either may be the first
	expect(build).toHaveBeenCalledTimes(1);
	expect(waiting).toHaveBeenCalledTimes(1);
});

test('a failed build leaves neither a folder, nor a part, nor a lock', async () => {
	await expect(
		makeOnce(target, async (part) => {
			await writeThing(part);
			throw new Error('power cut');
		}),
	).rejects.toThrow('power cut');
	expect(await readdir(folder)).toEqual([]);
});

test('what an earlier process left half-built is built again', async () => {
	await mkdir(target);
	await writeFile(path.join(target, 'content'), 'half');
	await mkdir(`${target}.part-1`);
	await makeOnce(target, writeThing);
	expect(await readFile(path.join(target, 'content'), 'utf8')).toBe('whole');
	expect(existsSync(`${target}.part-1`)).toBe(false);
});

test('the lock of a process that is gone is taken over at once', async () => {
	await writeFile(`${target}.lock`, JSON.stringify({ pid: 2 ** 30, host: hostname() }));
	await makeOnce(target, writeThing);
	expect(existsSync(path.join(target, 'content'))).toBe(true);
});

test('a lock of another machine is taken over when it was not touched for a minute', async () => {
	await writeFile(`${target}.lock`, JSON.stringify({ pid: process.pid, host: 'another.example.com' }));
	const old = new Date(Date.now() - 61_000);
	await utimes(`${target}.lock`, old, old);
	await makeOnce(target, writeThing);
	expect(existsSync(`${target}.lock`)).toBe(false);
});

test('a cache folder that cannot be created is an error that says what to do', async () => {
	await writeFile(path.join(folder, 'file'), '');
	const attempt = makeOnce(path.join(folder, 'file', 'thing'), writeThing);
	await expect(attempt).rejects.toThrow(Problem);
	await expect(attempt).rejects.toThrow(/N8N_SANDBOX_CACHE/);
});
