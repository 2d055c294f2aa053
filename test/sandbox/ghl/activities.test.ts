import { CALENDAR, CALENDAR_GROUP, LOCATION_US, USER_ANNA } from '../../../sandbox/ghl/world';
import { ghlAccount } from '../../support/sandbox/ghl';

const account = ghlAccount();
const { api } = account;
let contactId: string;
beforeEach(async () => {
	contactId = await account.contact({ firstName: 'Ann', email: 'a@example.com' });
});

describe('tasks', () => {
	const create = async (fields: object = {}): Promise<{ id: string; dueDate: string; [field: string]: unknown }> => {
		const response = await api('POST', `/contacts/${contactId}/tasks`, {
			title: 'Call',
			dueDate: '2026-12-01T09:00:00+01:00',
			completed: false,
			...fields,
		});
		expect(response.status).toBe(201);
		return response.data.task;
	};

	it('are created, read, listed, changed, completed and deleted', async () => {
		const task = await create({ body: 'about the tent', assignedTo: USER_ANNA });
		expect(task).toEqual({
			id: task.id,
			title: 'Call',
			body: 'about the tent',
			assignedTo: USER_ANNA,
			dueDate: '2026-12-01T08:00:00.000Z',
			completed: false,
			contactId,
		});
		const path = `/contacts/${contactId}/tasks/${task.id}`;
		expect((await api('GET', path)).data.task).toEqual(task);
		expect((await api('PUT', path, { title: 'Visit' })).data.task).toEqual({ ...task, title: 'Visit' });
		expect((await api('PUT', `${path}/completed`, { completed: true })).data.task.completed).toBe(true);
		expect((await api('GET', `/contacts/${contactId}/tasks`)).data.tasks).toMatchObject([
			{ id: task.id, title: 'Visit', completed: true },
		]);
		expect((await api('DELETE', path)).data.succeded).toBe(true);
		expect((await api('GET', path)).status).toBe(404);
	});

	it('need title, due date and state', async () => {
		const response = await api('POST', `/contacts/${contactId}/tasks`, { dueDate: 'tomorrow', colour: 'red' });
		expect([response.status, response.data.message]).toEqual([
			422,
			[
				'title should not be empty',
				'title must be a string',
				'dueDate must be a valid ISO 8601 date string',
				'completed must be a boolean value',
				'property colour should not exist',
			],
		]);
	});

	it("can't be updated with the very due date that they show", async () => {
		const task = await create();
		const path = `/contacts/${contactId}/tasks/${task.id}`;
		expect((await api('PUT', path, { dueDate: task.dueDate })).status).toBe(422);
		expect((await api('PUT', path, { dueDate: task.dueDate.replace('.000', '') })).status).toBe(200);
	});

	it('of a whole location are found by state, person, text and page', async () => {
		const first = await create({ title: 'Call about tent', assignedTo: USER_ANNA });
		const second = await create({ title: 'Send offer', completed: true });
		const search = async (body: object): Promise<Array<{ id: string }>> =>
			(await api('POST', `/locations/${LOCATION_US}/tasks/search`, body)).data.tasks;
		expect(await search({})).toMatchObject([
			{ id: first.id, contactId, locationId: LOCATION_US, contactDetails: { name: 'Ann' } },
			{ id: second.id },
		]);
		expect(await search({ completed: true })).toMatchObject([{ id: second.id }]);
		expect(await search({ assignedTo: [USER_ANNA] })).toMatchObject([{ id: first.id }]);
		expect(await search({ query: 'TENT' })).toHaveLength(1);
		expect(await search({ contactId: ['nobody'] })).toEqual([]);
		expect(await search({ skip: 1, limit: 1 })).toMatchObject([{ id: second.id }]);
	});
});

describe('notes', () => {
	it('are created, read, listed newest first, changed and deleted', async () => {
		const created = await api('POST', `/contacts/${contactId}/notes`, {
			body: 'first',
			title: 'T',
			color: '#00ff00',
			pinned: true,
			userId: USER_ANNA,
		});
		expect(created.status).toBe(201);
		const { note } = created.data;
		expect(note).toMatchObject({
			body: 'first',
			title: 'T',
			color: '#00ff00',
			pinned: true,
			userId: USER_ANNA,
			contactId,
		});
		await api('POST', `/contacts/${contactId}/notes`, { body: 'second' });
		expect(
			(await api('GET', `/contacts/${contactId}/notes`)).data.notes.map((each: { body: string }) => each.body),
		).toEqual(['second', 'first']);
		const path = `/contacts/${contactId}/notes/${note.id}`;
		expect((await api('PUT', path, { body: 'changed' })).data.note).toEqual({ ...note, body: 'changed' });
		expect((await api('GET', path)).data.note.dateUpdated).toBeUndefined();
		expect((await api('DELETE', path)).data.succeded).toBe(true);
		expect((await api('GET', path)).status).toBe(404);
	});

	it.each<[object, string[]]>([
		[{}, ['body should not be empty', 'body must be a string']],
		[{ body: '' }, ['body should not be empty']],
		[{ body: 'x', color: 'green' }, ['color must be a hexadecimal color']],
		[{ body: 'x', text: 'y' }, ['property text should not exist']],
	])('refuse %j', async (body, message) => {
		expect((await api('POST', `/contacts/${contactId}/notes`, body)).data.message).toEqual(message);
	});

	it('of one contact are not found under another', async () => {
		const other = await account.contact({ email: 'b@example.com' });
		const { note } = (await api('POST', `/contacts/${contactId}/notes`, { body: 'x' })).data;
		expect((await api('GET', `/contacts/${other}/notes/${note.id}`)).status).toBe(404);
	});
});

describe('appointments', () => {
	/** A Tuesday, 10:00 in New York. */
	const START = '2026-12-01T10:00:00-05:00';
	const calendarApi = async (method: string, path: string, data?: unknown): ReturnType<typeof api> =>
		api(method, path, data, '2021-04-15');
	const book = async (fields: object = {}): ReturnType<typeof api> =>
		calendarApi('POST', '/calendars/events/appointments', {
			calendarId: CALENDAR,
			assignedUserId: USER_ANNA,
			locationId: LOCATION_US,
			contactId,
			startTime: START,
			...fields,
		});
	const window = `locationId=${LOCATION_US}&startTime=${Date.parse(START) - 3_600_000}&endTime=${Date.parse(START) + 7_200_000}`;
	beforeEach(() => account.sandbox.time({ now: '2026-11-23T12:00:00Z' }));

	it('answer 200 and flat, without dates before v3', async () => {
		const response = await book({ title: 'Pickup of tent' });
		expect(response.status).toBe(200);
		expect(response.data).toMatchObject({
			calendarId: CALENDAR,
			contactId,
			title: 'Pickup of tent',
			startTime: START,
			endTime: '2026-12-01T11:00:00-05:00',
			appointmentStatus: 'confirmed',
			isRecurring: false,
		});
		expect(response.data).not.toHaveProperty('dateAdded');
		expect(
			(await api('PUT', `/calendars/events/appointments/${response.data.id}`, { title: 'x' }, 'v3')).data,
		).toHaveProperty('dateUpdated');
	});

	it('read differently by id, in the calendar and under the contact', async () => {
		const { id } = (await book()).data;
		expect((await calendarApi('GET', `/calendars/events/appointments/${id}`)).data.event).toMatchObject({
			id,
			startTime: START,
			dateAdded: expect.any(String),
			users: [USER_ANNA],
		});
		expect((await calendarApi('GET', `/calendars/events?${window}&calendarId=${CALENDAR}`)).data.events).toHaveLength(
			1,
		);
		expect(
			(await calendarApi('GET', `/calendars/events?${window}&groupId=${CALENDAR_GROUP}`)).data.events,
		).toHaveLength(1);
		expect((await calendarApi('GET', `/calendars/events?${window}&userId=nobody`)).data.events).toEqual([]);
		expect((await calendarApi('GET', `/calendars/events?${window}`)).data.message).toEqual([
			'Either of userId, groupId or calendarId is required',
		]);
		const [event] = (await api('GET', `/contacts/${contactId}/appointments`)).data.events;
		expect(event).toMatchObject({
			id,
			startTime: '2026-12-01 10:00:00',
			endTime: '2026-12-01 11:00:00',
			appointmentStatus: 'confirmed',
		});
	});

	it('are refused where the slot is taken or closed, unless the request ignores it', async () => {
		await book();
		const taken = await book();
		expect([taken.status, taken.data.message]).toEqual([400, 'The slot you have selected is no longer available.']);
		expect((await book({ startTime: '2026-12-01T20:00:00-05:00' })).status).toBe(400);
		expect((await book({ startTime: '2026-12-01T20:00:00-05:00', ignoreFreeSlotValidation: true })).status).toBe(200);
		expect((await book({ startTime: '2026-12-01 10:00:00' })).status).toBe(422);
		expect((await book({ contactId: 'nobody' })).status).toBe(404);
	});

	it('move, are canceled and deleted', async () => {
		const { id } = (await book()).data;
		const path = `/calendars/events/appointments/${id}`;
		expect((await calendarApi('PUT', path, { startTime: '2026-12-01T13:00:00-05:00' })).data.endTime).toBe(
			'2026-12-01T14:00:00-05:00',
		);
		expect((await calendarApi('PUT', path, { appointmentStatus: 'cancelled' })).data.appointmentStatus).toBe(
			'cancelled',
		);
		expect((await calendarApi('PUT', path, { locationId: LOCATION_US })).status).toBe(422);
		expect((await calendarApi('DELETE', `/calendars/events/${id}`)).status).toBe(422);
		const deleted = await calendarApi('DELETE', `/calendars/events/${id}`, {});
		expect([deleted.status, deleted.data.succeeded]).toEqual([201, true]);
	});

	it('leave the free slots of their calendar', async () => {
		const slots = async (query: string): Promise<{ [date: string]: { slots: string[] } }> =>
			(
				await calendarApi(
					'GET',
					`/calendars/${CALENDAR}/free-slots?startDate=${Date.UTC(2026, 11, 1)}&endDate=${Date.UTC(2026, 11, 2)}${query}`,
				)
			).data;
		expect((await slots(''))['2026-12-01']?.slots).toHaveLength(8);
		await book();
		const after = (await slots(''))['2026-12-01']?.slots;
		expect(after).not.toContain(START);
		expect(after?.[0]).toBe('2026-12-01T09:00:00-05:00');
		expect((await slots('&timezone=Europe/Amsterdam'))['2026-12-01']?.slots[0]).toBe('2026-12-01T15:00:00+01:00');
		expect(await slots('')).toHaveProperty('traceId');
		expect(
			(await calendarApi('GET', `/calendars/${CALENDAR}/free-slots?startDate=0&endDate=${32 * 86_400_000}`)).status,
		).toBe(400);
	});

	it('keep their local time when daylight saving time begins', async () => {
		const { data } = await calendarApi(
			'GET',
			`/calendars/${CALENDAR}/free-slots?startDate=${Date.UTC(2027, 2, 12)}&endDate=${Date.UTC(2027, 2, 16)}`,
		);
		expect([data['2027-03-12'].slots[0], data['2027-03-15'].slots[0]]).toEqual([
			'2027-03-12T09:00:00-05:00',
			'2027-03-15T09:00:00-04:00',
		]);
		expect(data).not.toHaveProperty('2027-03-13');
	});

	it('have notes, twenty to a page', async () => {
		const { id } = (await book()).data;
		const path = `/calendars/appointments/${id}/notes`;
		for (let number = 1; number <= 21; number += 1)
			expect((await calendarApi('POST', path, { body: `note ${number}` })).status).toBe(201);
		const first = (await calendarApi('GET', `${path}?limit=20&offset=0`)).data;
		expect([first.notes.length, first.hasMore]).toEqual([20, true]);
		const last = (await calendarApi('GET', `${path}?limit=20&offset=20`)).data;
		expect([last.notes[0].body, last.hasMore]).toEqual(['note 21', false]);
		expect((await calendarApi('GET', `${path}?limit=21&offset=0`)).status).toBe(422);
		const notePath = `${path}/${last.notes[0].id}`;
		expect((await calendarApi('PUT', notePath, { body: 'changed' })).data.note.body).toBe('changed');
		expect((await calendarApi('DELETE', notePath)).data.success).toBe(true);
		expect((await calendarApi('POST', path, { body: 'x'.repeat(5_001) })).status).toBe(422);
	});
});
