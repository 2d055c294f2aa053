import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/root';

const recipe = path.join(ROOT, 'launcher', 'n8n');
const read = (file: string) => JSON.parse(readFileSync(path.join(recipe, file), 'utf8'));

test('the lock file of n8n holds the pinned version with its override, and no address of a registry', () => {
	const { dependencies, overrides } = read('package.json');
	const { packages } = read('package-lock.json');
	expect(packages['node_modules/n8n'].version).toBe(dependencies.n8n);
	expect(packages['node_modules/linkedom'].version).toBe(overrides.linkedom);
	expect(Object.entries(packages).filter(([, entry]) => 'resolved' in Object(entry))).toEqual([]);
});
