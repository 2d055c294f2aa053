import { z } from 'zod';
import { CALENDAR, LOCATION_US, PIPELINE, PIT_US, STAGES, USER_ANNA } from '../../../sandbox/ghl/world';
import type { Sandbox } from '../../../sandbox/server';

const withId = z.object({ id: z.string() });
const DAY_MS = 86_400_000;

/** Fills the accounts of the stand-ins so that each list has something to show. */
export async function fillAccounts(sandbox: Sandbox): Promise<void> {
	await fillGhl(sandbox);
	fillBooqable(sandbox);
}

async function fillGhl(sandbox: Sandbox): Promise<void> {
	const post = async (
		where: string,
		body: Record<string, unknown>,
		version = '2021-07-28',
	): Promise<Record<string, unknown>> => {
		const response = await fetch(`${sandbox.url}/ghl${where}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${PIT_US}`, version, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`The stand-in answered ${response.status} to POST ${where}: ${text}`);
		return z.record(z.unknown()).parse(JSON.parse(text));
	};
	const { contacts } = z
		.object({ contacts: z.array(withId) })
		.parse(sandbox.seed('ghl', { contacts: [{ firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' }] }));
	const [{ id: contactId }] = contacts;
	const startTime = new Date(Math.ceil(Date.now() / DAY_MS + 2) * DAY_MS + DAY_MS / 2).toISOString();
	await post(`/contacts/${contactId}/tasks`, { title: 'Call about the tent', dueDate: startTime, completed: false });
	await post(`/contacts/${contactId}/notes`, { body: 'Prefers mornings' });
	await post('/opportunities/', {
		locationId: LOCATION_US,
		contactId,
		pipelineId: PIPELINE,
		pipelineStageId: STAGES.lead,
		name: 'Party tent',
		status: 'open',
	});
	const appointment = withId.parse(
		await post(
			'/calendars/events/appointments',
			{
				calendarId: CALENDAR,
				assignedUserId: USER_ANNA,
				locationId: LOCATION_US,
				contactId,
				startTime,
				title: 'Pick-up',
				ignoreDateRange: true,
				ignoreFreeSlotValidation: true,
			},
			'2021-04-15',
		),
	);
	await post(`/calendars/appointments/${appointment.id}/notes`, { body: 'Bring the key' }, '2021-04-15');
}

function fillBooqable(sandbox: Sandbox): void {
	const { customers } = z
		.object({ customers: z.array(withId) })
		.parse(sandbox.seed('booqable', { customers: [{ name: 'Grace Hopper', email: 'grace@example.com' }] }));
	const [{ id }] = customers;
	const { orders } = z
		.object({ orders: z.array(withId) })
		.parse(sandbox.seed('booqable', { orders: [{ customer_id: id, status: 'draft' }] }));
	sandbox.seed('booqable', {
		documents: [{ document_type: 'quote', order_id: orders[0].id }],
		notes: [{ body: 'Called about the tent', owner_id: id, owner_type: 'customers' }],
		properties: [
			{ name: 'Nickname', value: 'Amazing Grace', property_type: 'text_field', owner_id: id, owner_type: 'customers' },
		],
		bundles: [{ name: 'Picnic' }],
		webhook_endpoints: [{ url: 'https://example.com/hook', events: ['customer.created'], version: 4 }],
	});
}
