import type { IDataObject } from 'n8n-workflow';
import { appointmentTarget } from '../../../../nodes/GhlContacts/sync/appointmentTarget';

/** Creates an appointment in a sub-account with these calendars; gives the calendar that it was sent with. */
async function createdIn(calendars: readonly string[], calendarId?: string): Promise<unknown> {
	let sent: IDataObject = {};
	const calls = {
		budget: 0,
		many: async () => await Promise.resolve(calendars.map((id) => ({ id }))),
		one: async (_: unknown, values: IDataObject) => await Promise.resolve({ id: 'a1', ...(sent = values) }),
	};
	const settings = { account: 'l1', overrides: {}, teamMember: 'any', endMapped: false } as const;
	await appointmentTarget(calls as never, settings, 'c1').create(
		{ calendarId, startTime: '2026-12-01T09:00:00Z' },
		'o1',
	);
	return sent.calendarId;
}

test('a new appointment goes to the calendar that is mapped, else to the only one', async () => {
	expect(await createdIn(['one', 'two'], 'two')).toBe('two');
	expect(await createdIn(['one'])).toBe('one');
});

test('which of several calendars is meant is not guessed', async () => {
	await expect(createdIn(['one', 'two'])).rejects.toThrow(
		'the sub-account has 2 calendars: choose one under Fields, Calendar, for new appointments',
	);
});
