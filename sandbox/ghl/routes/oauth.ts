import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { endpoint, type Endpoint } from './endpoint';
import { ApiError, badRequest, notFound, unprocessable } from '../errors';
import type { Account } from '../models/account';
import { ACCESS_TOKEN_LIFE, appIdOf, type App, type Grant, type Token } from '../models/tokens';
import { filled, numeric, shape, text, yesNo } from '../rules/validation';

const consentQuery = z.object({
	response_type: z.string().optional(),
	client_id: z.string().optional(),
	redirect_uri: z.string().optional(),
	scope: z.string().default(''),
	state: z.string().optional(),
	version_id: z.string().optional(),
	/** Ours: `1` agrees for the first location, without a click. */
	auto: z.string().optional(),
	/** Ours: what the user picked, a location's id or `company`. */
	choose: z.string().optional(),
});
type ConsentQuery = z.output<typeof consentQuery>;

const escapeHtml = (value: string): string => value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function page(title: string, body: string): string {
	return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title><body><h1>${escapeHtml(title)}</h1>${body}</body></html>`;
}

/** The page on which a user chooses where to install the app. */
export function addConsentPage(app: FastifyInstance, account: Account): void {
	const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
		const query = consentQuery.parse(request.query);
		const problem = consentProblem(account, query);
		if (problem)
			return reply
				.code(400)
				.type('text/html')
				.send(page("The app can't be installed", `<p>${escapeHtml(problem)}</p>`));
		const chosen = query.choose ?? (query.auto === '1' ? account.store.locations.all()[0]?.id : undefined);
		if (chosen !== undefined) return reply.redirect(agreedUrl(account, query, chosen), 302);
		return reply.type('text/html').send(choicePage(account, request.url));
	};
	app.get('/v2/oauth/chooselocation', show);
	app.get('/oauth/chooselocation', show);
}

function consentProblem(account: Account, query: ConsentQuery): string | undefined {
	const app = account.tokens.apps.get(query.client_id ?? '');
	if (!app) return 'error.noclient: no app has this client_id.';
	if (app.draft && query.version_id === undefined)
		return 'error.noversionid: a draft app is installed with version_id.';
	if (query.response_type !== 'code') return 'response_type must be code.';
	if (query.redirect_uri === undefined || !URL.canParse(query.redirect_uri))
		return 'redirect_uri is missing or is no URL.';
	const foreign = requestedScopes(query).filter((scope) => !app.scopes.includes(scope));
	return foreign.length > 0 ? `Scopes that the app does not have: ${foreign.join(' ')}` : undefined;
}

const requestedScopes = (query: ConsentQuery): string[] => query.scope.split(/[\s,]+/).filter(Boolean);

function choicePage(account: Account, url: string): string {
	const places = [
		...account.store.locations.all().map(({ id, name }) => ({ id, name })),
		{ id: 'company', name: 'The whole agency' },
	];
	const links = places.map(
		({ id, name }) => `<li><a id="${id}" href="${escapeHtml(`${url}&choose=${id}`)}">${escapeHtml(name)}</a></li>`,
	);
	return page('Choose where to install', `<ul>${links.join('')}</ul>`);
}

function agreedUrl(account: Account, query: ConsentQuery, chosen: string): string {
	const app = account.tokens.apps.get(query.client_id ?? '');
	const location = account.store.locations.get(chosen);
	if (!app || (!location && chosen !== 'company')) throw notFound('Location not found');
	const companyId = location?.companyId ?? account.store.locations.all()[0]?.companyId ?? '';
	const userId = account.store.users.all()[0]?.id ?? '';
	const requested = requestedScopes(query);
	const code = account.tokens.issueCode({
		app,
		companyId,
		locationId: location?.id,
		userId,
		scopes: requested.length > 0 ? requested : app.scopes,
	});
	const url = new URL(query.redirect_uri ?? '');
	url.searchParams.set('code', code);
	if (query.state !== undefined) url.searchParams.set('state', query.state);
	return url.toString();
}

const tokenBody = z
	.object({
		client_id: z.string().optional(),
		client_secret: z.string().optional(),
		grant_type: z.string().optional(),
		code: z.string().optional(),
		refresh_token: z.string().optional(),
		user_type: z.enum(['Company', 'Location']).optional(),
		redirect_uri: z.string().optional(),
	})
	.passthrough();
type TokenBody = z.output<typeof tokenBody>;

const oauthError = (status: number, error: string, description: string): ApiError =>
	new ApiError(status, { error, error_description: description });

/** Form or JSON; needs no version and no bearer token. */
export function addTokenEndpoint(app: FastifyInstance, account: Account): void {
	app.post('/oauth/token', async (request) => {
		const body = tokenBody.safeParse(request.body ?? {});
		if (
			!body.success ||
			!['authorization_code', 'refresh_token', 'client_credentials'].includes(body.data.grant_type ?? '')
		) {
			throw unprocessable('grant_type must be a valid enum value');
		}
		return body.data.grant_type === 'authorization_code'
			? tokenAnswer(account, exchangeCode(account, body.data))
			: refresh(account, body.data);
	});
}

/** GHL looks at the code first: a wrong secret with a wrong code is reported as a wrong code. */
function exchangeCode(account: Account, body: TokenBody): Grant {
	const grant = account.tokens.useCode(body.code ?? '');
	if (!grant) throw oauthError(401, 'UnAuthorized!', 'Authorization code not found');
	authenticateApp(body, grant);
	install(account, grant);
	return grant;
}

function refresh(account: Account, body: TokenBody): object {
	if (body.grant_type !== 'refresh_token')
		throw oauthError(400, 'unsupported_grant_type', 'This app has no client credentials grant.');
	const app = account.tokens.apps.get(body.client_id ?? '');
	if (!app || app.clientSecret !== body.client_secret) throw wrongClient();
	const { refresh_token: given = '' } = body;
	const repeated = account.tokens.repeatedAnswer(given);
	if (repeated) return repeated;
	const grant = account.tokens.useRefreshToken(given);
	if (!grant) throw oauthError(400, 'invalid_grant', 'This refresh token is invalid');
	const answer = tokenAnswer(account, grant);
	account.tokens.rememberAnswer(given, answer);
	return answer;
}

const wrongClient = (): ApiError => oauthError(401, 'UnAuthorized!', 'Invalid client credentials!');

function authenticateApp(body: TokenBody, grant: Grant): void {
	if (body.client_id !== grant.app.clientId || body.client_secret !== grant.app.clientSecret) throw wrongClient();
}

/** A location's webhooks begin with the exchange of its code. */
function install(account: Account, grant: Grant): void {
	const places =
		grant.locationId === undefined ? account.store.locations.all().map(({ id }) => id) : [grant.locationId];
	for (const id of places) grant.app.installed.add(id);
	const { companyId, locationId, userId } = grant;
	account.events.emitToApp(grant.app, 'INSTALL', {
		installType: locationId === undefined ? 'Company' : 'Location',
		locationId,
		companyId,
		userId,
	});
}

function tokenAnswer(account: Account, grant: Grant): { [key: string]: unknown } {
	const { companyId, locationId, userId } = grant;
	const place =
		locationId === undefined
			? { userType: 'Company', companyId, isBulkInstallation: true, approvedLocations: [...grant.app.installed] }
			: { userType: 'Location', companyId, locationId, isBulkInstallation: false };
	return {
		access_token: account.tokens.issueAccessToken(grant).value,
		token_type: 'Bearer',
		expires_in: ACCESS_TOKEN_LIFE,
		refresh_token: account.tokens.issueRefreshToken(grant),
		scope: grant.scopes.join(' '),
		refreshTokenId: account.hexId(),
		...place,
		userId,
	};
}

function appOf(account: Account, appId: string | undefined): App {
	const app = [...account.tokens.apps.values()].find((each) => appIdOf(each.clientId) === appId);
	if (!app) throw badRequest('App not found');
	return app;
}

const locationTokenBody = shape({ companyId: filled, locationId: filled });

function mint(
	account: Account,
	token: Token,
	{ companyId, locationId }: z.output<typeof locationTokenBody>,
): { [key: string]: unknown } {
	const app = appOf(account, token.appId);
	if (companyId !== token.companyId || !app.installed.has(locationId)) throw badRequest('Location is not active');
	// What belongs to the agency does not pass on to the location.
	const scopes = [...token.scopes].filter((scope) => !scope.startsWith('oauth.'));
	const grant: Grant = { app, companyId, locationId, userId: token.userId ?? '', scopes };
	return {
		...tokenAnswer(account, grant),
		expires_in: ACCESS_TOKEN_LIFE + 1,
		appId: token.appId,
		versionId: token.appId,
	};
}

const locationToken = {
	method: 'POST',
	scope: 'oauth.write',
	access: 'agency',
	status: 201,
	body: locationTokenBody,
} as const;

const installedLocations = endpoint({
	method: 'GET',
	path: '/oauth/installedLocations',
	scope: 'oauth.readonly',
	access: 'agency',
	query: shape({
		companyId: text,
		appId: text,
		skip: numeric.default(0),
		limit: numeric.default(20),
		query: text.optional(),
		isInstalled: yesNo.optional(),
		versionId: text.optional(),
		onTrial: yesNo.optional(),
		planId: text.optional(),
		locationId: text.optional(),
	}),
	run({ account, query }) {
		const { installed } = appOf(account, query.appId);
		const found = account.store.locations.where(
			(location) =>
				location.companyId === query.companyId &&
				(query.isInstalled === undefined || installed.has(location.id) === query.isInstalled) &&
				(query.locationId === undefined || location.id === query.locationId) &&
				location.name.toLowerCase().includes((query.query ?? '').toLowerCase()),
		);
		const locations = found.slice(query.skip, query.skip + query.limit).map((location) => ({
			_id: location.id,
			name: location.name,
			address: location.address ?? '',
			isInstalled: installed.has(location.id),
			...(installed.has(location.id) ? { versionId: query.appId } : {}),
		}));
		return { locations, count: found.length, installToFutureLocations: false };
	},
});

export const oauthEndpoints: Endpoint[] = [
	endpoint({
		...locationToken,
		path: '/oauth/locationToken',
		run: ({ account, token, body }) => mint(account, token, body),
	}),
	endpoint({
		...locationToken,
		path: '/oauth/location-token',
		only: 'v3',
		run: ({ account, token, body }) => mint(account, token, body),
	}),
	installedLocations,
];
