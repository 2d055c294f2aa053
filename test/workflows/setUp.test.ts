import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { makePlain, startSandbox, type Sandbox } from '../../sandbox';
import { LOCATION_US } from '../../sandbox/ghl/world';
import { json, WEBHOOKS } from '../support/engine';
import { ROOT } from '../support/root';
import { freshLedger, ledger, SyncedApps } from '../support/syncedApps';
import { n8nOfTemplates, runTemplate, type Ran } from '../support/template';
import { TIMERS } from '../support/timers';

let sandbox: Sandbox;
let apps: SyncedApps;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	makePlain(sandbox);
	freshLedger();
	n8nOfTemplates.workflows = [ownWorkflow];
});

/** The workflow *Set up* in an n8n, whose nodes of our apps use these credentials. */
const ownWorkflow = {
	id: 'set-up', // as the test runs it
	name: 'Set up',
	active: true,
	nodes: [
		['booqable', 'accessToken', 'booqableApi', 'b1'],
		['ghlContacts', 'oAuth2', 'goHighLevelOAuth2Api', 'g1'],
	].map(([node, authentication, type, id]) => ({
		type: `n8n-nodes-ghl-booqable-roofr.${node}`,
		parameters: { authentication },
		credentials: { [type]: { id, name: id } },
	})),
};
const inN8n = (name: string) => n8nOfTemplates.workflows.filter((workflow) => workflow.name === name);
const PAIR = 'Booqable customers ↔ GHL contacts';
const nodesOfPair = () => inN8n(PAIR)[0].nodes as INode[];

const CHOSEN = { 'What to keep the same': ['Customers and contacts', 'Notes and tasks'], Direction: 'Both ways' };

/** The whole form; `approve` false leaves the preview as it is, as when its time is over. */
async function setUp(
	approve = true,
	chosen: IDataObject = CHOSEN,
	given: INodeParameters = { 'n8n API key': n8nOfTemplates.apiKey },
	change: (node: INode) => INode = (node) => node,
	fields: INodeParameters = {},
): Promise<Ran> {
	const answers: INodeParameters = approve ? given : { sample: [] };
	return await runTemplate(sandbox, 'set-up', 'Set up', [chosen], (node) =>
		change(answered(answered(node, 'Preview', answers), 'Choose fields', fields)),
	);
}
const answered = (node: INode, page: string, answers: INodeParameters): INode =>
	node.name === page ? { ...node, parameters: { ...node.parameters, answers } } : node;
const plan = (ran: Ran) => ran('Plan')[0];
const page = (ran: Ran): string =>
	(ran('Preview')[0]?.fields as Array<{ html: string }>).map(({ html }) => html).join('\n');
const message = (ran: Ran): string => String(ran('Done')[0].message);
const states = (ran: Ran): string => message(ran).replace(/<\/?a\b[^>]*>/g, '');
const outcomes = (ran: Ran, node: string) =>
	ran(node)
		.map(({ outcome }) => outcome)
		.sort();
const writes = () =>
	sandbox
		.requests()
		.filter(({ method, path: of }) => method !== 'GET' && /\/(contacts|customers)(?!.*search)/.test(of))
		.map(({ service, method }) => `${service} ${method}`);
const contacts = (): IDataObject[] =>
	(sandbox.state('ghl') as { contacts: IDataObject[] }).contacts.filter(({ locationId }) => locationId === LOCATION_US);
const named = (firstName: string, lastName: string) => ({
	firstName,
	lastName,
	email: `${firstName.toLowerCase()}@example.com`,
});
const person = (name: string) => ({ name, email: `${name.split(' ')[0].toLowerCase()}@example.com` });

/** Ada in both, with another name in each; Bea and Cid in one each, Cid with the tag; Dot in both, the same. */
async function people(): Promise<void> {
	await apps.saveCustomer(person('Ada Byron'));
	await apps.saveContact({ firstName: 'Ada', lastName: 'King', email: 'ada@example.com' });
	await apps.saveCustomer(person('Bea Smith'));
	await apps.saveContact({ firstName: 'Cid', lastName: 'Jones', email: 'cid@example.com', tags: ['rental'] });
	await apps.saveCustomer(person('Dot Stone'));
	await apps.saveContact({ firstName: 'Dot', lastName: 'Stone', email: 'dot@example.com', phone: '+12125550142' });
	await apps.saveContact({ firstName: 'Eve', lastName: 'Lead', email: 'eve@example.com' });
	sandbox.advance(10 * 60_000); // both lists show new records after some seconds
}

it('previews without writing to a contact or customer, then does exactly that', async () => {
	await people();
	sandbox.clearRequests();
	const left = await setUp(false);
	expect(plan(left)).toMatchObject({
		linked: 2,
		toGhl: { created: 1, failed: 0 },
		toBooqable: { created: 1, changed: 1, failed: 0 },
	});
	expect(writes()).toEqual([]);
	expect(left('Done')).toEqual([]);
	const before = contacts().length;
	const ran = await setUp();
	expect(plan(ran)).toMatchObject({ toGhl: { created: 1 }, toBooqable: { created: 1, changed: 1 } });
	expect(outcomes(ran, 'Sync contact')).toContain('created');
	expect(outcomes(ran, 'Sync customer')).toEqual(expect.arrayContaining(['created', 'updated']));
	expect(contacts()).toHaveLength(before + 1);
	expect(message(ran)).toContain('<td>GHL</td><td>created</td><td>1</td><td>1</td>');
	expect(message(ran)).toContain('<td>Booqable</td><td>created</td><td>1</td><td>1</td>');
	expect(contacts().some(({ email }) => email === 'eve@example.com')).toBe(true);
	expect(page(ran)).toContain('<b>1</b> contacts without the tag rental do not become customers');
}, 60_000);

it('sees a value that GHL alone has, in a field that a short list leaves out', async () => {
	await apps.saveCustomer(person('Fay Long'));
	await apps.saveContact({ ...named('Fay', 'Long'), website: 'https://fay.example.com' });
	sandbox.advance(10 * 60_000);
	const ran = await setUp(false);
	expect(plan(ran)).toMatchObject({ toBooqable: { changed: 1 }, toGhl: { changed: 0 } });
	expect(page(ran)).toContain('<td>Booqable</td><td>changed</td><td>website</td>');
});

it('installs and publishes the workflows, with the credentials of its own nodes, and says so', async () => {
	const ran = await setUp();
	const names = ['Notify the team', 'Review desk', PAIR, 'Booqable notes ↔ GHL notes and tasks'];
	expect(n8nOfTemplates.workflows.map(({ name, active }) => [name, active])).toEqual(
		['Set up', ...names].map((name) => [name, true]),
	);
	for (const name of names) expect(states(ran)).toContain(`<td>${name}</td><td>runs now</td>`);
	const [{ id }] = inN8n('Notify the team');
	expect(nodesOfPair().find(({ name }) => name === 'Notify the team')?.parameters.workflowId).toMatchObject({
		value: id,
	});
	expect(inN8n(PAIR)[0].settings).toMatchObject({ errorWorkflow: id });
	expect(nodesOfPair().find(({ name }) => name === 'Customer changed')?.credentials).toEqual({
		booqableApi: { id: 'b1', name: 'b1' },
	});
	expect(nodesOfPair().find(({ name }) => name === 'Sync contact')).toMatchObject({
		credentials: { goHighLevelOAuth2Api: { id: 'g1' } },
		parameters: { authentication: 'oAuth2' },
	});
	expect(nodesOfPair().filter(({ disabled }) => disabled)).toEqual([]);
});

it('makes no workflow a second time, and leaves one alone that a person changed', async () => {
	await setUp();
	n8nOfTemplates.workflows = n8nOfTemplates.workflows.map((one) => (one.name === PAIR ? { ...one, nodes: [] } : one));
	const before = structuredClone(n8nOfTemplates.workflows);
	const ran = await setUp();
	expect(n8nOfTemplates.workflows).toEqual(before);
	expect(states(ran)).toContain(`<td>${PAIR}</td><td>runs, as before</td>`);
});

it('says which workflow n8n would not publish, and why', async () => {
	const gone = (node: INode): INode =>
		node.name === 'Publish'
			? { ...node, parameters: { ...node.parameters, url: '/api/v1/workflows/gone/activate' } }
			: node;
	const ran = await setUp(true, CHOSEN, undefined, gone);
	expect(states(ran)).toContain(`<td>${PAIR}</td><td>not published: Not found. n8n has no workflow gone</td>`);
});

it('names what is to be imported by hand where no API key is given', async () => {
	const ran = await setUp(true, CHOSEN, { 'n8n API key': '' });
	expect(message(ran)).toContain('This page could not install the workflows: no API key was given');
	expect(message(ran)).toContain('<code>contacts-and-customers.json</code>');
	expect(n8nOfTemplates.workflows).toEqual([ownWorkflow]);
});

it('refuses a wrong API key before anything is loaded', async () => {
	await people();
	sandbox.clearRequests();
	const ran = await setUp(true, CHOSEN, { 'n8n API key': 'another key' });
	expect(String(ran('Key refused')[0].message)).toContain('n8n refused the API key. Create one under');
	expect(ran('Done')).toEqual([]);
	expect(writes()).toEqual([]);
	expect(n8nOfTemplates.workflows).toEqual([ownWorkflow]);
});

it('writes in the chosen direction alone, and deactivates the nodes of the other one', async () => {
	await people();
	const before = contacts().length;
	const ran = await setUp(true, { ...CHOSEN, Direction: 'From GHL to Booqable' });
	expect(plan(ran)).toMatchObject({ toGhl: { created: 0, changed: 0, asked: 0 }, toBooqable: { created: 1 } });
	expect(contacts()).toHaveLength(before);
	expect(message(ran)).toContain(
		'<i>Customer changed</i>, <i>Customers missed</i>, <i>Sync contact</i> are deactivated',
	);
	const off = () => nodesOfPair().flatMap(({ name, disabled }) => (disabled ? [name] : []));
	expect(off()).toEqual(['Customer changed', 'Customers missed', 'Sync contact']);
	n8nOfTemplates.workflows = [ownWorkflow];
	await setUp(true, { ...CHOSEN, Direction: 'From Booqable to GHL' });
	expect(off()).toEqual(['Contact changed', 'Sync customer']);
});

it('shows what the checks of both accounts saw otherwise, and what to do about it', async () => {
	sandbox.seed('ghl', { allowDuplicateContact: true });
	expect(page(await setUp(false))).toContain('<td>GHL</td><td>Duplicates setting</td><td>duplicates are allowed</td>');
});

it('says whether Booqable sends events to this n8n', async () => {
	expect(message(await setUp())).toContain('to no trigger of this n8n yet');
	const endpoint = (url: string) => ({ url, events: ['customer.created'], version: '4' });
	sandbox.seed('booqable', {
		webhook_endpoints: [endpoint(`${WEBHOOKS}/ours?secret=1`), endpoint('https://other.example.com/webhook/1')],
	});
	expect(message(await setUp())).toContain('sends its events to 1 trigger of this n8n.');
	const withoutKey = message(await setUp(true, CHOSEN, { 'n8n API key': '' }));
	expect(withoutKey).toContain(
		'to 1 trigger of this n8n. Which of the workflows below run is not known without an API',
	);
});

/** So many people in each app, `both` of them in both, with emails and phones as people write them. */
async function crowd(each: number, both: number): Promise<void> {
	const people = Array.from({ length: 2 * each - both }, (_, number) => ({
		names: ['Person', `Number${number}`],
		email: `person${number}@example.com`,
		phone: `(212) 555-${String(1000 + number)}`,
	}));
	sandbox.seed('booqable', {
		customers: people.slice(0, each).map(({ names, email, phone }) => ({
			name: names.join(' '),
			email,
			properties_attributes: [{ identifier: 'phone', value: phone }],
		})),
	});
	for (const [index, { names, email, phone }] of people.slice(each - both).entries())
		await apps.saveContact({
			firstName: names[0],
			lastName: names[1],
			email: index % 3 === 0 ? email.toUpperCase() : email,
			phone: `+1${phone.replace(/\D/g, '')}`,
			...(index >= both && { tags: ['rental'] }),
		});
	sandbox.advance(10 * 60_000);
}

it('links 500 and 500 people with 60 % overlap exactly, and does what the preview said, with no duplicate', async () => {
	await crowd(500, 300);
	const ran = await setUp();
	expect(plan(ran)).toMatchObject({
		linked: 300,
		same: 300,
		unclear: 0,
		toGhl: { created: 200, changed: 0, asked: 0, failed: 0 },
		toBooqable: { created: 200, changed: 0, asked: 0, failed: 0 },
	});
	expect(outcomes(ran, 'Sync contact')).toEqual(Array.from({ length: 200 }, () => 'created'));
	expect(outcomes(ran, 'Sync customer')).toEqual(Array.from({ length: 200 }, () => 'created'));
	const emails = contacts().map(({ email }) => String(email).toLowerCase());
	expect(emails.filter((email) => email.startsWith('person'))).toHaveLength(700);
	expect(new Set(emails).size).toBe(emails.length);
	sandbox.advance(10 * 60_000);
	const again = await setUp();
	expect(plan(again)).toMatchObject({ linked: 700, same: 700, sample: [] });
}, 300_000);

it('asks a person where two values differ, and has nothing left to do afterwards', async () => {
	await people();
	const ran = await setUp();
	expect(plan(ran)).toMatchObject({ toGhl: { asked: 1 } });
	const questions = await json(ledger({ resource: 'review', operation: 'getMany', pair: 'contacts' }));
	expect(new Set(questions.map(({ field }) => field))).toEqual(new Set(['name']));
	sandbox.clearRequests();
	const again = await setUp();
	expect(plan(again)).toMatchObject({
		toGhl: { created: 0, changed: 0 },
		toBooqable: { created: 0, changed: 0 },
	});
	expect(writes()).toEqual([]);
});

it('pauses where the calls of the month run low, says so before and after, and goes on when the form is opened again', async () => {
	const after = (hours: number) => jest.useFakeTimers({ now: start + hours * 3_600_000, doNotFake: [...TIMERS] });
	const today = new Date();
	const start = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 10); // the hours stay within one month
	after(0);
	await people();
	sandbox.seed('booqable', { apiUsage: 8_990 });
	after(2); // Booqable is asked anew
	const ran = await setUp();
	expect(page(ran)).toContain('90 percent of the calls of this month will be spent before all is done');
	expect(outcomes(ran, 'Sync contact')).toContain('created'); // GHL has calls enough
	expect(new Set(outcomes(ran, 'Sync customer'))).toEqual(new Set(['waiting']));
	expect(message(ran)).toMatch(
		/<td>Booqable<\/td><td>waiting<\/td><td>0<\/td><td>\d<\/td><td>9\d percent of the calls that Booqable allows in a month are spent\. From 90 percent on, what is not urgent waits, until /,
	);
	after(4);
	sandbox.seed('booqable', { apiUsage: 0 });
	const again = await setUp();
	jest.useRealTimers();
	expect(page(again)).not.toContain('90 percent');
	expect(outcomes(again, 'Sync customer')).toContain('created');
});

it('goes on where the first load was interrupted', async () => {
	await people();
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: '/contacts', status: 400, times: 1 });
	const ran = await setUp();
	expect(message(ran)).toContain('<td>GHL</td><td>failed</td><td>0</td><td>1</td>');
	const again = await setUp();
	expect(outcomes(again, 'Sync contact')).toContain('created');
	expect(contacts().filter(({ email }) => email === 'bea@example.com')).toHaveLength(1);
});

it('says why a customer or contact could not be read, which is why it was not synced', async () => {
	await people();
	const [cid] = contacts().filter(({ email }) => email === 'cid@example.com');
	const { id: fay } = await apps.saveCustomer(person('Fay Hill'));
	sandbox.advance(10 * 60_000);
	sandbox.faults({ kind: 'status', service: 'booqable', method: 'GET', path: `/**/customers/${fay}*`, status: 403 });
	sandbox.faults({ kind: 'status', service: 'ghl', method: 'GET', path: `/contacts/${String(cid.id)}`, status: 403 });
	const ran = await setUp();
	sandbox.clearFaults();
	const why = [...message(ran).matchAll(/<td>failed<\/td><td>0<\/td><td>1<\/td><td>([^<]*)/g)].map(([, said]) => said);
	expect(why).toEqual([expect.stringMatching(/^The employee of this Booqable token/), expect.stringMatching(/^GHL: /)]);
	expect(outcomes(ran, 'Sync contact')).toContain('created');
});

it('works on two empty accounts, and names the templates that were chosen', async () => {
	const ran = await setUp();
	expect(page(ran)).toContain('There is nothing to load.');
	expect(ran('Done')).toMatchObject([{ title: 'Both apps are in step' }]);
	for (const name of [PAIR, 'Booqable notes ↔ GHL notes and tasks', 'Review desk'])
		expect(message(ran)).toContain(name);
	expect(message(ran)).not.toContain('business data');
});

it.each([
	['booqable', 'GET', '/**/customers*', 'All contacts'],
	['ghl', 'POST', /contacts\/search/, 'Link existing'],
] as const)('goes no further when a list of %s cannot be read, and says why', async (service, method, path, next) => {
	await people();
	sandbox.faults({ kind: 'status', service, method, path, status: 400 });
	const ran = await setUp();
	sandbox.clearFaults();
	expect(ran('Cannot go on')).toHaveLength(1);
	expect([ran(next), ran('Preview'), ran('Sync contact'), ran('Sync customer')]).toEqual([[], [], [], []]);
});

it('shows names as text, whatever they hold', async () => {
	await apps.saveCustomer({ name: '<img src=x> {{ $now }} $&', email: 'mallory@example.com' });
	sandbox.advance(10 * 60_000);
	const ran = await setUp(false);
	expect(ran('Cannot go on')).toEqual([]);
	expect(page(ran)).not.toMatch(/<img|\{\{|\$&/);
});

describe('fields of their own that people have in both apps', () => {
	const KEEP = 'Keep the same in both apps';
	const BOTH = ['Shoe size', "Driver's license", 'Mobile', 'Level'];
	const TO_GHL = 'Make in GHL and keep the same';
	const TO_BOOQABLE = 'Make in Booqable and keep the same';
	const fieldsOf = (ran: Ran) =>
		Object.fromEntries(
			(ran('Choose fields')[0]?.fields as Array<{ fieldLabel?: string; fieldOptions?: IDataObject }>).flatMap(
				({ fieldLabel, fieldOptions }) =>
					fieldLabel ? [[fieldLabel, (fieldOptions?.values as IDataObject[]).map(({ option }) => option)]] : [],
			),
		);
	const valuesIn = (contact: IDataObject): IDataObject => {
		const definitions = (sandbox.state('ghl') as { customFields: IDataObject[] }).customFields;
		const values = contact.customFields as IDataObject; // by ID
		return Object.fromEntries(
			Object.entries(values).map(([id, value]) => [String(definitions.find((one) => one.id === id)?.name), value]),
		);
	};
	const property = (identifier: string, value: string) => ({ properties_attributes: [{ identifier, value }] });
	const withFields = async (parameters: INodeParameters) =>
		await setUp(true, CHOSEN, undefined, (node) => node, parameters);

	beforeEach(() => {
		sandbox.seed('booqable', {
			default_properties: [
				{ name: 'Shoe size', identifier: 'shoe_size', property_type: 'text_field', owner_type: 'customers' },
				{ name: "Driver's license", identifier: 'license', property_type: 'text_field', owner_type: 'customers' },
				{ name: 'Allergies', identifier: 'allergies', property_type: 'text_area', owner_type: 'customers' },
				{ name: 'Mobile', identifier: 'mobile', property_type: 'phone', owner_type: 'customers' },
				{ name: 'Points', identifier: 'points', property_type: 'text_field', owner_type: 'customers' },
				{ name: 'Member since', identifier: 'since', property_type: 'date_field', owner_type: 'customers' },
				{
					name: 'Level',
					identifier: 'level',
					property_type: 'select',
					owner_type: 'customers',
					select_options: ['Gold', 'Silver'],
				},
			],
		});
		sandbox.seed('ghl', {
			customFields: [
				{ name: 'Shoe Size', dataType: 'TEXT' },
				{ name: "Driver's License", dataType: 'TEXT' },
				{ name: 'Points', dataType: 'NUMERICAL' },
				{ name: 'Nickname', dataType: 'TEXT' },
				{ name: 'Mobile', dataType: 'PHONE' },
				{ name: 'Member since', dataType: 'DATE' },
				{ name: 'Level', dataType: 'SINGLE_OPTIONS', picklistOptions: ['Silver', 'Gold'] },
			],
		});
	});

	it('are proposed by name and type, missing ones offered, and what does not fit is said', async () => {
		const ran = await setUp(false);
		expect(fieldsOf(ran)).toEqual({
			[KEEP]: [...BOTH],
			[TO_GHL]: ['Allergies'],
			[TO_BOOQABLE]: ['Nickname'],
		});
		expect(JSON.stringify(ran('Choose fields')[0].fields)).toContain('<b>Points</b>: text in Booqable, number in GHL');
	});

	it('arrive in both directions in the first load, with those that were made, and are written into the pair', async () => {
		await apps.saveCustomer({ ...person('Ada Byron'), ...property('shoe_size', '39') });
		await apps.saveCustomer({ ...person('Fay Long'), ...property('mobile', '(212) 555-0199') });
		await apps.saveCustomer({ ...person('Bea Smith'), ...property('allergies', 'nuts') });
		const cid = await apps.saveContact({ ...named('Cid', 'Jones'), tags: ['rental'] });
		const ids = (sandbox.state('ghl') as { customFields: IDataObject[] }).customFields;
		const idOf = (name: string) => String(ids.find((one) => one.name === name)?.id);
		await apps.saveContact(
			{
				customFields: [
					{ id: idOf("Driver's License"), field_value: 'B' },
					{ id: idOf('Nickname'), field_value: 'CJ' },
					{ id: idOf('Level'), field_value: 'Gold' },
				],
			},
			cid.id,
		);
		sandbox.advance(10 * 60_000);
		const ran = await withFields({
			[KEEP]: BOTH,
			[TO_GHL]: ['Allergies'],
			[TO_BOOQABLE]: ['Nickname'],
		});
		expect(page(ran)).toContain('<td>created</td><td>name, email, Shoe size</td>');
		expect(page(ran)).toContain('tags, Shoe size, Driver&#39;s license, Allergies, Mobile, Level, Nickname.</p>');
		const contactOf = (email: string) => contacts().find((one) => one.email === email) ?? {};
		expect(valuesIn(contactOf('ada@example.com'))).toMatchObject({ 'Shoe Size': '39' });
		expect(valuesIn(contactOf('fay@example.com'))).toHaveProperty('Mobile');
		expect(valuesIn(contactOf('bea@example.com'))).toMatchObject({ Allergies: 'nuts' });
		const [made] = apps.customers().filter(({ email }) => email === 'cid@example.com');
		expect((await apps.customer(made.id)).properties).toMatchObject({ license: 'B', nickname: 'CJ', level: 'Gold' });

		const parametersOf = (name: string) => nodesOfPair().find((node) => node.name === name)?.parameters as IDataObject;
		expect(parametersOf('Sync contact').fields).toMatchObject({
			value: {
				custom_shoe_size: '={{ $json.record.properties?.["shoe_size"] }}',
				custom_driver_s_license: '={{ $json.record.properties?.["license"] }}',
				custom_allergies: '={{ $json.record.properties?.["allergies"] }}',
			},
		});
		expect(parametersOf('Sync contact').options).toMatchObject({
			fieldRules: { field: [{ name: 'custom_driver_s_license', sourceField: 'property_license' }] },
		});
		expect(parametersOf('Sync customer').fields).toMatchObject({
			value: {
				property_shoe_size: '={{ $json.record.customFields?.["Shoe Size"] }}',
				property_license: '={{ $json.record.customFields?.["Driver\'s License"] }}',
				property_nickname: '={{ $json.record.customFields?.["Nickname"] }}',
			},
		});
		sandbox.clearRequests();
		const again = await withFields({ [KEEP]: [...BOTH, 'Allergies', 'Nickname'] });
		expect(plan(again)).toMatchObject({ sample: [] });
		expect(writes()).toEqual([]);
		expect(message(again)).not.toContain('was there already, and its fields'); // it has them
		const [pair] = inN8n(PAIR);
		pair.nodes = (pair.nodes as INode[]).map((node) =>
			node.name === 'Sync customer' ? { ...node, parameters: { fields: { value: { property_level: '' } } } } : node,
		);
		expect(message(await withFields({ [KEEP]: ['Shoe size', 'Level'] }))).toContain(
			'in <i>Sync contact</i> and <i>Sync customer</i> there: <i>Shoe size</i>.',
		);
		expect(message(await setUp(true, CHOSEN, { 'n8n API key': '' }, (node) => node, { [KEEP]: ['Level'] }))).toContain(
			'<code>contacts-and-customers.json</code> does not have the fields that you chose. To keep them the same from now on, add these in <i>Sync contact</i> and <i>Sync customer</i> there: <i>Level</i>.',
		);
	});

	it('stay as they are where nothing is ticked, and the page is left out where there is nothing to choose', async () => {
		await apps.saveCustomer({ ...person('Ada Byron'), ...property('shoe_size', '39') });
		sandbox.advance(10 * 60_000);
		await withFields({});
		expect(valuesIn(contacts().find((one) => one.email === 'ada@example.com') ?? {})).not.toHaveProperty('Shoe Size');
		expect(JSON.stringify(nodesOfPair())).not.toContain('shoe_size');
		sandbox.reset();
		makePlain(sandbox);
		const ran = await setUp(false);
		expect(ran('Choose fields')).toEqual([]);
		expect(plan(ran)).toBeDefined();
	});

	it('that cannot be made are said, and the rest is done', async () => {
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'POST', path: /customFields/, status: 422, times: 20 });
		const ran = await withFields({ [KEEP]: ['Shoe size'], [TO_GHL]: ['Allergies'] });
		expect(page(ran)).toContain('Make field in GHL: could not be made.');
		expect(page(ran)).toContain('tags, Shoe size. Not kept the same, since the field could not be made: Allergies.');
	});

	it('are not asked about when one app does not list its own: all of the other would seem to be missing there', async () => {
		sandbox.faults({ kind: 'status', service: 'ghl', method: 'GET', path: /customFields/, status: 403, times: 20 });
		const ran = await setUp(false);
		expect(ran('Fields of GHL')[0]).toHaveProperty('error');
		expect(ran('Choose fields')).toEqual([]);
	});

	it('write nothing when the page is left open until its time is over', async () => {
		const ran = await withFields({ state: 'both' }); // as n8n hands its input on
		expect(ran('Preview')).toEqual([]);
		expect(ran('Left open')).toHaveLength(1);
	});
});

it('maps the same fields as the template of the pair', () => {
	const nodesOf = (file: string) =>
		(JSON.parse(readFileSync(path.join(ROOT, 'workflows', file), 'utf8')) as { nodes: INode[] }).nodes; // our own files
	/** The first load is never urgent, the pair only where it catches up; the pair names the chosen fields itself. */
	const parametersOf = (file: string, name: string): IDataObject => {
		const { options, ...parameters } = nodesOf(file).find((node) => node.name === name)?.parameters ?? {};
		const { pauseAtPercent: _, furtherFields: __, ...others } = (options ?? {}) as IDataObject;
		return { ...parameters, options: others };
	};
	for (const name of ['Sync contact', 'Sync customer']) {
		const parameters = parametersOf('contacts-and-customers.json', name);
		expect(parameters).toHaveProperty('fields');
		expect(parametersOf('set-up.json', name)).toEqual(parameters);
		expect(parametersOf('set-up.json', name.replace('Sync', 'Would sync'))).toEqual({ ...parameters, dryRun: true });
	}
	const { value } = parametersOf('set-up.json', 'Sync contact').fields as { value: IDataObject }; // as every mapper has it
	expect(parametersOf('set-up.json', 'Compare').comparedFields).toContain(`=${Object.keys(value).join(', ')}{{`);
});

// last: the node remembers for a while that the token was refused
it('says which account does not work, and why, and makes nothing', async () => {
	sandbox.faults({
		kind: 'status',
		service: 'ghl',
		method: 'GET',
		path: /^\/locations\/[^/]+$/,
		status: 401,
		times: 5,
	});
	sandbox.clearRequests();
	const ran = await setUp();
	expect(ran('Cannot go on')).toMatchObject([{ title: 'Something is missing' }]);
	const said = String(ran('Cannot go on')[0].message);
	expect(said).toContain('<b>Booqable</b>: works');
	expect(said).toMatch(/<b>GHL<\/b>: (?!works)/);
	expect(sandbox.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
});
