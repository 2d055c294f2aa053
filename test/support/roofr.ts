import type { IDataObject, INodeType } from 'n8n-workflow';
import { RoofrApi } from '../../credentials/RoofrApi.credentials';
import { RoofrOAuth2Api } from '../../credentials/RoofrOAuth2Api.credentials';
import { Roofr } from '../../nodes/Roofr/Roofr.node';
import { ROOFR } from '../../sandbox/roofr';
import type { Sandbox } from '../../sandbox/server';
import { TestCredentials } from './credentials';
import type { Setup } from './engine';

export const SECRET = 'a long secret of the tests';

const types = [new RoofrApi(), new RoofrOAuth2Api()];

/** Setups of the node against a sandbox. `changes` go into the credential. */
export function setups(sandbox: () => Sandbox) {
	const setup = (
		authentication: string,
		changes: IDataObject,
		parameters: IDataObject,
		node: INodeType = new Roofr(),
	): Setup => {
		const base = `${sandbox().url}/roofr`;
		const direct = { baseUrl: `${base}/api/v1`, endpoints: '{}', advanced: true, extraHeaders: '{}', workers: 1 };
		const key = {
			secretBridgeUrl: `${base}${ROOFR.hook}`,
			webhookSecret: SECRET,
			hasAccess: true,
			apiKey: ROOFR.apiKey,
			keyStyle: 'bearer',
			headerName: '',
			testPath: '/me',
			...direct,
		};
		const oAuth = {
			...direct,
			grantType: 'authorizationCode',
			authUrl: `${base}/oauth/authorize`,
			tokenUrl: `${base}/oauth/token`,
			authentication: 'header',
			scope: '',
			clientId: ROOFR.clientId,
			clientSecret: ROOFR.clientSecret,
			oauthTokenData: {
				access_token: 'sandbox-roofr-token',
				refresh_token: 'sandbox-roofr-refresh',
				token_type: 'Bearer',
			},
		};
		const credentials = new TestCredentials(types, { key: { ...key, ...changes }, oAuth: { ...oAuth, ...changes } });
		return {
			node,
			parameters: { authentication, options: {}, ...parameters },
			credentials,
			uses: { roofrApi: 'key', roofrOAuth2Api: 'oAuth' },
		};
	};
	return {
		setup,
		bridge: (parameters: IDataObject, changes: IDataObject = {}) =>
			setup('bridge', changes, {
				resource: 'job',
				operation: 'createWithCustomer',
				sourceSystem: 'ghl',
				sourceAccount: 'loc1',
				nameAs: 'parts',
				addressAs: 'parts',
				...parameters,
			}),
		direct: (parameters: IDataObject, changes: IDataObject = {}) =>
			setup('apiKey', changes, { filters: {}, ...parameters }),
		oAuth: (parameters: IDataObject, changes: IDataObject = {}) =>
			setup('oAuth2', changes, { filters: {}, ...parameters }),
		csv: (parameters: IDataObject) => ({
			...setup(
				'bridge',
				{},
				{ resource: 'csvExport', operation: 'import', from: 'text', rowsToGive: 'all', ...parameters },
			),
			uses: {},
		}),
	};
}

export const mapped = (value: IDataObject, matchingColumns: string[] = []): IDataObject => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns,
});
export const byId = (value: unknown): IDataObject => ({ __rl: true, mode: 'id', value: String(value) });
