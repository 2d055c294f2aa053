import type { Call } from './recorder';

/**
 * Where our call departs from the client's on purpose. A test fails for one that is not listed, and for one that is
 * listed and gone.
 */
export interface Difference {
	/** Part of the call, e.g. `headers.version` or `body.filters.0.value`. */
	readonly part: string;
	readonly sdk: unknown;
	readonly node: unknown;
	readonly reason: string;
}

const version = (path: string): Difference => ({
	part: 'headers.version',
	sdk: '2023-02-21',
	node: /^\/(calendars|conversations)\//.test(path) ? '2021-04-15' : '2021-07-28',
	reason:
		'The client sends one version of its own to all; the OpenAPI files name one for each resource, and we send that.',
});

const contentType: Difference = {
	part: 'headers.contentType',
	sdk: 'application/json',
	node: undefined,
	reason: 'The client names the type of a body where it sends none.',
};

/** On every call. */
export const everywhere = ({ path, body }: Call): Difference[] => [
	version(path),
	...(body === undefined ? [contentType] : []),
];

/** On the calls of one operation, by resource and name. */
export const DIFFERENCES: Readonly<Record<string, readonly Difference[]>> = {};
