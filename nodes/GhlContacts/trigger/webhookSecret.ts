import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { textOf } from '../../shared/parameters/input';
import { plain } from '../../shared/credentials/pasted';

/** Header of the shared secret, unless the credential names another. */
export const SECRET_HEADER = 'X-Webhook-Secret';

/** What a name of a header may consist of. Source: RFC 9110, 5.6.2 Tokens. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

/** The header in lower case, and the secret without the blanks around it, which HTTP does not carry. */
export const proofOf = ({ headerName, secret }: IDataObject) => ({
	header: (plain(textOf(headerName)).replace(/:$/, '') || SECRET_HEADER).toLowerCase(),
	secret: textOf(secret),
});

/** What makes a credential prove posts. */
export const PROOF_REMEDY =
	'GHL does not sign what its workflows post. Put a long random text into the credential, and the same into a header of the action "Custom Webhook".';

/** Why no post could be proven with a credential. */
export function problemOfProof(credential: IDataObject): string | undefined {
	const { header, secret } = proofOf(credential);
	if (secret === '') return 'Secret is empty';
	return HEADER_NAME.test(header)
		? undefined
		: 'Invalid header name: use letters, digits and hyphens, such as X-Webhook-Secret';
}

/** Characters below which a secret can be guessed. */
const SHORTEST = 16;

/** GHL does not say whether its action sends the same secret, so only what was typed is checked. */
export async function webhookSecret(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const credential = data as IDataObject; // texts
	const isShort = proofOf(credential).secret.length < SHORTEST;
	const problem = problemOfProof(credential) ?? (isShort ? `Secret has fewer than ${SHORTEST} characters` : undefined);
	return problem
		? { status: 'Error', message: `${problem}. ${PROOF_REMEDY}` }
		: { status: 'OK', message: 'Header and secret are usable' };
}
