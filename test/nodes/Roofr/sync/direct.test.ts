import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../../../sandbox/booqable/world';
import type { FaultRule } from '../../../../sandbox/faults';
import { LOCATION_US } from '../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { items, json, method } from '../../../support/engine';
import { mapped, setups } from '../../../support/roofr';
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
const seeded = (table: string, ...rows: IDataObject[]): IDataObject[] =>
	(sandbox.seed('roofr', { records: { [table]: rows } }) as Record<string, IDataObject[]>)[table];
const table = (name: string) => (sandbox.state('roofr') as Record<string, IDataObject[]>)[name];
const node = (resource: string, id: string, fields: IDataObject, more: IDataObject = {}, changes: IDataObject = {}) =>
	setup('apiKey', changes, {
		resource,
		operation: 'sync',
		...inGhl,
		sourceId: id,
		parentId: 'c1',
		fields: mapped(fields),
		...more,
	});
const sync = async (...given: Parameters<typeof node>): Promise<IDataObject> => (await json(node(...given)))[0];
const linkParent = async (targetId: unknown) =>
	await json(
		ledger({
			resource: 'link',
			operation: 'save',
			pair: 'jobs',
			...inGhl,
			sourceId: 'c1',
			targetApp: 'roofr',
			targetAccount: byId('roofr'),
			targetId: targetId as string,
		}),
	);
const verbs = () => sandbox.requests({ service: 'roofr' }).map(({ method: verb }) => verb);

interface Child {
	readonly resource: string;
	readonly table: string;
	readonly fields: IDataObject;
	readonly change: IDataObject;
	/** What Roofr has, under its own names. */
	readonly stored: IDataObject;
}

const CHILDREN: readonly Child[] = [
	{
		resource: 'note',
		table: 'notes',
		fields: { body: 'Called' },
		change: { body: 'Called back' },
		stored: { body: 'Called' },
	},
	{
		resource: 'task',
		table: 'tasks',
		fields: { title: 'Call', dueDate: '2026-11-24T09:00:00Z', completed: false },
		change: { completed: true },
		stored: { title: 'Call', due_date: '2026-11-24T09:00:00Z', completed: false },
	},
	{
		resource: 'appointment',
		table: 'events',
		fields: { title: 'Visit', startTime: '2026-11-24T09:00:00Z', endTime: '2026-11-24T10:00:00Z' },
		change: { title: 'Second visit' },
		stored: { title: 'Visit', start_time: '2026-11-24T09:00:00Z', end_time: '2026-11-24T10:00:00Z' },
	},
];

describe.each(CHILDREN)('$resource of a contact', ({ resource, table: name, fields, change, stored }) => {
	let jobId: unknown;
	beforeEach(() => {
		[{ id: jobId }] = seeded('jobs', { name: 'Roof' });
		sandbox.clearRequests();
	});

	it('waits for the job of the contact, and is then created under it', async () => {
		expect(await sync(resource, 'n1', fields)).toMatchObject({ outcome: 'waiting', calls: 0 });
		await linkParent(jobId);
		const item = await sync(resource, 'n1', fields);
		expect(item).toMatchObject({ outcome: 'created', target: { app: 'roofr', account: 'roofr', id: item.id } });
		expect(table(name)).toMatchObject([stored]);
		expect(String(table(name)[0].job_id)).toBe(String(jobId));
	});

	it('makes no call as long as it is as it was, and writes the changed field alone', async () => {
		await linkParent(jobId);
		const { id } = await sync(resource, 'n1', fields);
		sandbox.clearRequests();
		expect(await sync(resource, 'n1', fields)).toMatchObject({ outcome: 'unchanged', calls: 0, id });
		expect(await sync(resource, 'n1', { ...fields, ...change })).toMatchObject({
			outcome: 'updated',
			id,
			changed: Object.keys(change),
		});
		expect(verbs()).toEqual(['GET', 'PATCH']);
		expect(table(name)).toMatchObject([change]);
	});

	it.each<[string, FaultRule]>([
		['500 although it was made', { kind: 'statusAfterCommit', status: 500 }],
		['no answer although it was made', { kind: 'answerLost' }],
	])('whose create gets %s is found among those of the job: one', async (_, fault) => {
		await linkParent(jobId);
		seeded(name, { ...stored, job_id: -1 }); // of another job
		sandbox.faults({ ...fault, service: 'roofr', method: 'POST', times: 1 });
		expect(await sync(resource, 'n1', fields)).toMatchObject({ outcome: 'created' });
		expect(await sync(resource, 'n1', fields)).toMatchObject({ outcome: 'unchanged' });
		expect(table(name)).toHaveLength(2);
	});

	it('is pending as long as the list cannot be read, and found then', async () => {
		await linkParent(jobId);
		const options = { createdAt: new Date().toISOString() };
		sandbox.faults({ kind: 'answerLost', service: 'roofr', method: 'POST', times: 1 });
		sandbox.faults({ kind: 'status', service: 'roofr', method: 'GET', status: 400, times: 1 });
		expect(await sync(resource, 'n1', fields, { options })).toMatchObject({ outcome: 'pending' });
		sandbox.clearRequests();
		expect(await sync(resource, 'n1', fields, { options })).toMatchObject({ outcome: 'linked' });
		expect(verbs()).not.toContain('POST');
		expect(table(name)).toHaveLength(1);
	});

	it('is also found where Roofr ignores filters', async () => {
		sandbox.seed('roofr', { settings: { heedsFilters: false } });
		seeded(name, { ...stored, job_id: -1 });
		await linkParent(jobId);
		sandbox.faults({ kind: 'answerLost', service: 'roofr', method: 'POST', times: 1 });
		const item = await sync(resource, 'n1', fields);
		expect(item).toMatchObject({ outcome: 'created' });
		expect(String(table(name).find(({ id }) => String(id) === item.id)?.job_id)).toBe(String(jobId));
	});

	it('is deleted when the other one is gone and the node says so', async () => {
		await linkParent(jobId);
		await sync(resource, 'n1', fields);
		expect(
			await sync(resource, 'n1', fields, { options: { sourceDeleted: true, whenSourceDeleted: 'delete' } }),
		).toMatchObject({ outcome: 'deleted' });
		expect(table(name)).toEqual([]);
	});

	it('reports in a dry run what it would do', async () => {
		await linkParent(jobId);
		sandbox.clearRequests();
		expect(await sync(resource, 'n1', fields, { dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'create' }],
		});
		expect(verbs().filter((verb) => verb !== 'GET')).toEqual([]);
	});

	it('cannot be created under a job of the bridge, whose ID in Roofr is unknown', async () => {
		await linkParent('ghl:c1');
		expect(await sync(resource, 'n1', fields)).toMatchObject({
			outcome: 'failed',
			reason: expect.stringContaining('through the bridge'),
		});
		expect(verbs()).toEqual([]);
	});

	it('is linked in Booqable and Roofr at once', async () => {
		const pair = { note: 'notes', task: 'tasks', appointment: 'appointments' }[resource];
		await json(
			ledger({
				resource: 'link',
				operation: 'save',
				pair,
				sourceApp: 'booqable',
				sourceAccount: byId(DEMO_SLUG),
				sourceId: 'b1',
				targetApp: 'ghl',
				targetAccount: byId(LOCATION_US),
				targetId: 'n1',
			}),
		);
		await linkParent(jobId);
		expect(await sync(resource, 'n1', fields)).toMatchObject({ outcome: 'created' });
		expect(await sync(resource, 'n1', fields)).toMatchObject({ outcome: 'unchanged' });
	});

	it('without its contact fails by itself, and the others continue', async () => {
		await linkParent(jobId);
		const setupOf = {
			...node(resource, '={{ $json.id }}', fields, { parentId: '={{ $json.parent }}' }),
			onError: 'continueRegularOutput' as const,
		};
		const given = await items(setupOf, [{ id: 'n1' }, { id: 'n2', parent: 'c1' }, { id: 'n3', parent: 'c2' }]);
		expect(given.map(({ json: { outcome, error }, pairedItem }) => [outcome ?? error, pairedItem])).toEqual([
			[expect.stringContaining('Parent ID is empty'), { item: 0 }],
			['created', { item: 1 }],
			['waiting', { item: 2 }],
		]);
		expect(table(name)).toHaveLength(1);
	});

	it('keeps every script, and takes the same letters in another form for no change', async () => {
		await linkParent(jobId);
		const text = resource === 'note' ? 'body' : 'title';
		const written = 'Größe 東京 🎪 مرحبا é';
		await sync(resource, 'n1', { ...fields, [text]: written });
		expect(table(name)).toMatchObject([{ [text]: written }]);
		expect(await sync(resource, 'n1', { ...fields, [text]: written.normalize('NFD') })).toMatchObject({
			outcome: 'unchanged',
			calls: 0,
		});
	});

	it('has the columns of the resource, with those it needs', async () => {
		const { fields: columns } = await method<{ fields: Array<{ id: string; required: boolean }> }>(
			node(resource, 'n1', {}),
			'resourceMapping',
			'getColumns',
		);
		expect(columns.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(fields)));
		expect(columns.find(({ required }) => required)).toBeDefined();
		expect(columns.map(({ id }) => id)).not.toContain('createdAt');
	});
});

it.each([
	['task', 'tasks', { title: 'Call', dueDate: '2026-12-01 09:00' }, 'due_date'],
	[
		'appointment',
		'events',
		{ title: 'Visit', startTime: '2026-12-01 09:00', endTime: '2026-12-01 10:00' },
		'start_time',
	],
])(
	'times of a %s without offset are meant in the zone of the workflow, and the same moment written otherwise is not a change',
	async (resource, name, fields, stored) => {
		const [{ id }] = seeded('jobs', { name: 'Roof' });
		await linkParent(id);
		const inAmsterdam = (given: IDataObject) => ({ ...node(resource, 'n1', given), timezone: 'Europe/Amsterdam' });
		expect(await json(inAmsterdam(fields))).toMatchObject([{ outcome: 'created' }]);
		expect(Date.parse(String(table(name)[0][stored]))).toBe(Date.parse('2026-12-01T08:00:00Z'));
		const utc = Object.fromEntries(
			Object.entries(fields).map(([key, value]) => [
				key,
				key === 'title' ? value : new Date(`${value.replace(' ', 'T')}:00+01:00`).toISOString(),
			]),
		);
		expect(await json(inAmsterdam(utc))).toMatchObject([{ outcome: 'unchanged', calls: 0 }]);
	},
);

it('several notes have one outcome each, and continue after one fails', async () => {
	const [{ id }] = seeded('jobs', { name: 'Roof' });
	await linkParent(id);
	const setupOf = {
		...node('note', '={{ $json.id }}', { body: '={{ $json.text }}' }),
		onError: 'continueRegularOutput' as const,
	};
	const given = await items(setupOf, [
		{ id: 'n1', text: 'Called' },
		{ id: 'a/b', text: 'x' },
		{ id: 'n2', text: '' },
		{ id: 'n3', text: 'Called' },
	]);
	expect(given.map(({ json: { outcome, error }, pairedItem }) => [outcome ?? error, pairedItem])).toEqual([
		['created', { item: 0 }],
		[expect.stringContaining('not an ID'), { item: 1 }],
		['failed', { item: 2 }],
		['created', { item: 3 }],
	]);
	expect(table('notes')).toHaveLength(2);
});

it('paths and names that the credential sets are used', async () => {
	const endpoints = JSON.stringify({ 'contact.create': { fields: { companyName: 'business_id' } } });
	expect(await sync('contact', 'c1', { firstName: 'Maria', companyName: 'b7' }, {}, { endpoints })).toMatchObject({
		outcome: 'created',
	});
	expect(table('contacts')).toMatchObject([{ first_name: 'Maria', business_id: 'b7' }]);
});

describe('a contact', () => {
	const MARIA = { firstName: 'Maria', lastName: 'Example', email: 'maria@example.com', phone: '(212) 555-0142' };

	it('is found by its email, and filled where it is empty', async () => {
		const [{ id }] = seeded('contacts', { first_name: 'Maria', last_name: 'Example', email: 'maria@example.com' });
		expect(await sync('contact', 'c1', MARIA)).toMatchObject({ outcome: 'linked', id: String(id), changed: ['phone'] });
		expect(table('contacts')).toMatchObject([{ phone: '+12125550142', external_id: 'c1' }]);
	});

	it('is created once where none matches, and changed afterwards', async () => {
		const { id } = await sync('contact', 'c1', MARIA);
		expect(await sync('contact', 'c1', { ...MARIA, email: 'm@example.org' })).toMatchObject({
			outcome: 'updated',
			id,
			changed: ['email'],
		});
		expect(table('contacts')).toMatchObject([{ email: 'm@example.org' }]);
	});

	it('is found by the ID it carries after a create without an answer, also where Roofr ignores filters', async () => {
		sandbox.seed('roofr', { settings: { heedsFilters: false } });
		seeded('contacts', { first_name: 'Maria', external_id: 'c9' });
		sandbox.faults({ kind: 'answerLost', service: 'roofr', method: 'POST', times: 1 });
		expect(await sync('contact', 'c1', { firstName: 'Maria' })).toMatchObject({ outcome: 'pending' });
		expect(await sync('contact', 'c1', { firstName: 'Maria' })).toMatchObject({ outcome: 'linked' });
		expect(table('contacts')).toHaveLength(2);
	});

	it('may be linked to a customer of Booqable that GHL knows as well', async () => {
		const customer = { sourceApp: 'booqable', sourceAccount: byId(DEMO_SLUG), sourceId: 'b1' };
		await json(
			ledger({
				resource: 'link',
				operation: 'save',
				pair: 'contacts',
				...customer,
				targetApp: 'ghl',
				targetAccount: byId(LOCATION_US),
				targetId: 'c1',
			}),
		);
		expect(await sync('contact', 'b1', MARIA, customer)).toMatchObject({ outcome: 'created' });
		expect(await sync('contact', 'b1', MARIA, customer)).toMatchObject({ outcome: 'unchanged' });
	});
});

describe('a job', () => {
	it('is created, and changed in the field that changed', async () => {
		const { id } = await sync('job', 'c1', { name: 'Roof', value: '1200.50' });
		expect(table('jobs')).toMatchObject([{ name: 'Roof', value: 1200.5, external_id: 'c1' }]);
		expect(await sync('job', 'c1', { name: 'Roof', value: 1200.5 })).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(await sync('job', 'c1', { name: 'Roof', value: 1300 })).toMatchObject({
			outcome: 'updated',
			id,
			changed: ['value'],
		});
	});

	it('that the bridge created is not taken for gone, and no second one is created', async () => {
		await json(
			setup(
				'bridge',
				{},
				{
					resource: 'job',
					operation: 'sync',
					...inGhl,
					sourceId: 'c1',
					nameAs: 'full',
					addressAs: 'line',
					fields: mapped({ fullName: 'Maria Example', fullAddress: '12 Elm St, Springfield, IL 62701' }),
				},
			),
		);
		expect(await sync('job', 'c1', { name: 'Roof' })).toMatchObject({
			outcome: 'failed',
			reason: expect.stringContaining('through the bridge'),
		});
		expect(table('jobs')).toHaveLength(1);
	});
});
