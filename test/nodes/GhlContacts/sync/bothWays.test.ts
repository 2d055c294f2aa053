import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import { ACCESS_TOKEN, DEMO_SLUG } from '../../../../sandbox/booqable/world';
import { CALENDAR, LOCATION_US, PIT_US } from '../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { booqable, ghlPrivate, mapped } from '../../../support/nodeSetups';
import { json } from '../../../support/engine';
import { byId, freshLedger, SyncedApps, type Customer } from '../../../support/syncedApps';

let sandbox: Sandbox;
let apps: SyncedApps;
let customer: Customer;
let contact: string;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(async () => {
	sandbox.reset();
	freshLedger();
	customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	contact = String((await apps.toContact(customer)).id);
});

const HEADERS = { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' };
const inBooqable = { operation: 'sync', sourceApp: 'booqable', sourceAccount: byId(DEMO_SLUG), options: {} };
const inGhl = { operation: 'sync', sourceApp: 'ghl', sourceAccount: byId(LOCATION_US), options: {} };
const toGhl = async (parameters: IDataObject) =>
	(await json(ghlPrivate(sandbox, { ...inBooqable, parentId: customer.id, ...parameters })))[0];
const toBooqable = async (parameters: IDataObject) => (await json(booqable(sandbox, { ...inGhl, ...parameters })))[0];

/** Writes to this service since `sandbox.clearRequests`. */
const writes = (service: 'ghl' | 'booqable') => sandbox.requests({ service }).filter(({ method }) => method !== 'GET');

interface Kept extends IDataObject {
	id: string;
}

const inSandbox = (service: 'ghl' | 'booqable', table: string): Kept[] =>
	service === 'ghl'
		? (sandbox.state('ghl') as Record<string, Kept[]>)[table]
		: ((sandbox.state('booqable') as Record<string, Record<string, Kept[]>>)[DEMO_SLUG][table] ?? []);

describe('an order and its appointment', () => {
	const order = () => inSandbox('booqable', 'orders')[0];
	const appointment = () =>
		inSandbox('ghl', 'appointments')[0] as Kept & { startTime: number; endTime: number; dateUpdated: number };
	const iso = (epoch: number) => new Date(epoch).toISOString();

	const fromOrder = async () => {
		const { id, updated_at, starts_at, stops_at } = order();
		return await toGhl({
			resource: 'appointment',
			sourceId: id,
			sourceUpdatedAt: updated_at,
			fields: mapped({
				calendarId: CALENDAR,
				title: 'Rental',
				startTime: starts_at,
				endTime: stops_at,
				cancelled: order().status === 'canceled',
			}),
		});
	};
	const fromAppointment = async () => {
		const { id, dateUpdated, startTime, endTime, appointmentStatus } = appointment();
		return await toBooqable({
			resource: 'order',
			sourceId: id,
			sourceUpdatedAt: iso(dateUpdated),
			fields: mapped({
				starts_at: iso(startTime),
				stops_at: iso(endTime),
				canceled: appointmentStatus === 'cancelled',
			}),
		});
	};
	/** Somebody changes the order in Booqable, ten minutes later. */
	const inOffice = async (method: 'POST' | 'PUT', path: string, attributes: object, id?: string) => {
		sandbox.advance(10 * 60_000);
		await axios.request({
			method,
			url: `${sandbox.url}/booqable/${DEMO_SLUG}/api/4/${path}`,
			data: { data: { type: path.split('/', 1)[0], id, attributes } },
			headers: { authorization: `Bearer ${ACCESS_TOKEN}` },
		});
	};
	const move = async (starts_at: string) => await inOffice('PUT', `orders/${order().id}`, { starts_at }, order().id);
	const cancelOrder = async () =>
		await inOffice('POST', 'order_status_transitions', {
			order_id: order().id,
			transition_from: 'reserved',
			transition_to: 'canceled',
		});

	beforeEach(async () => {
		sandbox.seed('booqable', {
			orders: [
				{
					status: 'reserved',
					customer_id: customer.id,
					starts_at: '2030-01-07T15:00:00Z',
					stops_at: '2030-01-09T15:00:00Z',
				},
			],
		});
		expect(await fromOrder()).toMatchObject({ outcome: 'created' });
	});

	it('take the echo of what was written for no change, though the two apps name the times differently', async () => {
		sandbox.clearRequests();
		expect(await fromAppointment()).toMatchObject({ outcome: 'unchanged', id: order().id, calls: 0 });
		expect(await fromOrder()).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(writes('booqable').concat(writes('ghl'))).toEqual([]);
	});

	it('take the echo of an update for no change either, though GHL does not say when it was made', async () => {
		await move('2030-01-07T16:00:00Z');
		expect(await fromOrder()).toMatchObject({ outcome: 'updated', changed: ['startTime'] });
		expect(await fromAppointment()).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it('keep the new time of an order that is moved before its appointment was ever looked at', async () => {
		await move('2030-01-07T16:00:00Z');
		const moved = order().starts_at;
		expect(await fromAppointment()).toMatchObject({ outcome: 'unchanged' });
		expect(order().starts_at).toBe(moved);
		expect(await fromOrder()).toMatchObject({ outcome: 'updated' });
		expect(appointment().startTime).toBe(Date.parse(String(moved)));
	});

	it('ask nothing when the order is canceled before its appointment was ever looked at', async () => {
		await cancelOrder();
		expect(await fromAppointment()).toMatchObject({ outcome: 'unchanged' });
		expect(await fromOrder()).toMatchObject({ outcome: 'updated', changed: ['cancelled'] });
		expect(appointment()).toMatchObject({ appointmentStatus: 'cancelled' });
		expect(await fromAppointment()).toMatchObject({ outcome: 'unchanged' });
	});

	it('move together when the appointment is moved in GHL', async () => {
		await fromAppointment();
		sandbox.advance(10 * 60_000);
		await axios.put(
			`${sandbox.url}/ghl/calendars/events/appointments/${appointment().id}`,
			{ startTime: '2030-01-07T16:00:00Z', endTime: '2030-01-09T15:00:00Z', ignoreFreeSlotValidation: true },
			{ headers: HEADERS },
		);
		expect(await fromAppointment()).toMatchObject({ outcome: 'updated', changed: ['starts_at'] });
		expect(Date.parse(String(order().starts_at))).toBe(appointment().startTime);
		sandbox.clearRequests();
		expect(await fromOrder()).toMatchObject({ outcome: 'unchanged' });
		expect(writes('ghl')).toEqual([]);
	});
});

describe('tags', () => {
	/** Somebody sets them in Booqable, ten minutes later. */
	const tagged = async (tag_list: string[]) => {
		sandbox.advance(10 * 60_000);
		return await apps.saveCustomer({ tag_list }, customer.id);
	};
	const echo = async () => await apps.toCustomer(await apps.contact(contact));

	beforeEach(async () => {
		expect(await apps.toContact(await tagged(['rental']))).toMatchObject({ changed: ['tags'] });
		await apps.saveContact({ tags: ['rental', 'new'] }, contact);
		expect(await echo()).toMatchObject({ changed: ['tags'] });
	});

	it('that were added and removed are no change when they come back, though GHL does not say when', async () => {
		expect(await apps.toContact(await tagged(['rental', 'new', 'vip']))).toMatchObject({ changed: ['tags'] });
		expect(await echo()).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(await apps.toContact(await tagged(['rental', 'vip']))).toMatchObject({ changed: ['tags'] });
		expect(await echo()).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect((await apps.contact(contact)).tags.sort()).toEqual(['rental', 'vip']);
	});

	it('that are removed at once stay removed, when the contact that still has them comes first', async () => {
		await apps.toContact(await tagged(['rental', 'new', 'vip']));
		const removed = await tagged(['rental', 'new']);
		await echo();
		expect(inSandbox('booqable', 'customers').find(({ id }) => id === customer.id)?.tag_list).toEqual([
			'rental',
			'new',
		]);
		await apps.toContact(removed);
		expect((await apps.contact(contact)).tags.sort()).toEqual(['new', 'rental']);
	});
});

describe('a note of both apps', () => {
	const ours = () => inSandbox('ghl', 'notes')[0] as Kept & { body: string };
	const theirs = () => inSandbox('booqable', 'notes')[0] as Kept & { body: string };
	const fromBooqable = async () =>
		await toGhl({ resource: 'note', sourceId: theirs().id, fields: mapped({ body: theirs().body }) });
	const fromGhl = async () =>
		await toBooqable({
			resource: 'note',
			sourceId: ours().id,
			parentId: contact,
			fields: mapped({ body: ours().body }),
		});
	const edit = async (body: string) =>
		await axios.put(`${sandbox.url}/ghl/contacts/${contact}/notes/${ours().id}`, { body }, { headers: HEADERS });

	beforeEach(async () => {
		sandbox.seed('booqable', { notes: [{ body: 'Likes tents', owner_id: customer.id, owner_type: 'customers' }] });
		expect(await fromBooqable()).toMatchObject({ outcome: 'created' });
	});

	it('makes no call when its own echo comes back', async () => {
		sandbox.clearRequests();
		expect(await fromGhl()).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(await fromBooqable()).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it('replaces the old one in Booqable when it was edited in GHL, and the new one creates no note in GHL', async () => {
		await edit('Likes chairs');
		expect(await fromGhl()).toMatchObject({ outcome: 'updated', changed: ['body'] });
		expect(inSandbox('booqable', 'notes').map(({ body }) => body)).toEqual(['Likes chairs']);
		sandbox.clearRequests();
		expect(await fromBooqable()).toMatchObject({ outcome: 'unchanged', id: ours().id });
		expect(inSandbox('ghl', 'notes')).toHaveLength(1);
		expect(writes('ghl')).toEqual([]);
	});
});
