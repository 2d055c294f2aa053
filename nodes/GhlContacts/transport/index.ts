import type { Call } from '../../shared/http/route';
import type { Allowance } from '../../shared/http/allowance';
import type { Service } from '../../shared/service';
import { account, agencyAccount, agencyOrLocationAccount } from './account';
import { explain } from './errors';
import { observed } from './limits';
import { withLabels } from './scopes';

/** Versions of the API by the first part of the path; GHL's OpenAPI files name one per resource. */
const VERSIONS: Readonly<Record<string, string>> = { calendars: '2021-04-15', conversations: '2021-04-15' };
const VERSION = '2021-07-28';

function headers({ route }: Call): Record<string, string> {
	const resource = route.split('/')[1] ?? '';
	return { Version: VERSIONS[resource] ?? VERSION };
}

/**
 * 100 calls in 10 seconds and 200,000 a day for each app and location; the headers correct it. Source: GHL docs, Rate
 * Limits.
 */
const common = {
	name: 'GHL',
	headers,
	limits: { calls: 100, interval: 10_000 },
	allowance: { period: 'day', limit: 200_000 } satisfies Allowance as Allowance,
	observed,
	explain,
	nameScopes: withLabels,
};

/** For the few calls that only the token of an agency may make. */
export const agency: Service = { ...common, account: agencyAccount };

/** For the list of sub-accounts, which a credential of one has too. */
export const agencyOrLocation: Service = {
	...common,
	account: async (context) => await agencyOrLocationAccount(context, agency),
};

export const ghl: Service = { ...common, account: async (context) => await account(context, agency) };
