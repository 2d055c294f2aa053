import type { IDataObject } from 'n8n-workflow';
import { MissingScope } from '../../shared/runner/calls';
import type { Endpoint, CachedRead } from '../../shared/endpoint';
import { ApiError } from '../../shared/http/errors';
import { asObjects, textOf } from '../../shared/parameters/input';
import type { NamedList, NamedLists } from '../../shared/runner/names';
import type { Entry, Listed } from '../../shared/values/entry';
import { getMany as getBusinesses } from '../actions/business/getMany';
import { getGroups } from '../actions/calendar/getGroups';
import { getMany as getCalendars } from '../actions/calendar/getMany';
import { getMany as getCampaigns } from '../actions/campaign/getMany';
import { getMany as getCustomFields } from '../actions/customField/getMany';
import { getMany as getForms } from '../actions/form/getMany';
import { getLostReasons, getPipelines } from '../actions/opportunity/lists';
import { getMany as getTags } from '../actions/tag/operations';
import { search as searchUsers } from '../actions/user/search';
import { getMany as getWorkflows } from '../actions/workflow/getMany';
import { isId } from '../transport/id';

/** A calendar. */
export interface Calendar extends Entry {
	/** The IDs of the users whose appointments it takes, those whom it prefers first. */
	readonly team: readonly string[];
}

const listOfAccount = <E extends Entry>(
	name: string,
	{ endpoint }: { readonly endpoint: Endpoint },
	entries: (records: IDataObject[]) => E[],
	values?: Readonly<Record<string, unknown>>,
): CachedRead<readonly E[] | undefined> => ({
	name,
	keep: 300_000,
	perToken: true,
	endpoint,
	values,
	read: entries,
	otherwise: (error) => {
		if (isForbidden(error)) return undefined;
		throw error;
	},
});

const isForbidden = (error: unknown): boolean =>
	error instanceof MissingScope || (error instanceof ApiError && [401, 403].includes(error.status));

const named = (record: IDataObject): Entry => ({
	name: textOf(record.name) || textOf(record.id),
	value: textOf(record.id),
});

/** Who is primary comes first, then by priority. Source: calendars.json, TeamMemberResponse. */
const teamOf = ({ teamMembers }: IDataObject): string[] =>
	asObjects(teamMembers)
		.map(({ userId, isPrimary, priority }) => ({
			userId: textOf(userId),
			rank: isPrimary === true ? Infinity : Number(priority ?? 0.5),
		}))
		.sort((one, other) => (one.rank === other.rank ? 0 : other.rank - one.rank))
		.flatMap(({ userId }) => (userId ? [userId] : []));

/** Users, by name or email. */
export const users = listOfAccount('users', searchUsers, (records) =>
	records
		.filter(({ deleted }) => deleted !== true)
		.map((user) => ({ ...named(user), aliases: [textOf(user.email)].filter(Boolean) })),
);
export const calendars = listOfAccount<Calendar>('calendars', getCalendars, (records) =>
	records.map((calendar) => ({ ...named(calendar), team: teamOf(calendar) })),
);
export const pipelines = listOfAccount('pipelines', getPipelines, (records) => records.map(named));

/** The stages of all pipelines: `Rentals · Booked`, or `Booked` alone where no other pipeline has it. */
export const stages = listOfAccount('stages', getPipelines, (records) =>
	records.flatMap((pipeline) =>
		asObjects(pipeline.stages).map((stage) => ({
			name: `${textOf(pipeline.name)} · ${textOf(stage.name)}`,
			value: textOf(stage.id),
			aliases: [textOf(stage.name)],
			within: textOf(pipeline.id),
		})),
	),
);

const plainList = (name: string, target: { readonly endpoint: Endpoint }, values?: Readonly<Record<string, unknown>>) =>
	listOfAccount(name, target, (records) => records.map(named), values);

/** Custom fields of contacts and opportunities, by name or key. */
const customFields = listOfAccount(
	'custom fields by name',
	getCustomFields,
	(records) => records.map((field) => ({ ...named(field), aliases: [textOf(field.fieldKey)].filter(Boolean) })),
	{ model: 'all' },
);

export const workflows = plainList('workflows', getWorkflows);

const list = (read: CachedRead<Listed>, beside?: string): NamedList => ({ read, isId, ...(beside && { beside }) });
const [ofUsers, ofStages] = [list(users), list(stages, 'pipelineId')];

/** What a parameter takes by name, by the method that fills its list in the editor. */
export const namedLists: NamedLists = {
	getAllStages: ofStages,
	getCalendarGroups: list(plainList('calendar groups', getGroups)),
	getCalendars: list(calendars),
	getForms: list(plainList('forms', getForms)),
	getLostReasons: list(plainList('lost reasons', getLostReasons)),
	getPipelines: list(pipelines),
	getStages: ofStages,
	getUsers: ofUsers,
	searchBusinesses: list(plainList('businesses', getBusinesses)),
	searchCampaigns: list(plainList('campaigns', getCampaigns)),
	searchCustomFields: list(customFields),
	searchTags: list(plainList('tags', getTags)),
	searchUsers: ofUsers,
	searchWorkflows: list(workflows),
};
