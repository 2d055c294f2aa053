import type { IDataObject } from 'n8n-workflow';
import { LOCATION_US } from '../../../../sandbox/ghl/world';
import type { Sandbox } from '../../../../sandbox/server';
import { byId, GhlAccount, mapping } from '../../../support/ghl';
import { failure, items, json, run } from '../../../support/engine';

let account: GhlAccount;
let sandbox: Sandbox;
beforeAll(async () => {
	account = await GhlAccount.start();
	({ sandbox } = account);
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const create = {
	resource: 'contact',
	operation: 'create',
	onDuplicate: 'error',
	fields: mapping({ email: '={{ $json.email }}', firstName: '={{ $json.name }}' }),
};
const get = {
	resource: 'contact',
	operation: 'get',
	contactId: byId('={{ $json.id }}'),
	simplify: true,
	options: { customFieldsByName: false },
};
const addNote = {
	resource: 'note',
	operation: 'create',
	contactId: byId('={{ $json.id }}'),
	body: '={{ $json.text }}',
};

const people = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ email: `person${index}@example.com`, name: `Person ${index}` }));
const createdIds = async (count: number) =>
	(await json(account.setup(create), people(count))).map(({ id }) => ({ id }));

describe('the runner', () => {
	it('returns answers in the order of the items, paired with them, whatever order they arrive in', async () => {
		const ids = await createdIds(12);
		sandbox.faults({ kind: 'delay', ms: 120, method: 'GET', times: 3 });
		const given = await items(account.setup(get), ids);
		expect(given.map(({ json: contact }) => contact.name)).toEqual(people(12).map(({ name }) => name));
		expect(given.map(({ pairedItem }) => pairedItem)).toEqual(ids.map((_, item) => ({ item })));
	});

	it('names the account of what was read, with Simplify and without, and adds nothing to other items', async () => {
		const [{ id }] = await createdIds(1);
		for (const simplify of [true, false])
			expect(await json(account.setup({ ...get, simplify }), [{ id }])).toEqual([
				expect.objectContaining({ id, account: LOCATION_US }),
			]);
		const call = { resource: 'customApiCall', operation: 'call', method: 'GET', path: `/contacts/${String(id)}` };
		for (const other of [addNote, call])
			expect(await json(account.setup(other), [{ id, text: 'Hello' }])).toEqual([
				expect.not.objectContaining({ account: expect.anything() }),
			]);
	});

	it('works on as many items at once as the option says, and no more', async () => {
		const ids = await createdIds(9);
		sandbox.clearRequests();
		sandbox.faults({ kind: 'delay', ms: 60, method: 'GET' });
		await items(account.setup({ ...get, options: { customFieldsByName: false, itemsAtOnce: 3 } }), ids);
		expect(mostAtOnce(sandbox)).toBe(3);
	});

	it('never works on two items of the same contact at once, and keeps their order', async () => {
		const [{ id }] = await createdIds(1);
		sandbox.clearRequests();
		sandbox.faults({ kind: 'delay', ms: 30, method: 'POST' });
		await items(
			account.setup(addNote),
			[1, 2, 3, 4].map((number) => ({ id, text: `note ${number}` })),
		);
		expect(mostAtOnce(sandbox)).toBe(1);
		expect(sandbox.requests().map(({ body }) => (body as IDataObject).body)).toEqual([
			'note 1',
			'note 2',
			'note 3',
			'note 4',
		]);
	});

	it('stops at the first failure, beginning nothing more, and names the item', async () => {
		const bad = people(30).map((person, index) => (index === 4 ? { ...person, email: 'no address' } : person));
		const error = await failure(account.setup({ ...create, options: { itemsAtOnce: 2 } }), bad);
		expect(error.message).toBe('Invalid value for Email: "no address". Map one address such as name@example.com.');
		expect(error.context).toMatchObject({ itemIndex: 4 });
		expect(sandbox.requests({ method: 'POST' }).length).toBeLessThan(7);
	});

	it('continues after a failure with Continue On Fail, with the error in place of the item', async () => {
		const bad = people(3).map((person, index) => (index === 1 ? { ...person, email: 'no address' } : person));
		const given = await items({ ...account.setup(create), onError: 'continueRegularOutput' }, bad);
		expect(given.map(({ json: { email, error } }) => email ?? error)).toEqual([
			'person0@example.com',
			'Invalid value for Email: "no address". Map one address such as name@example.com.',
			'person2@example.com',
		]);
		expect(given[1].pairedItem).toEqual({ item: 1 });
	});

	it('sends failed items to the error output, the others to the first', async () => {
		const bad = people(3).map((person, index) => (index === 1 ? { ...person, email: 'no address' } : person));
		const { data } = await run({ ...account.setup(create), onError: 'continueErrorOutput' }, bad);
		const [good, failed] = data.resultData.runData.Node[0].data!.main;
		expect(good).toHaveLength(2);
		expect(failed?.map(({ json: { error } }) => error)).toEqual([
			'Invalid value for Email: "no address". Map one address such as name@example.com.',
		]);
	});

	it('says which of several items has stopped it, and what was done of the others', async () => {
		const bad = people(4).map((person, index) => (index === 2 ? { ...person, email: 'no address' } : person));
		const one = { ...create, options: { itemsAtOnce: 1 } };
		const { description } = await failure(account.setup(one), bad);
		expect(description).toContain('This was item 3 of 4; 2 others were done, and a second run does it again.');
		expect((await failure(account.setup(one), [bad[2]])).description ?? '').not.toContain('This was item');
		const [{ id }] = await json(account.setup(create), [{ email: 'another@example.com', name: 'Another' }]);
		const read = await failure(account.setup({ ...get, options: { itemsAtOnce: 1 } }), [{ id }, { id: 'nobody' }]);
		expect(read.description).toMatch(/This was item 2 of 2\.$/);
	});

	it('keeps on the error output what the item was given, and says what to do', async () => {
		const given = people(2).map((person, index) => ({ ...person, phone: index === 0 ? '12' : '+13035550142' }));
		const fields = mapping({ email: '={{ $json.email }}', phone: '={{ $json.phone }}' });
		const { data } = await run({ ...account.setup({ ...create, fields }), onError: 'continueErrorOutput' }, given);
		const [, failed] = data.resultData.runData.Node[0].data!.main;
		expect(failed?.map((item) => item.json)).toEqual([
			{
				...given[0],
				error: 'Invalid phone "12"',
				details: expect.stringContaining('+1'),
			},
		]);
	});

	it('returns nothing for an empty list, and one item for each entry of another', async () => {
		const [{ id }] = await createdIds(1);
		const list = { resource: 'note', operation: 'getMany', contactId: byId(id), returnAll: true };
		expect(await json(account.setup(list))).toEqual([]);
		await json(account.setup(addNote), [
			{ id, text: 'one' },
			{ id, text: 'two' },
		]);
		expect((await json(account.setup(list))).map(({ body }) => body).sort()).toEqual(['one', 'two']);
	});
});

/** The largest number of calls that were under way at the same time. */
function mostAtOnce(log: Sandbox): number {
	const spans = log
		.requests()
		.map(({ time, duration }) => ({ from: Date.parse(String(time)) || Number(time), duration }));
	return Math.max(
		...spans.map(
			({ from }) => spans.filter((other) => other.from <= from && other.from + other.duration > from).length,
		),
	);
}
