import { accessSync, constants } from 'node:fs';
import path from 'node:path';

import { chromium, type Browser } from 'playwright-core';

import { Problem } from './problem';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Nothing may leave the machine, and a container has neither a GPU nor the privileges for Chromium's own sandbox. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// The editor makes much garbage: fewer collections save an eighth of the processor time.
	'--js-flags=--min-semi-space-size=64',
];

/** The installed Chromium: `CHROMIUM_PATH`, or the first one found on the PATH. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
	const folders = [...(env.PATH ?? '').split(path.delimiter), '/usr/bin'];
	const candidates = env.CHROMIUM_PATH
		? [env.CHROMIUM_PATH]
		: folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
	const found = candidates.find(isExecutable);
	if (found) return found;
	throw new Problem(
		'No Chromium was found. Install the package chromium, or give the path of a Chrome in CHROMIUM_PATH.',
	);
}

/** A headless Chromium with a new, empty profile. Its user closes it. */
export async function openBrowser(): Promise<Browser> {
	return await chromium.launch({ executablePath: findChromium(), headless: true, args: FLAGS });
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
