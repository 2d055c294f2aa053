import type { IDataObject } from 'n8n-workflow';
import { CALENDAR, CALENDAR_GROUP, LOCATION_US, USER_ANNA, USER_BEN } from '../../../../../sandbox/ghl/world';
import { byId, GhlAccount } from '../../../../support/ghl';

let ghl: GhlAccount;
let contactId: string;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => {
	ghl.sandbox.reset();
	ghl.sandbox.time({ now: '2026-11-02T12:00:00Z' });
	[contactId] = ghl.contacts({ firstName: 'Ada', email: 'ada@example.com' });
});
afterAll(async () => await ghl.sandbox.close());

/** A Tuesday at nine in New York. */
const NINE = '2026-11-24T14:00:00Z';
const TEN = '2026-11-24T15:00:00Z';

async function book(more: IDataObject = {}): Promise<IDataObject> {
	return await ghl.one('appointment.create', {
		contactId: byId(contactId),
		calendarId: CALENDAR,
		startTime: NINE,
		...more,
	});
}

describe('appointment', () => {
	test('create sends times with an offset, read in the time zone of the workflow, with the API version of calendars', async () => {
		const parameters = {
			contactId: byId(contactId),
			calendarId: CALENDAR,
			startTime: '2026-11-24T09:00:00',
			teamMember: 'named',
			assignedUserId: USER_BEN,
			additionalFields: { endTime: '2026-11-24T10:00:00', title: 'Pickup', toNotify: false },
		};
		const [item] = await ghl.items('appointment.create', parameters, [{}], { timezone: 'America/New_York' });
		expect(ghl.last).toMatchObject({
			method: 'POST',
			path: '/calendars/events/appointments',
			headers: { version: '2021-04-15' },
		});
		expect(ghl.last.body).toEqual({
			calendarId: CALENDAR,
			contactId,
			locationId: LOCATION_US,
			startTime: NINE,
			endTime: TEN,
			title: 'Pickup',
			toNotify: false,
			assignedUserId: USER_BEN,
		});
		expect(item.json).toMatchObject({ id: expect.any(String), appointmentStatus: 'confirmed' });
		expect(item.json).not.toHaveProperty('traceId');
	});

	test('a time that is taken is refused in the words of GHL', async () => {
		await book();
		expect(
			(await ghl.failure('appointment.create', { contactId: byId(contactId), calendarId: CALENDAR, startTime: NINE }))
				.message,
		).toBe('GHL: The slot you have selected is no longer available.');
	});

	test('get returns the appointment without its envelope', async () => {
		const { id } = await book();
		expect(await ghl.one('appointment.get', { appointmentId: byId(id), simplify: false })).toMatchObject({
			id,
			contactId,
			dateAdded: expect.any(String),
		});
	});

	test('update sends only what is set, without location and contact', async () => {
		const { id } = await book();
		await ghl.run('appointment.update', {
			appointmentId: byId(id),
			updateFields: { title: 'Pickup', appointmentStatus: 'showed' },
		});
		expect(ghl.last).toMatchObject({ method: 'PUT', path: `/calendars/events/appointments/${String(id)}` });
		expect(ghl.last.body).toEqual({ title: 'Pickup', appointmentStatus: 'showed' });
	});

	test('reschedule moves it, cancel frees the time', async () => {
		const { id } = await book();
		expect(await ghl.one('appointment.reschedule', { appointmentId: byId(id), startTime: TEN })).toMatchObject({
			startTime: '2026-11-24T10:00:00-05:00',
			endTime: '2026-11-24T11:00:00-05:00',
		});
		expect(ghl.last.body).toEqual({ startTime: TEN });
		expect(await ghl.one('appointment.cancel', { appointmentId: byId(id) })).toMatchObject({
			id,
			appointmentStatus: 'cancelled',
		});
		expect(ghl.last.body).toEqual({ appointmentStatus: 'cancelled' });
		await book({ startTime: TEN });
	});

	test('delete sends the body that GHL requires, and accepts 201 as success', async () => {
		const { id } = await book();
		expect(await ghl.one('appointment.delete', { appointmentId: byId(id) })).toEqual({ id, deleted: true });
		expect(ghl.last).toMatchObject({
			method: 'DELETE',
			path: `/calendars/events/${String(id)}`,
			body: {},
			status: 201,
		});
	});

	test.each([
		[{ of: 'calendarId', calendarId: CALENDAR }, { calendarId: CALENDAR }],
		[{ of: 'groupId', groupId: CALENDAR_GROUP }, { groupId: CALENDAR_GROUP }],
		[{ of: 'userId', userId: USER_ANNA }, { userId: USER_ANNA }],
	])('get many by %j asks for a window in milliseconds', async (by, query) => {
		const { id } = await book();
		const window = { from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' };
		expect((await ghl.run('appointment.getMany', { ...by, ...window })).map((one) => one.id)).toEqual([id]);
		expect(ghl.last.query).toEqual({
			locationId: LOCATION_US,
			startTime: String(Date.parse(window.from)),
			endTime: String(Date.parse(window.to)),
			...query,
		});
	});

	test.each([
		['summer', '2026-07-01T13:00:00Z'],
		['winter', NINE],
	])('the local times under a contact are made right by the zone of the sub-account, in %s', async (_, startTime) => {
		ghl.sandbox.time({ now: '2026-06-01T12:00:00Z' });
		await book({ startTime });
		const [given] = await ghl.run('appointment.getByContact', { contactId: byId(contactId) });
		expect(given.startTime).toBe(startTime.replace('Z', '.000Z'));
	});

	test('free slots are one item each, without the trace ID of the call', async () => {
		await book();
		const given = await ghl.run('appointment.getFreeSlots', {
			calendarId: CALENDAR,
			from: '2026-11-24T05:00:00Z',
			to: '2026-11-25T04:59:00Z',
			options: { timezone: 'UTC' },
		});
		expect(given).toHaveLength(7);
		expect(given[0]).toEqual({
			account: LOCATION_US,
			date: '2026-11-24',
			startTime: '2026-11-24T15:00:00+00:00',
		});
		expect(ghl.last).toMatchObject({
			path: `/calendars/${CALENDAR}/free-slots`,
			query: { startDate: String(Date.parse('2026-11-24T05:00:00Z')), timezone: 'UTC' },
		});
	});

	test.each([
		['2026-11-01', '2026-12-31', 'The window is longer than 31 days'],
		['2026-11-25', '2026-11-24', 'To lies before From'],
		['={{ "" }}', '2026-11-24', 'From is empty'],
	])('free slots from %s to %s are refused before the call', async (from, to, message) => {
		expect((await ghl.failure('appointment.getFreeSlots', { calendarId: CALENDAR, from, to })).message).toBe(message);
		expect(ghl.calls({ path: '/free-slots' })).toHaveLength(0);
	});
});

describe('notes of an appointment', () => {
	test('are written, listed over pages of twenty, changed and deleted', async () => {
		const { id } = await book();
		const on = { appointmentId: byId(id) };
		for (let number = 1; number <= 45; number++)
			await ghl.run('appointmentNote.create', {
				...on,
				body: `Note ${number}`,
				additionalFields: { userId: USER_ANNA },
			});
		expect(ghl.last.body).toEqual({ body: 'Note 45', userId: USER_ANNA });
		const notes = await ghl.run('appointmentNote.getMany', { ...on, returnAll: true });
		expect(new Set(notes.map(({ body }) => body)).size).toBe(45);
		expect(ghl.calls({ method: 'GET', path: '/notes' }).map(({ query }) => query)).toEqual(
			['0', '20', '40'].map((offset) => ({ limit: '20', offset })),
		);
		expect(
			await ghl.one('appointmentNote.update', { ...on, noteId: byId(notes[0].id), body: 'Changed' }),
		).toMatchObject({ id: notes[0].id, body: 'Changed' });
		expect(await ghl.one('appointmentNote.delete', { ...on, noteId: byId(notes[0].id) })).toEqual({
			id: notes[0].id,
			deleted: true,
		});
	});

	test('that are too long are refused before the call', async () => {
		const { id } = await book();
		expect(
			(await ghl.failure('appointmentNote.create', { appointmentId: byId(id), body: 'x'.repeat(5001) })).message,
		).toBe('Text is longer than 5000 characters');
	});
});
