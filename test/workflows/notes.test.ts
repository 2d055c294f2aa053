import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { ACCESS_TOKEN, DEMO_SLUG } from '../../sandbox/booqable/world';
import { LOCATION_US, PIT_US } from '../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { json } from '../support/engine';
import { runFromLedger, runTemplate, type Ran } from '../support/template';
import { byId, freshLedger, SyncedApps, ledger } from '../support/syncedApps';

let sandbox: Sandbox;
let customer: string;
let contact: string;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
});
afterAll(async () => await sandbox.close());
beforeEach(async () => {
	sandbox.reset();
	freshLedger();
	const apps = new SyncedApps(sandbox);
	const made = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	customer = made.id;
	contact = String((await apps.toContact(made)).id);
	sandbox.clearRequests();
});

interface Row extends IDataObject {
	id: string;
	body: string;
}

const GHL = { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' };
const BOOQABLE = { authorization: `Bearer ${ACCESS_TOKEN}` };
const inGhl = (kind: 'notes' | 'tasks'): Row[] =>
	(sandbox.state('ghl') as Record<string, Row[]>)[kind].filter(({ contactId }) => contactId === contact);
const inBooqable = (): Row[] =>
	((sandbox.state('booqable') as Record<string, { notes?: Row[] }>)[DEMO_SLUG].notes ?? []).filter(
		({ owner_id }) => owner_id === customer,
	);
const texts = (rows: readonly Row[]): string[] => rows.map(({ body }) => body).sort();
const writes = () =>
	sandbox
		.requests()
		.filter(({ method }) => method !== 'GET')
		.map(({ service, method, path }) => `${service} ${method} ${path}`);
const outcomes = (ran: Ran, name: string) => ran(name).map(({ outcome }) => outcome);

/** What somebody does in GHL, and the event of it; an event of a note does not need its text. */
async function ghl(
	kind: 'notes' | 'tasks',
	event: string,
	fields: IDataObject | undefined,
	id?: string,
): Promise<{ id: string; ran: Ran }> {
	const url = `${sandbox.url}/ghl/contacts/${contact}/${kind}/${id ?? ''}`.replace(/\/$/, '');
	const method = fields === undefined ? 'DELETE' : id ? 'PUT' : 'POST';
	const { data } = await axios.request<Record<string, Row>>({
		method,
		url,
		headers: GHL,
		...(fields && { data: fields }),
	});
	const record = id ?? data[kind.slice(0, -1)].id;
	return { id: record, ran: await heard(event, record) };
}

const heard = async (event: string, ...ids: string[]): Promise<Ran> =>
	await runTemplate(
		sandbox,
		'notes-and-tasks',
		event === 'TaskUpdate' || event === 'TaskCreate' ? 'Task changed' : 'GHL note or task event',
		ids.map((recordId) => ({
			event,
			recordType: event.startsWith('Task') ? 'task' : 'note',
			recordId,
			contactId: contact,
			record: { id: recordId, contactId: contact },
		})),
	);

/** What somebody does in Booqable, and the poll that finds it. */
async function written(body: string): Promise<{ id: string; ran: Ran }> {
	const { data } = await axios.post<{ data: { id: string } }>(
		`${sandbox.url}/booqable/${DEMO_SLUG}/api/4/notes`,
		{ data: { type: 'notes', attributes: { body, owner_id: customer, owner_type: 'customers' } } },
		{ headers: BOOQABLE },
	);
	return { id: data.data.id, ran: await polled('note.created', data.data.id) };
}
async function polled(event: string, id: string): Promise<Ran> {
	const record = inBooqable().find((note) => note.id === id) ?? { id, owner_id: customer, owner_type: 'customers' };
	return await runTemplate(sandbox, 'notes-and-tasks', 'Booqable note written or deleted', [
		{ event, recordId: id, record },
	]);
}
const removed = async (id: string): Promise<void> =>
	void (await axios.delete(`${sandbox.url}/booqable/${DEMO_SLUG}/api/4/notes/${id}`, { headers: BOOQABLE }));
const fromDue = async (): Promise<Ran> => await runFromLedger(sandbox, 'notes-and-tasks', 'Due');
async function night(): Promise<void> {
	for (const trigger of ['Linked notes, at night', 'Linked tasks, at night', 'Linked contacts, at night'])
		await runFromLedger(sandbox, 'notes-and-tasks', trigger);
}

describe('a note of GHL', () => {
	it('appears in Booqable, and is changed and deleted with it', async () => {
		const { id, ran } = await ghl('notes', 'NoteCreate', { body: 'Größe 6 × 3 m, 東京 🎪' });
		expect(outcomes(ran, 'Sync Booqable note')).toEqual(['created']);
		expect(texts(inBooqable())).toEqual(['Größe 6 × 3 m, 東京 🎪']);
		expect(
			outcomes((await ghl('notes', 'NoteUpdate', { body: 'Größe 6 × 6 m' }, id)).ran, 'Sync Booqable note'),
		).toEqual(['updated']);
		expect(texts(inBooqable())).toEqual(['Größe 6 × 6 m']);
		expect(outcomes((await ghl('notes', 'NoteDelete', undefined, id)).ran, 'Sync Booqable note')).toEqual(['deleted']);
		expect(inBooqable()).toEqual([]);
	});

	it('does not come back to GHL as a second one, whichever of the two events is delivered twice', async () => {
		const { id } = await ghl('notes', 'NoteCreate', { body: 'Called' });
		await heard('NoteUpdate', id);
		await polled('note.created', inBooqable()[0].id);
		expect([inGhl('notes').length, inBooqable().length]).toEqual([1, 1]);
		sandbox.clearRequests();
		await heard('NoteCreate', id, id);
		expect(writes()).toEqual([]);
	});

	it('that is deleted before its first event arrives creates nothing', async () => {
		const { data } = await axios.post<Record<string, Row>>(
			`${sandbox.url}/ghl/contacts/${contact}/notes`,
			{ body: 'Called' },
			{ headers: GHL },
		);
		await axios.delete(`${sandbox.url}/ghl/contacts/${contact}/notes/${data.note.id}`, { headers: GHL });
		expect(outcomes(await heard('NoteCreate', data.note.id), 'Sync Booqable note')).toEqual(['unlinked']);
		expect(inBooqable()).toEqual([]);
	});

	it('stays when its replaced predecessor is found missing in Booqable', async () => {
		const { id } = await ghl('notes', 'NoteCreate', { body: 'Called' });
		const [old] = inBooqable();
		await ghl('notes', 'NoteUpdate', { body: 'Called again' }, id);
		expect(outcomes(await polled('note.deleted', old.id), 'Sync GHL note')).toEqual(['unchanged']);
		expect([texts(inGhl('notes')), texts(inBooqable())]).toEqual([['Called again'], ['Called again']]);
	});
});

describe('a note of Booqable', () => {
	it('appears in GHL and is deleted with it', async () => {
		const { id, ran } = await written('Paid in cash');
		expect(outcomes(ran, 'Sync GHL note')).toEqual(['created']);
		expect(texts(inGhl('notes'))).toEqual(['Paid in cash']);
		await removed(id);
		expect(outcomes(await polled('note.deleted', id), 'Sync GHL note')).toEqual(['deleted']);
		expect(inGhl('notes')).toEqual([]);
	});

	it('is deleted when its linked record in GHL is deleted', async () => {
		await written('Paid in cash');
		const [{ id }] = inGhl('notes');
		await ghl('notes', 'NoteDelete', undefined, id);
		expect(inBooqable()).toEqual([]);
	});

	it('stays in GHL when somebody changed it there since', async () => {
		const { id } = await written('Paid in cash');
		await axios.put(
			`${sandbox.url}/ghl/contacts/${contact}/notes/${inGhl('notes')[0].id}`,
			{ body: 'Paid by card' },
			{ headers: GHL },
		);
		await removed(id);
		expect(outcomes(await polled('note.deleted', id), 'Sync GHL note')).toEqual(['unlinked']);
		expect(texts(inGhl('notes'))).toEqual(['Paid by card']);
	});

	it('with the same text as another is a second note in GHL', async () => {
		await written('Called');
		await written('Called');
		expect(texts(inGhl('notes'))).toEqual(['Called', 'Called']);
	});
});

describe('a task of GHL', () => {
	const TASK = { title: 'Call back', body: 'About the tents', dueDate: '2030-01-07T15:00:00Z', completed: false };

	it('is a note in Booqable that carries status and due date, is kept current, and is deleted with it', async () => {
		const { id, ran } = await ghl('tasks', 'TaskCreate', TASK);
		expect(outcomes(ran, 'Sync task')).toEqual(['created']);
		expect(texts(inBooqable())).toEqual(['☐ Call back (due 2030-01-07)\nAbout the tents']);
		await ghl('tasks', 'TaskUpdate', { dueDate: '2030-02-01T15:00:00Z' }, id);
		expect(texts(inBooqable())).toEqual(['☐ Call back (due 2030-02-01)\nAbout the tents']);
		await ghl('tasks', 'TaskComplete', { completed: true }, id);
		expect(texts(inBooqable())).toEqual(['☑ Call back (due 2030-02-01)\nAbout the tents']);
		await ghl('tasks', 'TaskUpdate', { completed: false, title: 'Call again' }, id);
		expect(texts(inBooqable())).toEqual(['☐ Call again (due 2030-02-01)\nAbout the tents']);
		expect(outcomes((await ghl('tasks', 'TaskDelete', undefined, id)).ran, 'Sync task')).toEqual(['deleted']);
		expect(inBooqable()).toEqual([]);
	});

	it('does not come back as a note of GHL', async () => {
		await ghl('tasks', 'TaskCreate', TASK);
		const [{ id }] = inBooqable();
		expect(outcomes(await polled('note.created', id), 'Sync GHL note')).toEqual(['unchanged']);
		expect(inGhl('notes')).toEqual([]);
	});

	it('stays when its note is deleted in Booqable, and gets a new one when it changes', async () => {
		const { id } = await ghl('tasks', 'TaskCreate', TASK);
		const [note] = inBooqable();
		await removed(note.id);
		expect(outcomes(await polled('note.deleted', note.id), 'Sync GHL note')).toEqual(['unlinked']);
		await heard('TaskUpdate', id);
		expect([inGhl('tasks').length, inBooqable().length]).toEqual([1, 0]);
		await ghl('tasks', 'TaskComplete', { completed: true }, id);
		expect(texts(inBooqable())).toEqual(['☑ Call back (due 2030-01-07)\nAbout the tents']);
	});

	it('of an order does not become a note', async () => {
		const { ran } = await ghl('tasks', 'TaskCreate', {
			title: 'Prepare order #7',
			body: 'Booqable order #7 is reserved',
			dueDate: '2030-01-07T15:00:00Z',
			completed: false,
		});
		expect(outcomes(ran, 'Sync task')).toEqual(['unchanged']);
		expect(inBooqable()).toEqual([]);
	});
});

describe('changes without an event', () => {
	const resolveNow = async (id: string) =>
		await json(
			ledger({
				resource: 'due',
				operation: 'resolve',
				pair: 'notes',
				sourceApp: 'ghl',
				sourceAccount: byId(LOCATION_US),
				sourceId: id,
				targetApp: 'booqable',
				targetAccount: byId(DEMO_SLUG),
				resolution: 'retry',
			}),
		);

	it('are finished after an interruption, and closed where the record is gone by then', async () => {
		sandbox.faults({ kind: 'status', service: 'booqable', method: 'POST', status: 503, times: 1 });
		const { id, ran } = await ghl('notes', 'NoteCreate', { body: 'Called' });
		expect(outcomes(ran, 'Sync Booqable note')).toEqual(['pending']);
		await axios.delete(`${sandbox.url}/ghl/contacts/${contact}/notes/${id}`, { headers: GHL });
		await resolveNow(id);
		await fromDue();
		expect(inBooqable()).toEqual([]);
		const [{ due }] = await json(ledger({ resource: 'ledger', operation: 'getCounts' }));
		expect(due).toMatchObject({ failed: 0 });
	});

	it('are found at night: new ones, changed ones, and those that were deleted on either side', async () => {
		const [kept, gone, task] = [
			await ghl('notes', 'NoteCreate', { body: 'Kept' }),
			await ghl('notes', 'NoteCreate', { body: 'Gone' }),
			await ghl('tasks', 'TaskCreate', { title: 'Call', dueDate: '2030-01-07T15:00:00Z', completed: false }),
		];
		const { id: theirs } = await written('Theirs');
		const notes = `${sandbox.url}/ghl/contacts/${contact}/notes`;
		await axios.put(`${notes}/${kept.id}`, { body: 'Kept, changed' }, { headers: GHL });
		await axios.delete(`${notes}/${gone.id}`, { headers: GHL });
		await axios.delete(`${sandbox.url}/ghl/contacts/${contact}/tasks/${task.id}`, { headers: GHL });
		await axios.post(notes, { body: 'New' }, { headers: GHL });
		await removed(theirs);
		await night();
		expect(texts(inGhl('notes'))).toEqual(['Kept, changed', 'New']);
		expect(texts(inBooqable())).toEqual(['Kept, changed', 'New']);
		sandbox.clearRequests();
		await night();
		expect(writes()).toEqual([]);
	});

	it('do not take a failure of GHL for a deleted note', async () => {
		await ghl('notes', 'NoteCreate', { body: 'Called' });
		sandbox.faults({
			kind: 'status',
			service: 'ghl',
			path: '/contacts/*/notes/*',
			status: 400,
			times: 1,
			body: { message: 'out of order' },
		});
		await night();
		expect(texts(inBooqable())).toEqual(['Called']);
	});
});

describe('what the team is told', () => {
	const refused = (service: 'ghl' | 'booqable', path: RegExp) =>
		sandbox.faults({ kind: 'status', service, method: 'POST', path, status: 400 });
	const records = (ran: Ran) => ran('Notify the team').map(({ text }) => /^Record: (.*)$/m.exec(String(text))?.[1]);

	it('names the note or task that failed by its first line or its title', async () => {
		refused('booqable', /notes/);
		const note = await ghl('notes', 'NoteCreate', { body: 'Größe 6 × 3 m\nand more' });
		expect(records(note.ran)).toEqual([`Größe 6 × 3 m, GHL ID ${note.id}`]);
		const task = await ghl('tasks', 'TaskCreate', { title: 'Call', dueDate: '2030-01-07T00:00:00Z', completed: false });
		expect(records(task.ran)).toEqual([`Call, GHL ID ${task.id}`]);
		sandbox.clearFaults();
		refused('ghl', /notes/);
		const { id, ran } = await written('Deliver early');
		expect(records(ran)).toEqual([`Deliver early, Booqable ID ${id}`]);
		sandbox.advance(3_600_000);
		expect(records(await polled('note.created', id))).toEqual([`Deliver early, Booqable ID ${id}`]);
		sandbox.clearFaults();
	});
});
