import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import * as house from '../index';
import { inOrderOfUse } from '../nodes/shared/editor/orderOfUse';
import { homepage } from '../package.json';
import { NODES } from './nodes';

const ROOT = path.join(__dirname, '..');

/** Where the pages are read: what the homepage is of, in the branch that is published. */
export const DOCS = `${homepage.replace(/#.*$/, '')}/blob/main/docs`;

/** A node with the files beside it that n8n and the reader need. */
export interface Documented {
	readonly description: INodeTypeDescription;
	/** The file from which n8n takes the links, search words and categories. */
	readonly codex: string;
	/** The page about it. */
	readonly page: string;
}

/** Every node of the package. */
export const DOCUMENTED: readonly Documented[] = Object.entries(house).flatMap(([name, One]) => {
	// index.ts exports classes of nodes and of credentials
	const { description } = new (One as new () => Partial<INodeType>)();
	return description
		? [{ description, codex: codexOf(name), page: path.join(ROOT, 'docs', 'nodes', `${description.name}.md`) }]
		: [];
});

function codexOf(className: string): string {
	const folder =
		['GhlContacts', 'Booqable', 'Roofr', 'SyncLedger'].find((one) => className.startsWith(one)) ?? className;
	return path.join(ROOT, 'nodes', folder, `${className}.node.json`);
}

export const nodePage = (name: string): string => `${DOCS}/nodes/${name}.md`;
export const credentialPage = (name: string): string => `${DOCS}/credentials/${name}.md`;

/**
 * Files with parts that are made from the code, as they should be: the tables of the pages, and the addresses of the
 * pages.
 */
export function docs(): Map<string, string> {
	return new Map([
		...globSync(path.join(ROOT, 'credentials', '*.ts')).map((file): [string, string] => [
			file,
			readFileSync(file, 'utf8').replace(/(?<=documentationUrl = ')[^']*/, credentialPage(typeOf(file))),
		]),
		...DOCUMENTED.map(({ codex, description }): [string, string] => [
			codex,
			linked(readFileSync(codex, 'utf8'), description),
		]),
		...DOCUMENTED.map(({ page, description }): [string, string] => [
			page,
			filled(readFileSync(page, 'utf8'), description),
		]),
	]);
}

/** `GoHighLevelApi.credentials.ts` → `goHighLevelApi`. n8n's linter wants the address as a literal. */
function typeOf(file: string): string {
	const name = path.basename(file, '.credentials.ts');
	return name.charAt(0).toLowerCase() + name.slice(1);
}

/** The codex with the addresses of the pages about the node and its credentials; all else stays. */
function linked(codex: string, { name, credentials = [] }: INodeTypeDescription): string {
	const urls = (pages: readonly string[]): string => pages.map((url) => `{ "url": "${url}" }`).join(', ');
	const resources = [
		`"primaryDocumentation": [${urls([nodePage(name)])}]`,
		`"credentialDocumentation": [${urls([...new Set(credentials.map((one) => credentialPage(one.name)))])}]`,
	];
	return codex.replace(/"resources": \{[\s\S]*?\n\t\}/, `"resources": {\n\t\t${resources.join(',\n\t\t')}\n\t}`);
}

const PARTS: Readonly<Record<string, (description: INodeTypeDescription) => string>> = {
	operations: operationsTable,
	events: eventsTable,
};

/** The page with its tables: what stands between `<!-- operations -->` and `<!-- /operations -->` is written again. */
function filled(page: string, description: INodeTypeDescription): string {
	return Object.entries(PARTS).reduce(
		(text, [part, table]) =>
			text.replace(
				new RegExp(`(<!-- ${part} -->\\n)[\\s\\S]*?(<!-- /${part} -->)`),
				(_, start: string, end: string) => `${start}\n${table(description)}\n\n${end}`,
			),
		page,
	);
}

const row = (...cells: readonly string[]): string =>
	`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function operationsTable({ displayName }: INodeTypeDescription): string {
	const resources = NODES.find(({ title }) => title === displayName)?.resources ?? [];
	const rows = resources.flatMap(({ label, operations }) =>
		inOrderOfUse(operations).map((operation, at) =>
			row(at === 0 ? `**${label}**` : '', operation.label, operation.description),
		),
	);
	return [row('Resource', 'Operation', 'What it does'), '|---|---|---|', ...rows].join('\n');
}

function eventsTable({ properties }: INodeTypeDescription): string {
	const options = properties.find(({ name }) => name === 'events')?.options ?? [];
	const notes = options.map((option) => ('description' in option ? String(option.description ?? '') : ''));
	if (notes.every((note) => note === '')) return options.map((option) => `- ${option.name}`).join('\n');
	const rows = options.map((option, at) => row(option.name, notes[at]));
	return [row('Event', 'Worth knowing'), '|---|---|', ...rows].join('\n');
}
