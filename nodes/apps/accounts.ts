import { InputProblem, titleOf } from '../shared/parameters/input';

interface Form {
	readonly pattern: RegExp;
	readonly remedy: string;
	/** What people paste, as the credential has it. */
	readonly bare?: (typed: string) => string;
}

const FORMS: Readonly<Record<string, Form>> = {
	booqable: {
		pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
		remedy: 'Use the company slug: demo-rentals in https://demo-rentals.booqable.com.',
		bare: (typed) =>
			typed
				.toLowerCase()
				.replace(/^https?:\/\//, '')
				.replace(/\.booqable\.com.*/, ''),
	},
	ghl: { pattern: /^[A-Za-z0-9]{15,40}$/, remedy: 'Use the ID of the sub-account, as in the credential of GHL.' },
};

/**
 * The account as the credential of its own app has it, so that both directions name the same. Throws `InputProblem`.
 */
export function accountOf(app: string, typed: string, parameter: string): string {
	const form = FORMS[app];
	if (!form) return typed;
	const account = form.bare?.(typed) ?? typed;
	if (!form.pattern.test(account))
		throw new InputProblem(parameter, `${titleOf(parameter)} is not the name of such an account`, form.remedy);
	return account;
}
