import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { BooqableApi } from '../../credentials/BooqableApi.credentials';
import { GoHighLevelApi } from '../../credentials/GoHighLevelApi.credentials';
import { GoHighLevelOAuth2Api } from '../../credentials/GoHighLevelOAuth2Api.credentials';
import { Booqable } from '../../nodes/Booqable/Booqable.node';
import { GhlContacts } from '../../nodes/GhlContacts/GhlContacts.node';
import { ACCESS_TOKEN, DEMO_SLUG } from '../../sandbox/booqable/world';
import { CLIENT_ID, CLIENT_SECRET, LOCATION_US, PIT_US } from '../../sandbox/ghl/world';
import type { Sandbox } from '../../sandbox/server';
import { TestCredentials } from './credentials';
import type { Setup } from './engine';

/** A record chosen by its ID in a resource locator. */
export const byId = (value: unknown): IDataObject => ({ __rl: true, mode: 'id', value: value as string });

/** Fields of the visual mapper, each set by hand. */
export const mapped = (value: IDataObject): IDataObject => ({ mappingMode: 'defineBelow', value });

/** The GHL node with a private integration token of the sandbox. */
export function ghlPrivate(
	sandbox: Pick<Sandbox, 'url'>,
	parameters: IDataObject,
	credential: IDataObject = {},
): Setup {
	const stored = { token: PIT_US, locationId: LOCATION_US, baseUrl: `${sandbox.url}/ghl`, ...credential };
	return {
		node: new GhlContacts(),
		parameters: { authentication: 'privateIntegration', ...parameters },
		credentials: new TestCredentials([new GoHighLevelApi()], { ghl: stored }),
		uses: { goHighLevelApi: 'ghl' },
	};
}

/** What a user gets who connects the OAuth2 credential: consent at the sandbox, then the code exchanged. */
export async function consented(sandbox: Sandbox, choose: string, scope: string): Promise<IDataObject> {
	const redirect = 'https://n8n.example.com/rest/oauth2-credential/callback';
	const query = { response_type: 'code', client_id: CLIENT_ID, redirect_uri: redirect, scope, choose };
	const page = await axios.get(`${sandbox.url}/ghl/v2/oauth/chooselocation`, {
		params: query,
		maxRedirects: 0,
		validateStatus: () => true,
	});
	const code = new URL(String(page.headers.location)).searchParams.get('code') ?? '';
	const form = new URLSearchParams({
		grant_type: 'authorization_code',
		client_id: CLIENT_ID,
		client_secret: CLIENT_SECRET,
		code,
		redirect_uri: redirect,
	});
	const { data } = await axios.post<IDataObject>(`${sandbox.url}/ghl/oauth/token`, form);
	return data;
}

/** The GHL node with a connected OAuth2 credential. */
export async function ghlOAuth(
	sandbox: Sandbox,
	parameters: IDataObject,
	options: { scope?: string; choose?: string; tokenData?: IDataObject } = {},
): Promise<Setup> {
	const {
		scope = 'contacts.readonly contacts.write locations.readonly locations/customFields.readonly',
		choose = LOCATION_US,
	} = options;
	const oauthTokenData = { ...(await consented(sandbox, choose, scope)), ...options.tokenData };
	const stored = {
		clientId: CLIENT_ID,
		clientSecret: CLIENT_SECRET,
		baseUrl: `${sandbox.url}/ghl`,
		grantType: 'authorizationCode',
		oauthTokenData,
	};
	return {
		node: new GhlContacts(),
		parameters: { authentication: 'oAuth2', ...parameters },
		credentials: new TestCredentials([new GoHighLevelOAuth2Api()], { ghl: stored }),
		uses: { goHighLevelOAuth2Api: 'ghl' },
	};
}

/** The Booqable node with an access token of the sandbox. */
export function booqable(sandbox: Sandbox, parameters: IDataObject, credential: IDataObject = {}): Setup {
	const stored = {
		slug: DEMO_SLUG,
		accessToken: ACCESS_TOKEN,
		baseUrl: `${sandbox.url}/booqable/{slug}`,
		...credential,
	};
	return {
		node: new Booqable(),
		parameters,
		credentials: new TestCredentials([new BooqableApi()], { booqable: stored }),
		uses: { booqableApi: 'booqable' },
	};
}
