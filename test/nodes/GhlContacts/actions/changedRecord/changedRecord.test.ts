import type { IDataObject } from 'n8n-workflow';
import { GhlContactsPollTrigger } from '../../../../../nodes/GhlContacts/GhlContactsPollTrigger.node';
import { LOCATION_US, PIT_US } from '../../../../../sandbox/ghl/world';
import { json, poll } from '../../../../support/engine';
import { GhlAccount } from '../../../../support/ghl';
import { account, type Api } from '../../../../support/ghlUsers';
import { ghlPrivate } from '../../../../support/nodeSetups';

let ghl: GhlAccount;
let api: Api;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => {
	ghl.sandbox.reset();
	api = account(ghl);
});
afterAll(async () => await ghl.sandbox.close());

const DEFAULTS = {
	recordId: '={{ $json.recordId ?? $json.id }}',
	contactId: '={{ $json.contactId ?? $json.parentId }}',
};
const readAgain = async (parameters: IDataObject, item: IDataObject): Promise<IDataObject> => {
	const setup = ghlPrivate(ghl.sandbox, {
		resource: 'changedRecord',
		operation: 'get',
		...DEFAULTS,
		options: {},
		...parameters,
	});
	return (await json(setup, [item]))[0];
};

describe('Get', () => {
	it('returns a contact exactly as the poll trigger does, so that one mapping serves both', async () => {
		const watching = {
			node: new GhlContactsPollTrigger(),
			parameters: { authentication: 'privateIntegration', events: ['ContactCreate'], tags: '', options: {} },
			credentials: ghl.token(PIT_US, LOCATION_US).credentials,
			uses: { goHighLevelApi: 'stored' },
		};
		const state = {};
		await poll(watching, state);
		await api.contact({
			firstName: 'Zoë',
			email: 'zoe@example.com',
			tags: ['vip'],
			customFields: [{ key: 'industry', field_value: 'Retail' }],
		});
		ghl.sandbox.advance(60_000);
		const [event] = await poll(watching, state);
		const again = await readAgain({ recordType: 'contact' }, event);
		const { id, firstName, email, tags, customFields, dateUpdated } = event.record as IDataObject;
		expect(again).toMatchObject({
			event: 'ContactUpdate',
			recordType: 'contact',
			recordId: id,
			contactId: id,
			locationId: LOCATION_US,
			account: LOCATION_US,
			record: { id, firstName, email, tags, customFields, dateUpdated },
		});
		expect(customFields).toMatchObject({ Industry: 'Retail' });
		expect(Object.keys(again).sort()).toEqual(Object.keys(event).sort());
	});

	it.each<[string, (contactId: string) => Promise<string>]>([
		['task', async (contactId) => await api.task(contactId)],
		['note', async (contactId) => await api.note(contactId)],
	])('reads a %s below its contact, as an item of the Sync Ledger Trigger has it', async (recordType, make) => {
		const contactId = await api.contact({ firstName: 'Ada' });
		const id = await make(contactId);
		expect(await readAgain({ recordType }, { app: 'ghl', id, parentId: contactId })).toMatchObject({
			recordType,
			recordId: id,
			contactId,
			account: LOCATION_US,
			record: { id },
		});
	});

	it('reads an appointment and an opportunity', async () => {
		const contactId = await api.contact({ firstName: 'Ada' });
		const opportunity = await api.opportunity(contactId);
		expect(await readAgain({ recordType: 'opportunity' }, { id: opportunity })).toMatchObject({
			event: 'OpportunityUpdate',
			contactId,
			record: { id: opportunity },
		});
		const appointment = await api.appointment(contactId);
		expect(await readAgain({ recordType: 'appointment' }, { id: appointment })).toMatchObject({
			event: 'AppointmentUpdate',
			contactId,
			record: { id: appointment },
		});
	});

	it.each(['contact', 'note', 'task'])('a %s that is gone comes with the event of its deletion', async (recordType) => {
		const contactId = await api.contact({ firstName: 'Ada' });
		const item = {
			id: recordType === 'contact' ? 'abcdefghij0123456789' : 'zyxwvutsrq9876543210',
			parentId: contactId,
		};
		expect(await readAgain({ recordType }, item)).toMatchObject({
			event: `${recordType[0].toUpperCase()}${recordType.slice(1)}Delete`,
			recordId: item.id,
			account: LOCATION_US,
			record: { id: item.id, gone: true },
		});
	});

	it('does not call a record gone that could not be read', async () => {
		ghl.sandbox.faults({ kind: 'status', service: 'ghl', path: '/contacts/abcdefghij0123456789', status: 400 });
		await expect(readAgain({ recordType: 'contact' }, { id: 'abcdefghij0123456789' })).rejects.toMatchObject({
			message: expect.stringContaining('Bad Request'),
		});
	});
});

it('Get by Contact returns each note and task of a contact as an event, with one call for each kind', async () => {
	const contactId = await api.contact({ firstName: 'Ada' });
	const ids = [await api.note(contactId), await api.task(contactId)];
	ghl.sandbox.clearRequests();
	const setup = ghlPrivate(ghl.sandbox, {
		resource: 'changedRecord',
		operation: 'getByContact',
		recordTypes: ['note', 'task'],
		contactId: '={{ $json.contactId ?? $json.id }}',
		options: {},
	});
	const found = await json(setup, [{ app: 'ghl', id: contactId }]);
	expect(found).toMatchObject([
		{ event: 'NoteUpdate', recordType: 'note', recordId: ids[0], contactId, account: LOCATION_US },
		{ event: 'TaskUpdate', recordType: 'task', recordId: ids[1], contactId, account: LOCATION_US },
	]);
	expect(ghl.sandbox.requests()).toHaveLength(2);
});
