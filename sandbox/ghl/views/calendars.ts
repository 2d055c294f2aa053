import type { Calendar } from '../models/records';
import type { View } from './view';

export function calendarView({
	id,
	locationId,
	groupId,
	name,
	description,
	slotMinutes,
	openFrom,
	openTo,
	userIds,
	isActive,
}: Calendar): View {
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
		openHours: [
			{
				daysOfTheWeek: [1, 2, 3, 4, 5],
				hours: [{ openHour: openFrom, openMinute: 0, closeHour: openTo, closeMinute: 0 }],
			},
		],
	};
}
