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
import { hasShortYear, isUnordered, timeIn } from './time';

/** How the values of a file are written. */
export interface Format {
	/** Region of phones without country code. */
	readonly region: string;
	/** Zone of times without offset. */
	readonly zone?: string;
	/** Undefined where 12.500 and 12,500 could be the same number or not. */
	readonly numbers?: NumberFormat;
	/** Undefined where day and month could be either way round. */
	readonly dates?: DayOrder;
}

/** What a field was read as: its value, what else it says, and what of it could not be read. */
export interface Value {
	readonly value: IDataObject[string];
	readonly more?: IDataObject;
	readonly problem?: string;
}

type Read = (cell: string, name: string, format: Format) => Value;

/** How each kind is read. What cannot be read stays as it is written, with the problem. */
export const READ: Readonly<Record<ColumnKind, Read>> = {
	text: (cell, name) => ({ value: cell, ...problemOfText(cell, name) }),
	id: (cell, name, { region }) => {
		const value = cell.replace(/^(\d+)\.0$/, '$1');
		return { value, ...problemOfText(cell, name), ...problemOfDigits(value, name, region) };
	},
	tags: (cell, name) => {
		const tags = orNone(() => tagsIn(cell));
		return tags ? { value: tags } : { value: [], problem: invalid(name, cell, 'it names no tag') };
	},
	name: (cell, name) => {
		const { firstName, lastName } = splitName(cell);
		return {
			value: cell,
			more: cell === '' ? {} : { [beside(name, 'FirstName')]: firstName, [beside(name, 'LastName')]: lastName },
			...problemOfText(cell, name),
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
			? 'day and month are ambiguous; set "Date Order" in the options'
			: hasShortYear(cell)
				? 'its year has two digits; export it with four'
				: 'it is not a date';
		return { value: cell, problem: invalid(name, cell, reason) };
	},
};

/** A number in the short form that spreadsheets give it, as in 1.23457E+11. */
const SHORTENED = /^-?\d(?:[.,]\d+)?E\+\d{2,3}$/i;
/** UTF-8 that a program has read as Windows-1252 and written as UTF-8 again. */
const READ_WRONGLY = /\u00C3[\u0080-\u00BF\u0152-\u0178\u2013-\u2122]|\u00C2[\u00A0-\u00BF]|\u00E2\u20AC/;
/** Letters of MS-DOS, which Excel for Windows still writes, read as those of Windows. */
const OF_DOS = /\p{L}[\u0081\u008D\u008F\u0090\u009D\u201A\u201E\u2021\u02C6\u2030\u2039\u00A4\u00A2](?:\p{L}|$)/u;
/** Signs and marks of web pages, in which some programs export. */
const HTML =
	/&(?:amp|quot|apos|nbsp|lt|gt|#\d{1,6}|#x[\da-f]{1,5});|<\/?(?:br|p|div|span|b|i|u|strong|em|a|ul|ol|li|table|tr|td)(?:\s[^<>]{0,200})?\/?>/i;

function problemOfText(cell: string, name: string): Pick<Value, 'problem'> {
	if (SHORTENED.test(cell)) return { problem: invalid(name, cell, 'a spreadsheet has cut its digits') };
	if (/^=[A-Z]+\(/.test(cell)) return { problem: invalid(name, cell, 'it is a formula, not its result') };
	const beginning = cell.slice(0, LONGEST);
	if (HTML.test(beginning)) return { problem: invalid(name, cell, 'it is written as HTML') };
	const isGarbled = READ_WRONGLY.test(beginning) || OF_DOS.test(beginning);
	return isGarbled ? { problem: invalid(name, cell, 'its letters were read in a wrong encoding before') } : {};
}

/** What spreadsheets make of the digits of an ID. */
function problemOfDigits(cell: string, name: string, region: string): Pick<Value, 'problem'> {
	if (/^\d{1,3}(?:,\d{3})+$/.test(cell)) return { problem: invalid(name, cell, 'its digits are grouped') };
	const isShort = name === 'postalCode' && region === 'US' && /^\d{3,4}$/.test(cell);
	return isShort ? { problem: invalid(name, cell, 'a spreadsheet has cut its zeros') } : {};
}

/** Characters of a text that are looked at for such things. */
const LONGEST = 1_000;

/** What stands in a cell that has no value: the marks of databases and lists. */
const NO_VALUE = /^(?:\(?null\)?|n\/a|na|nan|none|nil|undefined|-+|–|—|\(?blank\)?|\(?empty\)?)$/i;
/** Kinds in which each of them is surely no value; a stage may be named None. */
const OF_ONE_FORM: ReadonlySet<ColumnKind> = new Set(['id', 'email', 'phone', 'money', 'time', 'tags']);
const NO_TEXT = /^(?:\(?null\)?|NULL|\(?NULL\)?|n\/a|N\/A|NaN|undefined|-+|–|—|\((?:blank|empty|none)\))$/;
/** What spreadsheets show where a formula failed, or where a column is too narrow. */
const ERROR =
	/^(?:#(?:N\/A|NV|REF!|BEZUG!|VALUE!|WERT!|DIV\/0!|NAME\?|NUM!|ZAHL!|NULL!|SPILL!|CALC!|GETTING_DATA)|#{3,}|Err:\d{3})$/;

/** Of a cell without a value although something stands in it, what is wrong with it; undefined for any other. */
export function noValueIn(cell: string, kind: ColumnKind, name: string): Pick<Value, 'problem'> | undefined {
	if (cell.length > 20 || cell === '') return undefined;
	if (ERROR.test(cell)) return { problem: invalid(name, cell, 'an error of the spreadsheet') };
	return (OF_ONE_FORM.has(kind) ? NO_VALUE : NO_TEXT).test(cell) ? {} : undefined;
}

const invalid = (name: string, cell: string, reason: string): string => `Invalid ${name} "${shorten(cell)}": ${reason}`;

/** `name` has `firstName` beside it, `customerName` `customerFirstName`. */
function beside(name: string, part: 'FirstName' | 'LastName'): string {
	const prefix = name.replace(/name$/i, '');
	return prefix === '' ? `${part.charAt(0).toLowerCase()}${part.slice(1)}` : `${prefix}${part}`;
}
