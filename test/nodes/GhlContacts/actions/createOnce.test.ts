import { byId, GhlAccount } from '../../../support/ghl';

let ghl: GhlAccount;
let contactId: ReturnType<typeof byId>;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
afterAll(async () => await ghl.sandbox.close());
beforeEach(() => {
	ghl.sandbox.reset();
	const [id] = ghl.contacts({ firstName: 'Ada', email: 'once@example.com' });
	contactId = byId(id);
});

const titles = () => ghl.state().tasks.map(({ title }) => title);
const bodies = () => ghl.state().notes.map(({ body }) => body);

describe('a task whose title the contact has', () => {
	const task = { title: 'Call Ada', dueDate: '2027-01-04T10:00:00Z' };
	const create = async (sameTitle?: string, more = {}) =>
		await ghl.one('task.create', { contactId, ...task, ...more, options: sameTitle ? { sameTitle } : {} });

	it('is created again unless the option says otherwise', async () => {
		await create();
		expect(await create()).not.toHaveProperty('created');
		expect(titles()).toEqual(['Call Ada', 'Call Ada']);
	});

	it('is created once with Return Existing, whatever the case of the title', async () => {
		const made = await create('any');
		const found = await create('any', { title: 'call ada' });
		expect([made.created, found.created, found.id]).toEqual([true, false, made.id]);
		expect(titles()).toEqual(['Call Ada']);
	});

	it('is created again with Return Existing Open One once it is completed', async () => {
		const made = await create('open');
		expect(await create('open')).toMatchObject({ id: made.id, created: false });
		await ghl.one('task.complete', { contactId, taskId: byId(made.id) });
		expect(await create('any')).toMatchObject({ id: made.id, created: false });
		expect(await create('open')).toMatchObject({ created: true });
		expect(titles()).toEqual(['Call Ada', 'Call Ada']);
	});

	it('is created once for items of one run', async () => {
		const twice = { contactId, ...task, options: { sameTitle: 'any' } };
		expect((await ghl.run('task.create', twice, [{}, {}])).map(({ created }) => created)).toEqual([true, false]);
	});
});

test('a note whose text the contact has is written once with Return Existing', async () => {
	const create = async (options = {}) =>
		await ghl.one('note.create', { contactId, body: 'Order #7\nis reserved', options });
	expect(await create({ sameText: 'any' })).toMatchObject({ created: true });
	expect(await create({ sameText: 'any' })).toMatchObject({ created: false });
	expect(bodies()).toHaveLength(1);
	expect(await create()).not.toHaveProperty('created');
	expect(bodies()).toHaveLength(2);
});
