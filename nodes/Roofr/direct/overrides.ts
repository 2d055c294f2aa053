import { z } from 'zod';
import { methodOf, pathOf, type Route } from '../../shared/http/route';
import { InputProblem } from '../../shared/parameters/input';
import { filled } from '../../shared/values/empty';
import { readObject } from '../../shared/values/json';
import { readText } from '../../shared/values/text';
import { MANIFEST, SUBSCRIPTIONS, type Entry, type Manifest, type Unrouted } from './manifest';
import { PAGINGS } from './paging';

const PATH = /^\/(?!\/)[^?#\\\s]*$/;

const override = z
	.object({
		method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
		path: z.string().regex(PATH, 'must be a path like /v2/jobs/{jobId}, without host and query'),
		paging: z.enum(PAGINGS),
		items: z.string().min(1),
		fields: z.record(z.string().min(1)),
	})
	.partial()
	.strict();

const namesIn = (path: string): string[] => [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name);

/** What a credential may change, and what it changes it from. */
interface Known extends Unrouted {
	/** Undefined where none is assumed. */
	readonly path?: string;
}

function known({ route, paging }: Entry): Known {
	const path = pathOf(route);
	const ids = namesIn(path);
	return { method: methodOf(route), path, paging, ids, ...(path.endsWith('}') && { own: ids.at(-1) }) };
}

const KNOWN: Readonly<Record<string, Known>> = {
	...Object.fromEntries(Object.entries(MANIFEST).map(([name, entry]) => [name, known(entry)])),
	...SUBSCRIPTIONS,
};

/**
 * The endpoints of an account: the assumed ones with what its credential says differently. Throws one `InputProblem`
 * that names each wrong entry.
 */
export function manifestWith(typed: unknown): Manifest {
	const problems: string[] = [];
	const changed = Object.entries(jsonObject(typed, 'endpoints', 'Endpoint Overrides of the Roofr credential')).flatMap(
		([name, value]): Array<[string, Entry]> => {
			const base = KNOWN[name];
			if (!base) return (problems.push(`${name}: there is no such endpoint`), []);
			const parsed = override.safeParse(value);
			if (!parsed.success)
				return (
					problems.push(...parsed.error.issues.map(({ path, message }) => `${[name, ...path].join('.')}: ${message}`)),
					[]
				);
			const wrong = wrongPath(base, parsed.data.path);
			if (wrong) return (problems.push(`${name}.path: ${wrong}`), []);
			const { method = base.method, path = base.path, paging = base.paging, ...rest } = parsed.data;
			if (path === undefined) return (problems.push(`${name}: needs a path`), []);
			return [[name, { ...rest, paging, route: `${method} ${path}` as Route }]]; // both were checked above
		},
	);
	if (problems.length > 0) {
		throw new InputProblem(
			'endpoints',
			`Endpoint Overrides of the Roofr credential: ${problems.join('; ')}`,
			'Correct these entries, or remove them. docs/ROOFR.md lists all names.',
		);
	}
	return { ...MANIFEST, ...Object.fromEntries(changed) };
}

/** Without the ID of the record itself a DELETE would mean the whole list. */
function wrongPath({ ids: allowed, own }: Known, path: string | undefined): string | undefined {
	if (path === undefined) return undefined;
	const stranger = namesIn(path).find((name) => !allowed.includes(name));
	if (stranger !== undefined)
		return `{${stranger}} is not known here${allowed.length > 0 ? `, only ${allowed.map((name) => `{${name}}`).join(', ')}` : ''}`;
	return own && !namesIn(path).includes(own) ? `must contain {${own}}` : undefined;
}

/** A JSON object; an empty one where there is none. */
export const jsonObject = (typed: unknown, id: string, label: string): Readonly<Record<string, unknown>> =>
	filled(typed, (value) => readObject(value, { id, label })) ?? {};

/** The same where each value is a text. */
export const textsByName = (typed: unknown, id: string, label: string): Readonly<Record<string, string>> =>
	Object.fromEntries(
		Object.entries(jsonObject(typed, id, label)).map(([name, value]) => [
			name,
			filled(value, (one) => readText(one, { id, label: `${label}: ${name}` })) ?? '',
		]),
	);
