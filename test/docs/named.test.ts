import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { scripts } from '../../package.json';
import { NODES } from '../../scripts/nodes';
import { N8N_VARIABLES } from '../support/n8nVariables';
import { ROOT } from '../support/root';

const pages = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: ROOT })].map(
	(file) => [file, readFileSync(path.join(ROOT, file), 'utf8')] as const,
);

/** What stands between back quotes or in a block of code. */
const codeIn = (page: string): string[] => [
	...[...page.matchAll(/^ *```\w*\n([\s\S]*?)^ *```/gm)].map(([, block]) => block),
	...[...page.replace(/^ *```[\s\S]*?^ *```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code]) => code),
];

describe('commands', () => {
	const COMMANDS_OF_NPM = ['ci', 'install', 'pack', 'publish'];
	const commands = pages.flatMap(([file, page]) =>
		codeIn(page)
			.flatMap((code) => [...code.matchAll(/\bnpm (?:run )?([a-z0-9:]+)(?: -- ([^\n`&#]+))?/g)])
			.map(([command, script, rest = '']) => ({ file, command, script, rest })),
	);

	it('are scripts of package.json', () => {
		expect(commands.length).toBeGreaterThan(20);
		const unknown = commands.filter(({ script }) => !(script in scripts) && !COMMANDS_OF_NPM.includes(script));
		expect(unknown).toEqual([]);
	});

	it('name tests, templates and files that there are', () => {
		const missing = commands.filter(({ script, rest }) => {
			const [first] = rest.split(' ');
			if (script === 'test:e2e') return globSync(`test/e2e/*${first}*`, { cwd: ROOT }).length === 0;
			if (script === 'pictures')
				return first !== 'nodes' && globSync(`workflows/${first}.json`, { cwd: ROOT }).length === 0;
			if (script === 'test') return first !== '' && globSync(first, { cwd: ROOT }).length === 0;
			const mutated = /--mutate (\S+)/.exec(rest);
			return mutated !== null && globSync(mutated[1], { cwd: ROOT }).length === 0;
		});
		expect(missing).toEqual([]);
	});
});

describe('environment variables', () => {
	const sources = globSync(['{launcher,test,scripts,store,nodes,sync}/**/*.{ts,mjs}', 'docker/*', '.ci/run'], {
		cwd: ROOT,
		exclude: (name) => name === 'named.test.ts',
	}).map((file) => readFileSync(path.join(ROOT, file), 'utf8'));

	it.each(pages)('%s: n8n or this project reads each', (_, page) => {
		const names = codeIn(page)
			.flatMap((code) => [...code.matchAll(/(?<![\w.])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?=[\s=`)]|$)/g)])
			.map(([, name]) => name);
		const unknown = names.filter(
			(name) => !N8N_VARIABLES.has(name) && !sources.some((source) => new RegExp(`\\b${name}\\b`).test(source)),
		);
		expect(unknown).toEqual([]);
	});
});

describe('operations', () => {
	/** Title of a node or label of a resource → labels of what follows it. */
	const labels = new Map<string, Set<string>>();
	for (const { title, resources } of NODES) {
		for (const { label, operations } of resources) {
			const known = labels.get(label) ?? new Set();
			for (const operation of operations) known.add(operation.label);
			labels.set(label, known);
		}
		labels.set(
			title,
			new Set(resources.flatMap(({ label, operations }) => [label, ...operations.map((one) => one.label)])),
		);
	}

	it.each(pages)('%s: each that is named exists', (_, page) => {
		const named = [...page.replace(/`[^`\n]*`/g, '').matchAll(/\*+([A-Z][\w ]+?)(?:: | → )([A-Z][^*\n|]+?)\*+/g)]
			.map(([, first, rest]) => [first, ...rest.split(/ → |: /)])
			.filter(([first]) => labels.has(first));
		const unknown = named.filter((parts) =>
			parts.slice(1).some((part, at) => labels.get(parts[at])?.has(part) === false),
		);
		expect(unknown).toEqual([]);
	});
});
