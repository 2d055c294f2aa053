import { z } from 'zod';
import { InputProblem } from '../../shared/input';
import { methodOf, pathOf } from '../../shared/operation';
import { MANIFEST, OPTIONAL, type Endpoint, type Manifest } from './manifest';
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

const KNOWN: Manifest = { ...MANIFEST, ...OPTIONAL };

/** The endpoints of an account: the assumed ones with what its credential says differently. Throws one `InputProblem` that names each wrong entry. */
export function manifestWith(typed: unknown): Manifest {
	const problems: string[] = [];
	const changed = Object.entries(jsonObject(typed, 'endpoints', 'Endpoint Overrides')).flatMap(([name, value]): Array<[string, Endpoint]> => {
		const base = KNOWN[name];
		if (!base) return problems.push(`${name}: there is no such endpoint`), [];
		const parsed = override.safeParse(value);
		if (!parsed.success) return problems.push(...parsed.error.issues.map(({ path, message }) => `${[name, ...path].join('.')}: ${message}`)), [];
		const wrong = wrongPath(base, parsed.data.path);
		if (wrong) return problems.push(`${name}.path: ${wrong}`), [];
		const { method = methodOf(base.endpoint), path = pathOf(base.endpoint), ...rest } = parsed.data;
		if (name in OPTIONAL && !parsed.data.path) return problems.push(`${name}: needs a path`), [];
		return [[name, { ...base, ...rest, endpoint: `${method} ${path}` as Endpoint['endpoint'] }]]; // both were checked above
	});
	if (problems.length > 0) {
		throw new InputProblem('endpoints', `Endpoint Overrides of the Roofr credential: ${problems.join('; ')}`, 'Mend these entries, or remove them. docs/ROOFR.md lists all names.');
	}
	return { ...MANIFEST, ...Object.fromEntries(changed) };
}

const namesIn = (path: string): string[] => [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);

/** Without the ID of the record itself a DELETE would mean the whole list. */
function wrongPath(base: Endpoint, path: string | undefined): string | undefined {
	if (path === undefined) return undefined;
	const allowed = namesIn(pathOf(base.endpoint));
	const stranger = namesIn(path).find((name) => !allowed.includes(name));
	if (stranger !== undefined) return `{${stranger}} is not known here${allowed.length > 0 ? `, only ${allowed.map((name) => `{${name}}`).join(', ')}` : ''}`;
	const own = pathOf(base.endpoint).endsWith('}') ? allowed.at(-1) : undefined;
	return own && !namesIn(path).includes(own) ? `must contain {${own}}` : undefined;
}

const objectOfAnything = z.record(z.unknown());

/** JSON typed into a credential: an object, or empty. */
export function jsonObject(typed: unknown, field: string, label: string): Record<string, unknown> {
	const text = typeof typed === 'string' ? typed.trim() : typed;
	if (text === undefined || text === null || text === '') return {};
	const parsed = objectOfAnything.safeParse(typeof text === 'string' ? parse(text) : text);
	if (!parsed.success) throw new InputProblem(field, `${label} of the Roofr credential is no JSON object`, 'Write it as {"name": …}, or leave it empty.');
	return parsed.data;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
