import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';

/** The number alone: pasted links carry `tel:` (RFC 3966), and 00 stands for the plus. */
const bare = (phone: string): string =>
	phone
		.trim()
		.replace(/^tel:\s*/i, '')
		.replace(/^00/, '+');

/** Whether the number says its country itself. */
export const isInternational = (phone: string): boolean => bare(phone).startsWith('+');

/** The region as libphonenumber knows it; undefined for anything else. */
export function regionOf(region: string | undefined): CountryCode | undefined {
	const upper = region?.trim().toUpperCase();
	return upper && isSupportedCountry(upper) ? upper : undefined;
}

/**
 * E.164, or undefined when the text is no valid number. A number without country is one of `region` (ISO 3166 alpha-2).
 */
export function e164(phone: string, region?: string): string | undefined {
	const parsed = parsePhoneNumberFromString(bare(phone), { defaultCountry: regionOf(region), extract: false });
	return parsed?.isValid() ? parsed.number : undefined;
}
