import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/root';

const shared = path.join(ROOT, 'nodes', 'shared');

/** Files that name services, with the reason. */
const NAMES: Readonly<Record<string, string>> = {
	'sync/parameters.ts': 'What a user chooses from: the apps, and the records of theirs that are linked.',
};

test('the mechanism names no service', () => {
	const naming = globSync('**/*.ts', { cwd: shared }).filter((file) =>
		/ghl|gohighlevel|leadconnector|booqable|roofr/i.test(readFileSync(path.join(shared, file), 'utf8')),
	);
	expect(naming.sort()).toEqual(Object.keys(NAMES));
});
