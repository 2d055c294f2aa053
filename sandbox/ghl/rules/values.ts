import { parsePhoneNumberFromString, type CountryCode, isSupportedCountry } from 'libphonenumber-js';
import { unprocessable } from '../errors';
import type { CustomField } from '../models/records';

export const sameText = (left: string | undefined, right: string | undefined): boolean =>
	left !== undefined && right !== undefined && left.trim().toLowerCase() === right.trim().toLowerCase();

function countryCode(country: string): CountryCode | undefined {
	return isSupportedCountry(country) ? country : undefined;
}

/** Loose forms are read with the location's country; `undefined` when it is not a phone number. */
export function e164(phone: string, country: string): string | undefined {
	const parsed = parsePhoneNumberFromString(phone, {
		...(countryCode(country) ? { defaultCountry: countryCode(country) } : {}),
		extract: false,
	});
	return parsed?.isPossible() ? parsed.number : undefined;
}

/** @throws ApiError 422 */
export function phoneNumber(phone: string, country: string): string {
	const number = e164(phone, country);
	if (number === undefined) throw unprocessable('phone must be a valid phone number');
	return number;
}

const YEAR_FIRST = /^(\d{4})[-/._](\d{2})[-/._](\d{2})/;
const MONTH_FIRST = /^(\d{2})[-/._](\d{2})[-/._](\d{4})$/;

/** The eight documented ways to write a date of birth, as YYYY-MM-DD. */
export function birthDate(written: string): string {
	const yearFirst = YEAR_FIRST.exec(written);
	const monthFirst = MONTH_FIRST.exec(written);
	const [year, month, day] = yearFirst
		? yearFirst.slice(1)
		: monthFirst
			? [monthFirst[3], monthFirst[1], monthFirst[2]]
			: [];
	const date = `${year}-${month}-${day}`;
	if (Number.isNaN(Date.parse(date))) throw unprocessable('dateOfBirth must be a valid date');
	return date;
}

/** Tags are names in lower case, each once. */
export function tagNames(tags: string[]): string[] {
	return [...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter(Boolean))];
}

const NUMBERS = ['NUMERICAL', 'MONETORY'];
const LISTS = ['CHECKBOX', 'MULTIPLE_OPTIONS'];
const OBJECTS = ['TEXTBOX_LIST', 'FILE_UPLOAD'];

const CHOICES = ['SINGLE_OPTIONS', 'RADIO', ...LISTS];

/**
 * Without what is none of the field's choices: GHL answers with success and stores nothing of it, as users of its API
 * report.
 * `undefined` when nothing is left. A choice is compared letter by letter.
 */
export function knownChoices(field: CustomField, value: unknown): unknown {
	const { picklistOptions: options } = field;
	if (!options || !CHOICES.includes(field.dataType) || value === undefined) return value;
	if (!Array.isArray(value)) return options.includes(String(value)) ? value : undefined;
	const known = value.filter((each) => options.includes(String(each)));
	return known.length > 0 ? known : undefined;
}

/** The value as the field's type keeps it; `undefined` clears the field. */
export function customFieldValue(field: CustomField, value: unknown, at: string): unknown {
	if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
		return undefined;
	if (NUMBERS.includes(field.dataType)) return numberValue(value, at);
	if (LISTS.includes(field.dataType)) {
		if (!Array.isArray(value)) throw unprocessable(`${at} must be an array`);
		return value.map(String);
	}
	if (OBJECTS.includes(field.dataType)) {
		if (typeof value !== 'object') throw unprocessable(`${at} must be an object`);
		return value;
	}
	if (typeof value === 'object') throw unprocessable(`${at} must be a string`);
	return String(value);
}

function numberValue(value: unknown, at: string): number {
	const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
	if (Number.isNaN(number)) throw unprocessable(`${at} must be a number conforming to the specified constraints`);
	return number;
}
