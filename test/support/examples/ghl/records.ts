import { randomUUID } from 'node:crypto';
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';
import {
	BUSINESS,
	CALENDAR,
	FIELDS,
	FORM,
	LOCATION_US,
	PIPELINE,
	PIT_US,
	STAGES,
	USER_ANNA,
	USER_BEN,
} from '../../../../sandbox/ghl/world';
import type { Sandbox } from '../../../../sandbox/server';
import { hostLedger } from '../../../../sync/ledger/host';
import { saveLink } from '../../../../sync/manage/links';
import { byId } from '../../nodeSetups';

/** IDs of the records that the examples of GHL work on. The same after each call of `worldIn`. */
export interface World {
	/** A contact with every field filled, and a second one. */
	readonly ada: string;
	readonly ben: string;
	readonly task: string;
	readonly note: string;
	readonly appointment: string;
	readonly appointmentNote: string;
	readonly opportunity: string;
	readonly tag: string;
}

const ADA: IDataObject = {
	id: 'ExampleContactAda001',
	firstName: 'Ada',
	lastName: 'Example',
	email: 'ada@example.com',
	phone: '+12125550142',
	additionalEmails: ['ada.second@example.com'],
	additionalPhones: ['+12125550143'],
	companyName: 'Example Rentals',
	businessId: BUSINESS,
	address1: '1 Main Street',
	city: 'Boston',
	state: 'MA',
	postalCode: '02108',
	country: 'US',
	website: 'https://www.example.com',
	timezone: 'America/New_York',
	source: 'website',
	dateOfBirth: '1990-05-17',
	assignedTo: USER_ANNA,
	tags: ['vip'],
	followers: [USER_BEN],
	customFields: { [FIELDS.industry]: 'Events' },
};

const BEN: IDataObject = {
	...ADA,
	id: 'ExampleContactBen001',
	firstName: 'Ben',
	email: 'ben@example.com',
	phone: '+12125550144',
};

/** A record of another app, for Sync: it belongs to the customer that is linked to Ada or Ben. */
export const source = (sourceId: string, customer?: 'ada' | 'ben'): IDataObject => ({
	sourceApp: 'booqable',
	sourceAccount: byId('demo-rentals'),
	sourceId,
	...(customer && { parentId: `customer-${customer}` }),
});

const linked = async (customer: 'ada' | 'ben', contact: string): Promise<boolean> => {
	const [head, member] = [
		{ system: 'ghl', account: LOCATION_US, id: contact },
		{ system: 'booqable', account: 'demo-rentals', id: `customer-${customer}` },
	];
	return await saveLink(hostLedger().ledger, { next: Math.random, id: randomUUID }, { pair: 'contacts', head, member });
};

/** Puts the sandbox back to the start, at a fixed time, and adds one record of each kind. */
export async function worldIn(sandbox: Sandbox): Promise<World> {
	sandbox.reset();
	sandbox.time({ now: '2026-11-23T12:00:00Z', frozen: true });
	const submissions = [
		{
			formId: FORM,
			contactId: ADA.id,
			name: 'Ada Example',
			email: ADA.email,
			others: { message: 'Ten chairs, please' },
		},
	];
	sandbox.seed('ghl', { contacts: [ADA, BEN], submissions });
	const ada = String(ADA.id);
	const make = maker(sandbox);
	const appointment = await make('/calendars/events/appointments', {
		calendarId: CALENDAR,
		locationId: LOCATION_US,
		contactId: ada,
		title: 'Pickup',
		startTime: '2026-12-01T10:00:00-05:00',
		assignedUserId: USER_ANNA,
	});
	const world: World = {
		ada,
		ben: String(BEN.id),
		task: await make(`/contacts/${ada}/tasks`, {
			title: 'Call',
			body: 'About the tent',
			dueDate: '2026-12-01T09:00:00Z',
			completed: false,
			assignedTo: USER_ANNA,
		}),
		note: await make(`/contacts/${ada}/notes`, {
			userId: USER_ANNA,
			title: 'Taste',
			body: 'Likes tents',
			color: '#FFF3B0',
		}),
		appointment,
		appointmentNote: await make(`/calendars/appointments/${appointment}/notes`, {
			userId: USER_ANNA,
			body: 'Bring the key',
		}),
		opportunity: await make('/opportunities/', {
			pipelineId: PIPELINE,
			pipelineStageId: STAGES.lead,
			locationId: LOCATION_US,
			contactId: ada,
			name: 'Tent for a party',
			status: 'open',
			monetaryValue: 120,
			assignedTo: USER_ANNA,
		}),
		tag: await make(`/locations/${LOCATION_US}/tags`, { name: 'wholesale' }),
	};
	await make('/conversations/messages', { type: 'SMS', contactId: ada, message: 'Your tent is ready' });
	sandbox.advance(10_000); // searches show what was written
	await linked('ada', world.ada);
	await linked('ben', world.ben);
	return world;
}

/** Posts a record and gives its ID, whatever envelope it comes in. */
function maker({ url }: Sandbox): (path: string, body: IDataObject) => Promise<string> {
	const headers = { Authorization: `Bearer ${PIT_US}`, Version: '2021-07-28' };
	return async (path, body) => {
		const { data } = await axios.post<Record<string, unknown>>(`${url}/ghl${path}`, body, { headers });
		const record = [data, ...Object.values(data)].find(
			(value) => typeof (value as { id?: unknown } | null)?.id === 'string',
		);
		return String((record as { id?: unknown } | undefined)?.id ?? '');
	};
}
