import type { World } from '../../service';
import { ALL_SCOPES } from './scopes';
import { invalidToken } from '../errors';

/** Seconds; the documented life of an access token. */
export const ACCESS_TOKEN_LIFE = 86_399;

const REFRESH_GRACE = 30_000;

export type TokenKind = 'pit' | 'agencyPit' | 'oauthLocation' | 'oauthCompany';

export interface Token {
	value: string;
	kind: TokenKind;
	companyId: string;
	/** Absent for tokens of the agency. */
	locationId?: string | undefined;
	scopes: Set<string>;
	/** The app that the token was issued to; absent for private integrations. */
	appId?: string | undefined;
	userId?: string | undefined;
	/** World time; Infinity for private integrations. */
	expiresAt: number;
}

export interface App {
	clientId: string;
	clientSecret: string;
	/** Scopes switched on for the app; requesting another one ends on an error page. */
	scopes: string[];
	/** Like a private app that was never published: its consent page opens only with `version_id`. */
	draft: boolean;
	/** Where the app's webhooks go; none without it. */
	webhookUrl?: string | undefined;
	/** Only these events; all without it. */
	webhookEvents?: string[] | undefined;
	/** Locations that have the app. */
	installed: Set<string>;
}

/** What a consent gives: the same for the code, the refresh token and every access token that comes of it. */
export interface Grant {
	app: App;
	companyId: string;
	locationId?: string | undefined;
	userId: string;
	scopes: string[];
}

export const appIdOf = (clientId: string): string => clientId.split('-', 1)[0] ?? clientId;

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Tokens, codes and apps. */
export class Tokens {
	readonly apps = new Map<string, App>();
	private readonly access = new Map<string, Token>();
	private readonly refresh = new Map<string, Grant>();
	private readonly codes = new Map<string, { grant: Grant; expiresAt: number }>();
	private readonly answered = new Map<string, { answer: object; until: number }>();
	private issued = 0;

	constructor(private readonly world: World) {}

	clear(): void {
		this.apps.clear();
		this.access.clear();
		this.refresh.clear();
		this.codes.clear();
		this.answered.clear();
		this.issued = 0;
	}

	add(token: Token): void {
		this.access.set(token.value, token);
	}

	/** @throws ApiError 401 for no token, an unknown one and an expired one alike */
	authenticate(authorization: string | undefined): Token {
		const token = this.access.get(authorization?.replace(/^Bearer\s+/i, '') ?? '');
		if (!token || token.expiresAt <= this.world.now()) throw invalidToken();
		return token;
	}

	/** Every OAuth access token ends now; private integrations and refresh tokens stay. */
	expire(): void {
		for (const token of this.access.values()) if (token.appId !== undefined) token.expiresAt = this.world.now();
	}

	issueCode(grant: Grant): string {
		const code = this.world.id(40);
		this.codes.set(code, { grant, expiresAt: this.world.now() + 600_000 });
		return code;
	}

	/** Good once. */
	useCode(code: string): Grant | undefined {
		const known = this.codes.get(code);
		this.codes.delete(code);
		return known && known.expiresAt > this.world.now() ? known.grant : undefined;
	}

	issueRefreshToken(grant: Grant): string {
		const value = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${this.world.id(120)}.${this.world.id(60)}`;
		this.refresh.set(value, grant);
		return value;
	}

	/**
	 * The answer to the refresh token, as long as a second request gets the same. GHL's changelog names the 30 seconds.
	 */
	repeatedAnswer(value: string): object | undefined {
		const known = this.answered.get(value);
		return known && known.until > this.world.now() ? known.answer : undefined;
	}

	rememberAnswer(value: string, answer: object): void {
		this.answered.set(value, { answer, until: this.world.now() + REFRESH_GRACE });
	}

	/** Good once: the next refresh must use the token that came with this one. */
	useRefreshToken(value: string): Grant | undefined {
		const grant = this.refresh.get(value);
		this.refresh.delete(value);
		return grant;
	}

	issueAccessToken(grant: Grant): Token {
		const appId = appIdOf(grant.app.clientId);
		const token: Token = {
			value: this.jwt(grant, appId),
			kind: grant.locationId === undefined ? 'oauthCompany' : 'oauthLocation',
			companyId: grant.companyId,
			locationId: grant.locationId,
			scopes: new Set(grant.scopes),
			appId,
			userId: grant.userId,
			expiresAt: this.world.now() + ACCESS_TOKEN_LIFE * 1000,
		};
		this.add(token);
		return token;
	}

	toJSON(): unknown {
		return {
			apps: [...this.apps.values()].map((app) => ({ ...app, installed: [...app.installed] })),
			accessTokens: [...this.access.values()].map(({ value, scopes, ...token }) => ({
				...token,
				token: `****${value.slice(-4)}`,
				scopes: [...scopes],
			})),
			refreshTokens: this.refresh.size,
			issued: this.issued,
		};
	}

	/** Looks like a JWT and carries the claims of a real one; nobody can check its signature. */
	private jwt(grant: Grant, appId: string): string {
		this.issued += 1;
		const claims = {
			authClass: grant.locationId === undefined ? 'Company' : 'Location',
			authClassId: grant.locationId ?? grant.companyId,
			primaryAuthClassId: grant.locationId ?? grant.companyId,
			source: 'INTEGRATION',
			sourceId: grant.app.clientId,
			channel: 'OAUTH',
			oauthMeta: { scopes: grant.scopes, client: appId },
			iat: Math.floor(this.world.now() / 1000),
			exp: Math.floor(this.world.now() / 1000) + ACCESS_TOKEN_LIFE,
			uniqueId: this.world.uuid(),
		};
		return `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url(claims)}.${this.world.id(86)}`;
	}
}

export function privateIntegration(
	value: string,
	kind: 'pit' | 'agencyPit',
	companyId: string,
	locationId: string | undefined,
	scopes: string[] = ALL_SCOPES,
): Token {
	return { value, kind, companyId, locationId, scopes: new Set(scopes), expiresAt: Infinity };
}
