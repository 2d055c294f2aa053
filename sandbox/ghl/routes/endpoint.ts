import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { z } from 'zod';
import {
	agencyToken,
	companyToken,
	notFound,
	scopeMissing,
	unauthorized,
	badRequest,
	wrongLocation,
	unprocessable,
} from '../errors';
import type { Account } from '../models/account';
import type { Token } from '../models/tokens';
import { check } from '../rules/validation';

export const VERSIONS = ['2021-04-15', '2021-07-28', '2023-02-21', 'v3'];

/** One call that passed the guards. */
export interface Call<Query, Body> {
	account: Account;
	token: Token;
	version: string;
	params: { [name: string]: string };
	query: Query;
	body: Body;
	/** The location of the token; for a token of the agency, the one that the call names. */
	locationId: string;
	reply: FastifyReply;
}

interface Definition<Q extends z.ZodTypeAny, B extends z.ZodTypeAny> {
	method: HTTPMethods;
	/** With a slash at the end where the documentation has one; both forms are answered. */
	path: string;
	/** Absent where the specification names none. */
	scope?: string;
	/** Whose tokens are good: of a location (default), of the agency, or of both. */
	access?: 'location' | 'agency' | 'either';
	query?: Q;
	body?: B;
	/** Gives a v3 body the names of the dated versions before it is checked. */
	fromV3?(body: unknown): unknown;
	/** 200 unless said otherwise. */
	status?: number;
	/** Answered only with `Version: v3`, or only without. */
	only?: 'v3' | 'dated';
	run(call: Call<z.output<Q>, z.output<B>>): unknown;
}

export interface Endpoint {
	method: HTTPMethods;
	path: string;
	answer(account: Account, request: FastifyRequest, reply: FastifyReply): unknown;
}

const nothing = z.object({}).passthrough();
type Nothing = typeof nothing;

/** An endpoint is data: its guards are the same for all. */
export function endpoint<Q extends z.ZodTypeAny = Nothing, B extends z.ZodTypeAny = Nothing>(
	definition: Definition<Q, B>,
): Endpoint {
	return {
		method: definition.method,
		path: definition.path,
		answer(account, request, reply) {
			const token = account.tokens.authenticate(request.headers.authorization);
			account.limits.take(token, reply);
			const version = readVersion(request.headers.version);
			if (definition.only && (definition.only === 'v3') !== (version === 'v3')) throw noRoute(request);
			admit(token, definition);
			const locationId = admitLocation(account, token, request, needsLocation(definition.query));
			const query: z.output<Q> = check(definition.query ?? nothing, plainQuery(request.query));
			const body: z.output<B> = readBody(
				definition.body,
				version === 'v3' ? (definition.fromV3 ?? same)(request.body) : request.body,
			);
			void reply.code(definition.status ?? 200);
			// Fastify leaves the type of parameters to the route; these paths only have named ones, which are strings.
			return definition.run({
				account,
				token,
				version,
				params: request.params as { [name: string]: string },
				query,
				body,
				locationId,
				reply,
			});
		},
	};
}

export function addEndpoints(app: FastifyInstance, account: Account, endpoints: Endpoint[]): void {
	for (const { method, path, answer } of endpoints) {
		app.route({ method, url: path, handler: async (request, reply) => answer(account, request, reply) });
	}
}

export function noRoute(request: FastifyRequest): Error {
	return notFound(`Cannot ${request.method} ${request.url.replace(/^\/ghl/, '')}`);
}

/** A missing version looks like a failed sign-in: clients that refresh on 401 burn a refresh token here. */
function readVersion(header: string | string[] | undefined): string {
	const version = [header].flat()[0];
	if (version === undefined || version === '') throw unauthorized('version header was not found.');
	if (!VERSIONS.includes(version)) throw badRequest(`Invalid API version segment '${version}' at position 0`);
	return version;
}

function admit(token: Token, { access = 'location', scope }: { access?: string; scope?: string }): void {
	if (access === 'location' && token.kind === 'agencyPit') throw agencyToken();
	if (access === 'location' && token.kind === 'oauthCompany') throw companyToken();
	if (access === 'agency' && token.kind !== 'oauthCompany') throw scopeMissing();
	if (scope !== undefined && !token.scopes.has(scope)) throw scopeMissing();
}

/** The guard looks for the location before the call is validated, so a missing one reads as a forbidden one. */
function admitLocation(account: Account, token: Token, request: FastifyRequest, needed: boolean): string {
	const named = namedLocation(request);
	if (token.locationId !== undefined) {
		if ((named ?? (needed ? '' : token.locationId)) !== token.locationId) throw wrongLocation();
		return token.locationId;
	}
	if (named !== undefined && account.store.locations.get(named)?.companyId !== token.companyId) throw wrongLocation();
	return named ?? '';
}

function namedLocation(request: FastifyRequest): string | undefined {
	for (const place of [request.params, request.query, request.body]) {
		if (typeof place !== 'object' || place === null) continue;
		for (const [key, value] of Object.entries(place)) {
			if ((key === 'locationId' || key === 'location_id') && typeof value === 'string') return value;
		}
	}
	return undefined;
}

function needsLocation(query: z.ZodTypeAny | undefined): boolean {
	if (query instanceof z.ZodEffects) return needsLocation(query.innerType());
	if (!(query instanceof z.ZodObject)) return false;
	const location: unknown = query.shape.locationId ?? query.shape.location_id;
	return location instanceof z.ZodType && !location.isOptional();
}

const same = (body: unknown): unknown => body;

/** `userIds[]=a&userIds[]=b` is `userIds`. */
function plainQuery(query: unknown): unknown {
	return Object.fromEntries(Object.entries(Object(query)).map(([key, value]) => [key.replace(/\[\]$/, ''), value]));
}

function readBody<B extends z.ZodTypeAny>(schema: B | undefined, body: unknown): z.output<B> {
	if (!schema) return check(nothing, {});
	if (body === undefined || typeof body !== 'object') throw unprocessable('body must be an object');
	return check(schema, body);
}
