import type { IDataObject } from 'n8n-workflow';
import type { Calls } from '../../shared/runner/calls';
import { shorten, textOf } from '../../shared/parameters/input';
import { getMany as getAppointments } from '../actions/appointment/getMany';
import { getMany as getAppointmentNotes } from '../actions/appointmentNote/operations';
import { getMany as getBusinesses } from '../actions/business/getMany';
import { getMany as getCalendars } from '../actions/calendar/getMany';
import { getMany as getCampaigns } from '../actions/campaign/getMany';
import { getMany as getContacts } from '../actions/contact/getMany';
import { getMany as getCustomFields } from '../actions/customField/getMany';
import { get as getLocation } from '../actions/location/get';
import { getMany as getNotes } from '../actions/note/getMany';
import { search as getOpportunities } from '../actions/opportunity/search';
import { getMany as getTags } from '../actions/tag/operations';
import { getMany as getTasks } from '../actions/task/getMany';
import { search as getUsers } from '../actions/user/search';
import { getMany as getWorkflows } from '../actions/workflow/getMany';
import { agencyOrLocation } from '../transport';
import { installedLocations } from '../transport/locationToken';
import { chosenIn, listSearch, ROWS } from './rows';

const DAY = 86_400_000;
/** Calendars whose appointments the list shows: one call for each. */
const CALENDARS = 10;

const contactName = (contact: IDataObject): string =>
	[textOf(contact.name), textOf(contact.email) || textOf(contact.phone)].filter(Boolean).join(' · ');
const plain = { customFieldsByName: false };

export const searchContacts = listSearch(getContacts, {
	name: contactName,
	values: (_, filter) => ({
		limit: ROWS,
		filters: { query: filter.slice(0, 75) },
		options: { ...plain, sort: 'dateUpdated desc' },
	}),
	searched: true,
});

export const searchOpportunities = listSearch(getOpportunities, {
	name: ({ name, status }) => [textOf(name), textOf(status)].filter(Boolean).join(' · '),
	values: (_, filter) => ({ limit: ROWS, filters: { query: filter }, options: plain }),
	searched: true,
});

export const searchUsers = listSearch(getUsers, {
	values: (_, filter) => ({ limit: ROWS, options: { query: filter } }),
	searched: true,
});

export const searchTasks = listSearch(getTasks, {
	name: ({ title, completed }) => `${textOf(title)}${completed === true ? ' · done' : ''}`,
	values: (context) => ({ contactId: chosenIn(context, 'contactId') }),
});

export const searchNotes = listSearch(getNotes, {
	name: ({ title, body }) => shorten(textOf(title) || textOf(body)),
	values: (context) => ({ contactId: chosenIn(context, 'contactId') }),
});

export const searchAppointmentNotes = listSearch(getAppointmentNotes, {
	name: ({ body }) => shorten(textOf(body)),
	values: (context) => ({ appointmentId: chosenIn(context, 'appointmentId') }),
});

export const searchBusinesses = listSearch(getBusinesses);
export const searchCampaigns = listSearch(getCampaigns);
export const searchWorkflows = listSearch(getWorkflows, {
	name: ({ name, status }) => `${textOf(name)}${status === 'draft' ? ' · draft' : ''}`,
});
export const searchTags = listSearch(getTags);
export const searchCustomFields = listSearch(getCustomFields, {
	name: ({ name, model }) => `${textOf(name)} · ${textOf(model)}`,
	values: () => ({ model: 'all' }),
});

/** GHL lists appointments by calendar and window only. */
async function appointments(calls: Calls): Promise<IDataObject[]> {
	const calendars = await calls.many(getCalendars, { limit: CALENDARS });
	const [from, to] = [Date.now() - 7 * DAY, Date.now() + 60 * DAY].map((moment) => new Date(moment).toISOString());
	const lists = await Promise.all(
		calendars.map(async ({ id }) => await calls.many(getAppointments, { of: 'calendarId', calendarId: id, from, to })),
	);
	return lists.flat();
}

export const searchAppointments = listSearch(getAppointments, {
	name: ({ startTime, title }) => `${textOf(startTime).slice(0, 16).replace('T', ' ')} · ${textOf(title)}`,
	read: appointments,
});

async function locations(calls: Calls, filter: string): Promise<IDataObject[]> {
	const { locationId: id } = calls.account.values;
	if (!id)
		return (await calls.many(installedLocations, { query: filter, limit: ROWS })).map(({ _id, name }) => ({
			id: _id,
			name,
		}));
	// its name needs a scope that is not needed otherwise
	const { name } = await calls.one(getLocation, {}).catch((): IDataObject => ({}));
	return [{ id, name: textOf(name) || 'The sub-account of the credential' }];
}

/** The sub-accounts of an agency; of any other credential the one that it belongs to. */
export const searchLocations = listSearch(installedLocations, {
	service: agencyOrLocation,
	read: locations,
	searched: true,
});
