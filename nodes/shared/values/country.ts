import { lazy } from './lazy';
import type { Choice } from './choice';
import { invalid, type Field } from './field';
import { visible } from './marks';
import { readText } from './text';

/** ISO 3166-1 alpha-2, and XK, which Kosovo uses. */
const CODES = (
	'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ ' +
	'DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT ' +
	'JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ ' +
	'NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ ' +
	'TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'
).split(' ');

/** Names in common use beside those of Unicode, each of one country only. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
	AE: ['UAE'],
	BN: ['Brunei Darussalam'],
	BO: ['Plurinational State of Bolivia'],
	CD: ['Democratic Republic of the Congo', 'DR Congo'],
	CG: ['Republic of the Congo'],
	CI: ['Ivory Coast'],
	CV: ['Cabo Verde'],
	CZ: ['Czech Republic'],
	FK: ['Falkland Islands'],
	FM: ['Federated States of Micronesia'],
	GB: ['UK', 'Great Britain'],
	HK: ['Hong Kong'],
	IR: ['Islamic Republic of Iran'],
	KN: ['Saint Kitts and Nevis'],
	KP: ['Democratic People’s Republic of Korea'],
	KR: ['Republic of Korea'],
	LC: ['Saint Lucia'],
	MK: ['Macedonia'],
	MM: ['Myanmar', 'Burma'],
	MO: ['Macao', 'Macau'],
	NL: ['Holland'],
	PS: ['Palestine'],
	RU: ['Russian Federation'],
	SY: ['Syrian Arab Republic'],
	SZ: ['Swaziland'],
	TL: ['East Timor'],
	TR: ['Turkey'],
	TZ: ['United Republic of Tanzania'],
	US: ['USA', 'United States of America'],
	VA: ['Holy See', 'Vatican'],
	VC: ['Saint Vincent and the Grenadines'],
	VE: ['Bolivarian Republic of Venezuela'],
	VN: ['Viet Nam'],
};

const english = lazy(() => new Intl.DisplayNames(['en'], { type: 'region' }));

/** The countries of the world by their English names; the value is the ISO code. */
export const countries = lazy((): readonly Choice[] =>
	CODES.map((value) => ({ name: countryName(value), value })).sort((one, other) =>
		one.name.localeCompare(other.name, 'en'),
	),
);

/** As people write them: accents, dots, "the" and the words for "and" make no difference. */
function plainName(text: string): string {
	const letters = visible(text)
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/\bst\.? (?=\p{L})/gu, 'saint ')
		.replace(/&/g, ' and ')
		.replace(/['’.]/g, '');
	return letters
		.replace(/[^\p{L}]+/gu, ' ')
		.replace(/^ ?the /, '')
		.trim();
}

/** ISO codes by plain code and name. */
const codesByName = lazy(
	(): ReadonlyMap<string, string> =>
		new Map(
			countries().flatMap(({ name, value }) =>
				[value, name, ...(OTHER_NAMES[value] ?? [])].map((one): [string, string] => [plainName(one), value]),
			),
		),
);

/** The ISO code of a country that is given by code or English name; undefined for any other text. */
export const countryIn = (text: string): string | undefined => codesByName().get(plainName(text));

/** The English name of an ISO code. */
export const countryName = (code: string): string => english().of(code) ?? code;

const HOW = 'Map the ISO code or the English name of a country, such as US or United States.';

/** The same for what a person mapped. Throws `InputProblem`. */
export function readCountry(value: unknown, field: Field): string {
	const text = readText(value, field, HOW);
	const code = countryIn(text);
	if (code === undefined) throw invalid(field, text, HOW);
	return code;
}
