import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { ApiError } from '../../shared/http/errors';
import type { Call } from '../../shared/http/route';
import { wordsIn } from '../../shared/http/words';
import type { Explanation } from '../../shared/service';
import type { Texts } from '../../shared/texts';
import { observed } from './limits';
import { withLabels } from './scopes';

/**
 * What GHL says when it refuses, and what it means where its own words do not say it. Sources: GHL docs, and the issues
 * of its API repository.
 */
const MEANINGS: ReadonlyArray<{
	status: number;
	says: RegExp;
	message?: string;
	remedy: (call: Call, operation?: Texts) => string;
}> = [
	{
		status: 401,
		says: /not authorized for this scope/i,
		message: 'The GHL token lacks a scope',
		remedy: ({ scopes = [] }) =>
			`${scopes.length > 0 ? `This operation needs ${withLabels(scopes)}. Tick it` : 'Tick the scope that the call needs'} in the private integration (the token stays), or add it to the app and the credential, then reconnect.`,
	},
	{
		status: 401,
		says: /not yet supported by the IAM/i,
		message: 'GHL has no such path, or not with this method',
		remedy: () => 'The token is not the reason. Compare method and path with the API documentation of GHL.',
	},
	{
		status: 401,
		says: /user type mismatch/i,
		message: 'The GHL token belongs to an agency',
		remedy: () =>
			'Make the private integration in the settings of the sub-account, not of the agency, and use its token.',
	},
	{
		status: 401,
		says: /authClass type is not allowed/i,
		message: 'The GHL token belongs to an agency (company)',
		remedy: () => 'Reconnect the credential and choose the sub-account on the page of GHL.',
	},
	{
		status: 403,
		says: /access to this location/i,
		message: 'The GHL token has no access to this location',
		remedy: (_, operation) =>
			operation?.resource === 'customApiCall'
				? 'GHL also says so where a call names no location: add locationId to its query or body. Otherwise token and location ID are of different sub-accounts.'
				: 'Token and location ID are of different sub-accounts. Open the credential and take both from the same one; with OAuth2, reconnect and choose the sub-account that you want.',
	},
	{
		status: 400,
		says: /location is not active/i,
		message: 'The app is not installed in this location',
		remedy: () => 'Choose another location, or install the app in it: GHL, App Marketplace.',
	},
	{
		status: 401,
		says: /version header/i,
		message: 'GHL got no version of its API with this call',
		remedy: () => 'A proxy between n8n and GHL may remove the header "Version".',
	},
	{
		status: 422,
		says: /team member needs to be selected/i,
		message: 'The calendar belongs to a team, and no user was chosen for the appointment',
		remedy: () =>
			`Set "Team Member" to "Named User", or map "Assigned To" in Sync. For the node to choose a member, the token needs ${withLabels(['calendars.readonly'])}.`,
	},
	{
		status: 400,
		says: /slot you have selected is no longer available/i,
		remedy: () =>
			'Its hours are in the time zone of the sub-account, and a time without an offset is in that of the workflow. Take a time from "Get Free Slots", or turn on "Ignore Free Slots" to book at any time.',
	},
	{
		status: 400,
		says: /duplicate opportunity/i,
		remedy: () =>
			'Use "Create or Update", which changes that one, or allow duplicate opportunities in the settings of the sub-account.',
	},
	{
		status: 400,
		says: /duplicated contacts/i,
		message: 'GHL has this contact already',
		remedy: ({ effect }) =>
			effect === 'create'
				? 'Set "On Duplicate" to return or update the existing contact, or use "Create or Update".'
				: 'Merge the two contacts in GHL, or correct the email or phone of one of them.',
	},
];

/** Translates what GHL refused into what it means and what to do. */
export function explain(error: ApiError, operation?: Texts): Explanation {
	const said = wordsIn(error.body);
	const meaning = MEANINGS.find(({ status, says }) => status === error.status && says.test(said));
	if (meaning)
		return {
			message: `${meaning.message ?? `GHL: ${said}`}${contactIn(error.body)}`,
			remedy: meaning.remedy(error.endpoint, operation),
		};
	if (error.status === 401)
		return {
			message: said && !/invalid token/i.test(said) ? `GHL refused the token: ${said}` : 'GHL refused the token',
			remedy: OTHER_TOKEN,
		};
	return {
		message: said ? `GHL: ${said}` : `GHL answered ${error.status}`,
		remedy: remedyFor(error, operation?.resource),
	};
}

/** GHL says the same of a token that ended and of what is none. */
const OTHER_TOKEN =
	'Open the credential. Token is the whole text that begins with "pit-", from Settings → Private Integrations of the sub-account: it may have been deleted or replaced there, be cut, or be something else, such as a location ID or a key of another kind. With OAuth2, reconnect.';

/** The other contact, where GHL names it. */
function contactIn(body: IDataObject): string {
	const meta = z.object({ contactId: z.string(), matchingField: z.string().optional() }).safeParse(body.meta);
	if (!meta.success) return '';
	const by = meta.data.matchingField ? ` (same ${meta.data.matchingField})` : '';
	return `: contact ${meta.data.contactId}${by}`;
}

function remedyFor(error: ApiError, resource?: string): string | undefined {
	const { status } = error;
	if (status === 403) return 'The user or the plan behind the credential may not do this: check both in GHL.';
	if (status === 404 || (status === 400 && /not found/i.test(wordsIn(error.body)))) {
		return `Check the ID: the ${recordsIn(error.endpoint.route, resource)} may have been deleted, or belong to another sub-account.`;
	}
	if (status === 422 && error.endpoint.effect === 'create') {
		return 'GHL is known to create the record sometimes in spite of this answer: look for it before you run this again.';
	}
	if (status === 429) {
		const { exhausted } = observed(error.headers);
		return exhausted
			? `${exhausted} of this app are used up. Try again tomorrow.`
			: 'GHL allows 100 calls in 10 seconds for each app and sub-account, and other programs share them. Try again later.';
	}
	return undefined;
}

/** The records that a call names by their IDs: where a note is made under a contact, it is the contact. */
function recordsIn(route: string, resource = 'customApiCall'): string {
	const named = [...route.matchAll(/\{(\w+)Id\}/g)].map(([, name]) => name).filter((name) => name !== 'location');
	const records = named.length > 0 ? named : [resource === 'customApiCall' ? 'record' : resource];
	return records.map(inWords).join(' or the ');
}

/** `appointmentNote` → `appointment note`. */
const inWords = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
