import type { IDataObject } from 'n8n-workflow';
import {
	FIELDS,
	LOCATION_US,
	LOST_REASON,
	PIPELINE,
	STAGES,
	USER_ANNA,
	USER_BEN,
} from '../../../../../sandbox/ghl/world';
import { automatic, byId, GhlAccount, mapping } from '../../../../support/ghl';

let ghl: GhlAccount;
let contactId: string;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => {
	ghl.sandbox.reset();
	[contactId] = ghl.contacts({ firstName: 'Ada', email: 'ada@example.com' });
});
afterAll(async () => await ghl.sandbox.close());

const create = (fields: IDataObject, more: IDataObject = {}): IDataObject => ({
	contactId: byId(contactId),
	pipelineId: PIPELINE,
	fields: mapping(fields),
	...more,
});
const made = async (more: IDataObject = {}): Promise<IDataObject> =>
	await ghl.one('opportunity.create', create({ name: 'Tent' }, more));

describe('opportunity', () => {
	test('create sends numbers as numbers, custom fields by ID, and what GHL requires', async () => {
		const given = await ghl.one(
			'opportunity.create',
			create(
				{ name: 'Tent', monetaryValue: '1200.50', custom_project_code: 'P-7', assignedTo: USER_ANNA },
				{ stageId: STAGES.quoted },
			),
		);
		expect(ghl.last).toMatchObject({ method: 'POST', path: '/opportunities/' });
		expect(ghl.last.body).toEqual({
			name: 'Tent',
			status: 'open',
			monetaryValue: 1200.5,
			assignedTo: USER_ANNA,
			pipelineId: PIPELINE,
			pipelineStageId: STAGES.quoted,
			contactId,
			locationId: LOCATION_US,
			customFields: [{ id: FIELDS.projectCode, field_value: 'P-7' }],
		});
		expect(given).toMatchObject({ id: expect.any(String), pipelineStageId: STAGES.quoted });
	});

	test('create maps by the names of the input', async () => {
		await ghl.run('opportunity.create', { contactId: byId(contactId), pipelineId: PIPELINE, fields: automatic }, [
			{ name: 'Tent', 'Project Code': 'P-7', tags: ['x'], email: 'ada@example.com' },
		]);
		expect(ghl.last.body).toEqual({
			name: 'Tent',
			status: 'open',
			pipelineId: PIPELINE,
			contactId,
			locationId: LOCATION_US,
			customFields: [{ id: FIELDS.projectCode, field_value: 'P-7' }],
		});
	});

	test('create or update maps by the names of the input, and names what it has no field for', async () => {
		const upsert = { contactId: byId(contactId), pipelineId: PIPELINE, fields: automatic };
		const input = [{ Name: 'Tent', Value: '1200.50', 'Project Code': 'P-7', email: 'ada@example.com' }];
		const [made] = await ghl.run('opportunity.upsert', upsert, input);
		expect(ghl.last.body).toMatchObject({ name: 'Tent', monetaryValue: 1200.5, pipelineId: PIPELINE, contactId });
		expect(ghl.last.body).not.toHaveProperty('customFields');
		expect(made).toMatchObject({ name: 'Tent', created: true, ignoredFields: ['Project Code', 'email'] });
		expect(await ghl.run('opportunity.upsert', upsert, [{ name: 'Tents' }])).toMatchObject([
			{ id: made.id, name: 'Tents', created: false },
		]);
	});

	test('create or update leaves an open one of another name, if it is told to', async () => {
		const { id } = await ghl.one('opportunity.create', create({ name: 'Order #2' }));
		ghl.sandbox.advance(60_000);
		const upsert = (fields: IDataObject, otherOpen: string) =>
			ghl.one('opportunity.upsert', {
				contactId: byId(contactId),
				pipelineId: PIPELINE,
				fields: mapping(fields),
				options: { otherOpen },
			});
		ghl.sandbox.clearRequests();
		expect(await upsert({ name: 'Order #1', status: 'lost' }, 'leave')).toMatchObject({
			id,
			name: 'Order #2',
			status: 'open',
			created: false,
			left: true,
		});
		expect(ghl.calls().map(({ method }) => method)).toEqual(['GET']);
		const own = await upsert({ name: 'order #2', monetaryValue: 5 }, 'leave');
		expect(own).toMatchObject({ id, monetaryValue: 5, created: false });
		expect(own).not.toHaveProperty('left');
		ghl.sandbox.advance(60_000);
		expect(await upsert({ name: 'Order #3' }, 'update')).toMatchObject({ id, name: 'Order #3' });
		ghl.sandbox.advance(60_000);
		expect(await upsert({ monetaryValue: 7 }, 'leave')).toMatchObject({ id, name: 'Order #3', monetaryValue: 7 });
		expect(await upsert({ name: 'Order #3', status: 'lost' }, 'leave')).toMatchObject({ id, status: 'lost' });
		ghl.sandbox.advance(60_000);
		// what is closed is in nobody's way
		expect(await upsert({ name: 'Order #4', status: 'open' }, 'leave')).toMatchObject({ id, name: 'Order #4' });
	});

	test.each([
		['no name', { monetaryValue: 5 }, 'The opportunity has no name'],
		[
			'a status that GHL does not have',
			{ name: 'Tent', status: 'maybe' },
			'Invalid value for Status: "maybe". Choose one of: Open, Won, Lost, Abandoned.',
		],
		[
			'a value that is no number',
			{ name: 'Tent', monetaryValue: 'much' },
			'Invalid value for Value: "much". Map an amount such as 1234.50.',
		],
	])('create with %s is refused before the call', async (_, fields, message) => {
		expect((await ghl.failure('opportunity.create', create(fields))).message).toBe(message);
		expect(ghl.calls({ method: 'POST' })).toHaveLength(0);
	});

	test('a second one of the contact in the pipeline is refused in the words of GHL', async () => {
		await made();
		expect((await ghl.failure('opportunity.create', create({ name: 'Again' }))).message).toBe(
			'GHL: Can not create duplicate opportunity for the contact.',
		);
	});

	test('get and search return custom fields by name, though GHL writes them differently', async () => {
		const { id } = await ghl.one('opportunity.create', create({ name: 'Tent', custom_project_code: 'P-7' }));
		ghl.sandbox.advance(60_000);
		expect(await ghl.one('opportunity.get', { opportunityId: byId(id) })).toMatchObject({
			id,
			customFields: { 'Project Code': 'P-7' },
		});
		expect(await ghl.one('opportunity.search', {})).toMatchObject({ id, customFields: { 'Project Code': 'P-7' } });
	});

	test('search sends its filters with underscores, and days the American way', async () => {
		const filters = {
			pipelineId: PIPELINE,
			stageId: STAGES.lead,
			contactId,
			assignedTo: USER_ANNA,
			status: 'won',
			query: 'tent',
			addedFrom: '2026-01-31T00:00:00',
			addedTo: '2026-02-28',
		};
		await ghl.run('opportunity.search', { filters, options: { order: 'added_asc', customFieldsByName: false } });
		expect(ghl.last.query).toEqual({
			location_id: LOCATION_US,
			pipeline_id: PIPELINE,
			pipeline_stage_id: STAGES.lead,
			contact_id: contactId,
			assigned_to: USER_ANNA,
			status: 'won',
			q: 'tent',
			date: '01-31-2026',
			endDate: '02-28-2026',
			order: 'added_asc',
			limit: '50',
		});
	});

	test('search continues past 100 with both halves of the cursor, and loses no filter', async () => {
		const contacts = ghl.contacts(...Array.from({ length: 230 }, (_, index) => ({ email: `c${index}@example.com` })));
		await ghl.run(
			'opportunity.create',
			{ contactId: byId('={{ $json.id }}'), pipelineId: PIPELINE, fields: mapping({ name: 'Tent' }) },
			contacts.map((id) => ({ id })),
		);
		ghl.sandbox.advance(60_000);
		ghl.sandbox.clearRequests();
		const found = await ghl.run('opportunity.search', { returnAll: true, filters: { status: 'open' } });
		expect([found.length, new Set(found.map(({ id }) => id)).size]).toEqual([230, 230]);
		const queries = ghl.calls({ path: '/opportunities/search' }).map(({ query }) => query as IDataObject);
		expect(queries).toHaveLength(3);
		for (const { startAfter: _, startAfterId: __, ...query } of queries)
			expect(query).toEqual({ location_id: LOCATION_US, status: 'open', limit: '100' });
		expect(queries.slice(1).every(({ startAfter, startAfterId }) => startAfter && startAfterId)).toBe(true);
	});

	test('update moves it to a stage and sends nothing that was not set', async () => {
		const { id } = await made();
		expect(
			await ghl.one('opportunity.update', { opportunityId: byId(id), stageId: STAGES.booked, fields: mapping({}) }),
		).toMatchObject({ id, name: 'Tent', pipelineStageId: STAGES.booked });
		expect(ghl.last).toMatchObject({ method: 'PUT', path: `/opportunities/${String(id)}` });
		expect(ghl.last.body).toEqual({ pipelineStageId: STAGES.booked });
	});

	test('update with nothing set is refused', async () => {
		const { id } = await made();
		expect((await ghl.failure('opportunity.update', { opportunityId: byId(id), fields: mapping({}) })).message).toBe(
			'No field is set, so there is nothing to update',
		);
	});

	test.each([
		[{ status: 'won' }, { status: 'won' }],
		[
			{ status: 'lost', lostReasonId: LOST_REASON },
			{ status: 'lost', lostReasonId: LOST_REASON },
		],
	])('update status sends %j', async (parameters, body) => {
		const { id } = await made();
		expect(await ghl.one('opportunity.updateStatus', { opportunityId: byId(id), ...parameters })).toEqual({
			id,
			status: body.status,
			success: true,
		});
		expect(ghl.last.body).toEqual(body);
	});

	test('create or update finds the one of the contact, and touches no follower', async () => {
		const { id } = await made();
		await ghl.run('opportunity.addFollowers', { opportunityId: byId(id), followers: [USER_BEN] });
		const given = await ghl.one('opportunity.upsert', {
			...create({ name: 'Bigger tent', monetaryValue: 900 }),
			simplify: false,
		});
		expect(given).toMatchObject({ id, created: false, monetaryValue: 900, followers: [USER_BEN] });
		expect(ghl.last.body).toEqual({
			name: 'Bigger tent',
			monetaryValue: 900,
			pipelineId: PIPELINE,
			contactId,
			locationId: LOCATION_US,
			followers: [],
			isRemoveAllFollowers: false,
			followersActionType: 'add',
		});
		const [other] = ghl.contacts({ email: 'b@example.com' });
		expect(await ghl.one('opportunity.upsert', create({ name: 'New' }, { contactId: byId(other) }))).toMatchObject({
			created: true,
		});
	});

	test('followers are added and removed', async () => {
		const { id } = await made();
		expect(
			await ghl.one('opportunity.addFollowers', { opportunityId: byId(id), followers: [USER_ANNA, USER_BEN] }),
		).toMatchObject({ id, followersAdded: [USER_ANNA, USER_BEN] });
		expect(await ghl.one('opportunity.removeFollowers', { opportunityId: byId(id), followers: [USER_ANNA] })).toEqual({
			id,
			followers: [USER_BEN],
			followersRemoved: [USER_ANNA],
		});
		expect(ghl.last).toMatchObject({ method: 'DELETE', body: { followers: [USER_ANNA] } });
	});

	test('delete returns the ID', async () => {
		const { id } = await made();
		expect(await ghl.one('opportunity.delete', { opportunityId: byId(id) })).toEqual({ id, deleted: true });
		expect(ghl.state().opportunities).toHaveLength(0);
	});

	test('pipelines come with their stages, lost reasons by name', async () => {
		expect(await ghl.one('opportunity.getPipelines')).toMatchObject({
			id: PIPELINE,
			name: 'Rentals',
			stages: [{ id: STAGES.lead }, { id: STAGES.quoted }, { id: STAGES.booked }],
		});
		expect(await ghl.run('opportunity.getLostReasons')).toMatchObject([{ id: LOST_REASON, name: 'Too expensive' }]);
	});
});
