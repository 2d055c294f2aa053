import { isPrivate } from './http/loopback';
import { InputProblem } from './input';

/** Checks a base URL typed into a credential: https, or http on this machine. Gives it without a trailing slash. */
export function checkedBaseUrl(typed: string): string {
	const url = parse(typed.trim());
	if (!url) throw new InputProblem('baseUrl', 'The base URL of the credential is not a URL', 'Use one like https://services.example.com, or restore the default.');
	if (!isPrivate(url)) throw new InputProblem('baseUrl', 'The base URL of the credential must start with https', 'Plain http would send the token readable to all; it is accepted for this machine only.');
	if (url.username || url.search || url.hash) throw new InputProblem('baseUrl', 'The base URL of the credential must be a plain address', 'Leave out user names, "?" and "#".');
	return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function parse(text: string): URL | undefined {
	return URL.canParse(text) ? new URL(text) : undefined;
}
