import type { INodeType } from 'n8n-workflow';
import { z } from 'zod';
import { BooqablePollTrigger } from '../../nodes/Booqable/BooqablePollTrigger.node';
import { BooqableTrigger } from '../../nodes/Booqable/BooqableTrigger.node';
import { GhlContactsPollTrigger } from '../../nodes/GhlContacts/GhlContactsPollTrigger.node';
import { GhlContactsTrigger } from '../../nodes/GhlContacts/GhlContactsTrigger.node';
import { SyncLedgerTrigger } from '../../nodes/SyncLedger/SyncLedgerTrigger.node';
import { RoofrTrigger } from '../../nodes/Roofr/RoofrTrigger.node';
import { DEMO_SLUG } from '../../sandbox/booqable/world';
import { APP_ID, LOCATION_US, PIT_US } from '../../sandbox/ghl/world';
import { closeNode, newWorkflow, place } from './editor/canvas';
import { openEditor, part, say, until, type Editor } from './editor/editor';
import { addOption, choose, executeStep, type } from './editor/node';
import { delivered, listen, stopListening, testAddress } from './editor/trigger';

/** Under which name the node panel lists a trigger. */
const entryOf = ({ description }: INodeType): string => description.displayName.replace(/ Trigger$/, '');

const SECRET = 'a long secret of the tests';

let editor: Editor;
beforeAll(async () => {
	editor = await openEditor(() => [
		{ name: 'Roofr account', type: 'roofrApi', data: { webhookSecret: SECRET } },
		{ name: 'GHL workflows', type: 'goHighLevelWebhookApi', data: { headerName: 'X-Webhook-Secret', secret: SECRET } },
	]);
	await newWorkflow(editor);
}, 300_000);
afterAll(async () => await editor?.stop(), 60_000);
afterEach(async () => {
	const { page } = editor;
	if (await part(page, 'trigger-listening').isVisible()) await stopListening(page);
	if (await part(page, 'ndv-close-button').isVisible()) await closeNode(page);
});

const endpoints = (): unknown[] =>
	z.record(z.object({ webhook_endpoints: z.array(z.unknown()).default([]) })).parse(editor.sandbox.state('booqable'))[
		DEMO_SLUG
	].webhook_endpoints;

/** Somebody makes a contact in GHL, of which it sends a signed event. */
async function makeContact(email: string): Promise<void> {
	const response = await fetch(`${editor.sandbox.url}/ghl/contacts/`, {
		method: 'POST',
		headers: { authorization: `Bearer ${PIT_US}`, version: '2021-07-28', 'content-type': 'application/json' },
		body: JSON.stringify({ locationId: LOCATION_US, email }),
	});
	expect(response.status).toBe(201);
}

/** Listens once more and stops: nothing may be left. */
async function listenAndStop(): Promise<void> {
	await listen(editor.page);
	await stopListening(editor.page);
}

describe('each trigger, tested with "Execute step"', () => {
	it('Booqable Trigger: takes a new customer, and leaves no endpoint behind after "Stop listening"', async () => {
		const { page, sandbox } = editor;
		await place(page, entryOf(new BooqableTrigger()), 'Triggers', /customer.*created/i);
		await listen(page);
		await until('an endpoint', async () => endpoints().length === 1);
		sandbox.seed('booqable', { silent: false, customers: [{ name: 'Ada Lovelace', email: 'ada@example.com' }] });
		await delivered(page, 'Ada Lovelace');
		await listenAndStop();
		await until('no endpoint', async () => endpoints().length === 0);
		say('Booqable Trigger: a new customer was delivered; after "Stop listening" Booqable has 0 endpoints');
	}, 120_000);

	it('GHL Contacts Trigger: takes a signed event of the app', async () => {
		const { page, sandbox } = editor;
		const { webhookPublicKey } = z.object({ webhookPublicKey: z.string() }).parse(sandbox.state('ghl'));
		await place(page, entryOf(new GhlContactsTrigger()), 'Triggers', /contact.*created/i);
		await type(page, 'appId', APP_ID);
		await addOption(page, 'Public Keys');
		await type(page, 'publicKeys', webhookPublicKey);
		const address = await testAddress(page);
		await listen(page);
		sandbox.seed('ghl', { webhookUrl: address });
		await makeContact('grace@example.com');
		await delivered(page, 'grace@example.com');
		sandbox.seed('ghl', { webhookUrl: null });
		await listenAndStop();
		say('GHL Contacts Trigger: a signed event of a new contact was delivered');
	}, 120_000);

	it('GHL Contacts Trigger: takes a post of the action "Custom Webhook"', async () => {
		const { page } = editor;
		await place(page, entryOf(new GhlContactsTrigger()), 'Triggers', /contact.*created/i);
		await choose(page, 'source', /Custom Webhook/);
		const address = await testAddress(page);
		await listen(page);
		const response = await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-webhook-secret': SECRET },
			body: JSON.stringify({ contact_id: 'c1', full_name: 'Katherine Johnson' }),
		});
		expect(response.status).toBe(200);
		await delivered(page, 'Katherine Johnson');
		await listenAndStop();
		say('GHL Contacts Trigger: a post of a workflow in GHL was delivered');
	}, 120_000);

	it('GHL Contacts Poll Trigger: fetches a contact', async () => {
		editor.sandbox.seed('ghl', {
			contacts: [{ firstName: 'Dorothy', lastName: 'Vaughan', email: 'dorothy@example.com' }],
		});
		await place(editor.page, entryOf(new GhlContactsPollTrigger()), 'Triggers', /contact.*created/i);
		await executeStep(editor.page);
		await delivered(editor.page, 'dorothy@example.com');
		say('GHL Contacts Poll Trigger: a contact was fetched');
	}, 120_000);

	it('Booqable Poll Trigger: fetches a note', async () => {
		const { customers } = z
			.object({ customers: z.array(z.object({ id: z.string() })) })
			.parse(editor.sandbox.seed('booqable', { customers: [{ name: 'Mary Jackson' }] }));
		editor.sandbox.seed('booqable', {
			notes: [{ body: 'Called about the tent', owner_id: customers[0].id, owner_type: 'customers' }],
		});
		await place(editor.page, entryOf(new BooqablePollTrigger()), 'Triggers', /note.*created/i);
		await executeStep(editor.page);
		await delivered(editor.page, 'Called about the tent');
		say('Booqable Poll Trigger: a note was fetched');
	}, 120_000);

	it('Roofr Trigger: takes an event of a relay', async () => {
		const { page, sandbox } = editor;
		await place(page, entryOf(new RoofrTrigger()), 'Triggers', /lead.*created/i);
		const address = await testAddress(page);
		await listen(page);
		sandbox.seed('roofr', { send: { event: 'lead.created', to: { url: address, secret: SECRET } } });
		await delivered(page, 'lead.created');
		await listenAndStop();
		say('Roofr Trigger: an event of a relay was delivered');
	}, 120_000);

	it('Sync Ledger Trigger: says in the editor when nothing is due', async () => {
		const { page } = editor;
		await place(page, entryOf(new SyncLedgerTrigger()), 'Triggers', /sync ledger/i);
		await executeStep(page);
		await delivered(page, 'No record of these pairs is due right now');
		await choose(page, 'returned', /Linked Records/);
		await executeStep(page);
		await delivered(page, 'No records of these pairs are linked yet');
		say('Sync Ledger Trigger: what there is to return was said in words');
	}, 120_000);
});
