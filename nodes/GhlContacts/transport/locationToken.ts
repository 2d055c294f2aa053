import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { Account, Context } from '../../shared/account';
import { Calls } from '../../shared/runner/calls';
import type { Endpoint } from '../../shared/endpoint';
import { breaker } from '../../shared/http/breaker';
import { ATTEMPTS } from '../../shared/http/retry';
import { FORM } from '../../shared/http/send';
import { skipLimit } from '../../shared/http/paging';
import { InputProblem, textOf } from '../../shared/parameters/input';
import type { Service } from '../../shared/service';
import { TtlMap } from '../../shared/ttlMap';
import { plain } from '../../shared/values/choice';
import { isId } from './id';

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

/** IDs by what was given in their place. */
const named = new TtlMap<string, Promise<string>>();
/** How long a name is taken for the same sub-account, in milliseconds. */
const KEPT = 300_000;

/** The ID of a sub-account that is given by ID or name. Throws `InputProblem` for a name that none or several have. */
export async function locationIdOf(
	context: Context,
	agency: Service,
	company: Account,
	given: string,
): Promise<string> {
	if (given === '' || isId(given)) return given;
	const key = `${company.token} ${given}`;
	const known = named.get(key);
	if (known) return await known;
	const found = idOfName(callsOf(context, agency, company), given);
	named.set(key, found, KEPT);
	found.catch(() => named.delete(key));
	return await found;
}

async function idOfName(calls: Calls, given: string): Promise<string> {
	const isNamed = ({ name }: IDataObject): boolean => plain(textOf(name)) === plain(given);
	const locations = (await calls.many(installedLocations, { query: given })).filter(isNamed);
	const [location, ...others] = locations;
	if (others.length > 0)
		throw new InputProblem(
			'location',
			`${locations.length} sub-accounts are named "${given}"`,
			`Use the ID of one: ${locations.map(({ _id }) => textOf(_id)).join(', ')}.`,
		);
	if (location) return textOf(location._id);
	if (!/\s/.test(given)) return given; // an ID of another form, for GHL to judge
	throw new InputProblem(
		'location',
		`No sub-account that has the app is named "${given}"`,
		'Choose it from the list, or paste its address or ID.',
	);
}

const callsOf = (context: Context, agency: Service, company: Account): Calls =>
	new Calls({ context, service: agency, account: company, breaker, attempts: ATTEMPTS, calls: 0 });

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
	const calls = callsOf(context, agency, company);
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
