import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../../../../sandbox/booqable/world';
import type { FaultRule } from '../../../../../sandbox/faults';
import { LOCATION_US } from '../../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../../sandbox/server';
import { booqable, mapped } from '../../../../support/nodeSetups';
import { failure, items, json, method } from '../../../../support/engine';
import { byId, freshLedger, SyncedApps, ledger } from '../../../../support/syncedApps';

/** Far above what a test needs: the node takes its pace from the headers of the first answer. */
const LIMITS = 1000;

let sandbox: Sandbox;
let apps: SyncedApps;
let customer: string;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: LIMITS });
	apps = new SyncedApps(sandbox);
});
afterAll(async () => await sandbox.close());
beforeEach(async () => {
	sandbox.reset();
	freshLedger();
	customer = (await apps.saveCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' })).id;
	sandbox.clearRequests();
});

interface Note extends IDataObject {
	id: string;
	body: string;
	owner_id: string;
}

const CONTACT = 'seD4PfOuKoVMLkEZqohJ';
const inGhl = { sourceApp: 'ghl', sourceAccount: byId(LOCATION_US) };
const note = (id: string, body: string, { options = {}, ...more }: IDataObject = {}) => ({
	resource: 'note',
	operation: 'sync',
	...inGhl,
	sourceId: id,
	parentId: CONTACT,
	fields: mapped({ body }),
	options: options as IDataObject,
	...more,
});
const sync = async (...given: Parameters<typeof note>): Promise<IDataObject> =>
	(await json(booqable(sandbox, note(...given))))[0];
const linkParent = async (targetId = customer) =>
	await json(
		ledger({
			resource: 'link',
			operation: 'save',
			pair: 'contacts',
			...inGhl,
			sourceId: CONTACT,
			targetApp: 'booqable',
			targetAccount: byId(DEMO_SLUG),
			targetId,
		}),
	);
const linksOf = async (id: string) =>
	await json(
		ledger({
			resource: 'link',
			operation: 'get',
			pair: 'notes',
			sourceApp: 'booqable',
			sourceAccount: byId(DEMO_SLUG),
			sourceId: id,
		}),
	);
const notes = (): Note[] => (sandbox.state('booqable') as Record<string, { notes?: Note[] }>)[DEMO_SLUG].notes ?? [];
const writes = () =>
	sandbox
		.requests({ service: 'booqable' })
		.filter(({ method: verb }) => verb !== 'GET')
		.map(({ method: verb }) => verb);

describe('a note of a contact', () => {
	it('waits until the contact has a customer, and is then written on it', async () => {
		expect(await sync('n1', 'Likes tents')).toMatchObject({ outcome: 'waiting', calls: 0 });
		expect(sandbox.requests({ service: 'booqable' })).toEqual([]);
		await linkParent();
		const item = await sync('n1', 'Likes tents');
		expect(item).toMatchObject({
			outcome: 'created',
			source: { app: 'ghl', id: 'n1' },
			target: { app: 'booqable', account: DEMO_SLUG, id: item.id },
			changed: ['body'],
		});
		expect(notes()).toMatchObject([{ id: item.id, body: 'Likes tents', owner_id: customer, owner_type: 'customers' }]);
	});

	it('is due with the contact it belongs to, as long as that waits', async () => {
		await sync('n1', 'Likes tents');
		const due = {
			resource: 'due',
			operation: 'resolve',
			pair: 'notes',
			...inGhl,
			sourceId: 'n1',
			targetApp: 'booqable',
			targetAccount: byId(DEMO_SLUG),
			resolution: 'retry',
		};
		expect(await json(ledger(due))).toMatchObject([
			{ resolved: true, status: 'waiting', id: 'n1', parentId: CONTACT, parentPair: 'contacts' },
		]);
		expect(await json(ledger({ resource: 'due', operation: 'getMany', pair: 'notes', limit: 5 }))).toMatchObject([
			{ id: 'n1', parentId: CONTACT, parentPair: 'contacts' },
		]);
	});

	it('makes no call as long as it is as it was', async () => {
		await linkParent();
		await sync('n1', 'Likes tents');
		sandbox.clearRequests();
		expect(await sync('n1', ' Likes tents\r\n')).toMatchObject({ outcome: 'unchanged', calls: 0 });
		expect(sandbox.requests({ service: 'booqable' })).toEqual([]);
	});

	it('gets a new note when it was changed, the old one is deleted, and the link moves', async () => {
		await linkParent();
		const { id: old } = await sync('n1', 'Likes tents');
		sandbox.clearRequests();
		const item = await sync('n1', 'Likes chairs');
		expect(item).toMatchObject({ outcome: 'updated', changed: ['body'] });
		expect(item.id).not.toBe(old);
		expect(notes()).toMatchObject([{ id: item.id, body: 'Likes chairs', owner_id: customer }]);
		expect(writes()).toEqual(['POST', 'DELETE']);
		expect(await linksOf(String(item.id))).toMatchObject([{ linked: true }]);
		expect(await linksOf(String(old))).toMatchObject([{ linked: false, state: 'ended' }]);
		sandbox.clearRequests();
		expect(await sync('n1', 'Likes chairs')).toMatchObject({ outcome: 'unchanged', calls: 0, id: item.id });
	});

	it('is replaced although somebody deleted the old one at that moment', async () => {
		await linkParent();
		await sync('n1', 'Likes tents');
		sandbox.faults({ kind: 'status', service: 'booqable', method: 'DELETE', status: 404, times: 1 });
		expect(await sync('n1', 'Likes chairs')).toMatchObject({ outcome: 'updated' });
	});

	it('leaves the other notes of the customer alone', async () => {
		await linkParent();
		await sync('n1', 'Likes tents');
		sandbox.seed('booqable', { notes: [{ body: 'Likes tents', owner_id: customer, owner_type: 'customers' }] });
		expect(await sync('n1', 'Likes chairs')).toMatchObject({ outcome: 'updated' });
		expect(
			notes()
				.map(({ body }) => body)
				.sort(),
		).toEqual(['Likes chairs', 'Likes tents']);
	});

	it.each([
		['delete', 'deleted', 0],
		['unlink', 'unlinked', 1],
		['archive', 'review', 1],
	])('that is gone has its note follow: %s', async (deletes, outcome, left) => {
		await linkParent();
		await sync('n1', 'Likes tents');
		expect(
			await sync('n1', '', { fields: mapped({}), options: { sourceDeleted: true, whenSourceDeleted: deletes } }),
		).toMatchObject({ outcome });
		expect(notes()).toHaveLength(left);
	});

	it('is written again when its note is gone and it was edited since', async () => {
		await linkParent();
		const { id } = await sync('n1', 'Likes tents');
		await json(booqable(sandbox, { resource: 'note', operation: 'delete', noteId: byId(id as string) }));
		expect(await sync('n1', 'Likes tents')).toMatchObject({ outcome: 'unchanged' });
		expect(await sync('n1', 'Likes chairs')).toMatchObject({ outcome: 'created' });
		expect(notes()).toMatchObject([{ body: 'Likes chairs' }]);
	});

	it('fails with the reason when it has no text, and is due again', async () => {
		await linkParent();
		expect(await sync('n1', '  ')).toMatchObject({
			outcome: 'failed',
			reason: expect.stringContaining('Body is empty'),
			dueAt: expect.any(String),
		});
		expect(notes()).toEqual([]);
	});

	it('reports in a dry run what it would do, and does nothing', async () => {
		await linkParent();
		expect(await sync('n1', 'Likes tents', { dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'create', fields: ['body'] }],
		});
		await sync('n1', 'Likes tents');
		const planned = await sync('n1', 'Likes chairs', { dryRun: true });
		expect(planned).toMatchObject({ outcome: 'planned' });
		expect(notes()).toMatchObject([{ body: 'Likes tents' }]);
	});
});

describe.each<[string, FaultRule]>([
	['500 although it was written', { kind: 'statusAfterCommit', status: 500 }],
	['no answer although it was written', { kind: 'answerLost' }],
])('a note whose create gets %s', (_, fault) => {
	it('is found in the list of the customer: one note', async () => {
		await linkParent();
		sandbox.faults({ ...fault, service: 'booqable', method: 'POST', times: 1 });
		expect(await sync('n1', 'Likes tents')).toMatchObject({ outcome: 'created', id: notes()[0].id });
		expect(await sync('n1', 'Likes tents')).toMatchObject({ outcome: 'unchanged', id: notes()[0].id });
		expect(notes()).toHaveLength(1);
	});

	it('is pending as long as the list cannot be read, and found then', async () => {
		await linkParent();
		const options = { createdAt: new Date().toISOString() };
		sandbox.faults({ ...fault, service: 'booqable', method: 'POST', times: 1 });
		sandbox.faults({ kind: 'status', service: 'booqable', path: '/**/notes.json', status: 400, times: 1 });
		expect(await sync('n1', 'Likes tents', { options })).toMatchObject({ outcome: 'pending' });
		sandbox.clearRequests();
		expect(await sync('n1', 'Likes tents', { options })).toMatchObject({ outcome: 'linked', id: notes()[0].id });
		expect(notes()).toHaveLength(1);
		expect(writes()).toEqual([]);
	});

	it('is also found when it was to replace an old one', async () => {
		await linkParent();
		await sync('n1', 'Likes tents');
		sandbox.faults({ ...fault, service: 'booqable', method: 'POST', times: 1 });
		expect(await sync('n1', 'Likes chairs')).toMatchObject({ outcome: 'updated' });
		expect(notes()).toMatchObject([{ body: 'Likes chairs' }]);
	});
});

describe('several notes', () => {
	it('are written once each, also two with the same text, and paired with their items', async () => {
		await linkParent();
		const given = await items(booqable(sandbox, note('={{ $json.id }}', '={{ $json.text }}')), [
			{ id: 'n1', text: 'Called' },
			{ id: 'n2', text: 'Called' },
			{ id: 'n3', text: 'Paid' },
		]);
		expect(given.map(({ json: { outcome }, pairedItem }) => [outcome, pairedItem])).toEqual(
			[0, 1, 2].map((item) => ['created', { item }]),
		);
		expect(
			notes()
				.map(({ body }) => body)
				.sort(),
		).toEqual(['Called', 'Called', 'Paid']);
	});

	it('continue after one fails', async () => {
		await linkParent();
		const setup = {
			...booqable(sandbox, note('={{ $json.id }}', 'Called')),
			onError: 'continueRegularOutput' as const,
		};
		const given = await items(setup, [{ id: 'a/b' }, { id: 'n2' }]);
		expect(given.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(given[0].json.error).toContain('not an ID');
		expect(given[1].json).toMatchObject({ outcome: 'created' });
	});

	it('without their contact fail by themselves', async () => {
		await linkParent();
		const setup = {
			...booqable(sandbox, note('={{ $json.id }}', 'Called', { parentId: '={{ $json.parent }}' })),
			onError: 'continueRegularOutput' as const,
		};
		const given = await items(setup, [
			{ id: 'n1' },
			{ id: 'n2', parent: CONTACT },
			{ id: 'n3', parent: 'somebodyElse' },
		]);
		expect(given.map(({ json: { outcome, error }, pairedItem }) => [outcome ?? error, pairedItem])).toEqual([
			[expect.stringContaining('Parent ID is empty'), { item: 0 }],
			['created', { item: 1 }],
			['waiting', { item: 2 }],
		]);
	});

	it('keep every script, and the same letters in another form are not changes', async () => {
		await linkParent();
		const written = 'Größe 東京 🎪 مرحبا é';
		await sync('n1', written);
		expect(notes()).toMatchObject([{ body: written }]);
		expect(await sync('n1', written.normalize('NFD'))).toMatchObject({ outcome: 'unchanged', calls: 0 });
	});

	it('that are gone or waiting are only planned for in a dry run', async () => {
		expect(await sync('n1', 'Called', { dryRun: true })).toMatchObject({ outcome: 'waiting' });
		await linkParent();
		await sync('n1', 'Called');
		expect(
			await sync('n1', '', {
				dryRun: true,
				fields: mapped({}),
				options: { sourceDeleted: true, whenSourceDeleted: 'delete' },
			}),
		).toMatchObject({ outcome: 'planned', plan: [{ call: 'delete' }] });
		expect(notes()).toHaveLength(1);
	});

	it('take the text of an item that is mapped automatically', async () => {
		await linkParent();
		const automatic = note('n1', '', { fields: { mappingMode: 'autoMapInputData', value: null } });
		expect(await json(booqable(sandbox, automatic), [{ body: 'Called', id: 'n1', userId: 'u1' }])).toMatchObject([
			{ outcome: 'created' },
		]);
		expect(notes()).toMatchObject([{ body: 'Called' }]);
	});
});

it('stops with the reason where the plan has no notes', async () => {
	await linkParent();
	sandbox.faults({ kind: 'status', service: 'booqable', path: '/**/notes', status: 402, times: 1 });
	expect((await failure(booqable(sandbox, note('n1', 'Likes tents')))).message).toContain('plan');
});

it('the editor offers the text alone', async () => {
	const { fields } = await method<{ fields: Array<{ id: string; required: boolean }> }>(
		booqable(sandbox, { authentication: 'accessToken' }),
		'resourceMapping',
		'getNoteColumnsForSync',
	);
	expect(fields).toMatchObject([{ id: 'body', required: true }]);
});
