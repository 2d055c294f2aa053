import type { CountryCode } from 'libphonenumber-js';
import { phones } from './libraries';

/** Longer texts hold no number. */
const LONGEST = 250;

/** The number alone: without `tel:` of pasted links (RFC 3966) and marks nobody sees; 00 stands for the plus. */
const bare = (phone: string): string =>
	phone
		.replace(/\p{Cf}/gu, '')
		.trim()
		.replace(/^'/, '') // keeps spreadsheets from reading a number
		.replace(/^tel:\s*/i, '')
		.replace(/^(\d{7,15})\.0+$/, '$1')
		.replace(/^00/, '+');

/** Whether the number says its country itself. */
export const isInternational = (phone: string): boolean => bare(phone.slice(0, LONGEST)).startsWith('+');

/** The region as libphonenumber knows it; undefined for anything else. */
export function regionOf(region: string | undefined): CountryCode | undefined {
	const upper = region?.trim().toUpperCase();
	return upper && phones().isSupportedCountry(upper) ? upper : undefined;
}

/**
 * E.164, or undefined when the text is not a valid number. A number without country is one of `region` (ISO 3166
 * alpha-2).
 */
export function e164(phone: string, region?: string): string | undefined {
	if (phone.length > LONGEST) return undefined;
	const parsed = phones().parsePhoneNumberFromString(bare(phone), { defaultCountry: regionOf(region), extract: false });
	return parsed?.isValid() ? parsed.number : undefined;
}

/** The ways in which people write a number, for searches that compare text; the text alone where it is not a number. */
export function phoneSpellings(phone: string, region?: string): string[] {
	const parsed = phones().parsePhoneNumberFromString(bare(phone.slice(0, LONGEST)), regionOf(region));
	if (!parsed?.isValid()) return [phone];
	const { number, nationalNumber } = parsed;
	return [...new Set([phone, number, parsed.formatNational(), parsed.formatInternational(), nationalNumber])];
}
