import type { IDataObject } from 'n8n-workflow';
import type { DayOrder } from '../../../sync/model/dates';
import { emailIn } from '../../shared/values/email';
import { shorten } from '../../shared/parameters/inputProblem';
import type { NumberFormat } from '../../shared/values/money';
import { amountIn } from '../../shared/values/money';
import { splitName } from '../../shared/values/name';
import { orNone } from '../../shared/values/field';
import { phoneIn } from '../../shared/values/phone';
import { tagsIn } from '../../shared/values/tags';
import type { ColumnKind } from './kinds';
import { isUnordered, timeIn } from './time';

/** How the values of a file are written. */
export interface Format {
	/** Region of phones without country code. */
	readonly region: string;
	/** Zone of times without offset. */
	readonly zone?: string;
	/** Undefined where 12.500 and 12,500 cannot be told from each other. */
	readonly numbers?: NumberFormat;
	/** Undefined where day and month cannot be told from each other. */
	readonly dates?: DayOrder;
}

/** What a field was read as: its value, what else it tells, and what of it could not be read. */
export interface Value {
	readonly value: IDataObject[string];
	readonly more?: IDataObject;
	readonly problem?: string;
}

type Read = (cell: string, name: string, format: Format) => Value;

/** How each kind is read. What cannot be read stays as it is written, with the problem. */
export const READ: Readonly<Record<ColumnKind, Read>> = {
	text: (cell) => ({ value: cell }),
	tags: (cell, name) => {
		const tags = orNone(() => tagsIn(cell));
		return tags ? { value: tags } : { value: [], problem: invalid(name, cell, 'it names no tag') };
	},
	name: (cell, name) => {
		const { firstName, lastName } = splitName(cell);
		return {
			value: cell,
			more: cell === '' ? {} : { [beside(name, 'FirstName')]: firstName, [beside(name, 'LastName')]: lastName },
		};
	},
	email: (cell, name) => {
		const email = emailIn(cell);
		if (cell === '') return { value: '' };
		if (!email) return { value: cell, problem: invalid(name, cell, 'it is not an email address') };
		const { address, others } = email;
		return { value: address, ...(others.length > 0 && { more: { [`${name}Others`]: [...others] } }) };
	},
	phone: (cell, name, { region }) => {
		const phone = phoneIn(cell, region);
		if (cell === '') return { value: '' };
		if (!phone) return { value: cell, problem: invalid(name, cell, 'it is not a phone number') };
		const { number, extension, others } = phone;
		const more = {
			...(extension !== undefined && { [`${name}Extension`]: extension }),
			...(others.length > 0 && { [`${name}Others`]: [...others] }),
		};
		return { value: number, more };
	},
	money: (cell, name, { numbers }) => {
		const key = `${name}Cents`;
		if (cell === '') return { value: '', more: { [key]: null } };
		const amount = amountIn(cell, numbers);
		if ('cents' in amount) return { value: cell, more: { [key]: amount.cents } };
		const reason =
			amount.problem === 'none'
				? 'it is not an amount'
				: 'it can be read in two ways; set "Number Format" in the options';
		return { value: cell, more: { [key]: null }, problem: invalid(name, cell, reason) };
	},
	time: (cell, name, { dates, zone }) => {
		if (cell === '') return { value: '' };
		const time = timeIn(cell, dates, zone);
		if (time !== undefined) return { value: time };
		const isUnclear = dates === undefined && isUnordered(cell);
		const reason = isUnclear
			? 'day and month cannot be told apart; set "Date Order" in the options'
			: 'it is not a date';
		return { value: cell, problem: invalid(name, cell, reason) };
	},
};

const invalid = (name: string, cell: string, reason: string): string => `Invalid ${name} "${shorten(cell)}": ${reason}`;

/** `name` has `firstName` beside it, `customerName` `customerFirstName`. */
function beside(name: string, part: 'FirstName' | 'LastName'): string {
	const prefix = name.replace(/name$/i, '');
	return prefix === '' ? `${part.charAt(0).toLowerCase()}${part.slice(1)}` : `${prefix}${part}`;
}
