// What is made from the code: docs/CATALOG.md, the tables of docs/nodes, and the addresses of the pages. `--check`
// fails when something is stale; `--json` prints the list of operations instead.
import '../test/support/nodeFiles';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { docs } from './docs';
import { catalog, type CatalogEntry } from './nodes';

const file = path.join(__dirname, '..', 'docs', 'CATALOG.md');

const routesOf = ({ endpoints }: CatalogEntry): string => {
	if (endpoints === 'any') return 'any, named by the user';
	return endpoints.map(({ method, path: where }) => `\`${method} ${where}\``).join('<br>') || 'none';
};

function evidenceOf({ endpoints }: CatalogEntry): string {
	const kinds = endpoints === 'any' ? [] : endpoints.map(({ certainty }) => certainty);
	return [...new Set(kinds)].join(', ') || '–';
}

function section(node: string, entries: readonly CatalogEntry[]): string {
	const rows = entries.map((entry) => {
		const { resource, operation, scopes, effect, tool } = entry;
		return `| ${[resource, operation, routesOf(entry), scopes.join(', ') || '–', effect, evidenceOf(entry), tool].join(' | ')} |`;
	});
	return [
		`## ${node}`,
		'',
		'| Resource | Operation | Endpoints | Scopes | Effect | Evidence | What it does (also shown to AI agents) |',
		'|---|---|---|---|---|---|---|',
		...rows,
	].join('\n');
}

function markdown(entries: readonly CatalogEntry[]): string {
	const nodes = [...new Set(entries.map(({ node }) => node))];
	return [
		'# Catalogue of operations',
		'',
		`${entries.length} operations. Made by \`npm run catalog\` from the operations themselves; do not edit.`,
		'',
		'*Endpoints*: every call that the operation may make, besides cached reads of definitions such as custom fields.',
		'',
		'*Effect*: `read` changes nothing; `idempotent` may be repeated; `create` makes a record each time; `append` adds each time. The last two are tried again only when nothing can have been written.',
		'',
		...nodes.map(
			(node) =>
				`${section(
					node,
					entries.filter((entry) => entry.node === node),
				)}\n`,
		),
	].join('\n');
}

const entries = catalog();
const wanted = new Map([[file, markdown(entries)], ...docs()]);
const stale = [...wanted].filter(([name, text]) => readFileSync(name, 'utf8') !== text);
if (process.argv.includes('--json')) console.log(JSON.stringify(entries, null, 2));
else if (!process.argv.includes('--check')) for (const [name, text] of stale) writeFileSync(name, text);
else if (stale.length > 0) {
	console.error(`Stale: ${stale.map(([name]) => path.relative(process.cwd(), name)).join(', ')}. Run: npm run catalog`);
	process.exit(1);
}
