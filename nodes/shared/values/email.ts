import { canonicalEmail, isEmail } from '../../../sync/model/canonical';
import { invalid, type Field } from './field';
import { readList } from './list';
import { visible } from './marks';
import { only, readText } from './text';

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
	const parts = text
		.split(/:::|[,;\s|]+/)
		.map((part) =>
			canonicalEmail(
				visible(part)
					.replace(/^['"<]+|['">.]+$/g, '')
					.replace(/^mailto:([^?]*).*$/i, '$1'),
			),
		)
		.filter((part) => part !== '');
	const [address, ...others] = parts.length > 1 && text.includes('<') ? parts.filter(isEmail) : parts;
	return address !== undefined && [address, ...others].every(isEmail) ? { address, others } : undefined;
}

/** One address in lower case. Throws `InputProblem`. */
export function readEmail(value: unknown, field: Field): string {
	const email = emailIn(readText(only(value), field));
	if (!email || email.others.length > 0) throw invalid(field, value, 'Map one address such as name@example.com.');
	return email.address;
}

/** Several addresses: a list, JSON typed as text, or text with commas. Throws `InputProblem` for what is none. */
export function readEmails(value: unknown, field: Field): string[] {
	const entries = readList(value, field).map((entry) => emailIn(entry) ?? entry);
	return [
		...new Set(
			entries.flatMap((entry) => {
				if (typeof entry === 'string') throw invalid(field, entry, 'Map addresses such as name@example.com.');
				return [entry.address, ...entry.others];
			}),
		),
	];
}
