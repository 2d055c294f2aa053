import type { IDataObject } from 'n8n-workflow';
import { DEMO_SLUG } from '../../../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../../sandbox/server';
import { ghlPrivate, mapped } from '../../../../support/nodeSetups';
import { items, json } from '../../../../support/engine';
import { byId, freshLedger } from '../../../../support/syncedApps';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	freshLedger();
});

const TENTS = {
	name: 'Example Tents',
	email: 'Ada.Tents@example.com',
	phone: '(212) 555-0142',
	city: 'Boston',
	description: 'Tents and chairs',
};

interface Business extends IDataObject {
	id: string;
}

const businesses = (): Business[] =>
	(sandbox.state('ghl') as { businesses: Business[] }).businesses.filter(({ name }) => name !== 'Acme Events');
const calls = () =>
	sandbox
		.requests({ service: 'ghl' })
		.filter(({ path }) => !/^\/locations/.test(path))
		.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{24}$/, ':id')}`);

const parametersOf = (fields: IDataObject, { options = {}, ...more }: IDataObject = {}): IDataObject => ({
	resource: 'business',
	operation: 'sync',
	sourceApp: 'booqable',
	sourceAccount: byId(DEMO_SLUG),
	sourceId: 'near-1',
	fields: mapped(fields),
	options,
	...more,
});

async function sync(fields: IDataObject, more: IDataObject = {}): Promise<IDataObject> {
	const [item] = await json(ghlPrivate(sandbox, parametersOf(fields, more)));
	return item;
}

/** One that was there before. */
function seeded(fields: IDataObject): Business {
	sandbox.seed('ghl', { businesses: [{ name: 'Example Tents', ...fields }] });
	return businesses()[0];
}

describe('Sync of a business', () => {
	it('creates one where none matches, once, after reading the list', async () => {
		const item = await sync(TENTS);
		expect(item).toMatchObject({
			outcome: 'created',
			target: { app: 'ghl', account: LOCATION_US, id: item.id },
			changed: Object.keys(TENTS),
		});
		expect(businesses()).toEqual([
			expect.objectContaining({ id: item.id, ...TENTS, email: 'ada.tents@example.com', phone: '+12125550142' }),
		]);
		expect(calls()).toEqual(['GET /businesses/', 'POST /businesses/']);
		sandbox.clearRequests();
		expect(await sync(TENTS)).toMatchObject({ outcome: 'unchanged', calls: 0, id: item.id });
		expect(calls()).toEqual([]);
	});

	it('writes what changed and nothing else', async () => {
		const { id } = await sync(TENTS);
		sandbox.clearRequests();
		expect(await sync({ ...TENTS, city: 'Salem' })).toMatchObject({ outcome: 'updated', id, changed: ['city'] });
		expect(calls()).toEqual(['GET /businesses/:id', 'PUT /businesses/:id']);
		expect(sandbox.requests({ method: 'PUT' })[0].body).toEqual({ city: 'Salem' });
	});

	it.each([
		['the e-mail', { email: 'ada.tents@example.com' }, 'linked'],
		['the phone, though GHL keeps it as it was typed, and the name', { phone: '212-555-0142' }, 'linked'],
		['the phone but not the name', { name: 'Other Company', phone: '212-555-0142' }, 'created'],
		['the name alone', {}, 'created'],
	])('that has %s', async (_, fields, outcome) => {
		const known = seeded(fields);
		const item = await sync(TENTS);
		expect(item.outcome).toBe(outcome);
		expect(item.id === known.id).toBe(outcome === 'linked');
		if (outcome === 'linked') expect(businesses()).toEqual([expect.objectContaining({ id: known.id, city: 'Boston' })]);
	});

	it('does not match by a shared mailbox alone: the names must agree', async () => {
		seeded({ name: 'Other Company', email: 'office@example.com' });
		expect(await sync({ ...TENTS, email: 'office@example.com' })).toMatchObject({ outcome: 'created' });
		expect(businesses()).toHaveLength(2);
	});

	it('opens a review where several match', async () => {
		seeded({ email: 'ada.tents@example.com' });
		seeded({ email: 'ada.tents@example.com' });
		expect(await sync(TENTS)).toMatchObject({ outcome: 'review' });
		expect(businesses()).toHaveLength(2);
	});

	it('finds the record again whose create got no answer', async () => {
		sandbox.faults({ kind: 'answerLost', service: 'ghl', method: 'POST', times: 1 });
		expect(await sync(TENTS)).toMatchObject({ outcome: 'pending' });
		expect(await sync(TENTS)).toMatchObject({ outcome: 'linked' });
		expect(businesses()).toHaveLength(1);
	});

	it('empties fields when clearing is switched on, and names those that GHL cannot empty', async () => {
		await sync(TENTS);
		const clear = { options: { clear: true } };
		expect(await sync({ ...TENTS, description: '' }, clear)).toMatchObject({
			outcome: 'updated',
			changed: ['description'],
		});
		expect(businesses()[0].description).toBe('');
		expect(await sync({ ...TENTS, description: '', email: '' }, clear)).toMatchObject({
			outcome: 'failed',
			reason: 'GHL cannot clear the field Email',
		});
	});

	it('only reports in a dry run what it would do', async () => {
		expect(await sync(TENTS, { dryRun: true })).toMatchObject({ outcome: 'planned', plan: [{ call: 'create' }] });
		expect(businesses()).toEqual([]);
	});

	it.each([
		['delete', 'deleted', 0],
		['unlink', 'unlinked', 1],
		['archive', 'review', 1],
	])('follows a record that is gone: %s', async (deletes, outcome, left) => {
		await sync(TENTS);
		expect(await sync(TENTS, { options: { sourceDeleted: true, whenSourceDeleted: deletes } })).toMatchObject({
			outcome,
		});
		expect(businesses()).toHaveLength(left);
	});

	it('plans a change and a delete in a dry run, and does neither', async () => {
		await sync(TENTS);
		expect(await sync({ ...TENTS, city: 'Salem' }, { dryRun: true })).toMatchObject({
			outcome: 'planned',
			plan: [{ call: 'update', fields: ['city'] }],
		});
		expect(
			await sync(TENTS, { dryRun: true, options: { sourceDeleted: true, whenSourceDeleted: 'delete' } }),
		).toMatchObject({ outcome: 'planned', plan: [{ call: 'delete' }] });
		expect(businesses()).toEqual([expect.objectContaining({ city: 'Boston' })]);
	});

	it('keeps every script, and finds a name again in another form of its letters', async () => {
		const fields = { ...TENTS, name: 'Zelte Müller 東京 🎪' };
		const { id } = await sync(fields);
		expect(businesses()).toEqual([expect.objectContaining({ name: fields.name })]);
		expect(await sync({ ...fields, name: fields.name.normalize('NFD') })).toMatchObject({
			outcome: 'unchanged',
			calls: 0,
			id,
		});
	});

	it('returns an outcome for each item', async () => {
		const parameters = parametersOf(
			{},
			{ sourceId: '={{ $json.id }}', fields: { mappingMode: 'autoMapInputData', value: null } },
		);
		const output = await items({ ...ghlPrivate(sandbox, parameters), onError: 'continueRegularOutput' }, [
			{ id: 'n1', ...TENTS },
			{ id: 'n2', email: 'ben.chairs@example.com' },
			{ id: 'n3', name: 'Example Chairs' },
		]);
		expect(output.map(({ json: { outcome }, pairedItem }) => [outcome, pairedItem])).toEqual([
			['created', { item: 0 }],
			['failed', { item: 1 }],
			['created', { item: 2 }],
		]);
		expect(output[1].json.reason).toContain('Name is empty');
	});
});
