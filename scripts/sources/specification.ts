import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What is known of a service's endpoints: `METHOD /path`, by document and by the name that the document gives them. */
export type Documented = Readonly<Record<string, Readonly<Record<string, string>>>>;

const METHODS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** The part of an OpenAPI file that is read. */
interface OpenApi {
	readonly paths?: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>>;
}

function operationsIn({ paths = {} }: OpenApi): Record<string, string> {
	const all = Object.entries(paths).flatMap(([route, methods]) =>
		Object.entries(methods).flatMap(([method, { operationId }]) =>
			METHODS.has(method) && operationId ? [[operationId, `${method.toUpperCase()} ${route}`] as const] : [],
		),
	);
	return Object.fromEntries(all.sort(([one], [other]) => one.localeCompare(other, 'en')));
}

/** The operation IDs of all OpenAPI files below a folder, by file. */
export function specificationIn(folder: string): Documented {
	const files = globSync('**/*.json', { cwd: folder }).sort();
	const read = files.map((file) => {
		const parsed = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as OpenApi; // the files are OpenAPI
		return [path.basename(file), operationsIn(parsed)] as const;
	});
	return Object.fromEntries(read.filter(([, operations]) => Object.keys(operations).length > 0));
}
