import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../models/account';
import { ApiError, noRoute, notFound, tooManyRequests } from '../errors';
import { parseQuery } from './query';
import { isObject, text, type Json, type Values } from '../models/records';
import { answer, openSession, type ApiRequest } from './resources';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

type AccountOf = (slug: string) => Account;
type FileRequest = FastifyRequest<{ Params: { slug: string; file: string } }>;
type SlugRequest = FastifyRequest<{ Params: { slug: string; version?: string; '*'?: string } }>;

/** Everything that the stand-in answers. */
export function addRoutes(app: FastifyInstance, accountOf: AccountOf): void {
	app.setErrorHandler(sendError);
	app.post('/:slug/api/4/oauth/token', (request: SlugRequest) =>
		accountOf(request.params.slug).grants.exchange(grantForm(request)),
	);
	// The grant page that Booqable shows when an app is installed, answered at once. Its real address is not published.
	app.get('/:slug/apps/grant', (request: SlugRequest, reply) =>
		sendGrant(accountOf(request.params.slug), request, reply),
	);
	app.get('/:slug/artifacts/:file', (request: FileRequest, reply) =>
		sendArtifact(accountOf(request.params.slug), request.params.file, reply),
	);
	app.route({
		method: [...METHODS],
		url: '/:slug/api/:version/*',
		handler: (request: SlugRequest, reply) => serve(accountOf, request, reply),
	});
	app.setNotFoundHandler((_request, reply) =>
		reply.code(404).type('text/html').send('<h1>The page you were looking for does not exist.</h1>'),
	);
}

function serve(accountOf: AccountOf, request: SlugRequest, reply: FastifyReply): FastifyReply {
	const account = accountOf(request.params.slug);
	// `boomerang` is the version's older name.
	if (!['4', 'boomerang'].includes(request.params.version ?? '')) throw noRoute(request.method, request.url);
	const apiRequest = readRequest(request);
	const session = openSession(account, apiRequest.token);
	countCall(account, reply);
	account.runDueJobs();
	const { status, contentType, body } = answer(session, apiRequest);
	return reply
		.code(status)
		.type(contentType)
		.header('session-expiry-token', account.sessionVersion())
		.send(JSON.stringify(body));
}

const queryOf = ({ url }: SlugRequest): Values => parseQuery(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');

function readRequest(request: SlugRequest): ApiRequest {
	return {
		method: request.method,
		path: request.params['*'] ?? '',
		query: queryOf(request),
		body: isObject(request.body) ? request.body : undefined,
		token: /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1],
	};
}

/** 429 carries the headers too, but neither a reset time nor `Retry-After`. */
function countCall(account: Account, reply: FastifyReply): void {
	const use = account.calls.take(account.slug);
	const { callsPerPeriod } = account.plan;
	const remaining = Number.isFinite(use.remaining) ? use.remaining : callsPerPeriod;
	void reply.headers({
		'x-ratelimit-limit': Number.isFinite(use.limit) ? use.limit : callsPerPeriod,
		'x-ratelimit-period': 60,
		'x-ratelimit-remaining': remaining,
	});
	if (!use.allowed) throw tooManyRequests();
	account.monthlyCalls.take(account.slug);
}

function sendError(
	error: Error & { statusCode?: number },
	_request: FastifyRequest,
	reply: FastifyReply,
): FastifyReply {
	if (error instanceof ApiError) {
		const page = typeof error.body === 'string';
		return reply
			.code(error.status)
			.type(page ? 'text/html' : 'application/json')
			.send(page ? `<h1>${text(String(error.body))}</h1>` : error.body);
	}
	const status = error.statusCode ?? 500;
	return reply.code(status).send({
		errors: [
			{
				code: status === 400 ? 'bad_request' : 'error',
				status: String(status),
				title: 'Request Error',
				detail: error.message,
			},
		],
	});
}

/** Clients identify themselves in the body or by Basic authentication. */
function grantForm(request: SlugRequest): Values {
	const form: Record<string, Json> = isObject(request.body) ? request.body : {};
	const basic = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
	if (basic === undefined) return form;
	const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
	return { ...form, client_id: id, client_secret: secret };
}

function sendGrant(account: Account, request: SlugRequest, reply: FastifyReply): FastifyReply {
	const query = queryOf(request);
	if (!URL.canParse(text(query.redirect_uri)))
		throw new ApiError(400, { error: 'invalid_request', error_description: 'redirect_uri is missing or no URL' });
	const target = new URL(text(query.redirect_uri));
	target.searchParams.set('code', account.grants.grant());
	if (query.state !== undefined) target.searchParams.set('state', text(query.state));
	return reply.redirect(target.href);
}

function sendArtifact(account: Account, file: string, reply: FastifyReply): FastifyReply {
	const artifact = account.artifact(file);
	if (!artifact) throw notFound();
	return reply
		.type(artifact.contentType)
		.header('content-disposition', `attachment; filename="${file}"`)
		.send(artifact.bytes);
}
