import type { Resource } from '../../../shared/operation';
import { check } from './check';

export const account: Resource = {
	name: 'account',
	label: 'Account',
	description: 'What the account and its token can do',
	operations: [check],
};
