import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { Context } from '../../shared/account';
import { checkedBaseUrl } from '../../shared/http/baseUrl';
import { fingerprint } from '../../shared/fingerprint';
import { wordsIn } from '../../shared/http/words';
import { numberIn } from '../../shared/http/headers';
import { isBreakdown, type ApiError } from '../../shared/http/errors';
import type { Call } from '../../shared/http/route';
import { InputProblem } from '../../shared/parameters/input';
import { isAddress, plain } from '../../shared/credentials/pasted';
import type { Explanation, Service, ServiceAccount } from '../../shared/service';
import { adapted } from '../direct/adapt';
import type { Manifest } from '../direct/manifest';
import { manifestWith, textsByName } from '../direct/overrides';
import { USUAL_ACCOUNT } from '../sync/account';
import { BRIDGE_PATH } from './authenticate';

/** One hook or account, until headers say otherwise: nothing is documented, so a pace that no service minds. */
const limits = { calls: 60, interval: 60_000 };
const headers = (): Record<string, string> => ({});

const workers = z.coerce.number().int().positive().catch(1);
const bridgeCredential = z.object({ secretBridgeUrl: z.string().catch(''), workers });

/** Whether the call goes through the bridge. */
const isBridged = ({ route }: Call): boolean => route.endsWith(BRIDGE_PATH);

function notBridged(): never {
	throw new InputProblem(
		'authentication',
		'This operation cannot go through the bridge: all that Roofr documents is an action that creates a job with its customer',
		'Choose direct access if Roofr gave this account an API. If not, docs/ROOFR.md shows the way round.',
	);
}

function onlyBridged(): never {
	throw new InputProblem(
		'authentication',
		'This operation goes through the bridge',
		'Choose "Bridge", or use "Create" of contact and job.',
	);
}

async function bridgeAccount(context: Context): Promise<ServiceAccount> {
	const { secretBridgeUrl, workers: processes } = bridgeCredential.parse(await context.getCredentials('roofrApi'));
	const url = plain(secretBridgeUrl);
	if (!URL.canParse(url))
		throw new InputProblem(
			'secretBridgeUrl',
			url === '' ? 'The Roofr credential has no bridge URL' : 'The bridge URL of the Roofr credential is not a URL',
			'Open it and paste the address of the hook, not a key or secret; docs/ROOFR.md shows how to make one.',
		);
	return {
		credentialType: 'roofrApi',
		baseUrl: checkedBaseUrl(new URL(url).origin, 'bridge URL'),
		key: `roofr bridge ${fingerprint(url)}`,
		token: fingerprint(url),
		renewable: false,
		workers: processes,
		name: USUAL_ACCOUNT,
		values: {},
		adapt: (endpoint) => (isBridged(endpoint) ? endpoint : notBridged()),
		admit: (endpoints) => void (endpoints.some(isBridged) || notBridged()),
	};
}

function explainBridge({ status }: ApiError): Explanation {
	if (status === 404 || status === 410)
		return {
			message: 'The bridge knows no such hook',
			remedy: 'It was removed or switched off. Put the new address into the credential. Nothing was created.',
		};
	if (status === 429)
		return { message: 'The bridge accepts no more calls right now', remedy: 'Nothing was created. Try again later.' };
	if (isBreakdown(status)) return { message: `The bridge answered ${status}` };
	return {
		message: `The bridge refused the job (${status})`,
		remedy: 'Nothing was created. Look at the history of the hook.',
	};
}

/** The bridge: the hook of an automation platform that runs Roofr's one action. */
export const bridge: Service = {
	name: 'The bridge to Roofr',
	place: 'Roofr',
	account: bridgeAccount,
	headers,
	limits,
	observed: () => ({}),
	explain: explainBridge,
};

const tokenAnswer = z.object({ access_token: z.string(), scope: z.string().catch('') });
const directCredential = z.object({
	baseUrl: z.string().catch(''),
	endpoints: z.unknown(),
	extraHeaders: z.unknown(),
	workers,
	hasAccess: z.boolean().catch(true),
	apiKey: z.string().catch(''),
	oauthTokenData: tokenAnswer.optional().catch(undefined),
});

const isOAuth = (context: Context): boolean => context.getNodeParameter('authentication') === 'oAuth2';

const readDirect = async (context: Context): Promise<z.infer<typeof directCredential>> =>
	directCredential.parse(await context.getCredentials(isOAuth(context) ? 'roofrOAuth2Api' : 'roofrApi'));

/** The endpoints of the account behind the credential. */
export const manifestOf = async (context: Context): Promise<Manifest> =>
	manifestWith((await readDirect(context)).endpoints);

async function directAccount(context: Context): Promise<ServiceAccount> {
	const oAuth = isOAuth(context);
	const credential = await readDirect(context);
	const secret = oAuth ? credential.oauthTokenData?.access_token : plain(credential.apiKey);
	if (!credential.hasAccess || credential.baseUrl.trim() === '') {
		throw new InputProblem(
			'baseUrl',
			'The Roofr credential has no base URL',
			'Direct access needs the address that Roofr gave you; none is publicly known. Without one, use the bridge.',
		);
	}
	if (!secret)
		throw new InputProblem(
			'credential',
			oAuth ? 'The Roofr credential is not connected' : 'The Roofr credential has no API key',
			oAuth ? 'Open it and click Connect.' : 'Open it and fill it in.',
		);
	if (!oAuth && isAddress(secret))
		throw new InputProblem(
			'apiKey',
			'The Roofr credential has an address as its API key',
			'Open it. The address of a hook belongs in Bridge URL, that of the API in Base URL.',
		);
	const manifest = manifestWith(credential.endpoints);
	const extra = textsByName(credential.extraHeaders, 'extraHeaders', 'Extra Headers of the Roofr credential');
	const baseUrl = checkedBaseUrl(credential.baseUrl);
	return {
		credentialType: oAuth ? 'roofrOAuth2Api' : 'roofrApi',
		baseUrl,
		key: `roofr ${baseUrl} ${oAuth ? 'oauth' : fingerprint(secret)}`,
		token: fingerprint(secret),
		renewable: oAuth,
		workers: credential.workers,
		name: USUAL_ACCOUNT,
		values: {},
		adapt: (endpoint) => (isBridged(endpoint) ? onlyBridged() : adapted(endpoint, manifest, extra)),
		admit: (endpoints) => void (endpoints.length > 0 && endpoints.every(isBridged) && onlyBridged()),
	};
}

/** Laravel's headers count calls a minute. */
function observed(seen: IDataObject): ReturnType<Service['observed']> {
	return { calls: numberIn(seen['x-ratelimit-limit']), remaining: numberIn(seen['x-ratelimit-remaining']) };
}

function explainDirect({ status, body, endpoint }: ApiError): Explanation {
	const { errors, ...rest } = body;
	const said = [...new Set([wordsIn(rest), wordsIn({ errors })].filter(Boolean))].join('; ');
	return {
		message: said ? `Roofr: ${said}` : `Roofr answered ${status}`,
		remedy: REMEDIES[status] ?? (status === 422 || isBreakdown(status) ? undefined : remedyOf(endpoint)),
	};
}

const REMEDIES: Readonly<Record<number, string>> = {
	401: 'Open the credential: the key is wrong, was revoked, is of another account, or goes into another header. The key under Settings → Integrations is for automation platforms and does not work here.',
	403: 'The key may not do this. Ask Roofr which access it has.',
	429: 'Roofr accepts no more calls right now. Try again later.',
};

const remedyOf = ({ key }: Call): string | undefined =>
	key &&
	`The endpoint is assumed. If Roofr gave you another, set "${key}" in the Endpoint Overrides of the credential.`;

/** Direct access, for accounts to which Roofr gave an API. */
export const directAccess: Service = {
	name: 'Roofr',
	account: directAccount,
	headers,
	limits,
	observed,
	remedyOfForm: remedyOf,
	explain: explainDirect,
};

/** Where no call is made: files that are read here, events that a relay sends. */
export const local: Service = {
	name: 'Roofr',
	account: async () => ({
		credentialType: '',
		baseUrl: '',
		key: 'roofr local',
		token: '',
		renewable: false,
		workers: 1,
		name: USUAL_ACCOUNT,
		values: {},
	}),
	headers,
	limits,
	observed: () => ({}),
	explain: ({ status }) => ({ message: `Answered ${status}` }),
};

/** The way that the user chose on the node. */
export function serviceOf(resource: unknown, authentication: unknown): Service {
	if (resource === 'csvExport') return local;
	return authentication === 'bridge' ? bridge : directAccess;
}
