import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import { CALENDAR, LOCATION_US, PIT_US, USER_ANNA, USER_BEN } from '../../../../sandbox/ghl/world';
import type { FaultRule } from '../../../../sandbox/faults';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { ghlPrivate, mapped } from '../../../support/nodeSetups';
import { failure, items, json } from '../../../support/engine';
import { KINDS, type Kind } from '../../../support/ghlChildKinds';
import { byId, freshLedger, SyncedApps, ledger, type Customer } from '../../../support/syncedApps';
import { hostLedger } from '../../../../sync/ledger/host';

let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	freshLedger();
});

const HEADERS = { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' };

/** A customer whose contact exists and is linked; each call makes another one. */
async function family(name = 'ada'): Promise<{ customer: Customer; contact: string }> {
	const customer = await apps.saveCustomer({ name: `${name} Lovelace`, email: `${name}@example.com` });
	const { id } = await apps.toContact(customer);
	sandbox.clearRequests();
	return { customer, contact: String(id) };
}

interface Child extends IDataObject {
	id: string;
}

/** Children of this kind in GHL. */
const children = (kind: Kind): Child[] => (sandbox.state('ghl') as Record<string, Child[]>)[kind.table];
const calls = () =>
	sandbox
		.requests({ service: 'ghl' })
		.filter(({ path }) => !/^\/locations/.test(path))
		.map(({ method: verb, path }) => `${verb} ${path}`);
const writes = () => calls().filter((call) => !call.startsWith('GET'));

const parametersOf = (
	kind: Kind,
	customer: Customer,
	fields: IDataObject,
	{ options = {}, ...more }: IDataObject = {},
): IDataObject => ({
	resource: kind.resource,
	operation: 'sync',
	sourceApp: 'booqable',
	sourceAccount: byId(DEMO_SLUG),
	sourceId: 'near-1',
	parentId: customer.id,
	fields: mapped(fields),
	options,
	...more,
});

async function sync(
	kind: Kind,
	customer: Customer,
	fields: IDataObject = kind.fields,
	more: IDataObject = {},
): Promise<IDataObject> {
	const [item] = await json(ghlPrivate(sandbox, parametersOf(kind, customer, fields, more)));
	return item;
}

const later = () => sandbox.advance(10 * 60_000);
/** A version of the near record, in minutes from now. */
const versionIn = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

describe.each(KINDS.map((kind) => [kind.resource, kind] as const))('Sync, %s', (name, kind) => {
	it('creates one under the contact that the customer is linked to, once', async () => {
		const { customer, contact } = await family();
		const item = await sync(kind, customer);
		expect(item).toMatchObject({
			outcome: 'created',
			target: { app: 'ghl', account: LOCATION_US, id: item.id },
			changed: Object.keys(kind.fields),
		});
		expect(children(kind)).toHaveLength(1);
		expect(children(kind)[0]).toMatchObject({ id: item.id, contactId: contact });
		sandbox.clearRequests();
		expect(await sync(kind, customer)).toMatchObject({ outcome: 'unchanged', calls: 0, id: item.id });
		expect(calls()).toEqual([]);
	});

	it('writes what changed, with one read and one write', async () => {
		const { customer } = await family();
		const { id } = await sync(kind, customer);
		sandbox.clearRequests();
		later();
		expect(await sync(kind, customer, { ...kind.fields, ...kind.change })).toMatchObject({
			outcome: 'updated',
			id,
			changed: Object.keys(kind.change),
		});
		expect(children(kind)).toEqual([expect.objectContaining({ id, ...(kind.arrived ?? kind.change) })]);
		expect(calls()).toHaveLength(kind.isReadAgain ? 3 : 2);
		expect(writes()).toHaveLength(1);
	});

	it('waits until the customer has a contact, and is created then', async () => {
		const customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
		expect(await sync(kind, customer)).toMatchObject({ outcome: 'waiting' });
		expect(calls()).toEqual([]);
		const { id: contact } = await apps.toContact(customer);
		const due = await json(ledger({ resource: 'due', operation: 'getMany', pair: kind.table, options: {} }));
		expect(due).toEqual([expect.objectContaining({ id: 'near-1', status: 'waiting', parentId: customer.id })]);
		expect(await sync(kind, customer)).toMatchObject({ outcome: 'created' });
		expect(children(kind)).toEqual([expect.objectContaining({ contactId: contact })]);
	});

	it('only reports in a dry run what it would do', async () => {
		const { customer } = await family();
		expect(await sync(kind, customer, kind.fields, { dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'create', fields: Object.keys(kind.fields) }],
		});
		expect(writes()).toEqual([]);
		expect(children(kind)).toEqual([]);
	});

	it.each<[string, FaultRule]>([
		['500 although it was made', { kind: 'statusAfterCommit', status: 500 }],
		['no answer although it was made', { kind: 'answerLost' }],
	])('finds the one at once whose create got %s, or when the search shows it', async (_, fault) => {
		const { customer } = await family();
		sandbox.faults({ ...fault, service: 'ghl', method: 'POST', times: 1 });
		const isListed = name !== 'opportunity';
		expect(await sync(kind, customer)).toMatchObject({ outcome: isListed ? 'created' : 'pending' });
		expect(children(kind)).toHaveLength(1);
		sandbox.advance(10_000); // the search for opportunities lags
		expect(await sync(kind, customer)).toMatchObject({
			outcome: isListed ? 'unchanged' : 'linked',
			id: children(kind)[0].id,
		});
		expect(children(kind)).toHaveLength(1);
	});

	it('finds it later where that search had no answer either', async () => {
		const { customer } = await family();
		sandbox.faults([
			{ kind: 'answerLost', service: 'ghl', method: 'POST', times: 1 },
			{ kind: 'status', status: 400, service: 'ghl', method: 'GET', path: kind.list, times: 1 },
		]);
		// after the two were linked, so nothing is looked for before
		const made = { options: { createdAt: new Date(Date.now() + 60_000).toISOString() } };
		expect(await sync(kind, customer, kind.fields, made)).toMatchObject({ outcome: 'pending' });
		expect(children(kind)).toHaveLength(1);
		sandbox.advance(10_000);
		expect(await sync(kind, customer, kind.fields, made)).toMatchObject({
			outcome: 'linked',
			id: children(kind)[0].id,
		});
		expect(children(kind)).toHaveLength(1);
		sandbox.clearRequests();
		expect(await sync(kind, customer, kind.fields, made)).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it('creates none twice while an unclear create may still show up', async () => {
		const { customer } = await family();
		sandbox.faults({ kind: 'drop', service: 'ghl', method: 'POST', times: 1 });
		expect(await sync(kind, customer)).toMatchObject({ outcome: 'pending' });
		expect(await sync(kind, customer)).toMatchObject({ outcome: 'pending' });
		expect(children(kind)).toEqual([]);
	});

	it.each([
		['unlink', 'unlinked', 1],
		['delete', 'deleted', 0],
		['ignore', 'unchanged', 1],
	])('follows a record that is gone: %s', async (deletes, outcome, left) => {
		const { customer } = await family();
		await sync(kind, customer);
		expect(
			await sync(kind, customer, kind.fields, { options: { sourceDeleted: true, whenSourceDeleted: deletes } }),
		).toMatchObject({ outcome });
		expect(children(kind)).toHaveLength(left);
	});

	it('creates it again when it was deleted in GHL and its linked record was edited', async () => {
		const { customer } = await family();
		const { id } = await sync(kind, customer);
		await axios.delete(`${sandbox.url}/ghl${deleteUrl(kind, children(kind)[0])}`, {
			headers: HEADERS,
			...(name === 'appointment' && { data: {} }),
		});
		expect(await sync(kind, customer)).toMatchObject({ outcome: 'unchanged' });
		const again = await sync(kind, customer, { ...kind.fields, ...kind.change });
		expect(again).toMatchObject({ outcome: 'created' });
		expect(again.id).not.toBe(id);
		expect(children(kind)).toHaveLength(1);
	});

	it('fails with the reason and without a value, and the others continue, each paired with its item', async () => {
		const [one, other] = [await family('ada'), await family('grace')];
		const parameters = parametersOf(
			kind,
			one.customer,
			{},
			{
				sourceId: '={{ $json.id }}',
				parentId: '={{ $json.parent }}',
				fields: { mappingMode: 'autoMapInputData', value: null },
			},
		);
		const input = [
			{ id: 'n1', parent: one.customer.id, ...kind.refused },
			{ id: 'n2', parent: one.customer.id, ...kind.fields },
			{ id: 'n3', parent: other.customer.id, ...kind.fields },
		];
		const output = await items({ ...ghlPrivate(sandbox, parameters), onError: 'continueRegularOutput' }, input);
		expect(output.map(({ json: { outcome }, pairedItem }) => [outcome, pairedItem])).toEqual([
			['failed', { item: 0 }],
			['created', { item: 1 }],
			['created', { item: 2 }],
		]);
		expect(output[0].json.reason).toContain(kind.reason);
		expect(
			children(kind)
				.map(({ contactId }) => contactId)
				.sort(),
		).toEqual([one.contact, other.contact].sort());
	});

	it('only reports in a dry run what would happen to a change, to a record that is gone, and to one that waits', async () => {
		const { customer } = await family();
		const dry = (more: IDataObject = {}) => ({ dryRun: true, ...more });
		expect(await sync(kind, { ...customer, id: 'nobody' }, kind.fields, dry())).toMatchObject({ outcome: 'waiting' });
		expect(await json(ledger({ resource: 'due', operation: 'getMany', pair: kind.table, options: {} }))).toEqual([]);
		await sync(kind, customer);
		sandbox.clearRequests();
		expect(await sync(kind, customer, { ...kind.fields, ...kind.change }, dry())).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'update', fields: Object.keys(kind.change) }],
		});
		expect(
			await sync(kind, customer, kind.fields, dry({ options: { sourceDeleted: true, whenSourceDeleted: 'delete' } })),
		).toMatchObject({ outcome: 'planned', plan: [{ call: 'delete' }] });
		expect(writes()).toEqual([]);
		expect(await sync(kind, customer, { ...kind.fields, ...kind.change })).toMatchObject({ outcome: 'updated' });
	});

	it('keeps every script, and takes the same letters in another form for no change', async () => {
		const { customer } = await family();
		const text = { note: 'body', task: 'title', appointment: 'title', opportunity: 'name' }[name] ?? '';
		const written = 'Größe 東京 🎪 مرحبا é';
		await sync(kind, customer, { ...kind.fields, [text]: written });
		expect(children(kind)).toEqual([expect.objectContaining({ [text]: written })]);
		expect(await sync(kind, customer, { ...kind.fields, [text]: written.normalize('NFD') })).toMatchObject({
			outcome: 'unchanged',
			calls: 0,
		});
	});

	it('without its parent fails by itself, and the others continue', async () => {
		const { customer } = await family();
		const parameters = parametersOf(kind, customer, kind.fields, {
			sourceId: '={{ $json.id }}',
			parentId: '={{ $json.parent }}',
		});
		const output = await items({ ...ghlPrivate(sandbox, parameters), onError: 'continueRegularOutput' }, [
			{ id: 'n1' },
			{ id: 'n2', parent: 'a/b' },
			{ id: 'n3', parent: customer.id },
		]);
		expect(output.map(({ json: { outcome, error }, pairedItem }) => [outcome ?? error, pairedItem])).toEqual([
			[expect.stringContaining('Parent ID is empty'), { item: 0 }],
			[expect.stringContaining('not an ID'), { item: 1 }],
			['created', { item: 2 }],
		]);
		expect(children(kind)).toHaveLength(1);
	});

	it('refuses a node without a parent, before any call', async () => {
		const { customer } = await family();
		const { message } = await failure(
			ghlPrivate(sandbox, parametersOf(kind, customer, kind.fields, { parentId: '={{ $json.nothing }}' })),
		);
		expect(message).toContain('Parent ID is empty');
		expect(calls()).toEqual([]);
	});
});

const deleteUrl = ({ resource }: Kind, { id, contactId }: Child): string =>
	({
		note: `/contacts/${String(contactId)}/notes/${id}`,
		task: `/contacts/${String(contactId)}/tasks/${id}`,
		appointment: `/calendars/events/${id}`,
		opportunity: `/opportunities/${id}`,
	})[resource] ?? '';

const [NOTE, TASK, APPOINTMENT, OPPORTUNITY] = KINDS;

describe('a note', () => {
	const write = async (contact: string, id: string, body: string) =>
		await axios.put(`${sandbox.url}/ghl/contacts/${contact}/notes/${id}`, { body }, { headers: HEADERS });

	it('that was only formatted in GHL has not changed', async () => {
		const { customer, contact } = await family();
		const { id } = await sync(NOTE, customer);
		await write(contact, String(id), '<p>Bring <b>the</b> key</p>');
		expect(await sync(NOTE, customer, { ...NOTE.fields, body: 'Bring both keys' })).toMatchObject({
			outcome: 'updated',
			changed: ['body'],
			review: [],
		});
	});

	it('that both sides changed waits for a person, since GHL reports no time of change', async () => {
		const { customer, contact } = await family();
		const { id } = await sync(NOTE, customer, NOTE.fields, { sourceUpdatedAt: versionIn(0) });
		await write(contact, String(id), 'Bring no key');
		later();
		expect(
			await sync(NOTE, customer, { ...NOTE.fields, body: 'Bring both keys' }, { sourceUpdatedAt: versionIn(60) }),
		).toMatchObject({ outcome: 'review', review: ['body'] });
		expect(children(NOTE)[0].body).toBe('Bring no key');
	});

	it('loses its title when clearing is switched on, and keeps it otherwise', async () => {
		const { customer } = await family();
		await sync(NOTE, customer);
		await sync(NOTE, customer, { body: 'Bring the key', title: '' });
		expect(children(NOTE)[0].title).toBe('Access');
		expect(
			await sync(NOTE, customer, { body: 'Bring the key', title: '' }, { options: { clear: true } }),
		).toMatchObject({ outcome: 'updated', changed: ['title'] });
		expect(children(NOTE)[0].title).toBe('');
	});

	it('written as HTML by the other app becomes text', async () => {
		const { customer } = await family();
		await sync(NOTE, customer, { body: '<p>Bring the key</p><p>Ring twice</p>' });
		expect(children(NOTE)[0].body).toBe('Bring the key\nRing twice');
	});
});

describe('a task', () => {
	it('is due at the first moment of a day, in the time zone of the workflow, which is not a change later on', async () => {
		const { customer } = await family();
		const setup = (fields: IDataObject) => ({
			...ghlPrivate(sandbox, parametersOf(TASK, customer, fields)),
			timezone: 'America/New_York',
		});
		await json(setup({ title: 'Pick up', dueDate: '2026-12-01' }));
		expect(children(TASK)[0].dueDate).toBe(Date.parse('2026-12-01T05:00:00Z'));
		expect(await json(setup({ title: 'Pick up', dueDate: '2026-12-01' }))).toMatchObject([
			{ outcome: 'unchanged', calls: 0 },
		]);
	});

	it('is reopened as it was completed, with a due date that GHL takes', async () => {
		const { customer } = await family();
		await sync(TASK, customer, { ...TASK.fields, completed: 'true' });
		expect(
			await sync(TASK, customer, { ...TASK.fields, completed: 'no', dueDate: '2026-12-01T10:00:00.123Z' }),
		).toMatchObject({ outcome: 'updated' });
		expect(children(TASK)[0]).toMatchObject({ completed: false, dueDate: Date.parse('2026-12-01T10:00:00Z') });
	});
});

describe('an appointment', () => {
	const cancelInGhl = async (id: unknown) =>
		await axios.put(
			`${sandbox.url}/ghl/calendars/events/appointments/${String(id)}`,
			{ appointmentStatus: 'cancelled' },
			{ headers: HEADERS },
		);

	it('that somebody canceled in GHL stays linked: the next edit changes it and creates no second one', async () => {
		const { customer } = await family();
		const { id } = await sync(APPOINTMENT, customer);
		await cancelInGhl(id);
		expect(await sync(APPOINTMENT, customer, { ...APPOINTMENT.fields, address: 'Dock 4' })).toMatchObject({
			outcome: 'updated',
			id,
			changed: ['address'],
		});
		expect(children(APPOINTMENT)).toEqual([
			expect.objectContaining({ id, address: 'Dock 4', appointmentStatus: 'cancelled' }),
		]);
	});

	it('is canceled through its status and takes place again, as one and the same', async () => {
		const { customer } = await family();
		const { id } = await sync(APPOINTMENT, customer);
		expect(await sync(APPOINTMENT, customer, { ...APPOINTMENT.fields, appointmentStatus: 'cancelled' })).toMatchObject({
			outcome: 'updated',
			id,
		});
		expect(await sync(APPOINTMENT, customer, APPOINTMENT.fields)).toMatchObject({ outcome: 'updated', id });
		expect(children(APPOINTMENT)).toEqual([expect.objectContaining({ id, appointmentStatus: 'confirmed' })]);
	});

	it('keeps its end when the start alone is moved, though GHL would move both', async () => {
		const { customer } = await family();
		await sync(APPOINTMENT, customer);
		const moved = { ...APPOINTMENT.fields, startTime: '2026-12-01T02:00:00Z' };
		expect(await sync(APPOINTMENT, customer, moved)).toMatchObject({ outcome: 'updated', changed: ['startTime'] });
		expect(children(APPOINTMENT)).toEqual([
			expect.objectContaining({
				startTime: Date.parse('2026-12-01T02:00:00Z'),
				endTime: Date.parse('2026-12-01T03:30:00Z'),
			}),
		]);
		expect(await sync(APPOINTMENT, customer, { ...moved, endTime: '2026-12-01T04:00:00Z' })).toMatchObject({
			outcome: 'updated',
			changed: ['endTime'],
		});
		expect(children(APPOINTMENT)).toEqual([
			expect.objectContaining({
				startTime: Date.parse('2026-12-01T02:00:00Z'),
				endTime: Date.parse('2026-12-01T04:00:00Z'),
			}),
		]);
	});

	it('keeps the end that somebody gave it in GHL when the start is moved here', async () => {
		const { customer } = await family();
		const { id } = await sync(APPOINTMENT, customer);
		await axios.put(
			`${sandbox.url}/ghl/calendars/events/appointments/${String(id)}`,
			{
				startTime: '2026-12-01T03:00:00Z',
				endTime: '2026-12-01T06:00:00Z',
				ignoreFreeSlotValidation: true,
				ignoreDateRange: true,
			},
			{ headers: HEADERS },
		);
		expect(
			await sync(APPOINTMENT, customer, { ...APPOINTMENT.fields, startTime: '2026-12-01T02:00:00Z' }),
		).toMatchObject({ outcome: 'updated', changed: ['startTime'] });
		expect(children(APPOINTMENT)).toEqual([
			expect.objectContaining({
				startTime: Date.parse('2026-12-01T02:00:00Z'),
				endTime: Date.parse('2026-12-01T06:00:00Z'),
			}),
		]);
	});

	it('moves whole where its end is not mapped', async () => {
		const { customer } = await family();
		const { endTime: _, ...fields } = APPOINTMENT.fields;
		await sync(APPOINTMENT, customer, fields);
		const [{ startTime: start, endTime: end }] = children(APPOINTMENT) as unknown as Array<{
			startTime: number;
			endTime: number;
		}>;
		expect(await sync(APPOINTMENT, customer, { ...fields, startTime: '2026-12-01T02:00:00Z' })).toMatchObject({
			outcome: 'updated',
			changed: ['startTime'],
		});
		expect(children(APPOINTMENT)).toEqual([
			expect.objectContaining({
				startTime: Date.parse('2026-12-01T02:00:00Z'),
				endTime: Date.parse('2026-12-01T02:00:00Z') + end - start,
			}),
		]);
	});

	it('is canceled when its linked record is gone and the node says so; no later event creates a second one', async () => {
		const { customer } = await family();
		const { id } = await sync(APPOINTMENT, customer);
		const gone = { options: { sourceDeleted: true, whenSourceDeleted: 'archive' } };
		expect(await sync(APPOINTMENT, customer, APPOINTMENT.fields, gone)).toMatchObject({ outcome: 'archived' });
		expect(children(APPOINTMENT)).toEqual([
			expect.objectContaining({ id, appointmentStatus: 'cancelled', address: 'Dock 3' }),
		]);
		expect(await sync(APPOINTMENT, customer, { ...APPOINTMENT.fields, address: 'Dock 4' }, gone)).toMatchObject({
			outcome: 'unlinked',
			calls: 0,
		});
		expect(await sync(APPOINTMENT, customer, { ...APPOINTMENT.fields, address: 'Dock 5' })).toMatchObject({
			outcome: 'linked',
			id,
		});
		expect(children(APPOINTMENT)).toEqual([
			expect.objectContaining({ id, address: 'Dock 5', appointmentStatus: 'confirmed' }),
		]);
	});

	it.each<[string, FaultRule | undefined]>([
		['with a clear answer', undefined],
		['without a clear answer', { kind: 'statusAfterCommit', status: 501 }],
	])('takes place again when its linked record comes back: canceled %s', async (_, fault) => {
		const { customer } = await family();
		const { id } = await sync(APPOINTMENT, customer);
		const gone = { options: { sourceDeleted: true, whenSourceDeleted: 'archive' } };
		if (fault) {
			sandbox.faults({ ...fault, service: 'ghl', method: 'PUT', times: 1 });
			expect(await sync(APPOINTMENT, customer, APPOINTMENT.fields, gone)).toMatchObject({ outcome: 'failed' });
		}
		expect(await sync(APPOINTMENT, customer, APPOINTMENT.fields, gone)).toMatchObject({ outcome: 'archived' });
		expect(children(APPOINTMENT)).toEqual([expect.objectContaining({ id, appointmentStatus: 'cancelled' })]);
		expect(await sync(APPOINTMENT, customer)).toMatchObject({ outcome: 'linked', id, changed: ['appointmentStatus'] });
		expect(children(APPOINTMENT)).toEqual([expect.objectContaining({ id, appointmentStatus: 'confirmed' })]);
		expect(await sync(APPOINTMENT, customer)).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it('stays as somebody left it who canceled it, when its linked record goes and comes back', async () => {
		const { customer } = await family();
		const { id } = await sync(APPOINTMENT, customer);
		await cancelInGhl(id);
		expect(
			await sync(APPOINTMENT, customer, APPOINTMENT.fields, {
				options: { sourceDeleted: true, whenSourceDeleted: 'archive' },
			}),
		).toMatchObject({ outcome: 'unlinked' });
		expect(await sync(APPOINTMENT, customer)).toMatchObject({ outcome: 'linked', id });
		expect(children(APPOINTMENT)).toEqual([expect.objectContaining({ id, appointmentStatus: 'cancelled' })]);
	});

	it('is booked at a time that is taken, unless the node says otherwise', async () => {
		const { customer } = await family();
		const asked = { options: { ignoreFreeSlotValidation: false } };
		expect(await sync(APPOINTMENT, customer, APPOINTMENT.fields, asked)).toMatchObject({
			outcome: 'failed',
			reason: expect.stringContaining('no longer available'),
		});
		expect(await sync(APPOINTMENT, customer)).toMatchObject({ outcome: 'created' });
		expect(
			sandbox.requests({ method: 'POST', path: '/calendars/events/appointments' }).at(-1)?.body,
		).not.toHaveProperty('toNotify');
	});

	it.each([
		['by the first of the team', {}, {}, USER_ANNA],
		["by the contact's owner", {}, { options: { teamMember: 'owner' } }, USER_BEN],
		['by the mapped user', { assignedUserId: USER_BEN }, {}, USER_BEN],
	])('is kept %s', async (_, own, more, kept) => {
		const { customer, contact } = await family();
		await axios.put(`${sandbox.url}/ghl/contacts/${contact}`, { assignedTo: USER_BEN }, { headers: HEADERS });
		const fields = { ...APPOINTMENT.fields, ...own };
		expect(await sync(APPOINTMENT, customer, fields, more)).toMatchObject({ outcome: 'created' });
		expect(children(APPOINTMENT)).toEqual([expect.objectContaining({ assignedUserId: kept })]);
		expect(await sync(APPOINTMENT, customer, fields, more)).toMatchObject({ outcome: 'unchanged' });
	});

	it('means times without offset in the zone of the workflow, and knows them again under the contact, where GHL gives those of the sub-account', async () => {
		const { customer } = await family();
		const fields = {
			calendarId: CALENDAR,
			title: 'Pickup',
			startTime: '2026-12-01 09:00',
			endTime: '2026-12-01 09:30',
		};
		const setup = { ...ghlPrivate(sandbox, parametersOf(APPOINTMENT, customer, fields)), timezone: 'Europe/Amsterdam' };
		sandbox.faults({ kind: 'answerLost', service: 'ghl', method: 'POST', times: 1 });
		expect(await json(setup)).toMatchObject([{ outcome: 'created', id: children(APPOINTMENT)[0].id }]);
		expect(children(APPOINTMENT)[0].startTime).toBe(Date.parse('2026-12-01T08:00:00Z'));
	});
});

describe('an opportunity', () => {
	it('fails where the sub-account allows one for each contact and pipeline, with what GHL says', async () => {
		const { customer } = await family();
		await sync(OPPORTUNITY, customer);
		expect(
			await sync(OPPORTUNITY, customer, { ...OPPORTUNITY.fields, name: 'Another tent' }, { sourceId: 'near-2' }),
		).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('duplicate opportunity for the contact') });
		expect(children(OPPORTUNITY)).toHaveLength(1);
	});

	it('has a second one where the sub-account allows it', async () => {
		sandbox.seed('ghl', { allowDuplicateOpportunity: true });
		const { customer } = await family();
		await sync(OPPORTUNITY, customer);
		expect(await sync(OPPORTUNITY, customer, OPPORTUNITY.fields, { sourceId: 'near-2' })).toMatchObject({
			outcome: 'created',
		});
		expect(children(OPPORTUNITY)).toHaveLength(2);
	});

	it('takes the newer of two changes, since GHL reports when it was changed', async () => {
		const { customer } = await family();
		const { id } = await sync(OPPORTUNITY, customer, OPPORTUNITY.fields, { sourceUpdatedAt: versionIn(0) });
		await axios.put(`${sandbox.url}/ghl/opportunities/${String(id)}`, { name: 'Marquee' }, { headers: HEADERS });
		later();
		const fields = { ...OPPORTUNITY.fields, name: 'Tent for a wedding' };
		expect(await sync(OPPORTUNITY, customer, fields, { sourceUpdatedAt: versionIn(30) })).toMatchObject({
			outcome: 'updated',
			changed: ['name'],
			decided: ['name'],
		});
	});

	it('writes its custom fields by key', async () => {
		const { customer } = await family();
		await sync(OPPORTUNITY, customer);
		expect(Object.values(children(OPPORTUNITY)[0].customFields as IDataObject)).toEqual(['T-1']);
		await sync(OPPORTUNITY, customer, { ...OPPORTUNITY.fields, custom_project_code: '' }, { options: { clear: true } });
		expect(children(OPPORTUNITY)[0].customFields).toEqual({});
	});
});

describe('many children of one parent in one execution', () => {
	it('are synced one after the other, so that none waits for the lock of another', async () => {
		const { customer } = await family();
		const [, task] = KINDS;
		const acquire = jest.spyOn(hostLedger().ledger, 'acquire');
		const some = Array.from({ length: 40 }, (_, number) => ({ id: `near-${number}`, title: `Task ${number}` }));
		const fields = { ...task.fields, title: '={{ $json.title }}' };
		const each = parametersOf(task, customer, fields, { sourceId: '={{ $json.id }}' });
		const outcomes = await json(ghlPrivate(sandbox, each), some);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(some.map(() => 'created'));
		expect(acquire).toHaveBeenCalledTimes(some.length);
		acquire.mockRestore();
	});
});
