import { tryToParseDateTime, type IDataObject, type INodeProperties } from 'n8n-workflow';
import type { Calls } from '../../../shared/runner/calls';
import type { CachedRead } from '../../../shared/endpoint';
import { InputProblem, textOf, type Input } from '../../../shared/parameters/input';
import { readMoment } from '../../../shared/values/moment';
import type { TimeWriter } from '../../mapping/attributes';
import { get as getCompany } from '../company/get';

/** IANA zone of the account. Kept for an hour. */
const accountZone: CachedRead<string> = {
	name: 'zone of the account',
	keep: 3_600_000,
	endpoint: getCompany.endpoint,
	read: ([company]) => textOf(company.default_timezone),
};

/**
 * Booqable documents the times of orders as UTC, and accounts have been seen that mean the clock on their wall, labeled
 * "+00:00" all the same. Which of the two an account does shows in one order.
 */
export const orderTimes: INodeProperties = {
	displayName: 'Order Times',
	name: 'orderTimes',
	type: 'options',
	options: [
		{
			name: "Account's Zone",
			value: 'account',
			description:
				'The account writes the time of its own clocks although it says +00:00. Takes one more call per hour.',
		},
		{ name: 'UTC', value: 'utc', description: 'As Booqable documents it' },
	],
	default: 'utc',
	description:
		'What start and end of orders mean in this account. To find out, create an order that starts at nine in Booqable and look at it here: if it comes out shifted by the offset of your zone, choose the other.',
};

const isLocal = (input: Input): boolean => input.option('orderTimes') === 'account';

export const zoneNeeds = (input: Input): Array<CachedRead<unknown>> => (isLocal(input) ? [accountZone] : []);

const zoneOf = (input: Input): string => knownZone(input.cached(accountZone));

function knownZone(zone: string): string {
	if (tryToParseDateTime('2030-01-01T00:00:00', zone).isValid) return zone;
	throw new InputProblem(
		'orderTimes',
		`The time zone "${zone}" of the Booqable account is not known here`,
		'Choose UTC for the order times.',
	);
}

/** From a moment to what the account stores. */
export const orderTime =
	(input: Input): TimeWriter =>
	(value, attribute) => {
		const utc = readMoment(value, attribute, input.dates);
		if (!isLocal(input)) return utc;
		return (
			tryToParseDateTime(utc)
				.setZone(zoneOf(input))
				.setZone('utc', { keepLocalTime: true })
				.toISO({ suppressMilliseconds: true }) ?? undefined
		);
	};

const TIMES = ['starts_at', 'stops_at', 'reserved_from', 'reserved_till'];

/** A record with its times as moments with the offset of the account's zone. */
export function withMoments(record: IDataObject, input: Input): IDataObject {
	return isLocal(input) ? inZone(record, zoneOf(input)) : record;
}

/** The same for the record of a trigger, whose options are these. */
export async function withMomentsFor(calls: Calls, { orderTimes: meant }: IDataObject, record: IDataObject) {
	if (meant !== 'account' || !TIMES.some((name) => typeof record[name] === 'string')) return record;
	return inZone(record, knownZone(await calls.cached(accountZone)));
}

function inZone(record: IDataObject, zone: string): IDataObject {
	const moments = TIMES.filter((name) => typeof record[name] === 'string').map(
		(name) => [name, momentOf(textOf(record[name]), zone)] as const,
	);
	return { ...record, ...Object.fromEntries(moments) };
}

const momentOf = (stored: string, zone: string): string | null =>
	tryToParseDateTime(stored)
		.setZone('utc')
		.setZone(zone, { keepLocalTime: true })
		.toISO({ suppressMilliseconds: true });
