import { z } from 'zod';
import type { Account, Context } from '../../shared/account';
import { Calls } from '../../shared/runner/calls';
import type { Endpoint } from '../../shared/endpoint';
import { breaker } from '../../shared/http/breaker';
import { ATTEMPTS } from '../../shared/http/retry';
import { FORM } from '../../shared/http/send';
import { skipLimit } from '../../shared/http/paging';
import type { Service } from '../../shared/service';
import { TtlMap } from '../../shared/ttlMap';

/**
 * Gives the token of one sub-account to the token of its agency. Not an operation of the node: its answer is a secret.
 */
const exchange: Endpoint = {
	route: 'POST /oauth/locationToken',
	effect: 'idempotent',
	scopes: ['oauth.write'],
	source: 'oauth.json get-location-access-token',
	headers: { 'Content-Type': FORM },
	envelope: { keys: ['access_token'] },
	body: (input) => ({ companyId: input.account.values.companyId, locationId: input.required('locationId') }),
};

/** The sub-accounts that have the app, for the picker "Location". */
export const installedLocations: Endpoint = {
	route: 'GET /oauth/installedLocations',
	effect: 'read',
	scopes: ['oauth.readonly'],
	source: 'oauth.json get-installed-location',
	query: (input) => ({
		companyId: input.account.values.companyId,
		appId: input.account.values.appId,
		isInstalled: true,
		query: input.text('query'),
	}),
	paging: skipLimit('locations', 20),
};

const answer = z.object({
	access_token: z.string(),
	scope: z.string().catch(''),
	expires_in: z.number().catch(86_400),
});

interface Minted {
	readonly token: string;
	readonly scope: string;
	readonly forget: () => void;
}

/** In memory only. A new token of the agency, as after a reconnect with other scopes, begins again. */
const minted = new TtlMap<string, Promise<Minted>>();

/** A token is let go this long before it ends, in milliseconds. */
const MARGIN = 60_000;

/** The token of a sub-account, kept until it ends. Items and executions at the same time share one exchange. */
export async function locationToken(
	context: Context,
	agency: Service,
	company: Account,
	locationId: string,
): Promise<Minted> {
	const key = `${company.token} ${locationId}`;
	const known = minted.get(key);
	if (known) return await known;
	const calls = new Calls({ context, service: agency, account: company, breaker, attempts: ATTEMPTS, calls: 0 });
	const forget = (): void => minted.delete(key);
	const result = calls.one(exchange, { locationId }).then((body) => {
		const { access_token: token, scope, expires_in: seconds } = answer.parse(body);
		minted.set(key, result, seconds * 1000 - MARGIN);
		return { token, scope, forget };
	});
	minted.set(key, result, MARGIN);
	result.catch(forget);
	return await result;
}
