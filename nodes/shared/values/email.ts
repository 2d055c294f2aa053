import { canonicalEmail, isEmail } from '../../../sync/model/canonical';
import { invalid, type Field } from './field';
import { readList } from './list';
import { visible } from './marks';
import { readText } from './text';

/** What a text says of email addresses. */
export interface Email {
	readonly address: string;
	/** Others that were joined to it. */
	readonly others: readonly string[];
}

/** Longer texts are no addresses. */
const LONGEST = 1_000;

/** The address in a text, without `mailto:` and the name before it; undefined where there is none. */
export function emailIn(text: string): Email | undefined {
	if (text.length > LONGEST) return undefined;
	const all: string[] = [];
	let name = '';
	for (const part of partsOf(text)) {
		const addresses = addressesIn(`${name}${part}`);
		if (addresses.every(isEmail)) all.push(...addresses);
		else if (name !== '' || !NAME.test(part)) return undefined;
		name = addresses.every(isEmail) ? '' : `${part}, `;
	}
	const [address, ...others] = all;
	return address === undefined || name !== ''
		? undefined
		: { address, others: others.filter((one) => one !== address) };
}

/** What stands between the marks; those in quotes, as in `"Lane, Ada" <ada@example.com>`, are part of a name. */
const partsOf = (text: string): string[] =>
	[...`,${text}`.matchAll(/(?::::|[,;|\n])((?:"[^"]{0,200}"|(?!:::)[^,;|\n])*)/g)]
		.map(([, part]) => visible(part))
		.filter((part) => part !== '');

/** What a comma may follow in a name without quotes: `Lane, Ada <ada@example.com>`. */
const NAME = /^[\p{L}\p{M}.'’ -]+$/u;

/** Those of one entry: the one in angle brackets, with a name before and a note behind it; or each word. */
function addressesIn(part: string): string[] {
	const [, name, within] = /^([^<>]*)<([^<>]*)>(?:\s*\([^()]*\))?$/.exec(part) ?? [];
	if (within === undefined) return part.split(' ').map(address);
	const other = name.split(' ').map(address).filter(isEmail);
	return [address(within), ...other];
}

/** Without what programs put around an address. */
const address = (text: string): string =>
	canonicalEmail(text.replace(/^[='"<‘“]+|(?<!['">.’”])['">.’”]+$/g, '').replace(/^mailto:([^?]*).*/i, '$1'));

const HOW = 'Map one address such as name@example.com.';

/** One address in lower case. Throws `InputProblem`. */
export function readEmail(value: unknown, field: Field): string {
	const email = emailIn(readText(value, field, HOW));
	if (!email || email.others.length > 0) throw invalid(field, value, HOW);
	return email.address;
}

const SEVERAL = 'Map addresses such as name@example.com.';

/**
 * Several addresses: a list of texts or of objects with an `email`, JSON typed as text, or text with commas. Throws
 * `InputProblem` for what is none.
 */
export function readEmails(value: unknown, field: Field): string[] {
	const whole = typeof value === 'string' ? emailIn(value) : undefined;
	const given = Array.isArray(value) ? value.map(addressOf) : addressOf(value);
	const entries = whole ? [whole] : readList(given, field, ',;\n', SEVERAL).map((entry) => emailIn(entry) ?? entry);
	return [
		...new Set(
			entries.flatMap((entry) => {
				if (typeof entry === 'string') throw invalid(field, entry, SEVERAL);
				return [entry.address, ...entry.others];
			}),
		),
	];
}

const addressOf = (entry: unknown): unknown =>
	entry !== null && typeof entry === 'object' && 'email' in entry ? entry.email : entry;
