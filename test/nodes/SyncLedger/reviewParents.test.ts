import { openSqliteLedger } from '../../../sync/ledger/openSqlite';
import { emptyBaseline } from '../../../sync/model/baseline';
import { json } from '../../support/engine';
import { freshLedger, ledger } from '../../support/syncedApps';

const GHL = { system: 'ghl', account: 'location' };
const BOOQABLE = { system: 'booqable', account: 'company' };
const NONE = { hash: '', form: '' } as never; // no value is read in these tests

it.each([
	['ghl', { id: 'note', parentId: 'contact', targetId: 'copy', targetParentId: 'customer' }],
	['booqable', { id: 'copy', parentId: 'customer', targetId: 'note', targetParentId: 'contact' }],
])('a question about a note names what both notes belong to, where %s is the source', async (source, expected) => {
	const { ledger: store } = openSqliteLedger(freshLedger());
	const [note, copy] = [
		{ ...GHL, id: 'note' },
		{ ...BOOQABLE, id: 'copy' },
	];
	const link = {
		id: 'l',
		pair: 'notes',
		head: note,
		member: copy,
		primary: true,
		state: 'live',
		since: 1,
		rev: 1,
	} as const;
	const parents = { head: 'contact', member: 'customer' };
	const [from, to] = source === 'ghl' ? [note, copy] : [copy, note];
	const review = { pair: 'notes', source: from, target: to, field: 'body', cause: 'both changed', at: 1 };
	const isStored = await store.commit([
		{ put: 'link', row: { ...link, parents, toHead: emptyBaseline, toMember: emptyBaseline } },
		{ put: 'review', row: { ...review, desired: NONE, found: NONE } },
	]);
	await store.close();
	expect(isStored).toBe(true);
	expect(await json(ledger({ resource: 'review', operation: 'getMany', pair: 'notes' }))).toMatchObject([expected]);
});
