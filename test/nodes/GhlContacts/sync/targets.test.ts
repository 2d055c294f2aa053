import axios from 'axios';
import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { GhlContacts } from '../../../../nodes/GhlContacts/GhlContacts.node';
import { APPOINTMENT, appointmentTarget } from '../../../../nodes/GhlContacts/sync/appointmentTarget';
import { businessTarget } from '../../../../nodes/GhlContacts/sync/businessTarget';
import { common } from '../../../../nodes/GhlContacts/sync/entity';
import { noteTarget } from '../../../../nodes/GhlContacts/sync/noteTarget';
import { opportunityTarget } from '../../../../nodes/GhlContacts/sync/opportunityTarget';
import { taskTarget } from '../../../../nodes/GhlContacts/sync/taskTarget';
import { ghl } from '../../../../nodes/GhlContacts/transport';
import { contextOf } from '../../../../nodes/shared/account';
import { Calls } from '../../../../nodes/shared/runner/calls';
import { connect } from '../../../../nodes/shared/runner/connections';
import { TargetCalls } from '../../../../nodes/shared/sync/targetCalls';
import { canonical } from '../../../../sync/model/canonical';
import type { TargetRecord, TargetService } from '../../../../sync';
import { CALENDAR, LOCATION_US, PIPELINE, PIT_US, STAGES, USER_ANNA } from '../../../../sandbox/ghl/world';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { ghlPrivate } from '../../../support/nodeSetups';
import { method } from '../../../support/engine';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: 'off' });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	sandbox.time({ frozen: true }); // first: else a millisecond may pass
	sandbox.time({ now: '2026-11-23T12:00:00.000Z' });
	sandbox.seed('ghl', {
		contacts: [
			{ id: ADA, firstName: 'Ada' },
			{ id: BEN, firstName: 'Ben' },
		],
	});
});

const ADA = 'ExampleContactAda001';
const BEN = 'ExampleContactBen001';
const EXTERNAL_ID = 'a-source-record';
const NOW = Date.parse('2026-11-23T12:00:00.000Z');

/** Does this with the calls that an operation of the node has. */
async function calling<T>(work: (calls: TargetCalls) => Promise<T>): Promise<T> {
	const node = new GhlContacts();
	async function probe(this: ILoadOptionsFunctions): Promise<T> {
		// as the editor's methods get it
		return await work(new TargetCalls(new Calls(await connect(contextOf(this), ghl)), common.traits, {}));
	}
	Object.assign(node, { methods: { ...node.methods, listSearch: { probe } } });
	return await method<T>({ ...ghlPrivate(sandbox, {}), node }, 'listSearch', 'probe');
}

interface Kind {
	readonly target: (calls: TargetCalls) => TargetService;
	readonly made: Readonly<Record<string, unknown>>;
	readonly change: Readonly<Record<string, unknown>>;
	/** What GHL gave for the change, where that is not the value itself. */
	readonly changed?: Readonly<Record<string, unknown>>;
	/** What it tells of times. */
	readonly times: Partial<TargetRecord>;
}

const ALWAYS = { ignoreDateRange: true, ignoreFreeSlotValidation: true };

const KINDS: Readonly<Record<string, Kind>> = {
	note: {
		target: (calls) => noteTarget(calls, LOCATION_US),
		made: { body: 'Bring the key', title: 'Access', color: '#FFF3B0', pinned: true, userId: USER_ANNA },
		change: { body: 'Bring both keys', title: null },
		changed: { body: 'Bring both keys', title: '' },
		times: { createdAt: NOW },
	},
	task: {
		target: (calls) => taskTarget(calls, LOCATION_US),
		made: {
			title: 'Pick up',
			body: 'The tent',
			dueDate: '2026-12-01T09:00:00Z',
			completed: false,
			assignedTo: USER_ANNA,
		},
		change: { dueDate: '2026-12-02T09:00:00Z', completed: true, body: null },
		changed: { dueDate: '2026-12-02T09:00:00.000Z', completed: true, body: '' },
		times: {},
	},
	appointment: {
		target: (calls) =>
			appointmentTarget(calls, { account: LOCATION_US, overrides: ALWAYS, teamMember: 'any', endMapped: true }),
		made: {
			calendarId: CALENDAR,
			title: 'Pickup',
			startTime: '2026-12-01T03:00:00Z',
			endTime: '2026-12-01T03:30:00Z',
			appointmentStatus: 'confirmed',
			assignedUserId: USER_ANNA,
			address: 'Dock 3',
			description: 'Bring the key',
		},
		change: { startTime: '2026-12-01T04:00:00Z', endTime: '2026-12-01T05:00:00Z' },
		changed: { startTime: '2026-11-30T23:00:00-05:00', endTime: '2026-12-01T00:00:00-05:00' },
		times: { createdAt: NOW, version: NOW },
	},
	opportunity: {
		target: (calls) => opportunityTarget(calls, { account: LOCATION_US, kinds: {}, definitions: [] }),
		made: {
			name: 'Tent for a party',
			pipelineId: PIPELINE,
			pipelineStageId: STAGES.lead,
			status: 'open',
			monetaryValue: 120.5,
			assignedTo: USER_ANNA,
		},
		change: { pipelineStageId: STAGES.quoted, monetaryValue: 150 },
		times: { createdAt: NOW, version: NOW },
	},
	business: {
		target: (calls) => businessTarget(calls, { account: LOCATION_US, region: 'US' }),
		made: {
			name: 'Example Rentals',
			email: 'office@example.com',
			phone: '+12125550146',
			website: 'https://www.example.com',
			address: '1 Main Street',
			city: 'Boston',
			state: 'MA',
			postalCode: '02108',
			country: 'US',
			description: 'Tents',
		},
		change: { city: 'Salem', description: null },
		changed: { city: 'Salem', description: '' },
		times: { createdAt: NOW, version: NOW },
	},
};

const kinds = Object.entries(KINDS);
const children = kinds.filter(([name]) => name !== 'business');
const under = (target: TargetService, parent = ADA): TargetService => target.under?.(parent) ?? target;

/** A record's fields as the engine compares them. */
const compared = (target: TargetService, { fields }: TargetRecord) =>
	Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [name, canonical(target.kinds[name] ?? 'text', value)]),
	);

describe.each(kinds)('%s', (name, { target, made, change, changed = change, times }) => {
	it('is created with all fields and read back as it was created, with the times that GHL reports', async () => {
		await calling(async (calls) => {
			const service = under(target(calls));
			const record = await service.create(made, EXTERNAL_ID);
			const again = await service.read(record.id);
			expect(again).toEqual({ id: record.id, fields: expect.anything(), ...times });
			expect(compared(service, again!)).toMatchObject(compared(service, { id: '', fields: made }));
			expect(compared(service, again!)).toMatchObject(compared(service, record));
		});
	});

	it('is changed in these fields alone, with one write', async () => {
		await calling(async (calls) => {
			const service = under(target(calls));
			const { id } = await service.create(made, EXTERNAL_ID);
			sandbox.clearRequests();
			const record = await service.update?.(id, change, EXTERNAL_ID);
			const [call, ...more] = sandbox.requests();
			expect(more.map(({ method: verb }) => verb)).toEqual(name === 'appointment' ? ['GET'] : []);
			expect(
				Object.keys(call.body as object)
					.filter((name) => !(name in ALWAYS))
					.sort(),
			).toEqual(Object.keys(change).sort());
			expect(record?.fields).toMatchObject(changed);
			expect(record?.version).toBe((await service.read(id))?.version);
			expect((await service.read(id))?.fields).toMatchObject({
				...made,
				...changed,
				...('startTime' in made && { startTime: expect.anything() }),
				...('dueDate' in made && { dueDate: expect.anything() }),
			});
		});
	});

	it('is gone when it was deleted, and can be deleted by two at once', async () => {
		await calling(async (calls) => {
			const service = under(target(calls));
			const { id } = await service.create(made, EXTERNAL_ID);
			await service.delete?.(id);
			expect(await service.read(id)).toBeUndefined();
			await service.delete?.(id); // as good as deleted
		});
	});

	it('does not repeat a create without an answer', async () => {
		await calling(async (calls) => {
			sandbox.faults({ kind: 'answerLost', method: 'POST', times: 1 });
			await expect(under(target(calls)).create(made, EXTERNAL_ID)).rejects.toMatchObject({
				name: 'ServiceError',
				written: 'maybe',
				again: true,
			});
			expect(sandbox.requests({ method: 'POST' })).toHaveLength(1);
		});
	});

	it('is known not to exist when GHL refuses it', async () => {
		await calling(async (calls) => {
			sandbox.faults({ kind: 'status', status: 422, method: 'POST', times: 1 });
			await expect(under(target(calls)).create(made, EXTERNAL_ID)).rejects.toMatchObject({
				name: 'ServiceError',
				written: 'no',
				again: false,
			});
		});
	});
});

describe.each(children)('%s', (name, { target, made }) => {
	it('makes no call before the contact is known', async () => {
		await calling(async (calls) => {
			sandbox.clearRequests();
			await expect(target(calls).create(made, EXTERNAL_ID)).rejects.toMatchObject({
				name: 'ServiceError',
				written: 'no',
			});
			expect(sandbox.requests()).toEqual([]);
		});
	});

	it('is listed with those of its contact, as it is read', async () => {
		await calling(async (calls) => {
			const [adas, bens] = [under(target(calls)), under(target(calls), BEN)];
			const { id } = await adas.create(made, EXTERNAL_ID);
			await bens.create(
				name === 'appointment' ? { ...made, startTime: '2026-12-02T15:00:00Z', endTime: '2026-12-02T15:30:00Z' } : made,
				EXTERNAL_ID,
			);
			sandbox.advance(adas.lagCeiling);
			const [listed, ...more] = await adas.list!();
			expect(more).toEqual([]);
			expect(listed.id).toBe(id);
			expect(compared(adas, listed)).toEqual(compared(adas, (await adas.read(id))!));
		});
	});
});

describe('an appointment', () => {
	const made = { ...KINDS.appointment.made };
	const moved = { startTime: '2026-12-01T04:00:00Z', endTime: '2026-12-01T05:00:00Z' };

	it('that was updated says when, which GHL does not answer', async () => {
		await calling(async (calls) => {
			const service = under(KINDS.appointment.target(calls));
			const { id } = await service.create(made, EXTERNAL_ID);
			sandbox.clearRequests();
			expect(await service.update!(id, moved, EXTERNAL_ID)).toMatchObject({ id, version: NOW });
			expect(sandbox.requests().map(({ method: verb }) => verb)).toEqual(['PUT', 'GET']);
		});
	});

	it('counts as updated when GHL cannot be asked when', async () => {
		await calling(async (calls) => {
			const service = under(KINDS.appointment.target(calls));
			const { id } = await service.create(made, EXTERNAL_ID);
			sandbox.faults({ kind: 'status', method: 'GET', path: '/calendars/events/appointments/*', status: 403 });
			const record = await service.update!(id, moved, EXTERNAL_ID);
			expect(record).toMatchObject({ id, fields: KINDS.appointment.changed });
			expect(record.version).toBeUndefined();
		});
	});
});

describe('a note', () => {
	it('that was formatted in the app of GHL is its text', async () => {
		await calling(async (calls) => {
			const service = under(KINDS.note.target(calls));
			const { id } = await service.create({ body: 'Bring the key\n\nRing twice' }, EXTERNAL_ID);
			const headers = { authorization: `Bearer ${PIT_US}`, version: '2021-07-28' };
			await axios.put(
				`${sandbox.url}/ghl/contacts/${ADA}/notes/${id}`,
				{ body: '<p>Bring <b>the</b> key</p><p><br></p><p>Ring twice</p>' },
				{ headers },
			);
			expect((await service.read(id))?.fields.body).toBe('Bring the key\n\nRing twice');
			expect((await service.list!())[0].fields.body).toBe('Bring the key\n\nRing twice');
		});
	});
});

describe('an appointment', () => {
	it('is canceled when it is archived: alive, in its place, with its time free again', async () => {
		await calling(async (calls) => {
			const service = under(KINDS.appointment.target(calls));
			const { id } = await service.create(KINDS.appointment.made, EXTERNAL_ID);
			await service.archive?.(id);
			const record = await service.read(id);
			expect(record).toMatchObject({ fields: { appointmentStatus: 'cancelled', title: 'Pickup' } });
			expect(record).not.toHaveProperty('archived');
		});
	});

	it('has no time of change in the list, which gives no time zone for it', async () => {
		await calling(async (calls) => {
			const service = under(KINDS.appointment.target(calls));
			await service.create(KINDS.appointment.made, EXTERNAL_ID);
			const [listed] = await service.list!();
			expect(listed).toEqual({ id: listed.id, fields: expect.anything() });
		});
	});

	it.each(APPOINTMENT.map(({ id, label }) => [id, label]))('cannot lose its %s', async (id, label) => {
		await calling(async (calls) => {
			const service = under(KINDS.appointment.target(calls));
			const made = await service.create(KINDS.appointment.made, EXTERNAL_ID);
			sandbox.clearRequests();
			await expect(service.update!(made.id, { [id]: null }, EXTERNAL_ID)).rejects.toMatchObject({
				message: `GHL cannot clear the field ${label}`,
				written: 'no',
			});
			expect(sandbox.requests()).toEqual([]);
		});
	});
});

describe('an opportunity', () => {
	it.each([['pipelineId'], ['pipelineStageId'], ['name'], ['monetaryValue']])('cannot lose its %s', async (field) => {
		await calling(async (calls) => {
			const service = under(KINDS.opportunity.target(calls));
			const { id } = await service.create(KINDS.opportunity.made, EXTERNAL_ID);
			sandbox.clearRequests();
			await expect(service.update!(id, { [field]: null }, EXTERNAL_ID)).rejects.toMatchObject({
				name: 'ServiceError',
				written: 'no',
			});
			expect(sandbox.requests()).toEqual([]);
		});
	});

	it('is refused where the sub-account allows one, and certainly not created', async () => {
		await calling(async (calls) => {
			const service = under(KINDS.opportunity.target(calls));
			await service.create(KINDS.opportunity.made, EXTERNAL_ID);
			await expect(service.create({ ...KINDS.opportunity.made, name: 'Another' }, EXTERNAL_ID)).rejects.toMatchObject({
				written: 'no',
				again: false,
				duplicateOf: undefined,
				message: expect.stringContaining('duplicate opportunity'),
			});
		});
	});
});

describe('a business', () => {
	it('is found by email and by phone, however GHL keeps them, with one call for each hundred', async () => {
		const businesses = Array.from({ length: 120 }, (_, index) => ({
			name: `Example ${index}`,
			email: `Office.${index}@Example.com`,
			phone: `(212) 555-0${String(index).padStart(3, '0')}`,
		}));
		sandbox.seed('ghl', { businesses });
		await calling(async (calls) => {
			const service = KINDS.business.target(calls);
			sandbox.clearRequests();
			expect((await service.findByEmail!('office.110@example.com')).map(({ fields }) => fields.name)).toEqual([
				'Example 110',
			]);
			expect((await service.findByPhone!('+12125550111')).map(({ fields }) => fields.name)).toEqual(['Example 111']);
			expect(await service.findByEmail!('nobody@example.com')).toEqual([]);
			expect(sandbox.requests()).toHaveLength(2);
		});
	});

	it.each([
		['name', 'Name'],
		['email', 'Email'],
	])('cannot lose its %s', async (id, label) => {
		await calling(async (calls) => {
			const service = KINDS.business.target(calls);
			const made = await service.create(KINDS.business.made, EXTERNAL_ID);
			await expect(service.update!(made.id, { [id]: null }, EXTERNAL_ID)).rejects.toMatchObject({
				message: `GHL cannot clear the field ${label}`,
			});
		});
	});
});
