import { checkedAddress } from '../../shared/http/baseUrl';
import { InputProblem } from '../../shared/parameters/input';
import { plain, plainExpression } from '../../shared/credentials/pasted';

/** Address of an account's API, the slug to be put in. n8n leaves the field out of a credential while it is hidden. */
export const BASE_URL = 'https://{slug}.booqable.com';

/** Characters of one part of a host name (RFC 1035). An access token has one more. */
const LONGEST = 63;

/** The slug alone, from a slug or a pasted address. It becomes part of a host name, so nothing else may pass. */
export function slugOf(typed: string): string {
	const slug = plain(typed)
		.toLowerCase()
		.replace(/^https?:\/\//, '')
		.split('.booqable.com')[0]
		.split('/')[0];
	if (slug.length > LONGEST)
		throw new InputProblem(
			'slug',
			'The company slug of the Booqable credential is too long: it may be the access token',
			'Open the credential and put each into its field. The slug is demo-rentals in https://demo-rentals.booqable.com.',
		);
	if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(slug)) {
		throw new InputProblem(
			'slug',
			'The Booqable credential has an invalid company slug',
			'Use the first part of your address: demo-rentals in https://demo-rentals.booqable.com. The whole address may be pasted.',
		);
	}
	return slug;
}

/** The address in a credential's own expressions, by which n8n itself calls Booqable: the same as in the node. */
export function addressExpression(source: '$credentials' | '$self'): string {
	const slug = `${plainExpression(`${source}["slug"]`)}.toLowerCase().replace(/^https?:\\/\\//, "").split(".booqable.com")[0].split("/")[0].replace(/[^a-z0-9-].*$/, "")`;
	const address = `(${plainExpression(`${source}["baseUrl"]`)} || "${BASE_URL}").replace("{slug}", ${slug})`;
	return `={{${checkedAddress(address)}}}`;
}
