import type { Account, Behavior } from '../models/account';
import { invalidValue, notIncluded } from '../errors';
import type { StoredRecord, Values } from '../models/records';
import { removeRecord } from './writes';

const MOVED = ['orders', 'documents', 'emails', 'payment_charges', 'payment_refunds', 'users'];

function moveBelongings(account: Account, source: StoredRecord, target: StoredRecord): void {
	for (const type of MOVED) {
		for (const record of account.where(type, 'customer_id', source.id))
			account.change(record, { customer_id: target.id });
	}
	for (const note of account.where('notes', 'owner_id', source.id)) account.change(note, { owner_id: target.id });
}

function customer(account: Account, written: Values, name: 'source' | 'target'): StoredRecord {
	const found = account.find('customers', written[`${name}_id`]);
	if (!found) throw invalidValue(name, 'must exist', 'required');
	return found;
}

/** The source gives its orders and notes to the target and is archived. The target's own fields stay. */
export const merges: Behavior = {
	perform(session, written) {
		if (written.type !== 'customers') throw notIncluded('type');
		const source = customer(session.account, written, 'source');
		const target = customer(session.account, written, 'target');
		if (source.id === target.id) throw invalidValue('target', 'must be another customer', 'invalid');
		moveBelongings(session.account, source, target);
		removeRecord(session, source);
		session.account.index(source);
		session.account.index(target);
		return {};
	},
};
