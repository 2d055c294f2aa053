import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Calls } from '../../../shared/runner/calls';
import { textOf } from '../../../shared/parameters/input';
import { calendars } from '../../mapping/accountLists';
import { dropdown } from '../../parameters';
import { getForWrite as getContact } from '../contact/get';
import { getFreeSlots } from './getFreeSlots';

const HOUR = 3_600_000;

const CHOICES: INodePropertyOptions[] = [
	{
		name: 'Any Team Member',
		value: 'any',
		description:
			'A member who is free at that time; with Ignore Free Slots, the first by the priorities of the calendar',
	},
	{
		name: "Contact's Owner",
		value: 'owner',
		description: 'The user the contact is assigned to; any team member if that user is not on the team',
	},
];

/** GHL takes an appointment in a team calendar only with the member it is assigned to, and chooses none itself. */
const member = (options: INodePropertyOptions[], about: string): INodeProperties => ({
	displayName: 'Team Member',
	name: 'teamMember',
	type: 'options',
	options,
	default: 'any',
	description: `${about}. Not needed where the calendar has no team.`,
});

export const teamMember = member(
	[...CHOICES, { name: 'Named User', value: 'named' }],
	'Who the appointment is assigned to',
);

export const namedUser: INodeProperties = {
	...dropdown({ name: 'assignedUserId', label: 'User', method: 'getUsers', required: true }),
	displayOptions: { show: { teamMember: ['named'] } },
};

/** The same where a mapped field can name the user. */
export const teamMemberUnlessMapped = member(
	CHOICES,
	'Who a new appointment is assigned to if Assigned To is not mapped',
);

/** All that choosing a member may call. */
export const TEAM_CALLS = [calendars.endpoint, getContact, getFreeSlots];

/** An appointment before it is created. */
interface Wanted {
	readonly calendarId: string;
	readonly contactId: string;
	/** ISO 8601. */
	readonly start: string;
	/** `any` or `owner`. */
	readonly choice: string;
	/** Whether the calendar takes any time. */
	readonly anyTime: boolean;
}

/** The ID of the user the appointment is assigned to; none where the calendar has no team, or it cannot be read. */
export async function memberFor(calls: Calls, wanted: Wanted): Promise<string | undefined> {
	const listed = await calls.cached(calendars);
	const team = listed?.find(({ value }) => value === wanted.calendarId)?.team ?? [];
	if (team.length === 0) return undefined;
	const owner = wanted.choice === 'owner' ? await ownerOf(calls, wanted.contactId) : undefined;
	return owner !== undefined && team.includes(owner) ? owner : await anyOf(calls, team, wanted);
}

async function ownerOf(calls: Calls, contactId: string): Promise<string> {
	const { assignedTo } = await calls.one(getContact, { contactId, options: { customFieldsByName: false } });
	return textOf(assignedTo);
}

/** The first who is free. Where nobody is, the first of all: then GHL says that the time is taken. */
async function anyOf(
	calls: Calls,
	team: readonly string[],
	{ calendarId, start, anyTime }: Wanted,
): Promise<string | undefined> {
	if (team.length === 1 || anyTime) return team[0];
	const moment = Date.parse(start);
	const [from, to] = [moment - HOUR, moment + HOUR].map((each) => new Date(each).toISOString());
	for (const userId of team) {
		const slots = await calls.many(getFreeSlots, { calendarId, from, to, options: { userId } });
		if (slots.some(({ startTime }) => Date.parse(textOf(startTime)) === moment)) return userId;
	}
	return team[0];
}
