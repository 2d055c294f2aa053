import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './root';

/** n8n's module of community packages, which is part of the program and no dependency of ours. */
const OF_COMMUNITY_PACKAGES = [
	'N8N_COMMUNITY_PACKAGES_ENABLED',
	'N8N_REINSTALL_MISSING_PACKAGES',
	'N8N_UNVERIFIED_PACKAGES_ENABLED',
];

/** The environment variables that n8n reads, by its own configuration. */
export const N8N_VARIABLES: ReadonlySet<string> = new Set([
	...OF_COMMUNITY_PACKAGES,
	...globSync(path.join(ROOT, 'node_modules/@n8n/config/dist/**/*.js')).flatMap((file) =>
		[...readFileSync(file, 'utf8').matchAll(/Env\)\(\s*'([A-Z0-9_]+)'/g)].map(([, name]) => name),
	),
]);
