import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialType, INodePropertyOptions, INodeType } from 'n8n-workflow';
import * as house from '../../index';
import { homepage, n8n } from '../../package.json';
import { DOCS, DOCUMENTED } from '../../scripts/docs';
import { NODES } from '../../scripts/nodes';
import { ROOT } from '../support/root';

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const credentials = Object.values(house)
	// index.ts exports classes of nodes and of credentials
	.map((One) => new (One as new () => INodeType | ICredentialType)())
	.filter((one): one is ICredentialType => !('description' in one));
const nodes = DOCUMENTED.map(({ description, codex, page }) => ({
	description,
	page: path.relative(ROOT, page),
	codex: JSON.parse(readFileSync(codex, 'utf8')) as Codex,
})); // see below

interface Codex {
	readonly resources: {
		readonly primaryDocumentation: ReadonlyArray<{ url: string }>;
		readonly credentialDocumentation: ReadonlyArray<{ url: string }>;
	};
}

/** A page of ours as a file; the address must begin with that of the docs. */
function fileAt(url: string): string {
	expect(url.startsWith(`${DOCS}/`)).toBe(true);
	return path.join('docs', url.slice(DOCS.length + 1));
}

describe('the link "Docs"', () => {
	it('leads to where the homepage of package.json is', () => {
		expect(`${homepage.replace('#readme', '')}/blob/main/docs`).toBe(DOCS);
	});

	it.each(nodes.map((node) => [node.description.displayName, node] as const))(
		'of %s opens the page about it, and names the pages about its credentials',
		(_, { description, page, codex }) => {
			expect(codex.resources.primaryDocumentation.map(({ url }) => fileAt(url))).toEqual([page]);
			expect(existsSync(path.join(ROOT, page))).toBe(true);
			const pages = codex.resources.credentialDocumentation.map(({ url }) => fileAt(url));
			expect(pages).toEqual([
				...new Set((description.credentials ?? []).map(({ name }) => path.join('docs', 'credentials', `${name}.md`))),
			]);
			for (const one of pages) expect(read(page)).toContain(`(../${path.relative('docs', one)})`);
		},
	);

	it.each(credentials.map((credential) => [credential.displayName, credential] as const))(
		'of %s opens the page about it',
		(_, { name, documentationUrl = '' }) => {
			expect(fileAt(documentationUrl)).toBe(path.join('docs', 'credentials', `${name}.md`));
			expect(existsSync(path.join(ROOT, fileAt(documentationUrl)))).toBe(true);
		},
	);

	it('is there for each node and credential type of the package', () => {
		expect([nodes.length, credentials.length]).toEqual([n8n.nodes.length, n8n.credentials.length]);
		expect(globSync('docs/nodes/*.md', { cwd: ROOT }).sort()).toEqual(nodes.map(({ page }) => page).sort());
		expect(globSync('docs/credentials/*.md', { cwd: ROOT }).sort()).toEqual(
			credentials.map(({ name }) => path.join('docs', 'credentials', `${name}.md`)).sort(),
		);
	});
});

describe('the pages', () => {
	it.each(NODES.map((node) => [node.title, node] as const))('about %s names each operation', (title, { resources }) => {
		const page = read(nodes.find(({ description }) => description.displayName === title)?.page ?? '');
		for (const { label, operations } of resources) {
			const table = page
				.slice(page.indexOf(`| **${label}** |`))
				.split('\n')
				.slice(0, operations.length)
				.join('\n');
			for (const operation of operations)
				expect(table).toContain(`| ${operation.label} | ${operation.description.replaceAll('|', '\\|')} |`);
		}
	});

	const triggers = nodes.filter(({ description }) => description.group.includes('trigger'));
	it.each(triggers.map((node) => [node.description.displayName, node] as const))(
		'about %s names each event',
		(_, { description, page }) => {
			const listOf = (parameter: string) =>
				// a list to choose from
				description.properties.find(({ name }) => name === parameter)?.options as INodePropertyOptions[] | undefined;
			const events = listOf('events');
			const options = events ?? listOf('returned') ?? []; // what the Sync Ledger Trigger chooses from
			expect(options.length).toBeGreaterThan(events ? 5 : 1);
			const rows = read(page).split('\n');
			const isNamed = (name: string) => rows.some((row) => row === `- ${name}` || row.startsWith(`| ${name} |`));
			expect(options.map(({ name }) => name).filter((name) => !isNamed(name))).toEqual([]);
		},
	);

	it.each(nodes.map((node) => [node.description.displayName, node] as const))(
		'about %s shows the filled node',
		(_, { description, page }) => {
			expect(read(page)).toContain(`(../images/nodes/${description.name}.png)`);
		},
	);

	it('are listed in the README', () => {
		for (const { page } of nodes) expect(read('README.md')).toContain(`(${page})`);
		for (const { name } of credentials) expect(read('README.md')).toContain(`(docs/credentials/${name}.md)`);
	});
});

describe('the links of README, SECURITY, CONTRIBUTING and docs', () => {
	const files = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: ROOT })];
	/** As GitHub makes the anchor of a heading. */
	const anchorOf = (heading: string): string =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replace(/\s/g, '-');
	const anchorsIn = (file: string): string[] =>
		[...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading));

	it.each(files)('%s: each leads to a file, and each anchor to a heading', (file) => {
		const links = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)]
			.map(([, link]) => link)
			.filter((link) => !/^(https?:|mailto:)/.test(link));
		const broken = links.filter((link) => {
			const [target, anchor] = link.split('#');
			const found = target === '' ? file : path.join(path.dirname(file), target);
			return !existsSync(path.join(ROOT, found)) || (anchor !== undefined && !anchorsIn(found).includes(anchor));
		});
		expect(broken).toEqual([]);
	});
});
