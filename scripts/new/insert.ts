import ts from 'typescript';

const parse = (text: string): ts.SourceFile => ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);

const at = (text: string, position: number, addition: string): string =>
	text.slice(0, position) + addition + text.slice(position);

/** The first node that is wanted, from top to bottom. */
function find<T extends ts.Node>(node: ts.Node, wanted: (one: ts.Node) => T | undefined): T | undefined {
	return wanted(node) ?? ts.forEachChild(node, (child) => find(child, wanted));
}

const isList = (node: ts.Node | undefined): node is ts.ArrayLiteralExpression | ts.ObjectLiteralExpression =>
	node !== undefined && (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node));

/** The value of a constant or a property of this name, where it is a list or an object. */
const listNamed = (name: string) => (node: ts.Node) =>
	(ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) &&
	node.name.getText() === name &&
	isList(node.initializer)
		? node.initializer
		: undefined;

/** Whether a file has a list or an object of this name. */
export const hasList = (text: string, name: string): boolean => find(parse(text), listNamed(name)) !== undefined;

/**
 * Adds an entry to a list or object: that of the last name, within those before it. It goes before the first entry that
 * is not `isBefore` it, else to the end.
 */
export function intoList(
	text: string,
	names: readonly string[],
	entry: string,
	isBefore: (other: string) => boolean = () => true,
): string {
	const list = names.reduce<ts.Node | undefined>((node, name) => node && find(node, listNamed(name)), parse(text));
	if (!isList(list)) throw new Error(`The file has no list ${names.join('.')}`);
	const entries: ts.NodeArray<ts.Node> = ts.isArrayLiteralExpression(list) ? list.elements : list.properties;
	const next = entries.find((one) => !isBefore(one.getText()));
	if (next) return at(text, next.getStart(), `${entry},\n`);
	const comma = entries.length === 0 || entries.hasTrailingComma ? '' : ',';
	return at(text, list.end - 1, `${comma}${entry},\n`);
}

/** Adds statements at the end of the function of this name. */
export function intoFunction(text: string, name: string, statements: string): string {
	const body = find(parse(text), (node) =>
		ts.isFunctionDeclaration(node) && node.name?.getText() === name ? node.body : undefined,
	);
	if (!body) throw new Error(`The file has no function ${name}`);
	return at(text, body.end - 1, statements);
}

/** Adds names to the import of a module, by the end of its path. An import of types alone becomes one of values too. */
export function withNames(text: string, names: readonly string[], module: string): string {
	const clause = find(parse(text), (node) =>
		ts.isImportDeclaration(node) && node.moduleSpecifier.getText().slice(1, -1).endsWith(module)
			? node.importClause
			: undefined,
	);
	const bindings = clause?.namedBindings;
	if (!clause || !bindings || !ts.isNamedImports(bindings)) throw new Error(`The file imports nothing of ${module}`);
	const isTypes = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
	const known = bindings.elements.map((one) => (isTypes ? `type ${one.getText()}` : one.getText()));
	const nameOf = (one: string): string => one.replace(/^type /, '').toLowerCase();
	const all = [...new Set([...known, ...names])].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
	return `${text.slice(0, clause.getStart())}{ ${all.join(', ')} }${text.slice(clause.end)}`;
}

/** Adds statements before the constant of this name. */
export function beforeConstant(text: string, name: string, statements: string): string {
	const constant = find(parse(text), (node) =>
		ts.isVariableStatement(node) && node.declarationList.declarations.some((one) => one.name.getText() === name)
			? node
			: undefined,
	);
	if (!constant) throw new Error(`The file has no constant ${name}`);
	return at(text, constant.getStart(), statements);
}

/** Adds an import where it belongs in the order of the modules. */
export function withImport(text: string, name: string, module: string): string {
	const statements = parse(text).statements.filter(ts.isImportDeclaration);
	const moduleOf = ({ moduleSpecifier }: ts.ImportDeclaration): string => moduleSpecifier.getText().slice(1, -1);
	const next = statements.find((one) => moduleOf(one).startsWith('./') && moduleOf(one) > module);
	const position = next?.getStart() ?? statements.at(-1)?.end ?? 0;
	const line = `import { ${name} } from '${module}';`;
	return at(text, position, next ? `${line}\n` : `\n${line}`);
}
