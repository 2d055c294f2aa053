import { readFileSync } from 'node:fs';
import path from 'node:path';
import axios from 'axios';
import type { IDataObject, INode } from 'n8n-workflow';
import { DEMO_SLUG } from '../../sandbox/booqable/world';
import { LOCATION_US, PIT_US, USER_ANNA } from '../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { booqable, ghlPrivate } from '../support/nodeSetups';
import { json } from '../support/engine';
import { ROOT } from '../support/root';
import { runFromLedger, runTemplate, type Ran } from '../support/template';
import { byId, freshLedger, SyncedApps, ledger, type Customer } from '../support/syncedApps';

let sandbox: Sandbox;
let apps: SyncedApps;
let customer: Customer;
let contact: string;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(async () => {
	sandbox.reset();
	freshLedger();
	customer = await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
	contact = String((await apps.toContact(customer)).id);
	// what is made in the very moment of the link may have been there before it, and would be looked for
	sandbox.advance(1_000);
	sandbox.clearRequests();
});

interface Row extends IDataObject {
	id: string;
}

const PERIOD = { starts_at: '2030-01-07T15:00:00Z', stops_at: '2030-01-09T15:00:00Z' };
const HEADERS = { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' };
const table = (name: string): Row[] =>
	(sandbox.state('ghl') as Record<string, Row[]>)[name].filter(({ contactId }) => contactId === contact);
const appointments = () => table('appointments');
const tasks = () => table('tasks').map(({ title, completed }) => [title, completed]);
const order = (id: string): Row =>
	(sandbox.state('booqable') as Record<string, { orders: Row[] }>)[DEMO_SLUG].orders.find(
		(one) => one.id === id,
	) as Row; // it is there
const writes = () =>
	sandbox
		.requests()
		.filter(({ method }) => method !== 'GET')
		.map(({ service, method, path }) => `${service} ${method} ${path}`);
const reviews = async () =>
	await json(ledger({ resource: 'review', operation: 'getMany', pair: 'appointments', limit: 5 }));

async function make(attributes: IDataObject = {}): Promise<string> {
	const [made] = (
		sandbox.seed('booqable', { orders: [{ customer_id: customer.id, status: 'draft', ...PERIOD, ...attributes }] }) as {
			orders: Row[];
		}
	).orders;
	const [chair] = (sandbox.state('booqable') as Record<string, { products: Array<{ id: string; sku: string }> }>)[
		DEMO_SLUG
	].products.filter(({ sku }) => sku === 'CHAIR');
	await json(
		booqable(sandbox, {
			resource: 'order',
			operation: 'bookProducts',
			orderId: byId(made.id),
			products: { product: [{ productId: byId(chair.id), quantity: 1 }] },
			options: {},
		}),
	);
	return made.id;
}

/** Operations of their own: every other change of status is a transition. */
const STEPS_AHEAD: Readonly<Record<string, string | undefined>> = {
	'reserved started': 'start',
	'started stopped': 'stop',
};

/** What somebody in Booqable does, and its webhook. */
async function goes(id: string, ...statuses: string[]): Promise<Ran> {
	let ran: Ran = () => [];
	for (const status of statuses) {
		const operation = STEPS_AHEAD[`${String(order(id).status)} ${status}`];
		await json(
			booqable(
				sandbox,
				operation
					? { resource: 'order', operation, orderId: byId(id), options: {} }
					: {
							resource: 'order',
							operation: 'changeStatus',
							orderId: byId(id),
							transitionTo: status,
							options: { revert: true },
						},
			),
		);
		ran = await told(id);
	}
	return ran;
}

const recordOf = async (id: string): Promise<IDataObject> =>
	(
		await json(
			booqable(sandbox, {
				resource: 'order',
				operation: 'get',
				orderId: byId(id),
				simplify: false,
				options: { include: [] },
			}),
		)
	)[0];
const told = async (id: string, changes: IDataObject = {}): Promise<Ran> =>
	await runTemplate(sandbox, 'orders-and-appointments', 'Order changed', [
		{ event: 'order.updated', recordId: id, record: { ...(await recordOf(id)), ...changes } },
	]);

/** What somebody in GHL does with the appointment, and the poll that finds it. */
async function edited(id: string, changes: IDataObject): Promise<Ran> {
	await axios.put(
		`${sandbox.url}/ghl/calendars/events/appointments/${id}`,
		{ ...changes, ignoreFreeSlotValidation: true, ignoreDateRange: true },
		{ headers: HEADERS },
	);
	return await polled(id);
}
async function polled(id: string): Promise<Ran> {
	const [record] = await json(
		ghlPrivate(sandbox, { resource: 'appointment', operation: 'get', appointmentId: id, simplify: false, options: {} }),
	);
	return await runTemplate(sandbox, 'orders-and-appointments', 'Appointment changed', [
		{ event: 'AppointmentUpdate', recordId: id, record },
	]);
}
const fromDue = async (): Promise<Ran> => await runFromLedger(sandbox, 'orders-and-appointments', 'Due');
/** What the team is told. */
const questions = (ran: Ran) => ran('Notify the team').map(({ text }) => text);
const outcomesOf = (ran: Ran, ...names: string[]) => names.map((name) => ran(name).map(({ outcome }) => outcome));
const later = () => sandbox.advance(10 * 60_000);
const ALL = ['Sync appointment', 'Task: prepare', 'Task: take back'];

describe('an order', () => {
	it('that is reserved has an appointment and two tasks, each once, however often it is reported', async () => {
		const id = await make();
		expect(outcomesOf(await told(id), ...ALL)).toEqual([['unchanged'], ['unchanged'], ['unchanged']]);
		expect(outcomesOf(await goes(id, 'reserved'), ...ALL)).toEqual([['created'], ['created'], ['created']]);
		const { number } = order(id);
		expect(appointments()).toMatchObject([
			{
				title: `Order #${String(number)}`,
				appointmentStatus: 'confirmed',
				startTime: Date.parse(PERIOD.starts_at),
				endTime: Date.parse(PERIOD.stops_at),
			},
		]);
		expect(tasks()).toEqual([
			[`Prepare order #${String(number)}`, false],
			[`Take back order #${String(number)}`, false],
		]);
		sandbox.clearRequests();
		expect(outcomesOf(await told(id), ...ALL)).toEqual([['unchanged'], ['unchanged'], ['unchanged']]);
		expect(sandbox.requests({ service: 'ghl' })).toEqual([]);
	});

	it('of an account that writes its own clock follows its appointment to the same moment', async () => {
		const ownClock = (node: INode): INode => ({
			...node,
			parameters: JSON.parse(JSON.stringify(node.parameters).replace('"orderTimes":"utc"', '"orderTimes":"account"')),
		});
		const id = await make({ starts_at: '2030-01-07T09:00:00Z', stops_at: '2030-01-09T09:00:00Z', status: 'reserved' });
		const inChicago = { starts_at: '2030-01-07T09:00:00-06:00', stops_at: '2030-01-09T09:00:00-06:00' };
		await told(id, { ...inChicago, status: 'reserved' });
		const [appointment] = appointments();
		expect(appointment.startTime).toBe(Date.parse('2030-01-07T15:00:00Z'));
		later();
		const record = { ...appointment, startTime: '2030-01-07T16:00:00Z', endTime: '2030-01-09T16:00:00Z' };
		const event = { event: 'AppointmentUpdate', recordId: appointment.id };
		const dateUpdated = new Date(sandbox.time({})).toISOString();
		const moved = [{ ...event, record: { ...record, dateUpdated } }];
		await runTemplate(sandbox, 'orders-and-appointments', 'Appointment changed', moved, ownClock);
		expect(Date.parse(String(order(id).starts_at))).toBe(Date.parse('2030-01-07T10:00:00Z'));
	});

	it('has its times read in one way by all nodes of the template', () => {
		const file = path.join(ROOT, 'workflows', 'orders-and-appointments.json');
		const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as { nodes: INode[] };
		const booqableNodes = nodes.filter(({ type }) => /booqable(Poll)?(Trigger)?$/.test(type));
		expect(booqableNodes).toHaveLength(4);
		for (const { parameters } of booqableNodes) expect(parameters.options).toMatchObject({ orderTimes: 'utc' });
	});

	it('that is a draft creates nothing, and costs no call to GHL', async () => {
		const id = await make();
		sandbox.clearRequests();
		await told(id);
		expect(sandbox.requests({ service: 'ghl' })).toEqual([]);
		expect(appointments()).toEqual([]);
	});

	it('completes its tasks when items go out and come back, and opens them again with a step back', async () => {
		const id = await make();
		const open = async (...statuses: string[]) => {
			await goes(id, ...statuses);
			return tasks().map(([, completed]) => completed);
		};
		expect(await open('reserved')).toEqual([false, false]);
		expect(await open('started')).toEqual([true, false]);
		expect(await open('stopped')).toEqual([true, true]);
		expect(await open('archived')).toEqual([true, true]);
		expect(await open('started')).toEqual([true, false]);
		expect(await open('reserved')).toEqual([false, false]);
		expect(appointments()).toMatchObject([{ appointmentStatus: 'confirmed' }]);
	});

	it('that is canceled cancels its appointment and completes its tasks; reserved again, all take place as before', async () => {
		const id = await make();
		await goes(id, 'reserved');
		const [{ id: appointment }] = appointments();
		await goes(id, 'canceled');
		expect(appointments()).toMatchObject([{ id: appointment, appointmentStatus: 'cancelled' }]);
		expect(tasks().map(([, completed]) => completed)).toEqual([true, true]);
		// The API of Booqable has no way back, its own people may.
		expect(
			outcomesOf(
				await told(id, { status: 'reserved', updated_at: new Date(sandbox.time({}) + 1000).toISOString() }),
				...ALL,
			),
		).toEqual([['updated'], ['updated'], ['updated']]);
		expect(appointments()).toMatchObject([{ id: appointment, appointmentStatus: 'confirmed' }]);
		expect(tasks().map(([, completed]) => completed)).toEqual([false, false]);
	});

	it('that was never reserved creates nothing when it is canceled or archived', async () => {
		const cancelled = await make();
		await goes(cancelled, 'canceled');
		const archived = await make();
		for (const status of ['reserved', 'canceled'])
			await json(
				booqable(sandbox, {
					resource: 'order',
					operation: 'changeStatus',
					orderId: byId(archived),
					transitionTo: status,
					options: {},
				}),
			);
		await told(archived, { status: 'archived' });
		expect([appointments(), tasks()]).toEqual([[], []]);
	});

	it('moves its appointment and the due dates of its tasks, also as a draft that was reserved before', async () => {
		const id = await make();
		await goes(id, 'reserved', 'draft');
		sandbox.seed('booqable', {
			changes: [
				{ type: 'orders', id, attributes: { starts_at: '2030-01-08T15:00:00Z', stops_at: '2030-01-10T15:00:00Z' } },
			],
		});
		await told(id);
		expect(appointments()).toMatchObject([
			{ startTime: Date.parse('2030-01-08T15:00:00Z'), endTime: Date.parse('2030-01-10T15:00:00Z') },
		]);
		expect(table('tasks').map(({ dueDate }) => dueDate)).toEqual([
			Date.parse('2030-01-08T15:00:00Z'),
			Date.parse('2030-01-10T15:00:00Z'),
		]);
	});

	it('whose appointment and task were deleted in GHL goes on without them', async () => {
		const id = await make();
		await goes(id, 'reserved');
		await axios.delete(`${sandbox.url}/ghl/calendars/events/${appointments()[0].id}`, { headers: HEADERS, data: {} });
		await axios.delete(`${sandbox.url}/ghl/contacts/${contact}/tasks/${table('tasks')[0].id}`, { headers: HEADERS });
		for (const day of ['08', '09']) {
			sandbox.seed('booqable', {
				changes: [
					{
						type: 'orders',
						id,
						attributes: { starts_at: `2030-01-${day}T09:00:00Z`, stops_at: `2030-01-${day}T15:00:00Z` },
					},
				],
			});
			expect(outcomesOf(await told(id), ...ALL)).toEqual([['unlinked'], ['unlinked'], ['updated']]);
		}
		await goes(id, 'started', 'reserved');
		expect([appointments(), tasks().length]).toEqual([[], 1]);
		expect(order(id).status).toBe('reserved');
	});

	it('of a customer without a contact waits, and has all three once there is one', async () => {
		const other = await apps.saveCustomer({ name: 'Grace Hopper', email: 'grace@example.com' });
		const id = await make({ customer_id: other.id });
		expect(outcomesOf(await goes(id, 'reserved'), ...ALL)).toEqual([['waiting'], ['waiting'], ['waiting']]);
		contact = String((await apps.toContact(other)).id);
		await fromDue();
		expect([appointments().length, tasks().length]).toEqual([1, 2]);
	});
});

describe('an appointment', () => {
	const reserved = async (): Promise<{ id: string; appointment: string }> => {
		const id = await make();
		await goes(id, 'reserved');
		return { id, appointment: appointments()[0].id };
	};

	it('that is moved in GHL moves its order, whose webhook then changes nothing', async () => {
		const { id, appointment } = await reserved();
		later();
		expect(
			outcomesOf(
				await edited(appointment, { startTime: '2030-01-08T10:07:00-05:00', endTime: '2030-01-10T15:00:00Z' }),
				'Sync order',
			),
		).toEqual([['updated']]);
		expect([order(id).starts_at, order(id).stops_at].map((time) => Date.parse(String(time)))).toEqual([
			Date.parse('2030-01-08T15:00:00Z'),
			Date.parse('2030-01-10T15:00:00Z'),
		]);
		sandbox.clearRequests();
		await told(id);
		expect(writes().filter((call) => call.includes('appointments'))).toEqual([]);
		expect(outcomesOf(await polled(appointment), 'Sync order')).toEqual([['unchanged']]);
	});

	it('that is canceled in GHL cancels its order, which completes the tasks; no echo goes round', async () => {
		const { id, appointment } = await reserved();
		later();
		expect(outcomesOf(await edited(appointment, { appointmentStatus: 'cancelled' }), 'Sync order')).toEqual([
			['updated'],
		]);
		expect(order(id).status).toBe('canceled');
		await told(id);
		expect(tasks().map(([, completed]) => completed)).toEqual([true, true]);
		sandbox.clearRequests();
		await told(id);
		await polled(appointment);
		expect(writes()).toEqual([]);
	});

	it.each(['showed', 'noshow', 'new'])(
		'that becomes %s leaves its order as it is, and is left as it is',
		async (appointmentStatus) => {
			const { id, appointment } = await reserved();
			later();
			expect(outcomesOf(await edited(appointment, { appointmentStatus }), 'Sync order')).toEqual([['unchanged']]);
			await goes(id, 'started');
			expect(order(id).status).toBe('started');
			expect(appointments()).toMatchObject([{ appointmentStatus }]);
		},
	);

	it.each(['started', 'stopped'])(
		'that is canceled when the order is %s cancels nothing: it goes to review',
		async (status) => {
			const { id, appointment } = await reserved();
			await goes(id, ...(status === 'started' ? ['started'] : ['started', 'stopped']));
			later();
			expect(questions(await edited(appointment, { appointmentStatus: 'cancelled' }))).toEqual([
				expect.stringContaining(
					`The app did not accept canceled: an order that is ${status} is not canceled\nFields: canceled\nRecord: Order #${String(order(id).number)}, GHL ID ${appointment}\nAnswer it at the Review desk: http://127.0.0.1:5678/form/review-desk`,
				),
			]);
			expect(order(id).status).toBe(status);
			expect(await reviews()).toHaveLength(1);
		},
	);

	describe('that takes place again although its order was canceled', () => {
		const again = async (): Promise<{ id: string; appointment: string; ran: Ran }> => {
			const given = await reserved();
			await goes(given.id, 'canceled');
			later();
			return { ...given, ran: await edited(given.appointment, { appointmentStatus: 'confirmed' }) };
		};

		it('opens a review that names the field and the reason, and does not repeat it every hour', async () => {
			const { id, appointment, ran } = await again();
			expect(questions(ran)).toEqual([expect.stringMatching(/duplicate it there[^]*Fields: canceled\n/)]);
			expect(await reviews()).toMatchObject([{ app: 'ghl', id: appointment, targetId: id, field: 'canceled' }]);
			expect(await json(ledger({ resource: 'due', operation: 'getMany', pair: 'appointments', limit: 5 }))).toEqual([]);
			sandbox.clearRequests();
			expect(questions(await polled(appointment))).toEqual([]);
			expect(questions(await told(id))).toEqual([]);
			expect(writes()).toEqual([]);
		});

		it('is canceled again when a person leaves the order as it is', async () => {
			const { id, appointment } = await again();
			await json(
				ledger({
					resource: 'review',
					operation: 'resolve',
					pair: 'appointments',
					sourceApp: 'ghl',
					sourceAccount: byId(LOCATION_US),
					sourceId: appointment,
					targetApp: 'booqable',
					targetAccount: byId(DEMO_SLUG),
					field: 'canceled',
					keep: 'target',
				}),
			);
			await fromDue();
			await fromDue();
			expect(appointments()).toMatchObject([{ id: appointment, appointmentStatus: 'cancelled' }]);
			expect(order(id).status).toBe('canceled');
			expect(await reviews()).toEqual([]);
			sandbox.clearRequests();
			await fromDue();
			expect(writes()).toEqual([]);
		});
	});

	it('that is deleted leaves its order as it is, and nothing about it stays due', async () => {
		const { id, appointment } = await reserved();
		sandbox.faults({ kind: 'status', service: 'booqable', method: 'PUT', status: 501, times: 1 });
		later();
		expect(outcomesOf(await edited(appointment, { startTime: '2030-01-08T15:00:00Z' }), 'Sync order')).toEqual([
			['failed'],
		]);
		await axios.delete(`${sandbox.url}/ghl/calendars/events/${appointment}`, { headers: HEADERS, data: {} });
		await json(
			ledger({
				resource: 'due',
				operation: 'resolve',
				pair: 'appointments',
				sourceApp: 'ghl',
				sourceAccount: byId(LOCATION_US),
				sourceId: appointment,
				targetApp: 'booqable',
				targetAccount: byId(DEMO_SLUG),
				resolution: 'retry',
			}),
		);
		expect(outcomesOf(await fromDue(), 'Sync order')).toEqual([['unlinked']]);
		expect(order(id).status).toBe('reserved');
		await fromDue();
		expect(await json(ledger({ resource: 'due', operation: 'getMany', pair: 'appointments', limit: 5 }))).toEqual([]);
		expect(appointments()).toEqual([]);
	});

	it('that belongs to no order changes nothing', async () => {
		const { data } = await axios.post<Row>(
			`${sandbox.url}/ghl/calendars/events/appointments`,
			{
				calendarId: (sandbox.state('ghl') as { calendars: Row[] }).calendars.find(
					({ locationId }) => locationId === LOCATION_US,
				)?.id,
				locationId: LOCATION_US,
				contactId: contact,
				assignedUserId: USER_ANNA,
				startTime: '2030-03-01T15:00:00Z',
				ignoreFreeSlotValidation: true,
			},
			{ headers: HEADERS },
		);
		sandbox.clearRequests();
		expect(outcomesOf(await polled(data.id), 'Sync order')).toEqual([['unchanged']]);
		expect(sandbox.requests({ service: 'booqable' }).filter(({ path }) => /orders/.test(path))).toEqual([]);
	});
});

it('times at which items are short wait for a person, and the appointment is not moved back', async () => {
	const id = await make();
	await goes(id, 'reserved');
	const [{ id: appointment }] = appointments();
	sandbox.faults({
		kind: 'status',
		service: 'booqable',
		method: 'PUT',
		path: '/**/orders/*',
		status: 422,
		times: 1,
		body: {
			errors: [
				{ code: 'items_not_available', title: 'Items not available', detail: 'One or more items are not available' },
			],
		},
	});
	later();
	const ran = await edited(appointment, { startTime: '2030-01-08T15:00:00Z', endTime: '2030-01-10T15:00:00Z' });
	expect(questions(ran)).toEqual([expect.stringMatching(/not available[^]*Fields: starts_at, stops_at\n/)]);
	await fromDue();
	expect(appointments()).toMatchObject([{ startTime: Date.parse('2030-01-08T15:00:00Z') }]);
	expect(order(id).starts_at).toContain('2030-01-07T15:00');
});

it('tells the team which order or appointment failed', async () => {
	const records = (ran: Ran) => questions(ran).map((text) => /^Record: (.*)$/m.exec(String(text))?.[1]);
	const refused = await make();
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: /(appointments|tasks)/, status: 400 });
	const failed = records(await goes(refused, 'reserved'));
	sandbox.clearFaults();
	const start = `order #${String(order(refused).number)}, Booqable ID ${refused}`;
	expect(failed).toEqual([start, `${start}:prepare`, `${start}:return`]);
	const id = await make();
	await goes(id, 'reserved');
	const [appointment] = appointments();
	later();
	sandbox.faults({ kind: 'status', service: 'booqable', method: 'PUT', path: /orders/, status: 400 });
	const ran = await edited(String(appointment.id), { startTime: '2030-01-07T16:00:00Z' });
	sandbox.clearFaults();
	expect(records(ran)).toEqual([`Order #${String(order(id).number)}, GHL ID ${String(appointment.id)}`]);
});
