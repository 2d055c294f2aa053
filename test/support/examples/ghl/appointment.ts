import { CALENDAR, LOCATION_US, USER_ANNA } from '../../../../sandbox/ghl/world';
import { byId, mapped } from '../../nodeSetups';
import type { Entries } from './entry';
import { source } from './records';

const FROM = '2026-12-01T00:00:00Z';
const TO = '2026-12-03T00:00:00Z';
const [from, to] = [Date.parse(FROM), Date.parse(TO)];
const LATER = '2026-12-02T15:00:00Z';

export const appointment: Entries = {
	cancel: ({ appointment }) => ({
		parameters: { appointmentId: byId(appointment) },
		sdk: async ({ calendars }) =>
			await calendars.editAppointment({ eventId: appointment }, { appointmentStatus: 'cancelled' }),
	}),
	create: ({ ada }) => ({
		parameters: {
			contactId: byId(ada),
			calendarId: CALENDAR,
			startTime: LATER,
			teamMember: 'named',
			assignedUserId: USER_ANNA,
			additionalFields: { title: 'Return' },
		},
		sdk: async ({ calendars }) =>
			await calendars.createAppointment({
				calendarId: CALENDAR,
				locationId: LOCATION_US,
				contactId: ada,
				startTime: LATER,
				title: 'Return',
				assignedUserId: USER_ANNA,
			}),
	}),
	delete: ({ appointment }) => ({
		parameters: { appointmentId: byId(appointment) },
		sdk: async ({ calendars }) => await calendars.deleteEvent({ eventId: appointment }, {}),
	}),
	get: ({ appointment }) => ({
		parameters: { appointmentId: byId(appointment) },
		sdk: async ({ calendars }) => await calendars.getAppointment({ eventId: appointment }),
	}),
	getByContact: ({ ada }) => ({
		parameters: { contactId: byId(ada) },
		sdk: async ({ contacts }) => await contacts.getAppointmentsForContact({ contactId: ada }),
	}),
	getFreeSlots: () => ({
		parameters: { calendarId: CALENDAR, from: FROM, to: TO, options: { timezone: 'America/New_York' } },
		sdk: async ({ calendars }) =>
			await calendars.getSlots({ calendarId: CALENDAR, startDate: from, endDate: to, timezone: 'America/New_York' }),
	}),
	getMany: () => ({
		parameters: { calendarId: CALENDAR, from: FROM, to: TO },
		sdk: async ({ calendars }) =>
			await calendars.getCalendarEvents({
				locationId: LOCATION_US,
				calendarId: CALENDAR,
				startTime: String(from),
				endTime: String(to),
			}),
	}),
	reschedule: ({ appointment }) => ({
		parameters: { appointmentId: byId(appointment), startTime: LATER, additionalFields: { toNotify: false } },
		sdk: async ({ calendars }) =>
			await calendars.editAppointment({ eventId: appointment }, { startTime: LATER, toNotify: false }),
	}),
	sync: ({ ada }) => ({
		parameters: {
			...source('an-order', 'ada'),
			fields: mapped({ calendarId: CALENDAR, title: 'Return', startTime: LATER }),
		},
		sdk: async ({ calendars }) =>
			await calendars.createAppointment({
				calendarId: CALENDAR,
				locationId: LOCATION_US,
				contactId: ada,
				startTime: LATER,
				title: 'Return',
				assignedUserId: USER_ANNA,
				ignoreDateRange: true,
				ignoreFreeSlotValidation: true,
			}),
	}),
	update: ({ appointment }) => ({
		parameters: { appointmentId: byId(appointment), updateFields: { title: 'Return', appointmentStatus: 'showed' } },
		sdk: async ({ calendars }) =>
			await calendars.editAppointment({ eventId: appointment }, { title: 'Return', appointmentStatus: 'showed' }),
	}),
};

export const appointmentNote: Entries = {
	create: ({ appointment }) => ({
		parameters: { appointmentId: byId(appointment), body: 'Bring the key', additionalFields: { userId: USER_ANNA } },
		sdk: async ({ calendars }) =>
			await calendars.createAppointmentNote(
				{ appointmentId: appointment },
				{ body: 'Bring the key', userId: USER_ANNA },
			),
	}),
	delete: ({ appointment, appointmentNote }) => ({
		parameters: { appointmentId: byId(appointment), noteId: byId(appointmentNote) },
		sdk: async ({ calendars }) =>
			await calendars.deleteAppointmentNote({ appointmentId: appointment, noteId: appointmentNote }),
	}),
	getMany: ({ appointment }) => ({
		parameters: { appointmentId: byId(appointment), limit: 10 },
		sdk: async ({ calendars }) =>
			await calendars.getAppointmentNotes({ appointmentId: appointment, limit: 10, offset: 0 }),
	}),
	update: ({ appointment, appointmentNote }) => ({
		parameters: { appointmentId: byId(appointment), noteId: byId(appointmentNote), body: 'Bring both keys' },
		sdk: async ({ calendars }) =>
			await calendars.updateAppointmentNote(
				{ appointmentId: appointment, noteId: appointmentNote },
				{ body: 'Bring both keys' },
			),
	}),
};
