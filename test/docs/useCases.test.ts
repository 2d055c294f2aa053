import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/root';

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const pages = globSync('docs/use-cases/*.md', { cwd: ROOT }).map((file) => path.basename(file, '.md'));

describe.each(pages)('docs/use-cases/%s.md', (name) => {
	const page = read(`docs/use-cases/${name}.md`);
	const { nodes } = JSON.parse(read(`workflows/${name}.json`)) as {
		nodes: ReadonlyArray<{ name: string; type: string }>;
	}; // a template, which other tests check

	it('shows the picture of its template, and is found from the list of use cases', () => {
		expect(page).toContain(`(../images/${name}.png)`);
		expect(existsSync(path.join(ROOT, 'docs', 'images', `${name}.png`))).toBe(true);
		expect(read('docs/use-cases.md')).toContain(`(use-cases/${name}.md)`);
	});

	it('names nodes of the template as those to change', () => {
		const changed = [...page.matchAll(/^\| \*([^*]+)\* \|/gm)].map(([, node]) => node);
		expect(changed.length).toBeGreaterThan(0);
		expect(changed.filter((one) => !nodes.some((node) => node.name === one))).toEqual([]);
	});

	it('names the apps whose nodes the template has', () => {
		const line = page.split('\n').find((one) => one.includes('**Credentials**')) ?? '';
		const apps = { Booqable: /\.booqable/, GHL: /\.ghlContacts/, Roofr: /\.roofrTrigger/ };
		for (const [app, type] of Object.entries(apps))
			if (nodes.some((node) => type.test(node.type))) expect(line).toContain(app);
	});
});
