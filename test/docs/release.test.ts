import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/root';

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

interface LockedPackage {
	readonly version: string;
	readonly license?: string;
	readonly dev?: boolean;
	readonly devOptional?: boolean;
	readonly peer?: boolean;
}

const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> }; // npm wrote it
/** What is installed beside the package: its dependencies and theirs. */
const installed = Object.entries(packages).filter(
	([folder, { dev, devOptional, peer }]) => folder.startsWith('node_modules/') && !dev && !devOptional && !peer,
);
/** Licenses under which a package under MIT may depend on another. */
const ALLOWED = /^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0)$/;

describe('the dependencies that are installed with the package', () => {
	it('have licenses that go with MIT', () => {
		expect(installed.length).toBeGreaterThan(4);
		expect(installed.filter(([, { license = 'none' }]) => !ALLOWED.test(license))).toEqual([]);
	});

	it('are listed with version and license in docs/LICENSES.md', () => {
		const rows = installed.map(
			([folder, { version, license = 'none' }]) =>
				`| ${folder.replace('node_modules/', '')} | ${version} | ${license} |`,
		);
		const listed = read('docs/LICENSES.md')
			.split('\n')
			.filter((line) => /^\| [a-z@]/.test(line));
		expect(listed).toEqual(rows);
	});
});

describe('the release', () => {
	const workflow = read('.github/workflows/release.yml');

	it('runs the gate before it publishes with provenance', () => {
		expect(workflow).toMatch(/run: .*\.ci\/run/);
		expect(workflow).toMatch(/publish:\n {4}needs: gate/);
		expect(workflow).toContain('npm publish --provenance');
	});

	it('uses actions by the hash of their commit, which nobody can move', () => {
		const used = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
		expect(used.length).toBeGreaterThan(1);
		expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
	});
});
