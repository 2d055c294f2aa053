import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The services whose nodes get operations, by what is typed, and the folder of the node. */
export const SERVICES = { ghl: 'GhlContacts', booqable: 'Booqable', roofr: 'Roofr' } as const;
export type ServiceName = keyof typeof SERVICES;

/** An operation that does not exist yet: what it is called, and the call that it makes. */
export interface Named {
	readonly service: ServiceName;
	readonly resource: string;
	readonly name: string;
	readonly method: string;
	readonly path: string;
	/** Names in the path that a person fills in, in their order. */
	readonly ids: readonly string[];
}

const USAGE =
	'npm run new -- contact star "POST /contacts/{contactId}/star", for Booqable and Roofr with "booqable" or "roofr" before the resource';

/** Why nothing can be written, in a sentence. */
export class CannotWrite extends Error {}

const isService = (word: string | undefined): word is ServiceName => word !== undefined && word in SERVICES;

/** Reads what was typed. Throws `CannotWrite`. */
export function named(typed: readonly string[], root: string): Named {
	const [first] = typed;
	const service = isService(first) ? first : 'ghl';
	const [resource = '', name = '', route = ''] = isService(first) ? typed.slice(1) : typed;
	const actions = path.join(root, 'nodes', SERVICES[service], 'actions');
	const resources = readdirSync(actions).map((entry) => path.parse(entry).name);
	if (!resources.includes(resource) || resource === 'index')
		throw new CannotWrite(
			`The node of ${service} has no resource "${resource}". It has ${resources.filter((one) => one !== 'index').join(', ')}. Usage: ${USAGE}`,
		);
	if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
		throw new CannotWrite(
			`Invalid name of an operation: "${name}". Begin with a small letter, e.g. addTags. Usage: ${USAGE}`,
		);
	const [, method, where] = /^(GET|POST|PUT|PATCH|DELETE) (\/\S+)$/.exec(route) ?? [];
	if (method === undefined)
		throw new CannotWrite(
			`Invalid route: "${route}". Give the method and the path, in quotation marks. Usage: ${USAGE}`,
		);
	if (existsSync(path.join(actions, resource, `${name}.ts`)))
		throw new CannotWrite(`There is a file for ${resource}.${name} already`);
	const ids = [...where.matchAll(/\{(\w+)\}/g)].map(([, id]) => id).filter((id) => id !== 'locationId');
	return { service, resource, name, method, path: where, ids };
}

/** Whether two routes are the same; the names of path parameters are ours. */
export const isSameRoute = (one: string, other: string): boolean => withoutNames(one) === withoutNames(other);
const withoutNames = (route: string): string => route.replaceAll(/\{.*?\}/g, '{}');
