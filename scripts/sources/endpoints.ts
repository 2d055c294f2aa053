import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** An endpoint as it stands in the code. */
export interface Written {
	readonly file: string;
	readonly line: number;
	/** `METHOD /path` with `*` for what is computed; undefined where all of it is. */
	readonly route?: string;
	/** None where the endpoint is made from another one. */
	readonly source?: string;
}

/** Every object in a file that has a `route`, whatever is made of it later: no endpoint can be left out of a list. */
export function endpointsIn(file: string, text = readFileSync(file, 'utf8')): Written[] {
	const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const found: Written[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isObjectLiteralExpression(node)) {
			const route = valueOf(node, 'route');
			if (route)
				found.push({
					file,
					line: parsed.getLineAndCharacterOfPosition(route.getStart(parsed)).line + 1,
					route: textOf(route),
					source: textOf(valueOf(node, 'source')),
				});
		}
		ts.forEachChild(node, visit);
	};
	visit(parsed);
	return found;
}

function valueOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
	const property = object.properties.find((one) => one.name?.getText() === name);
	return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function textOf(value: ts.Expression | undefined): string | undefined {
	if (value === undefined) return undefined;
	if (ts.isStringLiteralLike(value)) return value.text;
	if (ts.isTemplateExpression(value))
		return value.head.text + value.templateSpans.map(({ literal }) => `*${literal.text}`).join('');
	return undefined;
}
