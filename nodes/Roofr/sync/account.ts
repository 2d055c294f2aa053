import type { INodeProperties } from 'n8n-workflow';
import { InputProblem, textOf, type Input } from '../../shared/parameters/input';

/** Neither a hook nor a key names the account for good. */
export const USUAL_ACCOUNT = 'roofr';

/** The links have a name of their own for it. */
export const accountName: INodeProperties = {
	displayName: 'Roofr Account',
	name: 'roofrAccount',
	type: 'string',
	default: USUAL_ACCOUNT,
	description:
		'Name of the Roofr account in the links. Another is needed only where you use several accounts; it must be the same in all workflows.',
};

export function accountIn(input: Input): string {
	const name = textOf(input.option(accountName.name)) || USUAL_ACCOUNT;
	if (!/^[a-z0-9][a-z0-9_-]*$/.test(name))
		throw new InputProblem(
			accountName.name,
			'The name of the Roofr account has other characters than small letters and digits',
			'Use a name like "roofr".',
		);
	return name;
}
