import { z } from 'zod';
import type { View } from './contactViews';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, notFound, unprocessable, wrongLocation } from './errors';
import type { Ghl } from './ghl';
import type { Calendar } from './records';
import { numeric, shape, text, texts, yesNo } from './validation';
import { atLocalTime, isoWithOffset, naiveLocal } from './zones';

const DAY = 86_400_000;
const MAX_SPAN = 31 * DAY;

export function ownCalendar(ghl: Ghl, locationId: string, id: string | undefined): Calendar {
	const calendar = ghl.store.calendars.get(id ?? '');
	if (!calendar) throw notFound(`Calendar with id ${id} not found`);
	if (calendar.locationId !== locationId) throw wrongLocation();
	return calendar;
}

function calendarView({ id, locationId, groupId, name, description, slotMinutes, openFrom, openTo, userIds, isActive }: Calendar): View {
	return {
		id,
		locationId,
		groupId,
		name,
		description,
		isActive,
		calendarType: 'round_robin',
		eventType: 'RoundRobin_OptimizeForAvailability',
		slotDuration: slotMinutes,
		slotDurationUnit: 'mins',
		teamMembers: userIds.map((userId) => ({ userId, priority: 0.5 })),
		openHours: [{ daysOfTheWeek: [1, 2, 3, 4, 5], hours: [{ openHour: openFrom, openMinute: 0, closeHour: openTo, closeMinute: 0 }] }],
	};
}

/** The moments of one local day at which an appointment may begin, free or not. */
function slotsOfDay(calendar: Calendar, date: string, zone: string): number[] {
	const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
	if (weekday === 0 || weekday === 6) return [];
	const count = Math.floor(((calendar.openTo - calendar.openFrom) * 60) / calendar.slotMinutes);
	return Array.from({ length: count }, (_, index) => {
		const minutes = calendar.openFrom * 60 + index * calendar.slotMinutes;
		return atLocalTime(date, Math.floor(minutes / 60), minutes % 60, zone);
	});
}

function isTaken(ghl: Ghl, calendar: Calendar, start: number, end: number, except?: string): boolean {
	return (
		ghl.store.appointments.find(
			(event) =>
				event.calendarId === calendar.id &&
				event.id !== except &&
				!['cancelled', 'noshow', 'invalid'].includes(event.appointmentStatus) &&
				event.startTime < end &&
				event.endTime > start,
		) !== undefined
	);
}

/** Whether an appointment may begin then without overriding the calendar. */
export function isFree(ghl: Ghl, calendar: Calendar, start: number, end: number, except?: string): boolean {
	const zone = ghl.store.locations.get(calendar.locationId)?.timezone ?? 'UTC';
	const date = naiveLocal(start, zone).slice(0, 10);
	return slotsOfDay(calendar, date, zone).includes(start) && !isTaken(ghl, calendar, start, end, except);
}

function freeSlots(ghl: Ghl, calendar: Calendar, from: number, until: number, zone: string): View {
	const home = ghl.store.locations.get(calendar.locationId)?.timezone ?? 'UTC';
	const days: { [date: string]: { slots: string[] } } = {};
	for (let noon = from - DAY; noon <= until + DAY; noon += DAY) {
		for (const start of slotsOfDay(calendar, naiveLocal(noon, home).slice(0, 10), home)) {
			if (start < from || start > until || start < ghl.world.now() || isTaken(ghl, calendar, start, start + calendar.slotMinutes * 60_000)) continue;
			const written = isoWithOffset(start, zone);
			(days[written.slice(0, 10)] ??= { slots: [] }).slots.push(written);
		}
	}
	return days;
}

export const calendarEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/calendars/',
		scope: 'calendars.readonly',
		query: shape({ locationId: text, groupId: text.optional(), showDrafted: yesNo.optional() }),
		run: ({ ghl, locationId, query }) => ({
			calendars: ghl.store.calendars
				.where(
					(each) =>
						each.locationId === locationId &&
						(query.groupId === undefined || each.groupId === query.groupId) &&
						(query.showDrafted !== false || each.isActive),
				)
				.map(calendarView),
		}),
	}),
	endpoint({
		method: 'GET',
		path: '/calendars/groups',
		scope: 'calendars/groups.readonly',
		query: shape({ locationId: text }),
		run: ({ ghl, locationId }) => ({ groups: ghl.store.calendarGroups.where((each) => each.locationId === locationId) }),
	}),
	endpoint({
		method: 'GET',
		path: '/calendars/:calendarId',
		scope: 'calendars.readonly',
		run: ({ ghl, locationId, params }) => ({ calendar: calendarView(ownCalendar(ghl, locationId, params.calendarId)) }),
	}),
	endpoint({
		method: 'GET',
		path: '/calendars/:calendarId/free-slots',
		scope: 'calendars.readonly',
		query: shape({
			startDate: numeric,
			endDate: numeric,
			timezone: text.optional(),
			userId: text.optional(),
			userIds: texts.optional(),
			enableLookBusy: z.unknown(),
		}),
		run({ ghl, locationId, params, query }) {
			const calendar = ownCalendar(ghl, locationId, params.calendarId);
			if (query.endDate < query.startDate) throw unprocessable('endDate must be after startDate');
			if (query.endDate - query.startDate > MAX_SPAN) throw badRequest('Date range can not be more than 31 days');
			const zone = query.timezone ?? ghl.store.locations.get(locationId)?.timezone ?? 'UTC';
			if (!Intl.supportedValuesOf('timeZone').includes(zone) && zone !== 'UTC') throw unprocessable('timezone must be a valid IANA timezone');
			return freeSlots(ghl, calendar, query.startDate, query.endDate, zone);
		},
	}),
];
