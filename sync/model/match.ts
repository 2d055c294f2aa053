import { canonicalEmail, canonicalName, e164, isEmail } from './canonical';
import type { TargetRecord } from './ports';
import type { SyncOptions } from './types';

/** What a person is recognized by; a key that is missing or invalid is undefined and never matches. */
export interface MatchKeys {
	readonly email?: string;
	readonly phone?: string;
	readonly name: string;
}

type KeyOptions = Pick<SyncOptions, 'keyFields' | 'region'>;

export function keysOf(fields: Readonly<Record<string, unknown>>, { keyFields, region }: KeyOptions): MatchKeys {
	const email = canonicalEmail(textOf(fields[keyFields.email]));
	return {
		...(isEmail(email) ? { email } : {}),
		phone: e164(textOf(fields[keyFields.phone]), region),
		name: canonicalName(keyFields.name.map((field) => textOf(fields[field])).join(' ')),
	};
}

/**
 * Whether two names can belong to one person: the same words in any order, ignoring case and accents; an initial stands
 * for a word, and a middle name may be missing. A single word only agrees with itself. Names alone never match.
 */
export function namesAgree(one: string, other: string): boolean {
	const first = wordsOf(one);
	const second = wordsOf(other);
	if (first.length === 0 || second.length === 0) return false;
	const [few, many] = first.length <= second.length ? [first, second] : [second, first];
	if (few.length === 1) return many.length === 1 && few[0] === many[0];
	return coversAll(few, many) && few.some((word) => word.length > 1 && many.includes(word));
}

/** Every word of the shorter name has its own counterpart in the longer one. */
function coversAll(few: readonly string[], many: readonly string[]): boolean {
	const left = [...many];
	const exactFirst = [...few].sort((one, other) => Number(many.includes(other)) - Number(many.includes(one)));
	return exactFirst.every((word) => {
		const exact = left.indexOf(word);
		const counterpart =
			exact >= 0 ? exact : left.findIndex((candidate) => isInitialOf(word, candidate) || isInitialOf(candidate, word));
		if (counterpart < 0) return false;
		left.splice(counterpart, 1);
		return true;
	});
}

const isInitialOf = (short: string, long: string): boolean => short.length === 1 && long.startsWith(short);

function wordsOf(name: string): string[] {
	const bare = name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/ß/g, 'ss')
		.replace(/ø/g, 'o')
		.replace(/ł/g, 'l')
		.replace(/đ/g, 'd');
	return bare
		.replace(/['’`.]/g, '')
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '');
}

/** Mailboxes that belong to a role rather than to a person. */
const ROLES = new Set([
	'info',
	'office',
	'contact',
	'hello',
	'mail',
	'sales',
	'support',
	'admin',
	'billing',
	'accounts',
	'accounting',
	'team',
	'bookings',
	'booking',
	'reservations',
	'orders',
	'service',
	'enquiries',
	'inquiries',
	'reception',
	'help',
	'hr',
	'jobs',
	'marketing',
	'noreply',
	'no-reply',
	'webmaster',
	'postmaster',
	'events',
]);

export const isRoleEmail = (email: string): boolean => ROLES.has(email.split('@')[0].split('+')[0]);

/**
 * Whether `candidate` is the same person as `wanted`, by one key. An email is enough, unless it is a role's; a phone
 * alone never is.
 */
export function matches(by: 'email' | 'phone', desired: MatchKeys, candidate: MatchKeys): boolean {
	if (by === 'phone') {
		if (desired.phone === undefined || desired.phone !== candidate.phone) return false;
		return namesAgree(desired.name, candidate.name) && !clash(desired.email, candidate.email);
	}
	if (desired.email === undefined || desired.email !== candidate.email) return false;
	return isRoleEmail(desired.email) || contradict(desired, candidate) ? namesAgree(desired.name, candidate.name) : true;
}

/** Two different personal emails: the same phone and similar names can be father and son. */
const clash = (one: string | undefined, other: string | undefined): boolean =>
	one !== undefined && other !== undefined && one !== other && !isRoleEmail(one) && !isRoleEmail(other);

/** Same email, but phones and names both point to somebody else. */
const contradict = (one: MatchKeys, other: MatchKeys): boolean =>
	one.name !== '' &&
	other.name !== '' &&
	one.phone !== undefined &&
	other.phone !== undefined &&
	one.phone !== other.phone;

/** What a search means. `none`: nobody. `one`: linked or joined. `several`: goes to review. */
export type Match =
	| { readonly kind: 'none' }
	| { readonly kind: 'one'; readonly record: TargetRecord }
	| { readonly kind: 'several'; readonly by: 'external ID' | 'email' | 'phone' };

/** The records among `found` that are this person, without archived ones and repeats. */
export function matchAmong(
	by: 'email' | 'phone',
	desired: MatchKeys,
	found: readonly TargetRecord[],
	options: KeyOptions,
): Match {
	const alive = new Map(found.filter(({ archived }) => !archived).map((record) => [record.id, record]));
	const same = [...alive.values()].filter((record) => matches(by, desired, keysOf(record.fields, options)));
	if (same.length === 0) return { kind: 'none' };
	return same.length === 1 ? { kind: 'one', record: same[0] } : { kind: 'several', by };
}

const textOf = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : '';
