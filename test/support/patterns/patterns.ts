import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from '../root';

/** A regular expression of the package. */
export interface Pattern {
	readonly source: string;
	readonly flags: string;
	/** Where it stands first: file and line, or the file alone. */
	readonly at: string;
}

/** The folders of what is published: whatever they read may come from outside. */
const FOLDERS = ['nodes', 'credentials', 'sync', 'deliveries', 'store'];

const files: readonly string[] = FOLDERS.flatMap((folder) =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => path.join(folder, name)),
);

/** Every node of the syntax of a file. */
function nodesOf(file: string): Array<{ node: ts.Node; at: string }> {
	const source = ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.ES2022, true);
	const found: Array<{ node: ts.Node; at: string }> = [];
	const visit = (node: ts.Node): void => {
		const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
		found.push({ node, at: `${file}:${line + 1}` });
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** All that stand in the code as they are: `/…/`. */
export const literalPatterns = (): Pattern[] =>
	files.flatMap((file) =>
		nodesOf(file).flatMap(({ node, at }) => {
			if (!ts.isRegularExpressionLiteral(node)) return [];
			const end = node.text.lastIndexOf('/');
			return [{ source: node.text.slice(1, end), flags: node.text.slice(end + 1), at }];
		}),
	);

/** Where others are put together: `RegExp(…)`. */
export const builders = (): string[] =>
	files.filter((file) =>
		nodesOf(file).some(
			({ node }) =>
				(ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText().endsWith('RegExp'),
		),
	);

/** Those that `work` puts together, with the file that does, of the modules that are loaded while it runs. */
export function builtWhile(work: () => void): Pattern[] {
	const built: Pattern[] = [];
	const original = globalThis.RegExp;
	globalThis.RegExp = new Proxy(original, {
		construct(target, args: [string, string?]) {
			const pattern = new target(...args);
			const caller = new Error().stack?.split('\n')[2] ?? '';
			const file = files.find((one) => caller.includes(path.join(ROOT, one)));
			if (file) built.push({ source: pattern.source, flags: pattern.flags, at: file });
			return pattern;
		},
	});
	try {
		work();
	} finally {
		globalThis.RegExp = original;
	}
	return built;
}

/** Those that stand as text in the description of a node, which n8n holds against what a user fills in. */
export function describedPatterns(described: unknown, at: string): Pattern[] {
	if (described === null || typeof described !== 'object') return [];
	return Object.entries(described).flatMap(([name, value]) =>
		name === 'regex' && typeof value === 'string' ? [{ source: value, flags: '', at }] : describedPatterns(value, at),
	);
}

/** Each pattern once. */
export const different = (patterns: readonly Pattern[]): Pattern[] => [
	...new Map(patterns.map((pattern) => [`/${pattern.source}/${pattern.flags}`, pattern])).values(),
];
