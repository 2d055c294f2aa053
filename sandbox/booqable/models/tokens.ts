import type { World } from '../../service';
import { ApiError } from '../errors';
import { OAUTH_CLIENT, OAUTH_CODE } from '../world';
import { datetime, text, type Json, type Values } from './records';

/** Real lifetimes are not documented; Booqable's own client is tested with an hour. */
const ACCESS_TOKEN_MS = 3_600_000;

const grantError = (error: string, description: string): ApiError =>
	new ApiError(400, { error, error_description: description });

/** Authorization codes and rotating tokens of the apps installed in one account. */
export class OAuthGrants {
	private codes = new Set([OAUTH_CODE]);
	private refreshTokens = new Set<string>();
	private readonly accessTokens = new Map<string, number>();

	constructor(private readonly world: World) {}

	/** What installing an app leads to: a code for its redirect URL. */
	grant(): string {
		const code = this.world.id(32);
		this.codes.add(code);
		return code;
	}

	/** The token endpoint. Codes and refresh tokens work once. */
	exchange(form: Values): Values {
		if (form.client_id !== OAUTH_CLIENT.clientId || form.client_secret !== OAUTH_CLIENT.clientSecret) {
			throw new ApiError(401, {
				error: 'invalid_client',
				error_description:
					'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
			});
		}
		if (form.grant_type === 'authorization_code') return this.spend(this.codes, form.code);
		if (form.grant_type === 'refresh_token') return this.spend(this.refreshTokens, form.refresh_token);
		throw grantError(
			'unsupported_grant_type',
			'The authorization grant type is not supported by the authorization server.',
		);
	}

	accepts(token: string): 'valid' | 'expired' | undefined {
		const expiresAt = this.accessTokens.get(token);
		if (expiresAt === undefined) return undefined;
		return expiresAt > this.world.now() ? 'valid' : 'expired';
	}

	expire(): void {
		for (const token of this.accessTokens.keys()) this.accessTokens.set(token, this.world.now());
	}

	state(): Values {
		const tokens = [...this.accessTokens].map(([token, expiresAt]): Json => ({
			ending: token.slice(-4),
			expires_at: datetime(expiresAt),
		}));
		return { access_tokens: tokens, open_codes: this.codes.size, open_refresh_tokens: this.refreshTokens.size };
	}

	private spend(grants: Set<string>, given: Json | undefined): Values {
		if (!grants.delete(text(given))) {
			throw grantError(
				'invalid_grant',
				'The provided authorization grant is invalid, expired, revoked, or was issued to another client.',
			);
		}
		const [accessToken, refreshToken] = [this.world.id(43), this.world.id(43)];
		this.accessTokens.set(accessToken, this.world.now() + ACCESS_TOKEN_MS);
		this.refreshTokens.add(refreshToken);
		return {
			access_token: accessToken,
			token_type: 'Bearer',
			expires_in: ACCESS_TOKEN_MS / 1000,
			refresh_token: refreshToken,
			scope: 'full_access',
			created_at: Math.floor(this.world.now() / 1000),
		};
	}
}
