import { parseDate } from './dates';
import { minorUnits, numberParts } from './numbers';
import { e164 } from './phone';

export { e164, isInternational, regionOf } from './phone';

/** How the values of a field are compared. */
export type FieldKind = 'text' | 'name' | 'email' | 'phone' | 'date' | 'tags' | 'money' | 'number' | 'boolean';

/** A scalar is a string, '' when empty; a set is a sorted array, [] when empty. */
export type Canonical = string | readonly string[];

export interface CanonicalOptions {
	/** ISO 3166 alpha-2 region of phone numbers without a country code. */
	region?: string;
	/** IANA zone of dates without a zone; UTC by default. */
	zone?: string;
	/** ISO 4217 currency of amounts without one: it decides how many digits a minor unit has. */
	currency?: string;
}

/**
 * Trimmed and in lower case: how both services compare emails. Dots and +tags stay, since they can be another person's.
 * The Turkish İ stays, since its lower case is two characters.
 */
export const canonicalEmail = (email: string): string => clean(email).replace(/[^İ]+/g, (text) => text.toLowerCase());

/** Maximum length of an address in characters. Source: RFC 5321, 4.5.3.1. */
const LONGEST_EMAIL = 320;

/** Without quotes, brackets and the like: they are marks of a list or of a name rather than a part of an address. */
const ATOM = String.raw`[^\s@"(),:;<>[\]\\‘’“”]`;
/** Letters of any alphabet and digits, with hyphens within. */
const LABEL = String.raw`[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:-+[\p{L}\p{M}\p{N}]+)*`;
const EMAIL = new RegExp(String.raw`^${ATOM}+@(?:${LABEL}\.)+${LABEL}$`, 'u');

/** The last part of a domain has a letter: digits alone are part of a number. */
export const isEmail = (email: string): boolean =>
	email.length <= LONGEST_EMAIL && EMAIL.test(email) && /\p{L}/u.test(email.slice(email.lastIndexOf('.')));

/** NFC, unified line endings, trimmed: differences that no app keeps. */
export const canonicalText = (text: string): string => clean(text.replace(/\r\n?/g, '\n'));

/** As text, with runs of blanks as one blank. Case is kept. */
export const canonicalName = (name: string): string => clean(name).replace(/\s+/g, ' ');

/** E.164, or the trimmed text if it is not a valid number: that is equal to itself only, and never matches. */
export const canonicalPhone = (phone: string, region?: string): string => e164(phone, region) ?? clean(phone);

/** Tags as a case-insensitive set: lower case, trimmed, without empty ones and repeats, sorted by code unit. */
export function canonicalTags(tags: readonly unknown[]): string[] {
	const names = tags.map((tag) => canonicalName(textOf(tag)).toLowerCase());
	return [...new Set(names)].filter((name) => name !== '').sort();
}

/** Splits a full name: the last word is the last name, a single word is a first name. */
export function splitName(full: string): { firstName: string; lastName: string } {
	const name = canonicalName(full);
	const cut = name.lastIndexOf(' ');
	return cut < 0 ? { firstName: name, lastName: '' } : { firstName: name.slice(0, cut), lastName: name.slice(cut + 1) };
}

export const joinName = (...parts: (string | null | undefined)[]): string => canonicalName(parts.join(' '));

/**
 * A day as YYYY-MM-DD, a moment as ISO 8601 in UTC with milliseconds; the trimmed text if it is neither. A time without
 * an offset is in `zone`. Numbers are milliseconds since 1970.
 */
export function canonicalDate(value: string | number | Date, zone = 'UTC'): string {
	if (typeof value !== 'string') return isoOf(new Date(value)) ?? String(value);
	const parsed = parseDate(value, { zone });
	if (typeof parsed === 'string') return value.trim();
	return parsed.moment === undefined ? parsed.day : new Date(parsed.moment).toISOString();
}

/**
 * An amount in minor units, as an integer in text ("12.50" USD is "1250"); the trimmed text if it is not a plain
 * amount.
 */
export function canonicalMoney(value: string | number, currency = 'USD'): string {
	const parts = numberParts(String(value), { decimal: '.' });
	const minor = typeof parts === 'object' ? minorUnits(parts, currency) : undefined;
	return minor === undefined ? clean(String(value)) : String(minor);
}

/** The number in its shortest form ("1.50" is "1.5"); the trimmed text if it is not a number. */
export function canonicalNumber(value: string | number): string {
	const parts = numberParts(String(value), { decimal: '.' });
	if (typeof parts !== 'object') return String(value).trim();
	const number = Number(`${parts.negative ? '-' : ''}${parts.whole}.${parts.fraction || '0'}`);
	return Number.isFinite(number) ? String(number) : String(value).trim();
}

export function canonicalBoolean(value: unknown): string {
	const text = textOf(value).trim().toLowerCase();
	if (['true', '1', 'yes', 'on'].includes(text)) return 'true';
	return ['false', '0', 'no', 'off'].includes(text) ? 'false' : text;
}

/** The canonical form of any value of a field; null, undefined, '', blanks and [] are all empty. */
export function canonical(kind: FieldKind, value: unknown, options: CanonicalOptions = {}): Canonical {
	if (kind === 'tags') return canonicalTags(listOf(value));
	const scalar = value instanceof Date || typeof value === 'number' ? value : textOf(value);
	if (typeof scalar === 'string' && clean(scalar) === '') return '';
	switch (kind) {
		case 'email':
			return canonicalEmail(String(scalar));
		case 'phone':
			return canonicalPhone(String(scalar), options.region);
		case 'name':
			return canonicalName(String(scalar));
		case 'date':
			return canonicalDate(scalar, options.zone);
		case 'money':
			return canonicalMoney(scalar instanceof Date ? '' : scalar, options.currency);
		case 'number':
			return canonicalNumber(scalar instanceof Date ? scalar.getTime() : scalar);
		case 'boolean':
			return canonicalBoolean(scalar);
		case 'text':
			return canonicalText(String(scalar));
	}
}

/** Whether a value means "nothing here". */
export const isEmpty = (form: Canonical): boolean => form.length === 0;

/** Two canonical forms of one kind. */
export function sameForm(one: Canonical, other: Canonical): boolean {
	if (typeof one === 'string' || typeof other === 'string') return one === other;
	return one.length === other.length && one.every((element, index) => element === other[index]);
}

/** What is sent to a service: emails and phones as they are compared, other text trimmed, the rest as given. */
export function sendable(kind: FieldKind, value: unknown, options: CanonicalOptions = {}): unknown {
	if (kind === 'email' || kind === 'phone') return canonical(kind, value, options);
	if (kind === 'tags')
		return listOf(value)
			.map((tag) => canonicalName(textOf(tag)))
			.filter((tag) => tag !== '');
	return typeof value === 'string' ? value.trim() : value;
}

/** Invisible characters and surrounding blanks carry no meaning. */
const clean = (text: string): string =>
	text
		.normalize('NFC')
		.replace(/[\u200B\uFEFF]/g, '')
		.trim();

/** A comma list counts as a list: both services' forms accept one. */
function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : textOf(value).split(',');
}

/** Objects become JSON with sorted keys, so that another key order is not a change. */
function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'string') return value;
	if (typeof value !== 'object') return String(value);
	if (Array.isArray(value))
		return value.every((one) => textOf(one).trim() === '') ? '' : JSON.stringify(value.map(textOf));
	const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
	return JSON.stringify(entries.map(([key, inner]) => [key, textOf(inner)]));
}

function isoOf(date: Date): string | undefined {
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
