import type { IDataObject } from 'n8n-workflow';
import { RoofrTrigger } from '../../../../nodes/Roofr/RoofrTrigger.node';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../../sandbox/ghl/world';
import { ROOFR } from '../../../../sandbox/roofr';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { items, json, method } from '../../../support/engine';
import { startReceiver, type Receiver } from '../../../support/roofrWebhookServer';
import { mapped, SECRET, setups } from '../../../support/roofr';
import { byId, freshLedger, ledger } from '../../../support/syncedApps';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 1000 });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	freshLedger();
});

const { setup } = setups(() => sandbox);
const inGhl = { sourceApp: 'ghl', sourceAccount: byId(LOCATION_US) };
const roofrAccount = { targetApp: 'roofr', targetAccount: byId('roofr') };
const MARIA = {
	firstName: 'Maria',
	lastName: 'Example',
	address1: '12 Elm St',
	city: 'Springfield',
	state: 'IL',
	postalCode: '62701',
	country: 'US',
	phone: '(212) 555-0142',
	email: 'Maria@example.com',
};

const job = (id: string, fields: IDataObject, more: IDataObject = {}) =>
	setup(
		'bridge',
		{},
		{
			resource: 'job',
			operation: 'sync',
			...inGhl,
			sourceId: id,
			nameAs: 'parts',
			addressAs: 'parts',
			fields: mapped(fields),
			...more,
		},
	);
const sync = async (...given: Parameters<typeof job>): Promise<IDataObject> => (await json(job(...given)))[0];
const state = () => sandbox.state('roofr') as Record<string, IDataObject[]>;
const runs = () => sandbox.requests({ service: 'roofr' });

describe('a contact and its job', () => {
	it('is handed to the bridge once, under an ID that stays the same', async () => {
		expect(await sync('c1', MARIA)).toMatchObject({
			outcome: 'created',
			id: 'ghl:c1',
			source: { app: 'ghl', account: LOCATION_US, id: 'c1' },
			target: { app: 'roofr', account: 'roofr', id: 'ghl:c1' },
			calls: 1,
		});
		expect(state().runs).toMatchObject([
			{
				external_id: 'ghl:c1',
				first_name: 'Maria',
				country: 'United States',
				phone: '+12125550142',
				job_name: expect.stringContaining('[ghl c1]'),
			},
		]);
		expect(await sync('c1', MARIA)).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(runs()).toHaveLength(1);
		expect(state().jobs).toHaveLength(1);
	});

	it('waits for a person when something changed, by the names of the fields, and makes no call', async () => {
		await sync('c1', MARIA);
		sandbox.clearRequests();
		const changed = { ...MARIA, email: 'maria@example.org', city: 'Chicago' };
		expect(await sync('c1', changed)).toMatchObject({
			outcome: 'review',
			review: ['city', 'email'],
			reason: expect.stringContaining('by hand'),
		});
		expect(runs()).toEqual([]);
	});

	it('is in sync once the person confirms that it was entered', async () => {
		await sync('c1', MARIA);
		const changed = { ...MARIA, city: 'Chicago' };
		await sync('c1', changed);
		await json(
			ledger({
				resource: 'review',
				operation: 'resolve',
				pair: 'jobs',
				...inGhl,
				sourceId: 'c1',
				...roofrAccount,
				field: 'city',
				keep: 'source',
			}),
		);
		expect(await sync('c1', changed)).toMatchObject({ outcome: 'unchanged', review: [] });
		expect(await json(ledger({ resource: 'review', operation: 'getMany', pair: 'jobs', limit: 5 }))).toEqual([]);
		expect(await sync('c1', MARIA)).toMatchObject({ outcome: 'review', review: ['city'] });
	});

	it('takes a phone that is written in another way for no change', async () => {
		await sync('c1', MARIA);
		expect(await sync('c1', { ...MARIA, phone: '+1 212-555-0142', email: 'maria@EXAMPLE.com' })).toMatchObject({
			outcome: 'unchanged',
		});
	});

	it('is not created, and due again, when the bridge refuses it', async () => {
		sandbox.faults({ kind: 'status', service: 'roofr', path: ROOFR.hook, status: 410, times: 1 });
		expect(await sync('c1', MARIA)).toMatchObject({
			outcome: 'failed',
			reason: expect.stringContaining('no such hook'),
			dueAt: expect.any(String),
		});
		expect(await sync('c1', MARIA)).toMatchObject({ outcome: 'created' });
		expect(state().jobs).toHaveLength(1);
	});

	it.each([
		['an address that is not complete', { ...MARIA, city: '' }, 'City is empty'],
		['an email that is not one', { ...MARIA, email: 'maria' }, 'is not an address'],
	])('fails with the reason and without a value: %s', async (_, fields, said) => {
		const item = await sync('c1', fields);
		expect(item).toMatchObject({ outcome: 'failed', reason: expect.stringContaining(said) });
		expect(item.reason).not.toContain('"maria"');
		expect(runs()).toEqual([]);
	});

	it('is never sent twice when there was no clear answer: it goes to review', async () => {
		sandbox.faults({ kind: 'answerLost', service: 'roofr', path: ROOFR.hook, times: 1 });
		expect(await sync('c1', MARIA)).toMatchObject({
			outcome: 'review',
			reason: expect.stringContaining('no clear answer'),
		});
		expect(await sync('c1', MARIA)).toMatchObject({ outcome: 'review' });
		expect(state().jobs).toHaveLength(1);
	});

	it.each([
		['unlink', 'unlinked'],
		['delete', 'review'],
		['archive', 'review'],
	])('stays when the contact is gone: %s', async (deletes, outcome) => {
		await sync('c1', MARIA);
		sandbox.clearRequests();
		expect(await sync('c1', MARIA, { options: { sourceDeleted: true, whenSourceDeleted: deletes } })).toMatchObject({
			outcome,
		});
		expect(runs()).toEqual([]);
	});

	it('is only planned in a dry run', async () => {
		expect(await sync('c1', MARIA, { dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'create', fields: expect.arrayContaining(['firstName', 'email']) }],
		});
		expect(runs()).toEqual([]);
	});

	it('keeps every script, and takes the same letters in another form for no change', async () => {
		const fields = { ...MARIA, firstName: 'María', lastName: 'Müller 東京', address1: 'Größe 12' };
		await sync('c1', fields);
		expect(state().runs).toMatchObject([{ first_name: 'María', last_name: 'Müller 東京' }]);
		expect(await sync('c1', { ...fields, firstName: 'María'.normalize('NFD') })).toMatchObject({
			outcome: 'unchanged',
			calls: 0,
		});
	});

	it('may come from Booqable with one name and one line of address', async () => {
		const source = { sourceApp: 'booqable', sourceAccount: byId(DEMO_SLUG), nameAs: 'full', addressAs: 'line' };
		expect(
			await sync(
				'7f5ad3d6',
				{ fullName: 'Maria Example', fullAddress: '12 Elm St, Springfield, IL 62701', firstName: 'Not asked for' },
				source,
			),
		).toMatchObject({ outcome: 'created', id: 'booqable:7f5ad3d6' });
		expect(state().jobs).toMatchObject([{ name: expect.stringContaining('[booqable 7f5ad3d6]') }]);
	});
});

it('several items have one outcome each, and continue after one fails', async () => {
	const bad = {
		...job('={{ $json.id }}', {}, { fields: { mappingMode: 'autoMapInputData', value: null } }),
		onError: 'continueRegularOutput' as const,
	};
	const given = await items(bad, [
		{ id: 'c1', ...MARIA, locationId: 'x' },
		{ id: 'c 2', ...MARIA },
		{ id: 'a/b' },
		{ id: 'c3', ...MARIA },
	]);
	expect(given.map(({ json: { outcome, error }, pairedItem }) => [outcome ?? error, pairedItem])).toEqual([
		['created', { item: 0 }],
		['failed', { item: 1 }],
		[expect.stringContaining('not an ID'), { item: 2 }],
		['created', { item: 3 }],
	]);
	expect(
		state()
			.runs.map(({ external_id: id }) => id)
			.sort(),
	).toEqual(['ghl:c1', 'ghl:c3']);
});

it('accounts with different names are kept apart', async () => {
	await sync('c1', MARIA);
	expect(await sync('c1', MARIA, { options: { roofrAccount: 'north' } })).toMatchObject({
		outcome: 'created',
		target: { account: 'north' },
	});
	await expect(sync('c1', MARIA, { options: { roofrAccount: 'The North' } })).rejects.toMatchObject({
		message: expect.stringContaining('other characters'),
	});
});

it.each(['note', 'task', 'appointment', 'contact'])(
	'a %s cannot go through the bridge, and nothing is called',
	async (resource) => {
		const parameters = {
			resource,
			operation: 'sync',
			...inGhl,
			sourceId: 'n1',
			parentId: 'c1',
			fields: mapped({ body: 'x' }),
		};
		await expect(json(setup('bridge', {}, parameters))).rejects.toMatchObject({
			message: expect.stringContaining('cannot go through the bridge'),
		});
		expect(runs()).toEqual([]);
	},
);

it('the editor offers the columns of the chosen connection', async () => {
	const ids = async (authentication: string) =>
		(
			await method<{ fields: Array<{ id: string }> }>(
				setup(authentication, {}, { resource: 'job', operation: 'sync', nameAs: 'full', addressAs: 'line' }),
				'resourceMapping',
				'getJobColumnsForSync',
			)
		).fields.map(({ id }) => id);
	expect(await ids('bridge')).toEqual(expect.arrayContaining(['fullName', 'fullAddress', 'email', 'phone']));
	expect(await ids('apiKey')).toEqual(expect.arrayContaining(['name', 'stageId', 'value']));
	expect(await ids('apiKey')).not.toContain('createdAt');
});

describe('an event of the Roofr Trigger', () => {
	let receiver: Receiver;
	beforeAll(async () => {
		receiver = await startReceiver();
		receiver.use(
			setup(
				'bridge',
				{},
				{ events: ['job.stage_changed', 'job.created', 'lead.created'], proof: 'secret', customEvents: '' },
				new RoofrTrigger(),
			),
		);
	});
	afterAll(async () => await receiver.close());
	beforeEach(() => receiver.given.splice(0));

	const received = async (event: string, payload: IDataObject): Promise<IDataObject> => {
		sandbox.seed('roofr', { send: { event, to: { url: `${receiver.url}?event=${event}`, secret: SECRET }, payload } });
		await sandbox.webhooks.idle();
		return receiver.given.at(-1) ?? {};
	};
	const linksOf = async (id: unknown) =>
		await json(
			ledger({
				resource: 'link',
				operation: 'get',
				pair: 'jobs',
				sourceApp: 'roofr',
				sourceAccount: byId('roofr'),
				sourceId: id as string,
			}),
		);

	it.each<[string, string, (made: IDataObject) => IDataObject]>([
		[
			'a change of stage, by the marker in the name',
			'job.stage_changed',
			({ id, name }) => ({ 'External Id': id, 'Job Name': name, 'New Stage': 'Won' }),
		],
		[
			'the acknowledgement of the bridge',
			'job.created',
			({ id, name }) => ({ external_id: 'ghl:c1', job_id: id, 'Job Name': name }),
		],
		['an acknowledgement without the name', 'job.created', ({ id }) => ({ external_id: 'ghl:c1', job_id: id })],
	])('finds the contact by its link: %s', async (_, event, payload) => {
		await sync('c1', MARIA);
		const { syncId } = await received(event, payload(state().jobs[0]));
		expect(await linksOf(syncId)).toMatchObject([{ linked: true, record: { app: 'ghl', id: 'c1' } }]);
	});

	it('of a job that was created in Roofr has the ID that Roofr assigned', async () => {
		expect(
			await received('job.stage_changed', { 'External Id': 51234, 'Job Name': 'Maria [again]', 'New Stage': 'Won' }),
		).toMatchObject({ syncId: '51234' });
		expect(await linksOf('51234')).toEqual([
			{ linked: false, pair: 'jobs', app: 'roofr', account: 'roofr', id: '51234' },
		]);
	});

	it('without a job has none', async () => {
		expect(await received('lead.created', { ID: 'l1', 'Lead Name': 'Maria Example' })).toMatchObject({ syncId: null });
	});
});
