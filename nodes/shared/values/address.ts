import { countryIn } from './country';
import { visible } from './marks';

/** An address in its parts; what is not said is empty. */
export interface Address {
	/** With unit. */
	readonly street: string;
	readonly city: string;
	/** Of a US state or Canadian province its code. */
	readonly state: string;
	readonly postalCode: string;
	/** ISO code. */
	readonly country: string;
}

/** Longer texts are not addresses. */
const LONGEST = 300;

/**
 * The parts of an address in one text, as US and Canadian ones are written: `12 Elm St, Apt 4, Denver, CO 80202, US`,
 * with the state by code or name and with or without a comma behind the city. Undefined for any other: a wrong guess
 * would send a crew to the wrong house.
 */
export function splitAddress(text: string): Address | undefined {
	const read = localityIn(text);
	if (!read || read.before.length === 0 || !/\d/.test(read.before.join(' '))) return undefined;
	const { before, ...place } = read;
	if (before.some((_, index) => localityIn(before.slice(0, index + 1).join(', ')))) return undefined; // two addresses
	return { street: before.join(', '), ...place };
}

interface Locality extends Omit<Address, 'street'> {
	/** What stands before the city. */
	readonly before: readonly string[];
}

/** City, state, postal code and country at the end of a text. */
export function localityIn(text: string): Locality | undefined {
	if (text.length > LONGEST) return undefined;
	const parts = text
		.split(/[,;\n]/)
		.map(visible)
		.filter((part) => part !== '');
	const country = atEnd(parts, 4, countryIn, (before) => postalCodeAtEnd(before) !== undefined);
	const postalCode = postalCodeAtEnd(country?.before ?? parts);
	const region = postalCode && regionOf(postalCode.value);
	if (!postalCode || !region || (country && country.value !== region)) return undefined;
	const state = atEnd(postalCode.before, 3, (name) => stateIn(name, region));
	const city = state?.before.at(-1);
	if (!state || city === undefined || /[\d#]/.test(city)) return undefined; // a unit without comma before the city
	return {
		before: state.before.slice(0, -1),
		city,
		state: state.value,
		postalCode: postalCode.value,
		country: country?.value ?? '',
	};
}

interface Ending {
	readonly value: string;
	readonly before: readonly string[];
}

/** The most words at the end of the last part that `read` knows, and all that stands before them. */
function atEnd(
	parts: readonly string[],
	most: number,
	read: (words: string) => string | undefined,
	fits: (before: readonly string[]) => boolean = () => true,
): Ending | undefined {
	const words = (parts.at(-1) ?? '').split(' ');
	for (let taken = Math.min(most, words.length); taken > 0; taken--) {
		const value = read(words.slice(-taken).join(' '));
		const left = words.slice(0, -taken).join(' ');
		const before = [...parts.slice(0, -1), ...(left === '' ? [] : [left])];
		if (value !== undefined && fits(before)) return { value, before };
	}
	return undefined;
}

const ZIP = /^\d{5}(-\d{4})?$/;
const CANADIAN = /^[a-z]\d[a-z][ -]?\d[a-z]\d$/i;

const isPostalCode = (text: string): boolean => ZIP.test(text) || CANADIAN.test(text);
const postalCodeAtEnd = (parts: readonly string[]): Ending | undefined =>
	atEnd(parts, 2, (words) => (isPostalCode(words) ? words.toUpperCase() : undefined));

/** The country that a postal code is of, where its form tells. */
const regionOf = (postalCode: string): 'US' | 'CA' | undefined =>
	ZIP.test(postalCode) ? 'US' : CANADIAN.test(postalCode) ? 'CA' : undefined;

const STATES = {
	US: 'AL Alabama,AK Alaska,AS American Samoa,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC District of Columbia,FL Florida,GA Georgia,GU Guam,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,MP Northern Mariana Islands,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,PR Puerto Rico,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VI Virgin Islands,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming',
	CA: 'AB Alberta,BC British Columbia,MB Manitoba,NB New Brunswick,NL Newfoundland and Labrador,NS Nova Scotia,NT Northwest Territories,NU Nunavut,ON Ontario,PE Prince Edward Island,QC Quebec,SK Saskatchewan,YT Yukon',
} as const;

const plain = (text: string): string =>
	text
		.normalize('NFKD')
		.replace(/[\p{M}.]/gu, '')
		.toUpperCase();

const byName = (list: string): ReadonlyMap<string, string> =>
	new Map(
		list.split(',').flatMap((entry): Array<[string, string]> => {
			const code = entry.slice(0, 2);
			return [
				[code, code],
				[plain(entry.slice(3)), code],
			];
		}),
	);
const CODES = { US: byName(STATES.US), CA: byName(STATES.CA) };

/** The code of a US state or Canadian province that is given by code or name. */
export const stateIn = (text: string, region: 'US' | 'CA'): string | undefined => CODES[region].get(plain(text));

/** The country that a US or Canadian postal code and state name together; undefined for any other. */
export function regionIn(state: string, postalCode: string): 'US' | 'CA' | undefined {
	const region = regionOf(visible(postalCode));
	return region && stateIn(visible(state), region) !== undefined ? region : undefined;
}

/** The parts as one text: `12 Elm St, Denver, CO 80202, United States`; without those that are empty. */
export const joinAddress = ({ street, city, state, postalCode, country }: Address): string =>
	[street, city, [state, postalCode].filter(Boolean).join(' '), country].filter(Boolean).join(', ');
