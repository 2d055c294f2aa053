const ENGLISH = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

const OTHER_NAMES: Readonly<Record<string, string>> = {
	usa: 'United States',
	'united states of america': 'United States',
	america: 'United States',
	can: 'Canada',
};

/**
 * The English name of a country, as Roofr's action wants it: "United States", not "US" or "USA". Other text stays as it
 * is.
 */
export function countryName(typed: string): string {
	const text = typed.trim();
	const plain = text.replace(/\./g, '').toLowerCase();
	if (OTHER_NAMES[plain]) return OTHER_NAMES[plain];
	return /^[a-z]{2}$/.test(plain) ? (ENGLISH.of(plain.toUpperCase()) ?? text) : text;
}

const ZIP = /^\d{5}(-\d{4})?$/;
const CANADIAN = /^[a-z]\d[a-z][ -]?\d[a-z]\d$/i;

/** The country that a US or Canadian postal code and state name together; undefined for any other. */
export function countryOf(state: string, postalCode: string): string | undefined {
	if (ZIP.test(postalCode.trim()) && US_STATES.has(state.trim().toUpperCase())) return 'United States';
	if (CANADIAN.test(postalCode.trim()) && PROVINCES.has(state.trim().toUpperCase())) return 'Canada';
	return undefined;
}

export const isPostalCode = (text: string): boolean => ZIP.test(text.trim()) || CANADIAN.test(text.trim());

const codes = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const US_STATES = codes(
	'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY',
);
const PROVINCES = codes('AB BC MB NB NL NS NT NU ON PE QC SK YT');
