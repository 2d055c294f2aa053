import { luxon } from '../../../sync/model/libraries';
import { dayOf, parseDate, type DateUse } from '../../../sync/model/dates';
import type { CachedRead, Endpoint } from '../../shared/endpoint';
import type { Field } from '../../shared/values/field';
import { readDate } from '../../shared/values/date';
import { record } from '../responses';

export const settings: Endpoint = {
	route: 'GET /api/4/settings/current',
	effect: 'read',
	source: 'Booqable API v4, Settings',
	answer: record,
};

/** How the account writes the days of properties, such as DD-MM-YYYY; empty where it does not say. Kept for a day. */
export const dateFormat: CachedRead<string> = {
	name: 'date format of the account',
	keep: 86_400_000,
	endpoint: settings,
	read: ([{ dates } = {}]) => {
		const format = dates !== null && typeof dates === 'object' && 'format' in dates ? dates.format : undefined;
		return typeof format === 'string' && PARTS.every((part) => format.includes(part)) ? format : '';
	},
	otherwise: () => '', // a credential may be kept from the settings
};

export const PARTS = ['DD', 'MM', 'YYYY'] as const;

/** Which comes first in the days that this account writes. */
const orderIn = (format: string): DateUse['order'] =>
	format === '' ? undefined : format.indexOf('DD') < format.indexOf('MM') ? 'dayFirst' : 'monthFirst';

/** YYYY-MM-DD. An ambiguous order of day and month is that of the account. */
export const plainDay = (value: unknown, field: Field, dates: DateUse, format = ''): string =>
	readDate(value, field, { order: orderIn(format), ...dates });

/** A day as the account writes it. An ambiguous order of day and month is that of the account. */
export const writtenDay = (value: unknown, field: Field, dates: DateUse, format = ''): string =>
	shown(plainDay(value, field, dates, format), format);

/** YYYY-MM-DD of a day that the account gives; as it is where it is none. */
export function storedDay(given: string, format: string): string {
	const parsed = parseDate(given, { order: orderIn(format) });
	return typeof parsed === 'string' ? given : dayOf(parsed);
}

const shown = (day: string, format: string): string =>
	format === '' ? day : luxon().DateTime.fromISO(day).toFormat(format.replace('DD', 'dd').replace('YYYY', 'yyyy'));
