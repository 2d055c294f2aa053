import type { IDataObject } from 'n8n-workflow';
import { GhlContactsPollTrigger } from '../../../nodes/GhlContacts/GhlContactsPollTrigger.node';
import {
	BUSINESS,
	CALENDAR,
	FORM,
	LOCATION_NL,
	LOCATION_US,
	PIPELINE,
	PIT_NL,
	PIT_US,
	STAGES,
} from '../../../sandbox/ghl/world';
import { poll, type Setup } from '../../support/engine';
import { GhlAccount } from '../../support/ghl';
import { account, type Api } from '../../support/ghlUsers';

let ghl: GhlAccount;
let state: IDataObject;
let api: Api;
let contactId: string;
const MINUTE = 60_000;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(async () => {
	ghl.sandbox.reset();
	state = {};
	api = account(ghl);
	contactId = await api.contact({ firstName: 'Before' });
	ghl.sandbox.advance(MINUTE);
});
afterAll(async () => await ghl.sandbox.close());

function watching(
	events: string | string[],
	parameters: IDataObject = {},
	token = PIT_US,
	location = LOCATION_US,
): Setup {
	const { credentials } = ghl.token(token, location);
	return {
		node: new GhlContactsPollTrigger(),
		parameters: { authentication: 'privateIntegration', events: [events].flat(), tags: '', options: {}, ...parameters },
		credentials,
		uses: { goHighLevelApi: 'stored' },
	};
}

/** What a poll gives after a minute, in which the search finds what was written before. */
async function polled(setup: Setup): Promise<IDataObject[]> {
	ghl.sandbox.advance(MINUTE);
	return await poll(setup, state);
}

describe('after a restart of n8n', () => {
	const setup = (repeatAfterRestart: boolean) =>
		watching(['ContactCreate', 'TaskCreate'], { options: { repeatAfterRestart } });
	const restart = () => {
		const kept = state['node:Node'] as { checkpoints?: IDataObject };
		if (kept.checkpoints) kept.checkpoints.start = 'the one before';
	};

	it('contacts and tasks that were returned shortly before come once more, and then no more', async () => {
		await polled(setup(true));
		const added = await api.contact({ firstName: 'Added' });
		const task = await api.task(added);
		const expected = [added, task].map((recordId) => expect.objectContaining({ recordId }));
		expect(await polled(setup(true))).toEqual(expected);
		restart();
		expect(await polled(setup(true))).toEqual(expected);
		expect(await polled(setup(true))).toEqual([]);
	});

	it('nothing comes again without the option', async () => {
		await polled(setup(false));
		await api.contact({ firstName: 'Added' });
		expect(await polled(setup(false))).toHaveLength(1);
		restart();
		expect(await polled(setup(false))).toEqual([]);
	});
});

interface Case {
	readonly event: string;
	readonly parameters?: IDataObject;
	/** Makes what must be there before, so that the first poll sees it. Gives an ID for the next steps. */
	readonly before?: () => Promise<string>;
	/** What makes the event. Gives the ID of its record. */
	readonly make: (id: string) => Promise<string>;
	/** What makes none. */
	readonly silent?: (id: string) => Promise<unknown>;
	readonly expected: IDataObject;
}

it('takes calendars and a form by name', async () => {
	const named = watching(['AppointmentCreate', 'FormSubmit'], {
		options: { calendarIds: ['pickup'], formId: 'Contact us' },
	});
	await polled(named);
	ghl.sandbox.clearRequests();
	const [appointment] = [await api.appointment(contactId), api.submission(contactId)];
	expect(await polled(named)).toEqual(
		expect.arrayContaining([
			expect.objectContaining({ event: 'AppointmentCreate', recordId: appointment }),
			expect.objectContaining({ event: 'FormSubmit', record: expect.objectContaining({ formId: FORM }) }),
		]),
	);
	expect(ghl.calls({ path: '/forms/submissions' })[0].query).toMatchObject({ formId: FORM });
	const unknown = watching('FormSubmit', { options: { formId: 'Contact them' } });
	await expect(poll(unknown, {})).rejects.toThrow('Invalid value for Form: "Contact them". Choose one of: Contact us.');
});

/** Links a contact with a company, or with none. Gives the contact. */
async function inCompany(id: string, businessId: string | null): Promise<string> {
	await api.call('POST', '/contacts/bulk/business', { locationId: LOCATION_US, ids: [id], businessId });
	return id;
}

const CASES: Case[] = [
	{
		event: 'ContactCreate',
		make: async () => await api.contact({ firstName: 'Ada' }),
		silent: async () => await api.call('PUT', `/contacts/${contactId}`, { city: 'Utrecht' }),
		expected: { recordType: 'contact', record: { name: 'Ada' } },
	},
	{
		event: 'ContactUpdate',
		make: async () => {
			await api.call('PUT', `/contacts/${contactId}`, { city: 'Utrecht' });
			return contactId;
		},
		silent: async () => await api.contact({}),
		expected: { recordType: 'contact', record: { city: 'Utrecht' } },
	},
	{
		event: 'ContactTagAdd',
		parameters: { tags: 'VIP, other' },
		before: async () => await api.contact({ tags: ['vip'] }),
		make: async () => {
			await api.call('POST', `/contacts/${contactId}/tags`, { tags: ['vip'] });
			return contactId;
		},
		silent: async (id) => await api.call('PUT', `/contacts/${id}`, { city: 'Utrecht' }),
		expected: { recordType: 'contact', tag: 'vip', occurredAt: null, record: { tags: ['vip'] } },
	},
	{
		event: 'ContactBusinessUpdate',
		make: async () => await inCompany(contactId, BUSINESS),
		silent: async () => await api.call('PUT', `/contacts/${contactId}`, { city: 'Utrecht' }),
		expected: {
			recordType: 'contact',
			occurredAt: null,
			record: { businessId: BUSINESS, businessName: 'Acme Events' },
		},
	},
	{
		event: 'OpportunityCreate',
		make: async () => await api.opportunity(contactId),
		expected: { recordType: 'opportunity', record: { name: 'Party' } },
	},
	{
		event: 'OpportunityUpdate',
		before: async () => await api.opportunity(contactId),
		make: async (id) => {
			await api.call('PUT', `/opportunities/${id}`, { monetaryValue: 12 });
			return id;
		},
		silent: async () => await api.opportunity(await api.contact({})),
		expected: { record: { monetaryValue: 12 } },
	},
	{
		event: 'OpportunityStageUpdate',
		before: async () => await api.opportunity(contactId),
		make: async (id) => {
			await api.call('PUT', `/opportunities/${id}`, { pipelineId: PIPELINE, pipelineStageId: STAGES.booked });
			return id;
		},
		silent: async (id) => await api.call('PUT', `/opportunities/${id}`, { monetaryValue: 12 }),
		expected: { record: { pipelineStageId: STAGES.booked } },
	},
	{
		event: 'OpportunityStatusUpdate',
		before: async () => await api.opportunity(contactId),
		make: async (id) => {
			await api.call('PUT', `/opportunities/${id}/status`, { status: 'won' });
			return id;
		},
		silent: async (id) => await api.call('PUT', `/opportunities/${id}`, { monetaryValue: 12 }),
		expected: { record: { status: 'won' } },
	},
	{
		event: 'TaskCreate',
		before: async () => await api.task(contactId),
		make: async () => await api.task(contactId),
		silent: async (id) => await api.call('PUT', `/contacts/${contactId}/tasks/${id}`, { title: 'Other' }),
		expected: { recordType: 'task', record: { title: 'Call' } },
	},
	{
		event: 'TaskUpdate',
		before: async () => await api.task(contactId),
		make: async (id) => {
			await api.call('PUT', `/contacts/${contactId}/tasks/${id}`, { title: 'Other' });
			return id;
		},
		silent: async (id) =>
			await Promise.all([
				api.task(contactId),
				api.call('PUT', `/contacts/${contactId}/tasks/${id}/completed`, { completed: true }),
			]),
		expected: { record: { title: 'Other' } },
	},
	{
		event: 'TaskComplete',
		before: async () => await api.task(contactId),
		make: async (id) => {
			await api.call('PUT', `/contacts/${contactId}/tasks/${id}/completed`, { completed: true });
			return id;
		},
		silent: async (id) =>
			await Promise.all([
				api.task(contactId),
				api.call('PUT', `/contacts/${contactId}/tasks/${id}`, { title: 'Other' }),
			]),
		expected: { record: { completed: true } },
	},
	{
		event: 'AppointmentCreate',
		make: async () => await api.appointment(contactId),
		expected: { recordType: 'appointment', record: { calendarId: CALENDAR } },
	},
	{
		event: 'AppointmentUpdate',
		before: async () => await api.appointment(contactId),
		make: async (id) => {
			await api.call('PUT', `/calendars/events/appointments/${id}`, { title: 'Moved' });
			return id;
		},
		silent: async () => await api.appointment(contactId, 3),
		expected: { record: { title: 'Moved' } },
	},
	{
		event: 'FormSubmit',
		make: async () => api.submission(contactId),
		expected: { recordType: 'submission', record: { formId: FORM } },
	},
];

describe.each(CASES)('$event', ({ event, parameters, before, make, silent, expected }) => {
	it('is returned once, when it happens after the first poll', async () => {
		const there = (await before?.()) ?? '';
		expect(await polled(watching(event, parameters))).toEqual([]);
		const recordId = await make(there);
		expect(await polled(watching(event, parameters))).toMatchObject([
			{
				event,
				recordId,
				contactId: event === 'ContactCreate' ? recordId : contactId,
				locationId: LOCATION_US,
				...expected,
			},
		]);
		expect(await polled(watching(event, parameters))).toEqual([]);
		ghl.sandbox.advance(20 * MINUTE);
		expect(await polled(watching(event, parameters))).toEqual([]);
	});

	it('is not caused by anything else', async () => {
		const there = (await before?.()) ?? '';
		await polled(watching(event, parameters));
		await silent?.(there);
		expect(await polled(watching(event, parameters))).toEqual([]);
	});

	it('is shown by a test in the editor, which does not move the cursor', async () => {
		await make((await before?.()) ?? '');
		ghl.sandbox.advance(MINUTE);
		expect(await poll(watching(event, parameters), state, 'manual')).toEqual(
			expect.arrayContaining([expect.objectContaining({ event })]),
		);
		expect(state).toEqual({});
	});
});

it('several events are returned in the order in which they happened', async () => {
	const events = ['ContactUpdate', 'OpportunityCreate', 'ContactCreate'];
	await polled(watching(events));
	await api.contact({ firstName: 'Ada' });
	ghl.sandbox.advance(2_000);
	await api.opportunity(contactId);
	ghl.sandbox.advance(2_000);
	await api.call('PUT', `/contacts/${contactId}`, { city: 'Utrecht' });
	expect((await polled(watching(events))).map(({ event }) => event)).toEqual([
		'ContactCreate',
		'OpportunityCreate',
		'ContactUpdate',
	]);
});

it('a task that was created and completed between two polls is completed', async () => {
	await polled(watching('TaskComplete'));
	const id = await api.task(contactId);
	await api.call('PUT', `/contacts/${contactId}/tasks/${id}/completed`, { completed: true });
	expect(await polled(watching('TaskComplete'))).toMatchObject([{ recordId: id }]);
});

it('a tag that was removed for long and added again is new', async () => {
	const setup = watching('ContactTagAdd', { tags: 'vip' });
	await polled(setup);
	const tagged = async (method: string) => await api.call(method, `/contacts/${contactId}/tags`, { tags: ['vip'] });
	await tagged('POST');
	expect(await polled(setup)).toHaveLength(1);
	await tagged('DELETE');
	expect(await polled(setup)).toEqual([]);
	const now = Date.now.bind(Date);
	const hour = jest.spyOn(Date, 'now').mockImplementation(() => now() + 61 * MINUTE);
	expect(await polled(setup)).toEqual([]);
	hour.mockRestore();
	await tagged('POST');
	expect(await polled(setup)).toHaveLength(1);
});

it('begins again in another sub-account, and for an event that was not watched for a while', async () => {
	const dutch = watching('ContactCreate', {}, PIT_NL, LOCATION_NL);
	await polled(watching(['ContactCreate', 'TaskCreate']));
	await api.contact({}, LOCATION_NL, PIT_NL);
	expect(await polled(dutch)).toEqual([]);
	await api.contact({}, LOCATION_NL, PIT_NL);
	expect(await polled(dutch)).toHaveLength(1);
	await polled(watching('ContactCreate'));
	await api.task(contactId);
	expect(await polled(watching(['ContactCreate', 'TaskCreate']))).toEqual([]);
});

it('resumes after a failed poll, and loses nothing', async () => {
	await polled(watching(['ContactCreate', 'TaskCreate']));
	await Promise.all([api.contact({}), api.task(contactId)]);
	ghl.sandbox.faults({ kind: 'status', service: 'ghl', path: '/locations/*/tasks/search', status: 403, times: 1 });
	const before = JSON.stringify(state);
	await expect(polled(watching(['ContactCreate', 'TaskCreate']))).rejects.toThrow();
	expect(JSON.stringify(state)).toBe(before);
	expect(await polled(watching(['ContactCreate', 'TaskCreate']))).toHaveLength(2);
});

it('begins no second poll while one is under way', async () => {
	await polled(watching('ContactCreate'));
	await api.contact({});
	ghl.sandbox.advance(MINUTE);
	const [one, other] = await Promise.all([
		poll(watching('ContactCreate'), state),
		poll(watching('ContactCreate'), state),
	]);
	expect([one.length, other.length]).toEqual([1, 0]);
});

it('says when there is nothing to show', async () => {
	await expect(poll(watching('OpportunityCreate', {}, PIT_NL, LOCATION_NL), state, 'manual')).rejects.toThrow(
		'nothing in GHL yet',
	);
});

it('makes one call for each event by time when nothing is new', async () => {
	await polled(watching(['ContactCreate', 'OpportunityCreate']));
	await polled(watching(['ContactCreate', 'OpportunityCreate']));
	ghl.sandbox.clearRequests();
	await polled(watching(['ContactCreate', 'OpportunityCreate']));
	expect(ghl.calls().map(({ path }) => path)).toEqual(['/contacts/search', '/opportunities/search']);
});

test('a contact that no company lists for once has not lost its company, and one that is gone is no event', async () => {
	const setup = watching('ContactBusinessUpdate');
	const gone = await api.contact({ firstName: 'Gone' });
	for (const id of [contactId, gone]) await inCompany(id, BUSINESS);
	await polled(setup);
	await api.call('DELETE', `/contacts/${gone}`, {});
	ghl.sandbox.faults({
		kind: 'status',
		status: 200,
		path: '/contacts/business/*',
		body: { contacts: [], count: 0 },
		times: 1,
	});
	expect(await polled(setup)).toEqual([]);
	expect(await polled(setup)).toEqual([]);
});

test('a contact that leaves its company is an event, once, and another one when it comes back', async () => {
	const setup = watching('ContactBusinessUpdate');
	await inCompany(contactId, BUSINESS);
	await polled(setup);
	await inCompany(contactId, null);
	expect(await polled(setup)).toMatchObject([{ recordId: contactId, record: { name: 'Before', businessId: '' } }]);
	expect(await polled(setup)).toEqual([]);
	await inCompany(contactId, BUSINESS);
	expect(await polled(setup)).toMatchObject([{ recordId: contactId, record: { businessId: BUSINESS } }]);
});
