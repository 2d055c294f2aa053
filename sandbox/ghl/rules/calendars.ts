import { notFound, wrongLocation } from '../errors';
import type { Account } from '../models/account';
import type { Calendar } from '../models/records';
import type { View } from '../views/view';
import { atLocalTime, isoWithOffset, naiveLocal } from '../models/times';

export const DAY = 86_400_000;
export function ownCalendar(account: Account, locationId: string, id: string | undefined): Calendar {
	const calendar = account.store.calendars.get(id ?? '');
	if (!calendar) throw notFound(`Calendar with id ${id} not found`);
	if (calendar.locationId !== locationId) throw wrongLocation();
	return calendar;
}

/** The moments of one local day at which an appointment may begin, free or not. */
export function slotsOfDay(calendar: Calendar, date: string, zone: string): number[] {
	const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
	if (weekday === 0 || weekday === 6) return [];
	const count = Math.floor(((calendar.openTo - calendar.openFrom) * 60) / calendar.slotMinutes);
	return Array.from({ length: count }, (_, index) => {
		const minutes = calendar.openFrom * 60 + index * calendar.slotMinutes;
		return atLocalTime(date, Math.floor(minutes / 60), minutes % 60, zone);
	});
}

/** Whose time is wanted. */
interface Wanted {
	readonly calendar: Calendar;
	/** A member, whose appointments in other calendars count too. */
	readonly userId?: string | undefined;
	/** An appointment that does not count: the one that moves. */
	readonly except?: string | undefined;
}

function isTaken(account: Account, { calendar, userId, except }: Wanted, start: number, end: number): boolean {
	return (
		account.store.appointments.find(
			(event) =>
				(event.calendarId === calendar.id || (userId !== undefined && event.assignedUserId === userId)) &&
				event.id !== except &&
				!['cancelled', 'noshow', 'invalid'].includes(event.appointmentStatus) &&
				event.startTime < end &&
				event.endTime > start,
		) !== undefined
	);
}

/** Whether an appointment may begin then without overriding the calendar. */
export function isFree(account: Account, wanted: Wanted, start: number, end: number): boolean {
	const { calendar } = wanted;
	const zone = account.store.locations.get(calendar.locationId)?.timezone ?? 'UTC';
	const date = naiveLocal(start, zone).slice(0, 10);
	return slotsOfDay(calendar, date, zone).includes(start) && !isTaken(account, wanted, start, end);
}

export function freeSlots(account: Account, wanted: Wanted, from: number, until: number, zone: string): View {
	const { calendar } = wanted;
	const home = account.store.locations.get(calendar.locationId)?.timezone ?? 'UTC';
	const days: { [date: string]: { slots: string[] } } = {};
	for (let noon = from - DAY; noon <= until + DAY; noon += DAY) {
		for (const start of slotsOfDay(calendar, naiveLocal(noon, home).slice(0, 10), home)) {
			if (
				start < from ||
				start > until ||
				start < account.world.now() ||
				isTaken(account, wanted, start, start + calendar.slotMinutes * 60_000)
			)
				continue;
			const written = isoWithOffset(start, zone);
			(days[written.slice(0, 10)] ??= { slots: [] }).slots.push(written);
		}
	}
	return days;
}
