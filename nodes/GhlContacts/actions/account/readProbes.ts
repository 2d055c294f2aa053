import type { IDataObject } from 'n8n-workflow';
import type { ApiError } from '../../../shared/http/errors';
import { numberIn } from '../../../shared/http/headers';
import { asObjects, textOf } from '../../../shared/parameters/input';
import type { Operation } from '../../../shared/operation';
import {
	judged,
	refusalOf,
	refusedBy,
	says,
	unknown,
	verified,
	type Probe,
	type Seen,
} from '../../../shared/probes/probe';
import { MissingScope, type Calls } from '../../../shared/runner/calls';
import { withLabels } from '../../transport/scopes';
import { getByContact } from '../appointment/getByContact';
import { getMany as getAppointments } from '../appointment/getMany';
import { getMany as getCalendars } from '../calendar/getMany';
import { getMany as getCustomFields } from '../customField/getMany';
import { get as getLocation } from '../location/get';
import { getPipelines } from '../opportunity/lists';
import { search as searchUsers } from '../user/search';
import { getMany as getWorkflows } from '../workflow/getMany';
import { headersOf, NO_LOCATION, readContact, searchPage } from './calls';

/** What each permission is for; without the first, nothing works. */
const PERMISSIONS: ReadonlyArray<readonly [scope: string, read: Operation | typeof searchPage, without: string]> = [
	['contacts.readonly', searchPage, 'no contact can be read'],
	[
		'locations.readonly',
		getLocation,
		'the country for local phone numbers and the time zone are not known: set Default Phone Country',
	],
	[
		'locations/customFields.readonly',
		getCustomFields,
		'custom fields have IDs instead of names, and none can be mapped',
	],
	['users.readonly', searchUsers, 'users cannot be chosen by name'],
	[
		'calendars.readonly',
		getCalendars,
		'calendars cannot be chosen by name, and no member of a team is found for an appointment',
	],
	['opportunities.readonly', getPipelines, 'pipelines and stages cannot be chosen by name'],
	['workflows.readonly', getWorkflows, 'workflows cannot be chosen by name'],
];

const permission = ([scope, read, without]: (typeof PERMISSIONS)[number]): Probe => ({
	name: `Permission ${scope}`,
	expected: 'The call is allowed',
	otherwise: `Tick ${withLabels([scope])} in the private integration or the app. Without it, ${without}.`,
	run: async (calls) =>
		await refusedBy(calls.run(read, { limit: 1, model: 'contact' })).then(seenOf, (error: unknown) => {
			if (error instanceof MissingScope) return judged(false, 'the connection was not granted it');
			throw error;
		}),
});

function seenOf(refusal: ApiError | undefined): Seen {
	if (!refusal) return verified('allowed');
	const isOfScope = says(refusal, /not authorized for this scope/i);
	// any other 401 is about the token, and a location without access about the credential
	if (!isOfScope && (refusal.status !== 403 || says(refusal, /access to this location/i))) throw refusal;
	const words = isOfScope ? 'which names the scope' : 'in other words than those reported';
	return judged(false, `${refusalOf(refusal)}, ${words}`);
}

const LIMITS = [
	'x-ratelimit-max',
	'x-ratelimit-interval-milliseconds',
	'x-ratelimit-remaining',
	'x-ratelimit-limit-daily',
	'x-ratelimit-daily-remaining',
];

const limits: Probe = {
	name: 'Rate limits',
	expected: 'Headers say 100 calls in 10 seconds and 200000 a day',
	otherwise:
		'Nothing has to be set: the limits in the headers are kept. Where there are none, 100 calls in 10 seconds are.',
	run: async (calls) => {
		const headers = await calls.one(headersOf, {});
		const missing = LIMITS.filter((name) => numberIn(headers[name]) === undefined);
		const [calls10, interval, , daily] = LIMITS.map((name) => numberIn(headers[name]));
		if (missing.length > 0) return judged(false, `no header ${missing.join(', ')}`);
		return judged(
			calls10 === 100 && interval === 10_000 && daily === 200_000,
			`${calls10} calls in ${Number(interval) / 1_000} seconds, ${daily} a day`,
		);
	},
};

const listForm: Probe = {
	name: 'Form of lists',
	expected: 'A search answers with contacts and total; a contact has id, dateAdded and dateUpdated',
	otherwise: 'Report it: polls and Sync read these fields.',
	run: async (calls) => {
		const page = await calls.one(searchPage, {});
		const [contact] = asObjects(page.contacts);
		const has = (record: IDataObject, names: readonly string[]) => names.filter((name) => !(name in record));
		const missing = [
			...has(page, ['contacts', 'total']),
			...(contact ? has(contact, ['id', 'dateAdded', 'dateUpdated']) : []),
		];
		if (missing.length > 0) return judged(false, `without ${missing.join(', ')}`);
		return contact ? verified('as expected') : unknown('the account has no contact');
	},
};

const wrongLocation: Probe = {
	name: 'A location that is not ours',
	expected: 'Refused with 403, in words that say that the token has no access to it',
	otherwise: 'Errors about a wrong location ID will be less clear; check the ID in the credential.',
	run: async (calls) => {
		const refusal = await refusedBy(calls.run(searchPage, { location: NO_LOCATION }));
		if (!refusal) return judged(false, 'answered as if it were ours');
		return judged(refusal.status === 403 && says(refusal, /access to this location/i), refusalOf(refusal));
	},
};

const missingRecord: Probe = {
	name: 'A contact that does not exist',
	expected: 'Refused with 404, or with 400 and "not found"',
	otherwise: 'Report it: Sync treats a record as deleted only if GHL answers in one of these ways.',
	run: async (calls) => {
		const refusal = await refusedBy(calls.run(readContact, { contactId: 'AccountCheckNoRecord' }));
		if (!refusal) return judged(false, 'answered with a contact');
		const isKnown = refusal.status === 404 || (refusal.status === 400 && says(refusal, /not found/i));
		return judged(isKnown, refusalOf(refusal));
	},
};

const zone: Probe = {
	name: 'Country and time zone',
	expected: 'The sub-account has both',
	otherwise: 'Set both in GHL under Settings → Business Profile, or Default Phone Country in the nodes.',
	run: async (calls) => {
		const location = await calls.one(getLocation, {});
		const missing = ['country', 'timezone'].filter((name) => textOf(location[name]) === '');
		return missing.length > 0 ? judged(false, `no ${missing.join(' and no ')}`) : verified('both are there');
	},
};

const duplicates: Probe = {
	name: 'Duplicates setting',
	expected: 'The sub-account says whether it allows duplicate contacts, and does not',
	otherwise:
		'Turn off Allow Duplicate Contact in GHL under Settings → Business Profile, or use Create or Update instead of Create.',
	run: async (calls) => {
		const { settings } = await calls.one(getLocation, {});
		const allows =
			settings !== null && typeof settings === 'object' && 'allowDuplicateContact' in settings
				? settings.allowDuplicateContact
				: undefined;
		if (typeof allows !== 'boolean') return unknown('the sub-account does not say it');
		return judged(!allows, allows ? 'duplicates are allowed' : 'duplicates are not allowed');
	},
};

const teams: Probe = {
	name: 'Team calendars',
	expected: 'The list of calendars names the members of a team',
	otherwise: 'Set Team Member to "Named User" in appointments, or map Assigned To in Sync.',
	run: async (calls) => {
		const calendars = await calls.many(getCalendars, { showDrafted: true });
		if (calendars.length === 0) return unknown('there is no calendar');
		const named = calendars.filter(({ teamMembers }) => Array.isArray(teamMembers)).length;
		return judged(named > 0, `${named} of ${calendars.length} calendars have members`);
	},
};

const DAY = 86_400_000;

const appointmentTimes: Probe = {
	name: 'Times of the appointments of a contact',
	expected: 'Local to the sub-account: the same moment as in the list of the calendar',
	otherwise: 'Report it, and read appointments with Get or Get Many instead of Get by Contact.',
	run: async (calls) => {
		const [from, to] = [-90, 90].map((days) => new Date(Date.now() + days * DAY).toISOString());
		for (const { id } of await calls.many(getCalendars, { showDrafted: true })) {
			const events = await calls.many(getAppointments, { of: 'calendarId', calendarId: id, from, to });
			const event = events.find(({ contactId, startTime }) => textOf(contactId) && textOf(startTime));
			if (event) return await sameMoment(calls, event);
		}
		return unknown('no calendar has an appointment within three months');
	},
};

async function sameMoment(calls: Calls, event: IDataObject): Promise<Seen> {
	const all = await calls.many(getByContact, { contactId: event.contactId });
	const same = all.find(({ id }) => id === event.id);
	if (!same) return unknown('the appointments of the contact do not name the one of the calendar');
	const hours = (Date.parse(textOf(same.startTime)) - Date.parse(textOf(event.startTime))) / 3_600_000;
	return judged(hours === 0, hours === 0 ? 'the same moment' : `${hours} hours apart`);
}

/** Where this one fails, nothing works, and the failure is that of the node. */
export const FIRST_PROBE: Probe = permission(PERMISSIONS[0]);

export const READ_PROBES: readonly Probe[] = [
	...PERMISSIONS.slice(1).map(permission),
	limits,
	listForm,
	wrongLocation,
	missingRecord,
	zone,
	duplicates,
	teams,
	appointmentTimes,
];

export const READ_CALLS = [
	searchPage,
	readContact,
	getLocation,
	getCustomFields,
	searchUsers,
	getCalendars,
	getPipelines,
	getWorkflows,
	getAppointments,
	getByContact,
];
