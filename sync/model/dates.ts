import { luxon } from './libraries';

/** Which comes first in `05/03/2024`. */
export type DayOrder = 'dayFirst' | 'monthFirst';

export interface DateUse {
	/** IANA zone for values without one; UTC by default. */
	readonly zone?: string;
	/** From the account, a file, or an option. Without it an ambiguous day is refused. */
	readonly order?: DayOrder;
}

/** A calendar day, or a moment; with the day as written if the moment is the beginning of that day. */
export type ParsedDate =
	{ readonly day: string; readonly moment?: undefined } | { readonly moment: number; readonly midnightOf?: string };

/**
 * Why a value is not a date. `unordered`: day and month are ambiguous. `impossible`: there is no such day or
 * time. `shortYear`: a two-digit year, which can be in either century.
 */
export type DateProblem = 'unordered' | 'impossible' | 'shortYear' | 'unknown';

/** Longer texts are not dates. */
const LONGEST = 100;

/**
 * Reads a day or moment: a text as people and programs write it, a Date, milliseconds or seconds since 1970, or the
 * serial number of a day in a spreadsheet. A value without a zone is in `zone`.
 */
export function parseDate(value: string | number | Date, use: DateUse = {}): ParsedDate | DateProblem {
	if (value instanceof Date) return momentAt(value.getTime());
	if (typeof value === 'number') return fromDigits(String(value), use);
	if (value.length > LONGEST) return 'unknown';
	const text = unwrapped(value);
	if (/^[+-]?\d+(?:\.\d+)?$/.test(text)) return fromDigits(text, use);
	const [, local, zone] = /^(.*)\[([A-Za-z_]+(?:\/[\w+-]+)*)\]$/.exec(text) ?? [undefined, text, use.zone];
	if (zone !== undefined && !luxon().IANAZone.isValidZone(zone)) return 'unknown';
	const found = dayIn(local.trim(), use);
	if (typeof found === 'string') return found;
	const clock = clockIn(found.rest);
	if (typeof clock === 'string') return clock;
	return combined(found.day, clock, { ...use, zone });
}

/** YYYY-MM-DD of a parsed date in a zone. The beginning of a day is that day, wherever it was written. */
export function dayOf(parsed: ParsedDate, zone = 'UTC'): string {
	if (parsed.moment === undefined) return parsed.day;
	return parsed.midnightOf ?? luxon().DateTime.fromMillis(parsed.moment, { zone }).toFormat('yyyy-MM-dd');
}

/** Milliseconds since 1970 of a parsed date; a day is its beginning in the zone. */
export const momentOf = (parsed: ParsedDate, zone = 'UTC'): number =>
	parsed.moment ?? momentIn(`${parsed.day}T00:00:00`, zone);

/**
 * The moment at which clocks in `zone` show this time; the first one if they show it twice, whatever the time of year
 * in which it is parsed.
 */
export function momentIn(local: string, zone: string): number {
	const [first] = luxon().DateTime.fromISO(local, { zone }).getPossibleOffsets();
	return first.toMillis();
}

const midnight = (iso: string): string | undefined => /^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?(?:Z|[+-])/.exec(iso)?.[1];

/** With one more digit it would be no year of ISO 8601; microseconds since 1970 are of such years. */
const LAST_YEAR = 9998;

function momentAt(ms: number): ParsedDate | DateProblem {
	const date = new Date(ms);
	const year = date.getUTCFullYear();
	if (!(year >= 1 && year <= LAST_YEAR)) return 'impossible';
	return { moment: ms, midnightOf: midnight(date.toISOString()) };
}

/**
 * Days of spreadsheets from 1927 to 2173, seconds from 1973 to 2099, milliseconds from 1973 on. Numbers in between mean
 * nothing: as milliseconds those above are days of 1970.
 */
const SERIALS = [10_000, 100_000] as const;
const SECONDS = [100_000_000, 4_102_444_800] as const;
const MILLISECONDS = 100_000_000_000;
/** 1970-01-01 as the serial of a day. */
const EPOCH_SERIAL = 25_569;
const DAY = 86_400_000;

function fromNumber(number: number, use: DateUse): ParsedDate | DateProblem {
	if (!Number.isFinite(number)) return 'unknown';
	if (Math.abs(number) >= MILLISECONDS) return momentAt(Math.trunc(number));
	if (number >= SECONDS[0] && number < SECONDS[1]) return momentAt(Math.round(number * 1000));
	if (number < SERIALS[0] || number >= SERIALS[1]) return 'unknown';
	// a serial names a day and a time on the clock, no zone
	const wall = new Date(Math.round((number - EPOCH_SERIAL) * 86_400) * 1000);
	const local = wall.toISOString().slice(0, 19);
	return wall.getTime() % DAY === 0 ? { day: local.slice(0, 10) } : { moment: momentIn(local, use.zone ?? 'UTC') };
}

/** YYYYMMDD, YYYYMMDDhhmm and YYYYMMDDhhmmss. */
const COMPACT = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/;

function fromDigits(text: string, use: DateUse): ParsedDate | DateProblem {
	const [, year, month, day, hour, minute, second] = COMPACT.exec(text) ?? [];
	if (year === undefined) return fromNumber(Number(text), use);
	const date = [year, month, day].join('-');
	const clock = hour === undefined ? {} : clockIn(`T${hour}:${minute}:${second ?? '00'}`);
	const isSuch = isDay(year, month, day) && typeof clock === 'object';
	// of twelve digits others are milliseconds of 1976, and these could be, too
	if (minute !== undefined && second === undefined) return isSuch ? 'unknown' : fromNumber(Number(text), use);
	return isSuch ? combined(date, clock, use) : 'impossible';
}

/** Quotes of JSON and spreadsheets, their apostrophe that marks a text, direction marks, unusual blanks and dashes. */
const unwrapped = (text: string): string =>
	text
		.replace(/\p{Cf}/gu, '')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/[\u2010-\u2015\u2212]/g, '-')
		.replace(/^=?"(.*)"$/, '$1')
		.replace(/^'/, '')
		.trim();

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const WEEKDAYS = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');

interface DayAndRest {
	readonly day: string;
	/** What follows the day. */
	readonly rest: string;
}

function dayIn(text: string, use: DateUse): DayAndRest | DateProblem {
	const iso = /^(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})(?!\d)/.exec(text) ?? /^(\d{4})()(\d{2})(\d{2})(?=T)/i.exec(text);
	if (iso) return checked(iso[1], iso[3], iso[4], text.slice(iso[0].length));
	const { written, weekday } = withoutWeekday(text);
	const numbers = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?![\d:])/.exec(written);
	const found = numbers ? numbered(numbers, written.slice(numbers[0].length), use) : named(written);
	// one of the two is wrong, and it is unclear which
	const isOther = typeof found === 'object' && weekday !== undefined && weekdayOf(found.day) !== weekday;
	return isOther ? 'impossible' : found;
}

/** `weekday`: 1 is Monday. */
function withoutWeekday(text: string): { readonly written: string; readonly weekday?: number } {
	const [, word = '', rest = ''] = /^([a-z]{3,9})\.?,? (.+)$/i.exec(text) ?? [];
	if (!isAbbreviationOf(word, WEEKDAYS)) return { written: text };
	return { written: rest, weekday: WEEKDAYS.findIndex((name) => name.startsWith(word.toLowerCase())) + 1 };
}

const weekdayOf = (day: string): number => luxon().DateTime.fromISO(day, { zone: 'UTC' }).weekday;

const isAbbreviationOf = (word: string, names: readonly string[]): boolean =>
	word.length >= 3 && names.some((name) => name.startsWith(word.toLowerCase()));

function numbered([, one, , two, year]: RegExpExecArray, rest: string, { order }: DateUse): DayAndRest | DateProblem {
	if (year.length === 2) return 'shortYear';
	const [first, second] = [Number(one), Number(two)];
	const known = order ?? (first > 12 ? 'dayFirst' : second > 12 ? 'monthFirst' : undefined);
	if (known === undefined && first !== second) return 'unordered';
	const [day, month] = known === 'monthFirst' ? [two, one] : [one, two];
	return checked(year, month, day, rest);
}

/** `July 1, 2026`, `1 July 2026`, `1-Jul-2026`; not `Jul 1 9:00 2026`, which no one writes. */
function named(text: string): DayAndRest | DateProblem {
	const monthFirst = /^([a-z]{3,9})\.?[ -](\d{1,2})(?:st|nd|rd|th)?,?[ -](\d{4})(?!\d)/i.exec(text);
	const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?\.?[ -](?:of )?([a-z]{3,9})\.?,?[ -](\d{4})(?!\d)/i.exec(text);
	const found = monthFirst ?? dayFirst;
	if (!found) return 'unknown';
	const [word, day] = monthFirst ? [found[1], found[2]] : [found[2], found[1]];
	const month = monthOf(word);
	return month === undefined ? 'unknown' : checked(found[3], String(month), day, text.slice(found[0].length));
}

function monthOf(word: string): number | undefined {
	const plain = word.toLowerCase() === 'sept' ? 'september' : word.toLowerCase();
	return isAbbreviationOf(plain, MONTHS) ? MONTHS.findIndex((name) => name.startsWith(plain)) + 1 : undefined;
}

function checked(year: string, month: string, day: string, rest: string): DayAndRest | DateProblem {
	if (!isDay(year, month, day)) return 'impossible';
	return { day: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, rest };
}

const isDay = (year: string, month: string, day: string): boolean =>
	Number(year) >= 1 && luxon().DateTime.utc(Number(year), Number(month), Number(day)).isValid;

interface Clock {
	/** HH:MM:SS.mmm; undefined where only a day was written. */
	readonly time?: string;
	/** Minutes east of UTC. */
	readonly offset?: number;
}

const TIME = /^(?:T|,? ?at\b|,)? ?(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?(?!\d)(?: ?([ap])\.?m\b\.?)?/i;

function clockIn(rest: string): Clock | DateProblem {
	const text = rest.trim();
	if (text === '') return {};
	const found = TIME.exec(text);
	if (!found) return 'unknown';
	const [matched, hour, minute, second, fraction = '', half] = found;
	if (minute === undefined && half === undefined && !/^T/i.test(matched)) return 'unknown';
	const hours = half === undefined ? Number(hour) : ofTwelve(Number(hour), half);
	const written = text.slice(matched.length).trim();
	const offset = offsetOf(written);
	if (offset === 'unknown') return offset;
	if (second === undefined && !/^T/i.test(matched) && isEnd(written, Number(hour))) return 'unknown';
	if (hours === undefined || hours > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return 'impossible';
	const time = `${String(hours).padStart(2, '0')}:${minute ?? '00'}:${second ?? '00'}.${fraction.slice(0, 3).padEnd(3, '0')}`;
	return { time, offset };
}

/** `09:00-10:00` names two times rather than an offset, unless the second were before the first. */
const isEnd = (offset: string, hour: number): boolean => Number(/^-(\d{1,2}):?\d{2}$/.exec(offset)?.[1] ?? -1) >= hour;

function ofTwelve(hour: number, half: string): number | undefined {
	if (hour < 1 || hour > 12) return undefined;
	return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** Names of zones that mean one offset each. Source: RFC 2822, 4.3. */
const ZONES: Readonly<Record<string, number>> = {
	Z: 0,
	UT: 0,
	UTC: 0,
	GMT: 0,
	EDT: -240,
	EST: -300,
	CDT: -300,
	CST: -360,
	MDT: -360,
	MST: -420,
	PDT: -420,
	PST: -480,
};

function offsetOf(text: string): number | undefined | 'unknown' {
	const plain = text.replace(/ ?\([^()]*\)$/, ''); // `GMT+0200 (Central European Summer Time)`
	if (plain === '') return undefined;
	const named = ZONES[plain.toUpperCase()];
	if (named !== undefined) return named;
	const found = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(plain);
	if (!found) return 'unknown';
	const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
	// the clocks of Kiritimati are 14 hours ahead, and no clocks are more than 12 hours behind
	return minutes > (found[1] === '-' ? 12 : 14) * 60 ? 'unknown' : minutes * (found[1] === '-' ? -1 : 1);
}

function combined(day: string, { time, offset }: Clock, { zone = 'UTC' }: DateUse): ParsedDate {
	if (time === undefined) return { day };
	const isMidnight = time === '00:00:00.000';
	const moment =
		offset === undefined ? momentIn(`${day}T${time}`, zone) : Date.parse(`${day}T${time}Z`) - offset * 60_000;
	return { moment, ...(isMidnight && { midnightOf: day }) };
}
