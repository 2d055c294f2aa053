import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { explainNpm, npm } from '../../launcher/npm';
import { freePort } from '../../launcher/ports';
import { Problem } from '../../launcher/problem';

test.each([
	['npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write', /disk is full/],
	['npm error code ENOTFOUND\nnpm error network request to https://example.com failed', /does not reach its registry/],
	['npm error code ECONNREFUSED', /does not reach its registry/],
	['npm error code E401\nnpm error Unable to authenticate', /refused the request/],
	['npm error code ETARGET\nnpm error notarget No matching version found', /lacks a needed package version/],
	['npm error code EACCES\nnpm error syscall mkdir', /may not write/],
	['gyp ERR! find Python\nnpm error code 1', /C\+\+ compiler/],
	['npm error code EUSAGE\nnpm error\nnpm error out of step', /^npm failed\.\nnpm error code EUSAGE/],
])('%j is told as a sentence that helps', (output, sentence) => {
	expect(explainNpm(output)).toMatch(sentence);
});

describe('npm', () => {
	let cwd: string;
	beforeEach(async () => {
		cwd = await mkdtemp(path.join(tmpdir(), 'npm-test-'));
	});
	afterEach(async () => await rm(cwd, { recursive: true }));

	test('returns what it printed and keeps the whole output', async () => {
		const log = path.join(cwd, 'npm.log');
		expect(await npm(['--version'], { cwd, log })).toMatch(/^\d+\.\d+\.\d+\n$/);
		expect(await readFile(log, 'utf8')).toContain('> npm --version');
	});

	test('a registry out of reach is a sentence, with the place of the log', async () => {
		const log = path.join(cwd, 'npm.log');
		const registry = `http://127.0.0.1:${await freePort()}/`;
		const attempt = npm(['view', 'left-pad', '--registry', registry, '--fetch-retries', '0'], { cwd, log });
		await expect(attempt).rejects.toThrow(Problem);
		await expect(attempt).rejects.toThrow(
			`npm does not reach its registry. Check the network and proxy: \`npm ping\` must answer. The whole output is in ${log}.`,
		);
	});
});

test('a registry that accepts the call and never answers does not keep npm from ending', async () => {
	const silent = createServer(() => undefined).listen(0, '127.0.0.1');
	await once(silent, 'listening');
	const { port } = silent.address() as AddressInfo; // it listens on a port
	const stop = new AbortController();
	const asked = npm(['view', 'nothing', '--registry', `http://127.0.0.1:${port}`], {
		cwd: tmpdir(),
		log: path.join(tmpdir(), 'npm-silent.log'),
		signal: stop.signal,
	});
	await once(silent, 'connection');
	stop.abort();
	await expect(asked).rejects.toThrow('aborted');
	silent.close();
});
