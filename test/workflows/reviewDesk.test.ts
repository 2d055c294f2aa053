import axios from 'axios';
import type { INode } from 'n8n-workflow';
import { ACCESS_TOKEN, DEMO_SLUG } from '../../sandbox/booqable/world';
import { LOCATION_US, PIT_US } from '../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { openSqliteLedger } from '../../sync/ledger/openSqlite';
import { emptyBaseline } from '../../sync/model/baseline';
import { json } from '../support/engine';
import { freshLedger, ledger, SyncedApps } from '../support/syncedApps';
import { runTemplate, type Ran } from '../support/template';

let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
let file: string;
beforeEach(() => {
	sandbox.reset();
	file = freshLedger();
});

interface Field {
	readonly html?: string;
	readonly fieldName?: string;
	readonly fieldOptions?: { readonly values: ReadonlyArray<{ readonly option: string }> };
}

/** What a person sees and answers: each answer by the number of the question, and whether the first option is taken. */
async function visit(
	answers: Readonly<Record<string, string>> = {},
	changed: (node: INode) => INode = (node) => node,
): Promise<Ran> {
	const answered = (node: INode): INode =>
		changed(node.name === 'Ask' ? { ...node, parameters: { ...node.parameters, answers } } : node);
	return await runTemplate(sandbox, 'review-desk', 'Review desk', [{}], answered);
}
const fieldsOf = (ran: Ran): Field[] => ran('Ask').flatMap(({ fields }) => fields as Field[]);
const textOf = (ran: Ran): string =>
	fieldsOf(ran)
		.flatMap(({ html }) => html ?? [])
		.join('\n');
const optionsOf = (ran: Ran, field: string): string[] =>
	fieldsOf(ran)
		.find(({ fieldName }) => fieldName === field)!
		.fieldOptions!.values.map(({ option }) => option);
const questions = async () => await json(ledger({ resource: 'review', operation: 'getMany', pair: 'contacts' }));
const none = { hash: '', form: '' } as never; // no value is read here
const REVIEW = { conflictResolution: 'review' };

/** Ada, linked in both apps, whose name was then edited in both. */
async function conflict(inBooqable = 'Ada Byron', inGhl = 'King') {
	const { id } = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	const { id: contactId } = await apps.toContact(await apps.customer(id));
	await apps.toCustomer(await apps.contact(String(contactId)));
	await apps.saveCustomer({ name: inBooqable }, id);
	await apps.saveContact({ firstName: 'Ada', lastName: inGhl }, String(contactId));
	const sync = async () => await apps.toContact(await apps.customer(id), REVIEW);
	await sync();
	return {
		sync,
		customer: async () => await apps.customer(id),
		contact: async () => await apps.contact(String(contactId)),
	};
}

it('says so when nothing is open, and reads nothing', async () => {
	sandbox.clearRequests();
	const ran = await visit();
	expect(ran('Nothing open')).toMatchObject([
		{ title: 'Nothing is open', message: expect.stringContaining('form/review-desk') },
	]);
	expect(sandbox.requests()).toEqual([]);
});

it('shows both names and both values as they are now, and why', async () => {
	await conflict();
	const text = textOf(await visit());
	expect(text).toContain('1. Ada Byron: name');
	expect(text).toContain('<td><b>Booqable</b></td><td>Ada Byron</td><td>Ada Byron</td>');
	expect(text).toContain('<td><b>GHL</b></td><td>Ada King</td><td>Ada King</td>');
	expect(text).toMatch(/It was changed in both apps\. Open since \d+ \w+ \d{4}, \d\d:\d\d/);
});

it.each([
	['Booqable', 0, 'Ada Byron'],
	['GHL', 1, 'Ada King'],
])('writes the value of %s at the next sync when that is chosen', async (app, option, name) => {
	const { sync, customer, contact } = await conflict();
	const choice = optionsOf(await visit(), 'answer1')[option];
	expect(choice).toBe(`Keep the value of ${app}`);
	const ran = await visit({ answer1: choice });
	expect(ran('Saved')).toMatchObject([{ title: 'Saved', message: expect.stringContaining(choice) }]);
	expect(await questions()).toEqual([]);
	await sync();
	await apps.toCustomer(await contact(), REVIEW);
	expect([(await customer()).name, (await contact()).lastName]).toEqual([name, name.split(' ')[1]]);
});

it('offers to create again what was deleted on the other side, and to delete what was deleted on this one', async () => {
	const { id } = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	const { id: contactId } = await apps.toContact(await apps.customer(id));
	const headers = { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' };
	await axios.delete(`${sandbox.url}/ghl/contacts/${String(contactId)}`, { headers });
	await apps.saveCustomer({ name: 'Ada Byron' }, id);
	await apps.toContact(await apps.customer(id), { options: { whenTargetDeleted: 'review' } });
	expect(optionsOf(await visit(), 'answer1')).toEqual(['Create it in GHL', 'Leave it out of GHL']);
	const { ledger: store } = openSqliteLedger(file);
	await store.commit([
		{
			put: 'review',
			row: {
				pair: 'contacts',
				source: { system: 'ghl', account: LOCATION_US, id: String(contactId) },
				target: { system: 'booqable', account: DEMO_SLUG, id },
				field: '',
				cause: 'It was deleted, and the customer was changed',
				desired: none,
				found: none,
				at: 1,
			},
		},
	]);
	await store.close();
	expect(optionsOf(await visit(), 'answer2')).toEqual(['Delete it in Booqable too', 'Keep it in Booqable']);
});

it('says that an answer was not saved where the question was closed while the page was open', async () => {
	await conflict();
	const [choice] = optionsOf(await visit(), 'answer1');
	const ran = await visit({ answer1: choice }, (node) =>
		node.name === 'Resolve' ? { ...node, parameters: { ...node.parameters, field: 'closed' } } : node,
	);
	expect(ran('Saved')).toMatchObject([
		{ message: expect.stringContaining('1. Ada Byron: name: not saved, the question was closed in the meantime') },
	]);
	expect(await questions()).toHaveLength(1);
});

it('changes nothing without an answer', async () => {
	await conflict();
	expect((await visit())('Saved')).toMatchObject([{ title: 'Nothing answered' }]);
	expect(await questions()).toHaveLength(1);
});

it('shows a value of a record as text, whatever it holds', async () => {
	await conflict("<img src=x onerror=alert(1)> {{ $now }} $& $'", '<a href="https://example.com">King</a>');
	const text = textOf(await visit());
	expect(text).not.toMatch(/<(img|a)\b|\{\{|\$/);
	expect(text).toContain('&#60;img src=x onerror=alert(1)&#62;');
});

it('still asks where a record cannot be read', async () => {
	await conflict();
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'GET', path: /contacts/, status: 400, times: 1 });
	const ran = await visit();
	expect(textOf(ran)).toContain('<td><b>GHL</b></td><td><i>could not be read</i></td>');
	expect(optionsOf(ran, 'answer1')).toHaveLength(2);
});

it('reads both notes of a question, below what they belong to', async () => {
	const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	const contact = await apps.saveContact({ firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' });
	const inGhl = await axios.post<{ note: { id: string } }>(
		`${sandbox.url}/ghl/contacts/${contact.id}/notes`,
		{ body: 'Call in March' },
		{ headers: { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' } },
	);
	const attributes = { body: 'Call in May', owner_id: customer.id, owner_type: 'customers' };
	const inBooqable = await axios.post<{ data: { id: string } }>(
		`${sandbox.url}/booqable/${DEMO_SLUG}/api/4/notes`,
		{ data: { type: 'notes', attributes } },
		{ headers: { authorization: `Bearer ${ACCESS_TOKEN}` } },
	);
	const head = { system: 'ghl', account: LOCATION_US, id: inGhl.data.note.id };
	const member = { system: 'booqable', account: DEMO_SLUG, id: inBooqable.data.data.id };
	const { ledger: store } = openSqliteLedger(file);
	const link = { id: 'l', pair: 'notes', head, member, primary: true, state: 'live', since: 1, rev: 1 } as const;
	const parents = { head: contact.id, member: customer.id };
	await store.commit([
		{ put: 'link', row: { ...link, parents, toHead: emptyBaseline, toMember: emptyBaseline } },
		{
			put: 'review',
			row: {
				pair: 'notes',
				source: head,
				target: member,
				field: 'body',
				cause: 'both changed',
				desired: none,
				found: none,
				at: 1,
			},
		},
	]);
	await store.close();
	const text = textOf(await visit());
	expect(text).toContain('<td><b>GHL</b></td><td>Call in March</td><td>Call in March</td>');
	expect(text).toContain('<td><b>Booqable</b></td><td>Call in May</td><td>Call in May</td>');
});
