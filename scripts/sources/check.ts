import type { Written } from './endpoints';
import type { Documented } from './specification';

/** Where the endpoints of one service are documented. */
export interface Service {
	readonly name: string;
	/** The endpoints that a source such as "contacts.json get-contact" stands for; undefined when there is no such. */
	readonly documented: (source: string) => readonly string[] | undefined;
	readonly all: readonly string[];
	/** What of a route is the same for all endpoints, and not in the documents. */
	readonly plain: (route: string) => string;
}

/** Sources of calls that no service documents: somebody else names them. */
export const UNDOCUMENTED: readonly string[] = [
	'The user',
	'The credential',
	'Named by the user in the credential',
	'Assumed: Roofr publishes no API',
	'Roofr app of the automation platform, action "Create Job and Customer"',
];

/** GHL: "contacts.json get-contact", an OpenAPI file and an operation ID in it, or a page of its documentation. */
export function ghl(specification: Documented, pages: Readonly<Record<string, readonly string[]>>): Service {
	return {
		name: 'GHL',
		documented(source) {
			const [file, id] = source.split(' ');
			const route = specification[file]?.[id];
			return route === undefined ? pages[source] : [route];
		},
		all: [
			...Object.values(specification).flatMap((operations) => Object.values(operations)),
			...Object.values(pages).flat(),
		],
		plain: (route) => route,
	};
}

const API = 'Booqable API v4';

/** Booqable: "Booqable API v4, Customers", a page of its reference, or two of them; the API alone for any page. */
export function booqable(pages: Readonly<Record<string, readonly string[]>>): Service {
	const all = Object.values(pages).flat();
	return {
		name: 'Booqable',
		documented(source) {
			if (source === API) return all;
			const named = source.startsWith(`${API}, `) ? source.slice(API.length + 2).split(' and ') : [];
			return named.length > 0 && named.every((page) => pages[page]) ? named.flatMap((page) => pages[page]) : undefined;
		},
		all,
		plain: (route) => route.replace(' /api/4/', ' /').replace(/\.json$/, ''),
	};
}

/** What is wrong with the source of an endpoint, in words. */
export function problemOf({ file, line, route, source }: Written, service: Service | undefined): string | undefined {
	const where = `${file}:${line}`;
	const [named] = (source ?? '').split('; ');
	if (UNDOCUMENTED.includes(named) || (service === undefined && source === undefined)) return undefined;
	if (service === undefined) return `${where}: nobody documents "${named}"`;
	if (source === undefined && route === undefined) return undefined; // made from another endpoint
	const documented = source === undefined ? service.all : service.documented(named);
	if (documented === undefined)
		return `${where}: ${service.name} documents no "${named}". Look its name up in scripts/sources`;
	const isThere = route !== undefined && documented.some((one) => matches(service.plain(route), one));
	return isThere ? undefined : `${where}: ${named || service.name} documents no ${route}, but ${documented.join(', ')}`;
}

/** Whether a route of ours is this one of the documents: what has a name there may have any name, or a value, here. */
function matches(ours: string, documented: string): boolean {
	const [mine, theirs] = [ours.split('/'), documented.split('/')];
	return (
		mine.length === theirs.length &&
		mine.every((part, index) => part === theirs[index] || isNamed(theirs[index]) || part === '*')
	);
}

const isNamed = (part: string): boolean => /^(\{.*\}|:.*)$/.test(part);
