import type { IDataObject } from 'n8n-workflow';
import { USER_ANNA, USER_BEN } from '../../../../../sandbox/ghl/world';
import { byId, GhlAccount } from '../../../../support/ghl';

let ghl: GhlAccount;
let contactId: string;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => {
	ghl.sandbox.reset();
	[contactId] = ghl.contacts({ firstName: 'Ada', email: 'ada@example.com' });
});
afterAll(async () => await ghl.sandbox.close());

const onContact = (more: IDataObject = {}): IDataObject => ({ contactId: byId(contactId), ...more });

async function task(more: IDataObject = {}): Promise<IDataObject> {
	return await ghl.one(
		'task.create',
		onContact({ title: 'Call', dueDate: '2026-11-24T09:00:00Z', additionalFields: {}, ...more }),
	);
}

describe('task', () => {
	test('create sends a due date without milliseconds, read in the time zone of the workflow', async () => {
		const parameters = onContact({
			resource: 'task',
			operation: 'create',
			title: 'Call',
			dueDate: '2026-11-24T09:00:00',
			additionalFields: { assignedTo: USER_ANNA, body: 'About the tent' },
		});
		const [item] = await ghl.items('task.create', parameters, [{}], { timezone: 'America/New_York' });
		expect(ghl.last.body).toEqual({
			title: 'Call',
			dueDate: '2026-11-24T14:00:00Z',
			completed: false,
			assignedTo: USER_ANNA,
			body: 'About the tent',
		});
		expect(item.json).toMatchObject({ id: expect.any(String), title: 'Call', contactId });
	});

	test.each<[string, IDataObject, string]>([
		['task.create', { contactId: byId('gone'), title: 'Call', dueDate: '2026-11-24T09:00:00Z' }, 'the contact may'],
		['task.get', { contactId: byId('gone'), taskId: byId('t') }, 'the contact or the task may'],
	])('%s says whose ID is to be checked', async (operation, parameters, said) => {
		const { description } = await ghl.failure(operation, { additionalFields: {}, ...parameters });
		expect(description).toContain(`Check the ID: ${said} have been deleted`);
	});

	test('update sends only what changed', async () => {
		const { id } = await task();
		const given = await ghl.one(
			'task.update',
			onContact({ taskId: byId(id), updateFields: { dueDate: '2026-12-01T10:00:00.123Z' } }),
		);
		expect(ghl.last).toMatchObject({ method: 'PUT', path: `/contacts/${contactId}/tasks/${String(id)}` });
		expect(ghl.last.body).toEqual({ dueDate: '2026-12-01T10:00:00Z' });
		expect(given).toMatchObject({ id, title: 'Call' });
	});

	test('update with nothing set is refused', async () => {
		const { id } = await task();
		expect((await ghl.failure('task.update', onContact({ taskId: byId(id), updateFields: {} }))).message).toBe(
			'No field is set, so there is nothing to update',
		);
	});

	test.each([
		['an empty due date', { dueDate: '={{ $json.none }}' }, 'Due Date is empty'],
		[
			'a due date that is none',
			{ dueDate: '={{ "soon" }}' },
			'Invalid value for Due Date: "soon". Write the date as 2026-11-24, with a time as 2026-11-24T09:00:00Z.',
		],
		['an empty title', { title: '={{ " " }}' }, 'Title is empty'],
	])('create with %s is refused', async (_, fields, message) => {
		const error = await ghl.failure(
			'task.create',
			onContact({ title: 'Call', dueDate: '2026-11-24T09:00:00Z', additionalFields: {}, ...fields }),
		);
		expect(error.message).toBe(message);
		expect(ghl.state().tasks).toHaveLength(0);
	});

	test('complete and reopen change the one field', async () => {
		const { id } = await task();
		expect(await ghl.one('task.complete', onContact({ taskId: byId(id) }))).toMatchObject({ id, completed: true });
		expect(ghl.last).toMatchObject({
			method: 'PUT',
			path: `/contacts/${contactId}/tasks/${String(id)}/completed`,
			body: { completed: true },
		});
		expect(await ghl.one('task.reopen', onContact({ taskId: byId(id) }))).toMatchObject({ id, completed: false });
	});

	test('get returns the task without its envelope', async () => {
		const { id } = await task();
		expect(await ghl.one('task.get', onContact({ taskId: byId(id) }))).toMatchObject({
			id,
			title: 'Call',
			dueDate: '2026-11-24T09:00:00.000Z',
		});
	});

	test('delete returns the ID', async () => {
		const { id } = await task();
		expect(await ghl.one('task.delete', onContact({ taskId: byId(id) }))).toEqual({ id, deleted: true });
		expect(ghl.state().tasks).toHaveLength(0);
	});

	test('get many filters by status and title, which GHL cannot, before the limit', async () => {
		for (const title of ['Call', 'Write', 'call']) await task({ title });
		await ghl.one('task.complete', onContact({ taskId: byId(ghl.state().tasks[0].id) }));
		const titles = async (options: IDataObject, limit = 50) =>
			(await ghl.run('task.getMany', onContact({ limit, options }))).map(({ title }) => title);
		expect(await titles({})).toEqual(['Call', 'Write', 'call']);
		expect(await titles({ status: 'open' })).toEqual(['Write', 'call']);
		expect(await titles({ status: 'completed' })).toEqual(['Call']);
		expect(await titles({ title: 'CALL' })).toEqual(['Call', 'call']);
		expect(await titles({ status: 'open' }, 1)).toEqual(['Write']);
	});
});

describe('note', () => {
	const note = async (more: IDataObject = {}): Promise<IDataObject> =>
		await ghl.one('note.create', onContact({ body: 'Likes tents', additionalFields: {}, ...more }));

	test('create sends text, author, color, title and pin', async () => {
		const given = await note({
			additionalFields: { userId: USER_BEN, color: '#FFF3B0', title: 'Taste', pinned: true },
		});
		expect(ghl.last).toMatchObject({ method: 'POST', path: `/contacts/${contactId}/notes` });
		expect(ghl.last.body).toEqual({
			body: 'Likes tents',
			userId: USER_BEN,
			color: '#FFF3B0',
			title: 'Taste',
			pinned: true,
		});
		expect(given).toMatchObject({ id: expect.any(String), userId: USER_BEN, pinned: true });
	});

	test('text and options are those of each item, not of the first', async () => {
		const input = [
			{ text: 'One', title: 'A' },
			{ text: 'Two', title: 'B' },
			{ text: 'Three', title: 'C' },
		];
		await ghl.run(
			'note.create',
			onContact({ body: '={{ $json.text }}', additionalFields: { title: '={{ $json.title }}' } }),
			input,
		);
		expect(ghl.state().notes.map(({ body, title }) => [body, title])).toEqual([
			['One', 'A'],
			['Two', 'B'],
			['Three', 'C'],
		]);
	});

	test('no author is sent that was not chosen', async () => {
		await note();
		expect(ghl.last.body).toEqual({ body: 'Likes tents' });
	});

	test('update sends only what is set', async () => {
		const { id } = await note({ additionalFields: { title: 'Taste' } });
		expect(await ghl.one('note.update', onContact({ noteId: byId(id), updateFields: { pinned: true } }))).toMatchObject(
			{ id, body: 'Likes tents', title: 'Taste', pinned: true },
		);
		expect(ghl.last).toMatchObject({ method: 'PUT', body: { pinned: true } });
		expect(Object.keys(ghl.last.body as object)).toEqual(['pinned']);
	});

	test('an invalid color is refused', async () => {
		const error = await ghl.failure('note.create', onContact({ body: 'x', additionalFields: { color: 'red' } }));
		expect(error.message).toBe('Color is not a color');
	});

	test('get, get many and delete return the notes of the contact', async () => {
		const [first, second] = [await note({ body: 'One' }), await note({ body: 'Two' })];
		expect(await ghl.one('note.get', onContact({ noteId: byId(first.id) }))).toMatchObject({
			id: first.id,
			body: 'One',
		});
		expect((await ghl.run('note.getMany', onContact())).map(({ id }) => id)).toEqual([second.id, first.id]);
		expect(await ghl.one('note.delete', onContact({ noteId: byId(first.id) }))).toEqual({
			id: first.id,
			deleted: true,
		});
		expect(ghl.state().notes.map(({ id }) => id)).toEqual([second.id]);
	});
});
