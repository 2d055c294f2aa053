import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Documented } from '../sources/specification';

/** An operation that does not exist yet: what it is called, and the call that it makes. */
export interface Named {
	readonly resource: string;
	readonly name: string;
	readonly method: string;
	readonly path: string;
	/** Names in the path that a person fills in, in their order. */
	readonly ids: readonly string[];
	/** Where the call is documented, as far as the list of GHL's specification has it. */
	readonly source: string | undefined;
}

const USAGE = 'npm run new -- contact star "POST /contacts/{contactId}/star"';

/** Why nothing can be written, in a sentence. */
export class CannotWrite extends Error {}

/** Reads what was typed. Throws `CannotWrite`. */
export function named(typed: readonly string[], root: string, specification: Documented): Named {
	const [resource = '', name = '', route = ''] = typed;
	const actions = path.join(root, 'nodes', 'GhlContacts', 'actions');
	const resources = readdirSync(actions, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? one.name : []));
	if (!resources.includes(resource))
		throw new CannotWrite(
			`The GHL node has no resource "${resource}". It has ${resources.join(', ')}. Usage: ${USAGE}`,
		);
	if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
		throw new CannotWrite(`Invalid name of an operation: "${name}". Begin with a small letter, e.g. addTags. ${USAGE}`);
	const [, method, where] = /^(GET|POST|PUT|PATCH|DELETE) (\/\S+)$/.exec(route) ?? [];
	if (method === undefined)
		throw new CannotWrite(`Invalid route: "${route}". Give the method and the path, in quotation marks: ${USAGE}`);
	if (existsSync(path.join(actions, resource, `${name}.ts`)))
		throw new CannotWrite(`There is a file for ${resource}.${name} already`);
	const ids = [...where.matchAll(/\{(\w+)\}/g)].map(([, id]) => id).filter((id) => id !== 'locationId');
	return { resource, name, method, path: where, ids, source: sourceOf(`${method} ${where}`, specification) };
}

/** The names of path parameters are ours. */
const withoutNames = (route: string): string => route.replaceAll(/\{.*?\}/g, '{}');

function sourceOf(route: string, specification: Documented): string | undefined {
	for (const [file, operations] of Object.entries(specification)) {
		const id = Object.keys(operations).find((one) => withoutNames(operations[one]) === withoutNames(route));
		if (id !== undefined) return `${file} ${id}`;
	}
	return undefined;
}
