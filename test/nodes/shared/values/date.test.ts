import fc from 'fast-check';
import { DateTime } from 'luxon';
import { readDate } from '../../../../nodes/shared/values/date';
import { readMoment } from '../../../../nodes/shared/values/moment';
import type { DateUse } from '../../../../sync/model/dates';

const FIELD = { id: 'birthday', label: 'Birthday' };
const NEW_YORK: DateUse = { zone: 'America/New_York' };
const TOKYO: DateUse = { zone: 'Asia/Tokyo' };

describe('a day', () => {
	test.each<[unknown, string]>([
		['2026-11-24', '2026-11-24'],
		[' 2026-11-24 ', '2026-11-24'],
		['2026/11/24', '2026-11-24'],
		['2026.11.24', '2026-11-24'],
		['2026-1-5', '2026-01-05'],
		['20261124', '2026-11-24'],
		['"2026-11-24"', '2026-11-24'],
		["'2026-11-24", '2026-11-24'],
		['\u200E2026-11-24\u202C', '2026-11-24'],
		[['2026-11-24'], '2026-11-24'],
		['November 24, 2026', '2026-11-24'],
		['Nov 24th, 2026', '2026-11-24'],
		['Sept. 24 2026', '2026-09-24'],
		['24 November 2026', '2026-11-24'],
		['24th of November 2026', '2026-11-24'],
		['24-Nov-2026', '2026-11-24'],
		['Tuesday, November 24, 2026', '2026-11-24'],
		['Tue 24 Nov 2026', '2026-11-24'],
		['24/11/2026', '2026-11-24'],
		['11/24/2026', '2026-11-24'],
		['24.11.2026', '2026-11-24'],
		['11-24-2026', '2026-11-24'],
		['6 28 2026', '2026-06-28'],
		['05/05/2026', '2026-05-05'],
		['2026-11-24 23:30', '2026-11-24'],
		// the beginning of a day is that day, wherever it was written
		['2026-11-24T00:00:00.000Z', '2026-11-24'],
		['2026-11-24T00:00:00+01:00', '2026-11-24'],
		[new Date('2026-11-24'), '2026-11-24'],
		[Date.UTC(2026, 10, 24), '2026-11-24'],
		[1785801600000, '2026-08-04'],
		[DateTime.fromISO('2026-11-24T00:00', { zone: 'Europe/Paris' }), '2026-11-24'],
		// any other moment is that of the clocks here
		['2026-11-24T03:00:00Z', '2026-11-23'],
		[new Date('2026-11-24T03:00:00Z'), '2026-11-23'],
		['Tue, 24 Nov 2026 03:00:00 GMT', '2026-11-23'],
		['Tue Nov 24 2026 09:00:00 GMT+0100 (Central European Standard Time)', '2026-11-24'],
		// spreadsheets, and seconds since 1970
		[46357, '2026-12-01'],
		['45415', '2024-05-03'],
		['46357.75', '2026-12-01'],
		[1795478400, '2026-11-24'],
		['1795478400', '2026-11-24'],
	])('%j is %s', (value, day) => {
		expect(readDate(value, FIELD, NEW_YORK)).toBe(day);
	});

	test('of a moment is that of the clocks in the zone', () => {
		expect(readDate('2026-11-28T00:30:00+09:00', FIELD, TOKYO)).toBe('2026-11-28');
		expect(readDate('2026-11-28T00:30:00+09:00', FIELD, NEW_YORK)).toBe('2026-11-27');
	});

	test.each([
		['05/03/2024', 'dayFirst', '2024-03-05'],
		['05-03-2024', 'monthFirst', '2024-05-03'],
		['5.3.2024', 'dayFirst', '2024-03-05'],
	] as const)('%s with %s is %s', (value, order, day) => {
		expect(readDate(value, FIELD, { order })).toBe(day);
	});

	test.each<[unknown, string]>([
		['07/01/2026', '"07/01/2026". Day and month cannot be told apart. Write the year first, as in 2026-11-24.'],
		['05.03.2024', 'Day and month cannot be told apart.'],
		['05 03 2024', 'Day and month cannot be told apart.'],
		['05/03/24', 'Write the year with four digits and first'],
		['13-05-24', 'Write the year with four digits and first'],
		['2026-02-31', 'There is no such day or time.'],
		['31/04/2026', 'There is no such day or time.'],
		['2026-13-01', 'There is no such day or time.'],
		['20261331', 'There is no such day or time.'],
		['February 30, 2026', 'There is no such day or time.'],
		['13/13/2026', 'There is no such day or time.'],
		['2026-11-24T25:00', 'There is no such day or time.'],
		['tomorrow', 'Write the date as 2026-11-24'],
		['March 7', 'Write the date as 2026-11-24'],
		['2026', 'Write the date as 2026-11-24'],
		[7, 'Write the date as 2026-11-24'],
		[0, 'Write the date as 2026-11-24'],
		[true, 'Write the date as 2026-11-24'],
		[{}, 'Write the date as 2026-11-24'],
		[['2026-11-24', '2026-11-25'], 'a list of 2 values'],
		[new Date(Number.NaN), 'There is no such day or time.'],
		[Number.POSITIVE_INFINITY, 'Write the date as 2026-11-24'],
		['2026-11-24 or so', 'Write the date as 2026-11-24'],
		['on 2026-11-24', 'Write the date as 2026-11-24'],
	])('%j is refused', (value, reason) => {
		expect(() => readDate(value, FIELD, NEW_YORK)).toThrow(reason);
		expect(() => readDate(value, FIELD, NEW_YORK)).toThrow('Invalid value for Birthday: ');
	});

	test('that has two meanings is none where an order says what comes first and there is no such month', () => {
		expect(() => readDate('05/24/2024', FIELD, { order: 'dayFirst' })).toThrow('There is no such day or time.');
	});
});

describe('a moment', () => {
	test.each<[unknown, string]>([
		['Wednesday, July 1, 2026 9:00 AM', '2026-07-01T13:00:00Z'],
		['2026-07-01 9:00 AM', '2026-07-01T13:00:00Z'],
		['Dec 1, 2026 9:00 AM', '2026-12-01T14:00:00Z'],
		['Dec 1, 2026 at 9 pm', '2026-12-02T02:00:00Z'],
		['07/21/2026 09:00', '2026-07-21T13:00:00Z'],
		['12/21/2026 12:00 a.m.', '2026-12-21T05:00:00Z'],
		['12/21/2026, 12:00 PM', '2026-12-21T17:00:00Z'],
		['2026-07-01', '2026-07-01T04:00:00Z'],
		['2026-07-01T09:00', '2026-07-01T13:00:00Z'],
		['2026-07-01T09:00:00.123456', '2026-07-01T13:00:00Z'],
		['20260701T090000Z', '2026-07-01T09:00:00Z'],
		['2026-07-01T09:00:00Z', '2026-07-01T09:00:00Z'],
		['2026-07-01T09:00:00+0200', '2026-07-01T07:00:00Z'],
		['2026-07-01 09:00 UTC', '2026-07-01T09:00:00Z'],
		['2026-07-01 09:00 PST', '2026-07-01T17:00:00Z'],
		['2026-07-01T09:00:00-07:00[America/Los_Angeles]', '2026-07-01T16:00:00Z'],
		['Wed, 01 Jul 2026 09:00:00 +0200', '2026-07-01T07:00:00Z'],
		['Wed Jul 01 2026 09:00:00 GMT+0200 (CEST)', '2026-07-01T07:00:00Z'],
		[46357.375, '2026-12-01T14:00:00Z'],
		[1785801600000, '2026-08-04T00:00:00Z'],
		['1785801600000', '2026-08-04T00:00:00Z'],
		[1785801600, '2026-08-04T00:00:00Z'],
		[new Date('2026-07-01T09:00:00Z'), '2026-07-01T09:00:00Z'],
		[DateTime.fromISO('2026-07-01T09:00', { zone: 'Europe/Paris' }), '2026-07-01T07:00:00Z'],
		// shown twice, and skipped
		['2026-11-01T01:30', '2026-11-01T05:30:00Z'],
		['2026-11-01T01:30-05:00', '2026-11-01T06:30:00Z'],
		['2026-03-08T02:30', '2026-03-08T07:30:00Z'],
	])('%j is %s', (value, moment) => {
		expect(readMoment(value, FIELD, NEW_YORK)).toBe(moment);
	});

	test.each([
		['07/01/2026 09:00', 'Day and month cannot be told apart.'],
		['12/1/2026 9:00 AM', 'Day and month cannot be told apart.'],
		['2026-07-01 13:00 PM', 'There is no such day or time.'],
		['2026-07-01 09:60', 'There is no such day or time.'],
		['2026-07-01 09:00 CEST-ish', 'Write the date as 2026-11-24, with a time as 2026-11-24T09:00:00Z.'],
		['2026-07-01 9', 'Write the date as 2026-11-24'],
	])('%j is refused', (value, reason) => {
		expect(() => readMoment(value, FIELD, NEW_YORK)).toThrow(reason);
	});
});

describe('every form of a moment', () => {
	const ZONES = ['UTC', 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
	// the milliseconds of some moments of 1976 could be YYYYMMDDhhmm as well, and are refused
	const moments = fc.date({ min: new Date('1977-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
	const toSecond = (date: Date) => new Date(Math.floor(date.getTime() / 1000) * 1000);

	test('reads back as it was written', () => {
		fc.assert(
			fc.property(moments.map(toSecond), fc.constantFrom(...ZONES), (moment, zone) => {
				const iso = moment.toISOString().replace('.000', '');
				const local = DateTime.fromJSDate(moment, { zone });
				const forms = [
					moment,
					moment.getTime(),
					moment.getTime() / 1000,
					local,
					iso,
					local.toISO(),
					moment.toUTCString(),
				];
				for (const form of forms) expect(readMoment(form, FIELD, { zone })).toBe(iso);
				expect(readMoment(readMoment(iso, FIELD, { zone }), FIELD, { zone })).toBe(iso);
			}),
		);
	});

	test('without an offset reads back as the time that clocks show', () => {
		fc.assert(
			fc.property(moments.map(toSecond), fc.constantFrom(...ZONES), (moment, zone) => {
				const local = DateTime.fromJSDate(moment, { zone });
				const [first] = local.getPossibleOffsets();
				for (const form of [
					"yyyy-MM-dd'T'HH:mm:ss",
					'yyyy/MM/dd HH:mm:ss',
					'LLLL d, yyyy h:mm:ss a',
					'd LLL yyyy HH:mm:ss',
				])
					expect(readMoment(local.toFormat(form, { locale: 'en' }), FIELD, { zone })).toBe(
						first.toUTC().toISO({ suppressMilliseconds: true }),
					);
			}),
		);
	});

	test('that is written with the day first or the month first is right or refused', () => {
		fc.assert(
			fc.property(moments, fc.constantFrom('d/M/yyyy', 'M/d/yyyy', 'dd.MM.yyyy', 'MM-dd-yyyy'), (moment, form) => {
				const day = DateTime.fromJSDate(moment, { zone: 'UTC' });
				const order = form.toLowerCase().startsWith('d') ? 'dayFirst' : 'monthFirst';
				const written = day.toFormat(form);
				expect(readDate(written, FIELD, { order })).toBe(day.toISODate());
				if (day.day > 12 || day.day === day.month) expect(readDate(written, FIELD)).toBe(day.toISODate());
				else expect(() => readDate(written, FIELD)).toThrow('Day and month cannot be told apart.');
			}),
		);
	});
});
