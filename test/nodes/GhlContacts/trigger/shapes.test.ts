import type { IDataObject } from 'n8n-workflow';
import { EVENT_OPTIONS } from '../../../../nodes/GhlContacts/trigger/events';
import { APP, WebhookServer, LOCATION, trigger } from '../../../support/ghlWebhookServer';

const server = new WebhookServer();
beforeAll(async () => await server.open());
afterAll(async () => await server.close());

const OF_LOCATION = { altId: LOCATION, altType: 'location' };
const RECORD = {
	locationId: LOCATION,
	owners: ['u1'],
	followers: ['u2'],
	properties: [{ key: 'pet_name', valueString: 'b' }],
};
const OBJECTS = { locationId: LOCATION, firstObjectKey: 'custom_objects.mad', secondObjectKey: 'contact' };
const INVOICE = {
	...OF_LOCATION,
	_id: 'r1',
	invoiceNumber: '19',
	contactDetails: { id: 'c1', name: 'Ada' },
	total: 999,
};
const PRICE = { locationId: LOCATION, _id: 'r1', product: 'p1', currency: 'USD', amount: 99 };
const PRODUCT = { locationId: LOCATION, _id: 'r1', productType: 'PHYSICAL', name: 'Tent' };
const SCHEMA = {
	locationId: LOCATION,
	id: 'r1',
	key: 'custom_objects.pets',
	primaryDisplayProperty: 'custom_objects.pets.name',
};
const APPOINTMENT = { locationId: LOCATION, appointment: { id: 'r1', contactId: 'c1', title: 'Pick-up' } };
const CONTACT = { locationId: LOCATION, id: 'c1', email: 'ada@example.com' };
const OF_CONTACT = { locationId: LOCATION, id: 'r1', contactId: 'c1' };
const ORDER = {
	...OF_LOCATION,
	_id: 'r1',
	fulfillmentStatus: 'unfulfilled',
	contactSnapshot: { id: 'c1', locationId: LOCATION },
};
const MESSAGE = { locationId: LOCATION, contactId: 'c1', conversationId: 'v1', messageId: 'r1', direction: 'inbound' };
const EMAIL = { ...MESSAGE, messageId: undefined, emailMessageId: 'r1', to: ['ada@example.com'] };

interface Page {
	readonly body: IDataObject;
	readonly recordType: string;
	readonly recordId?: string | null;
	readonly contactId?: string | null;
	/** Events of an agency name no location. */
	readonly ofAgency?: true;
}

const contact: Page = { body: CONTACT, recordType: 'contact', recordId: 'c1', contactId: 'c1' };
const ofContact = (recordType: string, body: IDataObject = OF_CONTACT): Page => ({ body, recordType, contactId: 'c1' });
const user: Page = { body: { id: 'r1', locationId: LOCATION, role: 'user' }, recordType: 'user' };
const location: Page = { body: { id: LOCATION, companyId: 'k1' }, recordType: 'location', recordId: LOCATION };
const app: Page = { body: { locationId: LOCATION, companyId: 'k1' }, recordType: 'app', recordId: null };

/** The bodies of the pages of GHL's catalog, shortened to what tells them. */
const PAGES: Readonly<Record<string, Page>> = {
	INSTALL: app,
	UNINSTALL: { ...app, body: { companyId: 'k1' }, ofAgency: true },
	PLAN_CHANGE: app,
	AppointmentCreate: ofContact('appointment', APPOINTMENT),
	AppointmentUpdate: ofContact('appointment', APPOINTMENT),
	AppointmentDelete: ofContact('appointment', APPOINTMENT),
	AssociationCreate: { body: { ...OBJECTS, id: 'r1', associationType: 'USER_DEFINED' }, recordType: 'association' },
	AssociationUpdate: { body: { ...OBJECTS, id: 'r1', associationType: 'USER_DEFINED' }, recordType: 'association' },
	AssociationDelete: { body: { ...OBJECTS, id: 'r1', associationType: 'USER_DEFINED' }, recordType: 'association' },
	CampaignStatusUpdate: ofContact('campaign'),
	ContactCreate: contact,
	ContactUpdate: contact,
	ContactDelete: contact,
	ContactDndUpdate: contact,
	ContactTagUpdate: contact,
	ConversationUnreadUpdate: ofContact('conversation'),
	InboundMessage: ofContact('message', MESSAGE),
	OutboundMessage: ofContact('message', EMAIL),
	ProviderOutboundMessage: ofContact('message', { ...MESSAGE, phone: '+15125550147', message: 'Hi' }),
	InvoiceCreate: ofContact('invoice', INVOICE),
	InvoiceDelete: ofContact('invoice', INVOICE),
	InvoicePaid: ofContact('invoice', INVOICE),
	InvoicePartiallyPaid: ofContact('invoice', INVOICE),
	InvoiceSent: ofContact('invoice', INVOICE),
	InvoiceUpdate: ofContact('invoice', INVOICE),
	InvoiceVoid: ofContact('invoice', INVOICE),
	LCEmailStats: {
		body: { locationId: LOCATION, companyId: 'k1', webhookPayload: { event: 'delivered', id: 'r1' } },
		recordType: 'email',
	},
	LocationCreate: location,
	LocationUpdate: location,
	NoteCreate: ofContact('note'),
	NoteUpdate: ofContact('note'),
	NoteDelete: ofContact('note'),
	ObjectSchemaCreate: { body: SCHEMA, recordType: 'objectSchema' },
	ObjectSchemaUpdate: { body: SCHEMA, recordType: 'objectSchema' },
	OpportunityAssignedToUpdate: ofContact('opportunity'),
	OpportunityCreate: ofContact('opportunity'),
	OpportunityDelete: ofContact('opportunity'),
	OpportunityMonetaryValueUpdate: ofContact('opportunity'),
	OpportunityStageUpdate: ofContact('opportunity'),
	OpportunityStatusUpdate: ofContact('opportunity'),
	OpportunityUpdate: ofContact('opportunity'),
	OrderCreate: ofContact('order', ORDER),
	OrderStatusUpdate: ofContact('order', ORDER),
	PriceCreate: { body: PRICE, recordType: 'price' },
	PriceUpdate: { body: PRICE, recordType: 'price' },
	PriceDelete: { body: PRICE, recordType: 'price' },
	ProductCreate: { body: PRODUCT, recordType: 'product' },
	ProductUpdate: { body: PRODUCT, recordType: 'product' },
	ProductDelete: { body: PRODUCT, recordType: 'product' },
	RecordCreate: { body: { ...RECORD, id: 'r1' }, recordType: 'record' },
	RecordUpdate: { body: { ...RECORD, id: 'r1' }, recordType: 'record' },
	RecordDelete: { body: { ...RECORD, id: 'r1' }, recordType: 'record' },
	RelationCreate: ofContact('relation', { ...OBJECTS, id: 'r1', firstRecordId: 'o1', secondRecordId: 'c1' }),
	RelationDelete: ofContact('relation', { ...OBJECTS, id: 'r1', firstRecordId: 'o1', secondRecordId: 'c1' }),
	TaskCreate: ofContact('task'),
	TaskComplete: ofContact('task'),
	TaskDelete: ofContact('task'),
	UserCreate: user,
};
const NAMES = Object.keys(PAGES);

let numbered = 0;
const sent = (fields: IDataObject): IDataObject => ({
	appId: APP,
	timestamp: new Date().toISOString(),
	webhookId: `shape-${++numbered}`,
	...fields,
});

describe('the 58 events that have a page in the catalog of GHL', () => {
	it('are all in the list of the editor', () => {
		expect(NAMES).toHaveLength(58);
		const listed = EVENT_OPTIONS.map(({ value }) => value);
		expect(NAMES.filter((name) => !listed.includes(name))).toEqual([]);
	});

	it.each(NAMES)('%s: record, contact and location are found where its page has them', async (name) => {
		const { body, recordType, recordId = 'r1', contactId = null, ofAgency } = PAGES[name];
		server.setup = trigger({ events: [name], locationIds: LOCATION });
		await server.send(sent({ type: name, ...body }));
		expect(server.taken()).toEqual([
			expect.objectContaining({ event: name, recordType, recordId, contactId, locationId: ofAgency ? null : LOCATION }),
		]);
	});

	it.each(NAMES.filter((name) => !PAGES[name].ofAgency))('%s of another location does not start it', async (name) => {
		server.setup = trigger({ events: [name], locationIds: 'another' });
		expect(await server.send(sent({ type: name, ...PAGES[name].body }))).toMatchObject({
			status: 200,
			text: 'Ignored: another location',
		});
		expect(server.taken()).toEqual([]);
	});
});

/** Events whose page shows a body that does not name them. */
const NAMELESS = NAMES.filter((name) => /^(Association|Invoice|ObjectSchema|Price|Product|Record|Relation)/.test(name));

describe('a body that does not name its event', () => {
	it.each(NAMELESS)('of %s: the address names it', async (name) => {
		const { body, recordType } = PAGES[name];
		server.setup = trigger({ events: [name] });
		await server.send(sent(body), undefined, `?event=${name}`);
		expect(server.taken()).toEqual([expect.objectContaining({ event: name, recordType })]);
	});

	it.each(NAMELESS)('of %s starts what takes all events of its kind', async (name) => {
		const { body, recordType } = PAGES[name];
		server.setup = trigger({ events: [`all ${recordType}`] });
		await server.send(sent(body));
		expect(server.taken()).toEqual([expect.objectContaining({ event: 'Unknown', recordType, recordId: 'r1' })]);
	});

	it('starts nothing that waits for one event, and the answer says how to name it', async () => {
		server.setup = trigger({ events: ['InvoicePaid'] });
		const { status, text } = await server.send(sent(INVOICE));
		expect(status).toBe(200);
		expect(text).toContain('?event=InvoicePaid');
		expect(server.taken()).toEqual([]);
	});

	it('is not named by the address where it names itself', async () => {
		server.setup = trigger({ events: ['InvoicePaid', 'InvoiceVoid'] });
		await server.send(sent({ type: 'InvoiceVoid', ...INVOICE }), undefined, '?event=InvoicePaid');
		expect(server.taken()).toEqual([expect.objectContaining({ event: 'InvoiceVoid' })]);
	});
});

describe('a field "type" of the record', () => {
	it('of a price stays with it', async () => {
		server.setup = trigger({ events: ['PriceUpdate'] });
		await server.send(sent({ ...PRICE, type: 'one_time' }), undefined, '?event=PriceUpdate');
		expect(server.taken()).toEqual([
			expect.objectContaining({ event: 'PriceUpdate', record: { ...PRICE, type: 'one_time' } }),
		]);
	});

	it.each<[string, IDataObject]>([
		['SMS', { messageId: 'r1', phone: '+15125550147', message: 'Hi' }],
		['Email', { messageId: 'r1', emailTo: ['ada@example.com'], html: '<p>Hi</p>' }],
	])('of a message that is handed to a provider says that it is of the type %s', async (type, fields) => {
		server.setup = trigger({ events: ['ProviderOutboundMessage'] });
		await server.send(sent({ locationId: LOCATION, contactId: 'c1', type, ...fields }));
		expect(server.taken()).toEqual([
			expect.objectContaining({ event: 'ProviderOutboundMessage', recordId: 'r1', contactId: 'c1' }),
		]);
	});

	it('of an event that is new to this package is its name', async () => {
		server.setup = trigger({ events: ['other'] });
		await server.send(sent({ type: 'SupportTicketCreate', id: 't1', locationId: LOCATION }));
		expect(server.taken()).toEqual([
			expect.objectContaining({ event: 'SupportTicketCreate', recordType: null, recordId: 't1' }),
		]);
	});
});
