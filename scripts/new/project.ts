import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The project's files as they are, by their path below its root. */
export interface Project {
	readonly read: (file: string) => string;
	readonly find: (pattern: string) => string[];
}

export const projectIn = (root: string): Project => ({
	read: (file) => readFileSync(path.join(root, file), 'utf8'),
	find: (pattern) => globSync(pattern, { cwd: root }),
});
