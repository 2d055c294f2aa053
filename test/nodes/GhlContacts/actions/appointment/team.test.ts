import type { IDataObject } from 'n8n-workflow';
import { calendars } from '../../../../../nodes/GhlContacts/mapping/accountLists';
import { CALENDAR, USER_ANNA, USER_BEN, USER_CHRIS } from '../../../../../sandbox/ghl/world';
import { byId, GhlAccount } from '../../../../support/ghl';

/** A Tuesday at nine in New York. */
const NINE = '2026-11-24T14:00:00Z';
const [ALONE, OPEN, OTHER] = ['SandboxCalendarChris1', 'SandboxCalendarOpen01', 'SandboxCalendarOther1'];

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
afterAll(async () => await ghl.sandbox.close());
beforeEach(() => {
	ghl.sandbox.reset();
	ghl.sandbox.time({ now: '2026-11-02T12:00:00Z' });
	ghl.sandbox.seed('ghl', {
		calendars: [
			{ id: ALONE, name: 'Chris', userIds: [USER_CHRIS] },
			{ id: OPEN, name: 'Open house' },
			{ id: OTHER, name: 'Returns', userIds: [USER_ANNA, USER_BEN] },
		],
	});
});

async function book(more: IDataObject = {}, contact: IDataObject = {}): Promise<IDataObject> {
	const [contactId] = ghl.contacts({ firstName: 'Ada', ...contact });
	return await ghl.one('appointment.create', {
		contactId: byId(contactId),
		calendarId: CALENDAR,
		startTime: NINE,
		...more,
	});
}
const freeSlots = () => ghl.calls({ path: '/free-slots' }).map(({ query }) => (query as IDataObject).userId);

describe('an appointment in the calendar of a team', () => {
	test('goes to the first member who is free then', async () => {
		expect(await book({ calendarId: OTHER })).toMatchObject({ assignedUserId: USER_ANNA });
		ghl.sandbox.clearRequests();
		expect(await book()).toMatchObject({ assignedUserId: USER_BEN });
		expect(freeSlots()).toEqual([USER_ANNA, USER_BEN]);
	});

	test('goes to the first member where any time will do, without a read of the calendars', async () => {
		const taken = { additionalFields: { ignoreFreeSlotValidation: true } };
		await book({ ...taken, calendarId: OTHER });
		ghl.sandbox.clearRequests();
		expect(await book(taken)).toMatchObject({ assignedUserId: USER_ANNA });
		expect(freeSlots()).toEqual([]);
	});

	test('is refused in the words of GHL where nobody is free', async () => {
		await book();
		const [contactId] = ghl.contacts({ firstName: 'Ben' });
		const parameters = { contactId: byId(contactId), calendarId: CALENDAR, startTime: NINE };
		expect((await ghl.failure('appointment.create', parameters)).message).toBe(
			'GHL: The slot you have selected is no longer available.',
		);
	});

	test.each([
		['who is a member', USER_BEN, USER_BEN],
		['who is none', USER_CHRIS, USER_ANNA],
		['whom there is not', undefined, USER_ANNA],
	])("is kept by the contact's owner %s, or else by any", async (_, assignedTo, kept) => {
		expect(await book({ teamMember: 'owner' }, { assignedTo })).toMatchObject({ assignedUserId: kept });
	});

	test('goes to a named user, without any other call', async () => {
		ghl.sandbox.clearRequests();
		expect(await book({ teamMember: 'named', assignedUserId: USER_BEN })).toMatchObject({ assignedUserId: USER_BEN });
		expect(ghl.calls()).toHaveLength(1);
	});

	test('needs no calendar read for a team of one, and no user for an empty team', async () => {
		ghl.sandbox.clearRequests();
		expect(await book({ calendarId: ALONE })).toMatchObject({ assignedUserId: USER_CHRIS });
		expect(await book({ calendarId: OPEN })).not.toHaveProperty('assignedUserId');
		expect(freeSlots()).toEqual([]);
	});

	test('says what to do where the calendars cannot be read', async () => {
		const [contactId] = ghl.contacts({ firstName: 'Ada' });
		ghl.sandbox.seed('ghl', {
			tokens: [{ token: 'pit-appointments-only-1', kind: 'pit', scopes: ['calendars/events.write'] }],
		});
		const parameters = { contactId: byId(contactId), calendarId: CALENDAR, startTime: NINE };
		const error = await ghl.failure('appointment.create', parameters, ghl.token('pit-appointments-only-1'));
		expect(error.message).toBe('The calendar belongs to a team, and no user was chosen for the appointment');
		expect(error.description).toMatch(/^Set "Team Member" to "Named User".* calendars.readonly \("View Calendars"\)/);
	});
});

test('the primary member comes first, then those whom the calendar prefers', () => {
	const teamMembers = [
		{ userId: 'low', priority: 0 },
		{ userId: 'usual' },
		{ userId: 'high', priority: 1 },
		{ userId: 'main', priority: 0, isPrimary: true },
	];
	expect(calendars.read([{ id: 'c', name: 'Pickup', teamMembers }])?.[0]).toMatchObject({
		team: ['main', 'high', 'usual', 'low'],
	});
});
