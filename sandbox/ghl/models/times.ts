/** An ISO time with milliseconds, as nearly all answers have it. */
export const iso = (epoch: number): string => new Date(epoch).toISOString();

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
	const known = formatters.get(timeZone);
	if (known) return known;
	const made = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
	});
	formatters.set(timeZone, made);
	return made;
}

/** Milliseconds by which the zone's clocks are ahead of UTC at that moment. */
export function zoneOffset(epoch: number, timeZone: string): number {
	const parts = new Map(
		formatter(timeZone)
			.formatToParts(epoch)
			.map((part) => [part.type, Number(part.value)]),
	);
	const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
	const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
	return local - Math.floor(epoch / 1000) * 1000;
}

/** `2026-01-31 09:00:00`: the clock on the wall, without saying where the wall is. */
export function naiveLocal(epoch: number, timeZone: string): string {
	return new Date(epoch + zoneOffset(epoch, timeZone)).toISOString().slice(0, 19).replace('T', ' ');
}

/** `2026-01-31T09:00:00-05:00` */
export function isoWithOffset(epoch: number, timeZone: string): string {
	const offset = zoneOffset(epoch, timeZone);
	const minutes = Math.abs(offset) / 60_000;
	const clock = [Math.floor(minutes / 60), minutes % 60].map((value) => String(value).padStart(2, '0')).join(':');
	return `${new Date(epoch + offset).toISOString().slice(0, 19)}${offset < 0 ? '-' : '+'}${clock}`;
}

/** The moment at which the zone's clocks show that date and hour. */
export function atLocalTime(date: string, hour: number, minute: number, timeZone: string): number {
	const guess = Date.parse(`${date}T00:00:00Z`) + (hour * 60 + minute) * 60_000;
	const first = guess - zoneOffset(guess, timeZone);
	return guess - zoneOffset(first, timeZone);
}
