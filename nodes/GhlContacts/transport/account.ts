import { z } from 'zod';
import type { Account, Context } from '../../shared/account';
import { checkedBaseUrl } from '../../shared/http/baseUrl';
import { fingerprint } from '../../shared/fingerprint';
import { InputProblem } from '../../shared/parameters/input';
import { jsonIn } from '../../shared/values/json';
import { isAddress, plain, tokenIn } from '../../shared/credentials/pasted';
import type { Service } from '../../shared/service';
import { BASE_URL } from './baseUrl';
import { isId } from './id';
import { locationIdOf, locationToken } from './locationToken';

const fields = { baseUrl: z.string().min(1).catch(BASE_URL), workers: z.coerce.number().int().positive().catch(1) };

const privateIntegration = z.object({
	...fields,
	token: z.string().transform(tokenIn),
	locationId: z.string().transform(locationIdIn),
});

/** The ID of a location, also where an address of GHL was pasted: the part after `/location/`. */
export function locationIdIn(typed: string): string {
	const text = plain(typed);
	const [, inPath, inQuery] = /\blocations?\/([\w-]+)|\blocationId=([\w-]+)/i.exec(text) ?? [];
	return inPath ?? inQuery ?? text;
}

/** What GHL's token endpoint answers, of which n8n keeps all. GHL docs, OAuth 2.0. */
const tokenAnswer = z.object({
	access_token: z.string(),
	scope: z.string().catch(''),
	userType: z.string().optional().catch(undefined),
	locationId: z.string().optional().catch(undefined),
	companyId: z.string().optional().catch(undefined),
});

const oAuth = z.object({
	...fields,
	clientId: z.string().catch(''),
	oauthTokenData: tokenAnswer.optional().catch(undefined),
});

/**
 * The sub-account that the node works in. `agency` exchanges the token of an agency for one of the chosen sub-account.
 */
export async function account(context: Context, agency: Service): Promise<Account> {
	return context.getNodeParameter('authentication') === 'oAuth2'
		? await oAuthAccount(context, agency)
		: await privateAccount(context);
}

async function privateAccount(context: Context): Promise<Account> {
	const { baseUrl, workers, token, locationId } = privateIntegration.parse(
		await context.getCredentials('goHighLevelApi'),
	);
	refuseSwapped(token, locationId);
	if (locationId === '')
		throw new InputProblem(
			'locationId',
			'The GHL credential has no location ID',
			'Open the credential and fill in the ID of the sub-account.',
		);
	if (!/^[\w-]+$/.test(locationId))
		throw new InputProblem(
			'locationId',
			'The GHL credential has an invalid location ID',
			'It is the part after /location/ in the address of the sub-account. The whole address may be pasted.',
		);
	if (token === '')
		throw new InputProblem(
			'token',
			'The GHL credential has no token',
			'Open the credential and paste the private integration token.',
		);
	const checked = checkedBaseUrl(baseUrl);
	return {
		credentialType: 'goHighLevelApi',
		baseUrl: checked,
		key: `ghl private ${checked} ${locationId}`,
		token: fingerprint(token),
		renewable: false,
		workers,
		name: locationId,
		values: { locationId },
	};
}

/** What was surely pasted into the field of the other. */
function refuseSwapped(token: string, locationId: string): void {
	const remedy =
		'Token begins with "pit-"; Location ID is the part after /location/ in the address of the sub-account.';
	if (/^pit-/i.test(locationId))
		throw new InputProblem(
			'locationId',
			isId(token)
				? 'Token and location ID of the GHL credential are swapped'
				: 'The GHL credential has a token as its location ID',
			`Open the credential and put each into its field. ${remedy}`,
		);
	const isPage = isAddress(token) || token.includes('/location/');
	if (isPage || isId(token))
		throw new InputProblem(
			'token',
			`The GHL credential has ${isPage ? 'an address' : 'an ID'} as its token`,
			`Open the credential and paste the private integration token. ${remedy}`,
		);
}

interface Connected extends z.output<typeof tokenAnswer> {
	/** What every account of this credential has, whatever the location. */
	readonly base: Pick<Account, 'credentialType' | 'baseUrl' | 'workers'>;
	readonly appId: string;
}

async function connected(context: Context): Promise<Connected> {
	const { baseUrl, workers, clientId, oauthTokenData } = oAuth.parse(
		await context.getCredentials('goHighLevelOAuth2Api'),
	);
	if (!oauthTokenData)
		throw new InputProblem('credential', 'The GHL credential is not connected', 'Open it and click Connect.');
	const base = { credentialType: 'goHighLevelOAuth2Api', baseUrl: checkedBaseUrl(baseUrl), workers };
	return { ...oauthTokenData, base, appId: clientId.split('-')[0] ?? '' };
}

async function oAuthAccount(context: Context, agency: Service): Promise<Account> {
	const { base, appId, access_token: token, scope, ...grant } = await connected(context);
	const locationId = grant.locationId ?? locationInToken(token);
	if (!locationId && grant.userType === 'Company') return await chosenLocation(context, agency);
	if (!locationId) {
		throw new InputProblem(
			'credential',
			'The GHL credential does not say which sub-account it belongs to',
			'Reconnect the credential and choose the sub-account on the page of GHL.',
		);
	}
	return {
		...base,
		key: `ghl ${base.baseUrl} ${appId} ${locationId}`,
		token: fingerprint(token),
		renewable: true,
		scopes: scopesOf(scope),
		name: locationId,
		values: { locationId },
	};
}

/** The agency behind an OAuth credential that was connected for all its sub-accounts. */
export async function agencyAccount(context: Context): Promise<Account> {
	if (context.getNodeParameter('authentication') !== 'oAuth2') throw onlyForAgencies();
	const { base, appId, access_token: token, scope, companyId, userType } = await connected(context);
	if (userType !== 'Company' || !companyId) throw onlyForAgencies();
	return {
		...base,
		key: `ghl ${base.baseUrl} ${appId} ${companyId}`,
		token: fingerprint(token),
		renewable: true,
		scopes: scopesOf(scope),
		values: { companyId, appId },
	};
}

/** The agency where the credential is of one, else its sub-account. */
export async function agencyOrLocationAccount(context: Context, agency: Service): Promise<Account> {
	if (context.getNodeParameter('authentication') !== 'oAuth2') return await privateAccount(context);
	const { companyId, userType } = await connected(context);
	return userType === 'Company' && companyId ? await agencyAccount(context) : await oAuthAccount(context, agency);
}

const onlyForAgencies = (): InputProblem =>
	new InputProblem(
		'location',
		'The GHL credential belongs to one sub-account, which is used',
		'Leave Location empty. It is for credentials of an agency (company).',
	);

async function chosenLocation(context: Context, agency: Service): Promise<Account> {
	const company = await agency.account(context);
	const locationId = await locationIdOf(context, agency, company, locationParameter(context));
	if (!locationId) {
		throw new InputProblem(
			'location',
			'The GHL credential belongs to an agency (company), not to a sub-account',
			'Contacts live in sub-accounts: choose one in "Location", or reconnect the credential and choose the sub-account on the page of GHL.',
		);
	}
	const minted = await locationToken(context, agency, company, locationId);
	return {
		...company,
		key: `ghl ${company.baseUrl} ${company.values.appId} ${locationId}`,
		token: fingerprint(minted.token),
		renewable: false,
		own: { authorization: () => `Bearer ${minted.token}`, refused: minted.forget },
		scopes: scopesOf(minted.scope),
		name: locationId,
		values: { locationId },
	};
}

/** The picker "Location", where the node has it. */
function locationParameter(context: Context): string {
	if (context.getNode().parameters.location === undefined) return '';
	// the item where there are items, else a default that is not needed: contexts differ in what comes second
	const first = [0] as never[];
	const picked = z
		.union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)])
		.safeParse(context.getNodeParameter('location', ...first));
	return picked.success ? locationIdIn(picked.data) : '';
}

const scopesOf = (scope: string): Set<string> => new Set(scope.split(/\s+/).filter(Boolean));

/** The access token is a JWT that names its location, where the token answer left it out. */
function locationInToken(token: string): string | undefined {
	const claims = z.object({ authClass: z.literal('Location'), authClassId: z.string().min(1) });
	return claims.safeParse(jsonIn(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).data?.authClassId;
}
