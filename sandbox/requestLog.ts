import type { FastifyRequest } from 'fastify';

/** Older requests are forgotten beyond this many. */
const CAPACITY = 20_000;

export interface RecordedRequest {
	service: string;
	method: string;
	/** After the service's prefix, without the query. */
	path: string;
	query: unknown;
	/** `authorization` keeps only its last four characters. */
	headers: Record<string, string | string[] | undefined>;
	body: unknown;
	/** 0 while it runs, and for a call whose connection was reset before the service saw it. */
	status: number;
	/** The injected fault that hit it. */
	fault?: string;
	/** World time of arrival. */
	time: number;
	/** Real milliseconds. */
	duration: number;
}

export interface RequestFilter {
	service?: string;
	method?: string;
	/** Substring of the path. */
	path?: string;
}

const mask = (value: string): string => `****${value.slice(-4)}`;

/** Splits `/ghl/contacts/x?y=1` into the service `ghl` and the path `/contacts/x`. */
export function splitUrl(url: string): { service: string; path: string } {
	const path = url.split('?', 1)[0] ?? '/';
	const end = path.indexOf('/', 1);
	return end === -1 ? { service: path.slice(1), path: '/' } : { service: path.slice(1, end), path: path.slice(end) };
}

/** The calls that the services received. Calls to the sandbox's own control are not recorded. */
export class RequestLog {
	private readonly entries: RecordedRequest[] = [];
	private readonly byRequest = new WeakMap<FastifyRequest, { entry: RecordedRequest; startedAt: number }>();

	constructor(private readonly now: () => number) {}

	open(request: FastifyRequest): RecordedRequest {
		const { authorization } = request.headers;
		const entry: RecordedRequest = {
			...splitUrl(request.url),
			method: request.method,
			query: request.query,
			headers: { ...request.headers, ...(authorization === undefined ? {} : { authorization: mask(authorization) }) },
			body: undefined,
			status: 0,
			time: this.now(),
			duration: 0,
		};
		this.entries.push(entry);
		if (this.entries.length > CAPACITY) this.entries.shift();
		this.byRequest.set(request, { entry, startedAt: performance.now() });
		return entry;
	}

	of(request: FastifyRequest): RecordedRequest | undefined {
		return this.byRequest.get(request)?.entry;
	}

	close(request: FastifyRequest, status: number): void {
		const open = this.byRequest.get(request);
		if (!open) return;
		open.entry.status = status;
		open.entry.duration = Math.round(performance.now() - open.startedAt);
	}

	list(filter: RequestFilter = {}): RecordedRequest[] {
		return this.entries.filter(
			(entry) =>
				(filter.service === undefined || entry.service === filter.service) &&
				(filter.method === undefined || entry.method === filter.method.toUpperCase()) &&
				(filter.path === undefined || entry.path.includes(filter.path)),
		);
	}

	clear(): void {
		this.entries.length = 0;
	}
}
