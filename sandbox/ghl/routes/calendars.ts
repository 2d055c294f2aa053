import { z } from 'zod';
import { endpoint, type Endpoint } from './endpoint';
import { badRequest, unprocessable } from '../errors';
import { numeric, shape, text, texts, yesNo } from '../rules/validation';
import { calendarView } from '../views/calendars';
import { DAY, freeSlots, ownCalendar } from '../rules/calendars';

const MAX_SPAN = 31 * DAY;

export const calendarEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/calendars/',
		scope: 'calendars.readonly',
		query: shape({ locationId: text, groupId: text.optional(), showDrafted: yesNo.optional() }),
		run: ({ account, locationId, query }) => ({
			calendars: account.store.calendars
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
		run: ({ account, locationId }) => ({
			groups: account.store.calendarGroups.where((each) => each.locationId === locationId),
		}),
	}),
	endpoint({
		method: 'GET',
		path: '/calendars/:calendarId',
		scope: 'calendars.readonly',
		run: ({ account, locationId, params }) => ({
			calendar: calendarView(ownCalendar(account, locationId, params.calendarId)),
		}),
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
		run({ account, locationId, params, query }) {
			const calendar = ownCalendar(account, locationId, params.calendarId);
			if (query.endDate < query.startDate) throw unprocessable('endDate must be after startDate');
			if (query.endDate - query.startDate > MAX_SPAN) throw badRequest('Date range can not be more than 31 days');
			const zone = query.timezone ?? account.store.locations.get(locationId)?.timezone ?? 'UTC';
			if (!Intl.supportedValuesOf('timeZone').includes(zone) && zone !== 'UTC')
				throw unprocessable('timezone must be a valid IANA timezone');
			return freeSlots(account, { calendar, userId: query.userId }, query.startDate, query.endDate, zone);
		},
	}),
];
