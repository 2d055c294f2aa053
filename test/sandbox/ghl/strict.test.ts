import { CALENDAR, FIELDS, LOCATION_US, PIPELINE, USER_ANNA } from '../../../sandbox/ghl/world';
import { ghlAccount } from '../../support/sandbox/ghl';

/** Where GHL is stricter than one would think, or answers other than its specification says. */

const account = ghlAccount();
const { api, contact } = account;
const fieldsOf = async (id: string): Promise<unknown> =>
	(await api('GET', `/contacts/${id}`)).data.contact.customFields;

describe('a choice that the field does not have', () => {
	it('is not stored, although the call succeeds', async () => {
		const id = await contact({
			email: 'ada@example.com',
			customFields: [
				{ id: FIELDS.tier, field_value: 'gold' },
				{ id: FIELDS.companySize, field_value: '12' },
				{ id: FIELDS.interests, field_value: ['Tools', 'Boats'] },
				{ id: FIELDS.newsletter, field_value: ['Daily'] },
			],
		});
		expect(await fieldsOf(id)).toEqual([{ id: FIELDS.interests, value: ['Tools'] }]);
	});

	it('leaves the field as it was', async () => {
		const id = await contact({ email: 'ada@example.com', customFields: [{ id: FIELDS.tier, field_value: 'Gold' }] });
		expect(
			(await api('PUT', `/contacts/${id}`, { customFields: [{ id: FIELDS.tier, field_value: 'Platinum' }] })).status,
		).toBe(200);
		expect(await fieldsOf(id)).toEqual([{ id: FIELDS.tier, value: 'Gold' }]);
		await api('PUT', `/contacts/${id}`, { customFields: [{ id: FIELDS.tier, field_value: '' }] });
		expect(await fieldsOf(id)).toEqual([]);
	});
});

describe('null', () => {
	it.each(['source', 'assignedTo'])(
		'clears %s in an update, and is refused when a contact is created',
		async (field) => {
			const fields = { locationId: LOCATION_US, email: 'ada@example.com', [field]: null };
			for (const path of ['/contacts/', '/contacts/upsert']) {
				const refused = await api('POST', path, fields);
				expect([refused.status, refused.data.message]).toEqual([422, [`${field} must be a string`]]);
			}
			const id = await contact({ email: 'ada@example.com' });
			expect((await api('PUT', `/contacts/${id}`, { [field]: null })).status).toBe(200);
		},
	);
});

describe('custom fields of an opportunity that was searched for', () => {
	it('name the type of each value in its key: files, booleans and dates too', async () => {
		const customFields = [
			{ id: 'dueField', name: 'Due', dataType: 'DATE', model: 'opportunity' },
			{ id: 'planField', name: 'Plan', dataType: 'FILE_UPLOAD', model: 'opportunity' },
			{ id: 'paidField', name: 'Paid', dataType: 'TEXT', model: 'opportunity' },
		];
		account.sandbox.seed('ghl', { customFields, indexLag: 0 });
		const opportunity = {
			locationId: LOCATION_US,
			pipelineId: PIPELINE,
			name: 'Tent',
			status: 'open',
			contactId: await contact({ email: 'ada@example.com' }),
		};
		const { id } = (
			await api('POST', '/opportunities/', {
				...opportunity,
				customFields: [{ id: 'dueField', field_value: '2026-08-04' }],
			})
		).data.opportunity;
		const file = { url: 'https://files.example.com/plan.pdf', meta: { name: 'plan.pdf', size: 12 } };
		account.sandbox.seed('ghl', { opportunityValues: { [id]: { planField: { f1: file }, paidField: true } } });
		const [found] = (await api('POST', '/opportunities/search', { locationId: LOCATION_US, limit: 1 })).data
			.opportunities;
		expect(found.customFields).toEqual([
			{ id: 'dueField', type: 'date', fieldValueDate: 1_785_801_600_000 },
			{ id: 'planField', type: 'file', fieldValueFiles: [file] },
			{ id: 'paidField', type: 'boolean', fieldValueBoolean: true },
		]);
	});
});

describe('a message of a conversation', () => {
	it('has its type as a number and as a name', async () => {
		const contactId = await contact({ email: 'ada@example.com', phone: '+16175550142' });
		const sent = (await api('POST', '/conversations/messages', { type: 'SMS', contactId, message: 'Hi' }, '2021-04-15'))
			.data;
		await api(
			'POST',
			'/conversations/messages',
			{ type: 'Email', contactId, html: '<p>Hi</p>', subject: 'Hi' },
			'2021-04-15',
		);
		const { messages } = (await api('GET', `/conversations/${sent.conversationId}/messages`, undefined, '2021-04-15'))
			.data;
		expect(messages).toMatchObject([
			{ type: 3, messageType: 'TYPE_EMAIL' },
			{ type: 2, messageType: 'TYPE_SMS' },
		]);
	});
});

describe('an appointment in a calendar of a team', () => {
	const book = async (rest: object): Promise<[number, unknown]> => {
		const fields = {
			locationId: LOCATION_US,
			calendarId: CALENDAR,
			startTime: '2026-12-01T10:00:00-05:00',
			ignoreFreeSlotValidation: true,
		};
		const contactId = await contact({});
		const { status, data } = await api(
			'POST',
			'/calendars/events/appointments',
			{ ...fields, contactId, ...rest },
			'2021-04-15',
		);
		return [status, data.message];
	};

	it('names the member', async () => {
		expect(await book({})).toEqual([422, ['A team member needs to be selected. assignedUserId is missing']]);
		expect(await book({ assignedUserId: USER_ANNA })).toEqual([200, undefined]);
	});
});
