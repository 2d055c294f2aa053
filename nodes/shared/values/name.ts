import { visible } from './marks';

/** A person's name in the two parts that services keep. */
export interface Name {
	readonly firstName: string;
	/** With what belongs to it: particles, and suffixes such as Jr. */
	readonly lastName: string;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const TITLES = words('mr mrs ms miss mx dr prof professor rev reverend hon sir madam capt sgt lt col');
const SUFFIXES = words('jr sr ii iii iv 2nd 3rd 4th phd md dds dvm esq cpa');
/** Behind a comma alone: "Ada Lane, CEO". */
const CREDENTIALS = words('ceo cfo coo cto cio pe rn jd dmd mba msc bsc cfp aia pmp leed owner');
const PARTICLES = words(
	'van von der den de del della di da das do dos du la las los le el al bin ibn ben ter ten st zu zum',
);
/** First names as well, where they begin with a capital. */
const ALSO_NAMES = words('al ben');
const COMPANIES = words('inc incorporated llc llp ltd limited corp corporation co company plc gmbh lp pllc');
const AND = words('& and');

const plain = (word: string): string => word.toLowerCase().replace(/[.,]/g, '');
const isOneOf = (all: ReadonlySet<string>, word: string): boolean => all.has(plain(word));

/** Longer texts are not names. */
const LONGEST = 200;

/**
 * First and last name of a full one, as people mean it: "Lane, Ada" is Ada Lane, "Ada Lane Jr." a Lane Jr., "Dr. Ada
 * Lane" an Ada, "Ada van der Berg" a van der Berg. A single word is a first name, and so is what is no name of one
 * person: a company, "Smith & Sons", "Ada Lane / Ben Fox".
 */
export function splitName(full: string): Name {
	const name = visible(full);
	const all = name.split(' ');
	if (name.length > LONGEST || isOneOf(COMPANIES, all[all.length - 1]) || isSeveral(all))
		return { firstName: name, lastName: '' };
	const parts = name
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
	const isSuffix = (part: string) => part.split(' ').every((word) => isOneOf(SUFFIXES, word));
	const isCredential = (part: string) => part.split(' ').every((word) => isOneOf(CREDENTIALS, word));
	const isTitle = (part: string) => part.split(' ').every((word) => isOneOf(TITLES, word)); // "Ada Lane, Dr."
	const named = parts.filter((part, index) => index === 0 || !(isSuffix(part) || isCredential(part) || isTitle(part)));
	const suffixes = parts.slice(1).filter((part) => isSuffix(part) || isCredential(part));
	const { firstName, lastName } =
		named.length > 1 ? turned(named[0], named.slice(1).join(', ')) : inOrder((named[0] ?? '').split(' '));
	return suffixes.length > 0 && lastName !== ''
		? { firstName, lastName: [lastName, ...suffixes].join(' ') }
		: { firstName: [firstName, ...(lastName === '' ? suffixes : [])].join(' ').trim(), lastName };
}

const isParticle = (word: string): boolean =>
	isOneOf(PARTICLES, word) && !(isOneOf(ALSO_NAMES, word) && /^\p{Lu}/u.test(word));

/** "Lane, Dr. Ada", "Lane, Ada Jr.", "Berg, Ada van der" */
function turned(last: string, first: string): Name {
	const given = untitled(first.split(' '), 1);
	const before = (end: number, is: (word: string) => boolean): number => {
		let at = end;
		while (at > 1 && is(given[at - 1])) at--;
		return at;
	};
	const end = before(given.length, (word) => isOneOf(SUFFIXES, word));
	const cut = before(end, (word) => isParticle(word) && /^\p{Ll}/u.test(word));
	return {
		firstName: given.slice(0, cut).join(' '),
		lastName: [...given.slice(cut, end), last, ...given.slice(end)].join(' '),
	};
}

/** What stands between names of several people, or between a name and what else is said. */
const isSeveral = (all: readonly string[]): boolean =>
	all.some((word) => /^(?:[-–—/|+]+|c\/o)$/i.test(word) || word.endsWith(';')) ||
	(all.length === 3 && isOneOf(AND, all[1]));

/** "Dr. Ada van der Berg Jr. (owner)" */
function inOrder(all: readonly string[]): Name {
	const given = untitled(all, 2);
	const noteAt = given.findIndex((word, index) => index > 0 && word.startsWith('('));
	const isAtEnd = given.slice(noteAt).findIndex((word) => word.endsWith(')')) === given.length - 1 - noteAt;
	const end = noteAt < 0 || !isAtEnd ? given.length : noteAt; // what stands in between is a nickname
	let last = end - 1;
	while (last > 1 && isOneOf(SUFFIXES, given[last])) last--;
	while (last > 1 && isParticle(given[last - 1])) last--;
	return last < 1
		? { firstName: given.join(' '), lastName: '' }
		: { firstName: given.slice(0, last).join(' '), lastName: given.slice(last).join(' ') };
}

/** Titles stay where fewer words than `least` would be left: "Mr. & Mrs. Lane". */
function untitled(all: readonly string[], least: number): readonly string[] {
	const first = all.findIndex((word) => !isOneOf(TITLES, word) && !isOneOf(AND, word));
	const isTitled = first > 0 && isOneOf(TITLES, all[0]);
	return isTitled && all.length - first >= least ? all.slice(first) : all;
}
