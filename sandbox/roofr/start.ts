import type { Account } from './models/account';
import { ACCESS_TOKEN } from './world';

/** Builds the account that every reset leaves behind. */
export function addStart(account: Account): void {
	account.tokens.add(ACCESS_TOKEN);
	for (const name of ['New Lead', 'Estimating', 'Won', 'In Production'])
		account.insert('stages', { name, workflow_id: 1 });
}
