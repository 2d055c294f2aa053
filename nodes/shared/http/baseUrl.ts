import { isPrivate } from './loopback';
import { InputProblem } from '../parameters/input';
import { plain } from '../credentials/pasted';

/** Checks a base URL typed into a credential: https, or http on this machine. Gives it without a trailing slash. */
export function checkedBaseUrl(typed: string, called = 'base URL'): string {
	const address = plain(typed);
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (!url)
		throw new InputProblem(
			'baseUrl',
			`The ${called} of the credential is not a URL`,
			'Use one like https://services.example.com, or restore the default.',
		);
	if (!isPrivate(url))
		throw new InputProblem(
			'baseUrl',
			`The ${called} of the credential must start with https`,
			'Plain http would send the token readable to all; it is accepted for this machine only.',
		);
	if (url.username || url.search || url.hash)
		throw new InputProblem(
			'baseUrl',
			`The ${called} of the credential must be a plain address`,
			'Leave out user names, "?" and "#".',
		);
	return `${url.origin}${url.pathname}`.replace(/(?<!\/)\/+$/, '');
}

/** Never resolves (RFC 2606): where an address of a credential that must not be called leads to. Its name says why. */
const REFUSED = 'https://address-must-start-with-https.invalid';

/**
 * The same rule for the expressions of a credential, by which n8n itself calls a service: for tests, and to get and
 * renew tokens.
 * `address` is an expression too; what it gives is used when it may be.
 */
export const checkedAddress = (address: string): string =>
	`(/^(https:\\/\\/[^\\/?#@\\\\\\s]+|http:\\/\\/(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?)(\\/[^?#\\s]*)?$/i.test(${address}) ? ${address}.replace(/\\/+$/, "") : "${REFUSED}")`;
