import type { IDataObject } from 'n8n-workflow';
import { FIELDS, PIPELINE, USER_ANNA } from '../../../../sandbox/ghl/world';
import { byName, customValue } from '../../../../nodes/GhlContacts/mapping/customFields';
import { automatic, byId, GhlAccount, mapping } from '../../../support/ghl';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => ghl.sandbox.reset());
afterAll(async () => await ghl.sandbox.close());

/** What GHL is sent for these mapped fields. */
async function sent(fields: Record<string, unknown>, operation = 'contact.create'): Promise<Record<string, unknown>> {
	const [contactId] = ghl.contacts({ email: 'ada@example.com', city: 'London' });
	const own = operation === 'contact.update' ? {} : { email: 'new@example.com' };
	ghl.sandbox.clearRequests();
	await ghl.one(operation, { contactId: byId(contactId), fields: mapping({ ...own, ...fields } as never) });
	const { body } = ghl
		.calls()
		.filter(({ method }) => method !== 'GET')
		.at(-1)!;
	return body as Record<string, unknown>;
}

async function refusal(fields: Record<string, unknown>, operation = 'contact.create'): Promise<string> {
	ghl.sandbox.clearRequests();
	const [contactId] = ghl.contacts({ email: 'ada@example.com' });
	const error = await ghl.failure(operation, {
		contactId: byId(contactId),
		pipelineId: PIPELINE,
		fields: mapping({ ...(operation.startsWith('contact') && { email: 'new@example.com' }), ...fields } as never),
	});
	expect(ghl.calls().filter(({ method }) => method !== 'GET')).toEqual([]);
	return error.message;
}

describe.each(['contact.create', 'contact.update', 'contact.upsert'])('%s', (operation) => {
	test.each([
		['custom_newsletter', FIELDS.newsletter, '["Weekly","Monthly"]', ['Weekly', 'Monthly']],
		['custom_newsletter', FIELDS.newsletter, 'weekly, Monthly', ['Weekly', 'Monthly']],
		['custom_newsletter', FIELDS.newsletter, ['monthly'], ['Monthly']],
		['custom_interests', FIELDS.interests, 'Camera', ['Camera']],
		['custom_tier', FIELDS.tier, 'gold', 'Gold'],
		['custom_tier', FIELDS.tier, ['Gold'], 'Gold'],
		['custom_industry', FIELDS.industry, ['Film'], 'Film'],
		['custom_company_size', FIELDS.companySize, '201+', '201+'],
		['custom_emergency_contacts', FIELDS.emergencyContacts, '{"First":"Ada"}', { First: 'Ada' }],
	])('%s: %3$j arrives as %4$j', async (column, id, value, expected) => {
		expect((await sent({ [column]: value }, operation)).customFields).toEqual([{ id, field_value: expected }]);
	});

	test.each([
		['custom_tier', 'Platinum', 'Invalid value for Tier: "Platinum". Choose one of: Bronze, Silver, Gold.'],
		[
			'custom_interests',
			'Camera, Polo',
			'Invalid value for Interests: "Polo". Choose one or more of: Tools, Party, Camera, Audio.',
		],
		['custom_industry', ['Film', 'Music'], 'Invalid value for Industry: a list of 2 values. Map one text.'],
		['custom_industry', { name: 'Film' }, 'Invalid value for Industry: an object. Map one text.'],
		[
			'custom_emergency_contacts',
			'Ada',
			'Invalid value for Emergency Contacts: "Ada". Map a JSON object such as { "ID of a box": "its text" }.',
		],
		['city', ['Paris', 'Rome'], 'Invalid value for City: a list of 2 values. Map one text.'],
		['firstName', { first: 'Ada' }, 'Invalid value for First Name: an object. Map one text.'],
		['dnd', 'maybe', 'Invalid value for Do Not Disturb: "maybe". Use true or false.'],
		[
			'assignedTo',
			'Carl Nobody',
			'Invalid value for Assigned To: "Carl Nobody". Choose one of: Anna Miller, Ben Ortiz.',
		],
	])('%s: %j is refused before any write', async (column, value, message) => {
		expect(await refusal({ [column]: value }, operation)).toBe(message);
	});

	test.each([
		['dnd', 'YES', true],
		['dnd', 1, true],
		['dnd', '0', false],
		['dnd', 'off', false],
		['country', 'United States', 'US'],
		['country', 'nl', 'NL'],
		['city', ['Paris'], 'Paris'],
		['assignedTo', 'anna miller', USER_ANNA],
		['assignedTo', USER_ANNA, USER_ANNA],
		['email', ['other@example.com'], 'other@example.com'],
		['phone', ['+12125550199'], '+12125550199'],
	])('%s: %j arrives as %j', async (column, value, expected) => {
		expect(await sent({ [column]: value }, operation)).toMatchObject({ [column]: expected });
	});

	test.each([
		['city', []],
		['city', ['']],
		['custom_tier', [null]],
		['custom_newsletter', ''],
	])('%s: %j leaves the field as it is', async (column, value) => {
		const body = await sent({ [column]: value, firstName: 'Ada' }, operation);
		expect(Object.keys(body)).not.toEqual(
			expect.arrayContaining([column.startsWith('custom_') ? 'customFields' : column]),
		);
	});
});

test('gender is accepted as any word, since GHL publishes no list', async () => {
	expect(await sent({ gender: 'Female' })).toMatchObject({ gender: 'female' });
	expect(await sent({ gender: 'nonbinary', email: 'other@example.com' })).toMatchObject({ gender: 'nonbinary' });
});

test('a label with commas is one choice', async () => {
	const consent = 'I agree to calls, texts and emails';
	const field = await ghl.one('customField.create', {
		name: 'Consent',
		dataType: 'CHECKBOX',
		additionalFields: { options: [consent, 'None'] },
	});
	await ghl.editor('resourceMapping', 'getContactColumnsForCreate'); // "Refresh field list"
	expect((await sent({ custom_consent: `${consent}, none` })).customFields).toEqual([
		{ id: field.id, field_value: [consent, 'None'] },
	]);
});

describe('a user', () => {
	test('by ID costs no further call', async () => {
		await sent({ assignedTo: USER_ANNA });
		expect(ghl.calls().map(({ method }) => method)).toEqual(['POST']);
	});

	test('by name is refused where the token may not read users, and by ID is not', async () => {
		ghl.sandbox.seed('ghl', {
			tokens: [{ token: 'pit-no-users', kind: 'pit', scopes: ['contacts.readonly', 'contacts.write'] }],
		});
		const assigned = (assignedTo: string) => ({ fields: mapping({ email: 'new@example.com', assignedTo }) });
		expect((await ghl.failure('contact.create', assigned('Anna Miller'), ghl.token('pit-no-users'))).message).toBe(
			'Invalid value for Assigned To: "Anna Miller". Map the ID: the token may not read the list of names.',
		);
		expect(await ghl.one('contact.create', assigned(USER_ANNA), undefined, ghl.token('pit-no-users'))).toMatchObject({
			created: true,
		});
	});
});

test('a choice that was just added in GHL is accepted, although the choices are cached', async () => {
	await sent({ custom_tier: 'Gold' });
	await ghl.run('customField.update', {
		customFieldId: byId(FIELDS.tier),
		name: 'Tier',
		updateFields: { options: ['Bronze', 'Silver', 'Gold', 'Platinum'] },
	});
	jest.useFakeTimers({
		now: Date.now() + 61_000,
		doNotFake: ['setTimeout', 'setInterval', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance'],
	});
	try {
		expect((await sent({ custom_tier: 'platinum', email: 'next@example.com' })).customFields).toEqual([
			{ id: FIELDS.tier, field_value: 'Platinum' },
		]);
	} finally {
		jest.useRealTimers();
	}
});

describe('an opportunity', () => {
	test('can be written by automatic mapping, created or updated', async () => {
		const [contactId] = ghl.contacts({ email: 'ada@example.com' });
		const written = await ghl.run(
			'opportunity.upsert',
			{ contactId: byId(contactId), pipelineId: PIPELINE, fields: automatic },
			[{ name: 'Tent', status: 'WON', assignedTo: 'Anna Miller', other: 1 }],
		);
		expect(written).toEqual([
			expect.objectContaining({ name: 'Tent', status: 'won', assignedTo: USER_ANNA, created: true }),
		]);
	});

	test('with a status that does not exist names those that do', async () => {
		expect(await refusal({ name: 'Tent', status: 'maybe' }, 'opportunity.create')).toBe(
			'Invalid value for Status: "maybe". Choose one of: Open, Won, Lost, Abandoned.',
		);
	});
});

describe('the option Invalid Values', () => {
	const omit = { invalidValues: 'omit' };
	const fields = mapping({ email: 'new@example.com', city: 'Paris', custom_tier: 'Titanium', dnd: 'perhaps' });

	test.each(['contact.create', 'contact.upsert'])('%s writes the others, and names what it left out', async (name) => {
		const written = await ghl.one(name, { fields, options: omit });
		expect(written).toMatchObject({ email: 'new@example.com', ignoredFields: ['custom_tier', 'dnd'] });
		const { body } = ghl.calls().findLast(({ method }) => method !== 'GET')!;
		expect(body).toMatchObject({ city: 'Paris' });
		expect(body).not.toHaveProperty('dnd');
		expect(body).not.toHaveProperty('customFields');
	});

	test('without it the record fails', async () => {
		expect((await ghl.failure('contact.create', { fields })).message).toContain('Invalid value for ');
	});
});

describe('an emptied source or user', () => {
	const cleared = { email: 'new@example.com', source: '', assignedTo: null, city: '' };
	const options = { emptyValues: 'clear' };
	const lastBody = () => ghl.calls().findLast(({ method }) => method !== 'GET')!.body;

	test.each(['contact.create', 'contact.upsert'])('is left out of %s, which takes no null for them', async (name) => {
		await ghl.one(name, { fields: mapping(cleared), options });
		expect(lastBody()).toMatchObject({ email: 'new@example.com', city: null });
		expect(Object.keys(lastBody() as object)).not.toEqual(expect.arrayContaining(['source']));
		expect(Object.keys(lastBody() as object)).not.toEqual(expect.arrayContaining(['assignedTo']));
	});

	test('is null in an update', async () => {
		const [contactId] = ghl.contacts({ email: 'ada@example.com' });
		await ghl.one('contact.update', { contactId: byId(contactId), fields: mapping(cleared), options });
		expect(lastBody()).toMatchObject({ source: null, assignedTo: null });
	});
});

describe('custom fields of an opportunity', () => {
	test('are emptied by an update where the option says so', async () => {
		const [contactId] = ghl.contacts({ email: 'ada@example.com' });
		const { id } = await ghl.one('opportunity.create', {
			contactId: byId(contactId),
			pipelineId: PIPELINE,
			fields: mapping({ name: 'Tent', custom_project_code: 'P-7' }),
		});
		await ghl.one('opportunity.update', {
			opportunityId: byId(id),
			fields: mapping({ custom_project_code: '' }),
			options: { emptyValues: 'clear' },
		});
		const { customFields } = await ghl.one('opportunity.get', { opportunityId: byId(id), simplify: false });
		expect(JSON.stringify(customFields ?? {})).not.toContain('P-7');
	});

	test('that are answered as milliseconds are read as days, and what was read is written back', async () => {
		const [contactId] = ghl.contacts({ email: 'ada@example.com' });
		const { id: fieldId } = await ghl.one('customField.create', {
			model: 'opportunity',
			name: 'Handover',
			dataType: 'DATE',
		});
		const { fieldKey } = await ghl.one('customField.get', { customFieldId: byId(fieldId) });
		const key = String(fieldKey).replace('opportunity.', '');
		const { id } = await ghl.one('opportunity.create', {
			contactId: byId(contactId),
			pipelineId: PIPELINE,
			fields: mapping({ name: 'Tent', [`custom_${key}`]: '2026-08-04' }),
		});
		const read = await ghl.one('opportunity.get', { opportunityId: byId(id) });
		const { Handover: day } = read.customFields as IDataObject;
		expect(day).toBe('2026-08-04');
		await ghl.one('opportunity.update', {
			opportunityId: byId(id),
			fields: mapping({ [`custom_${key}`]: day as string }),
		});
		expect((await ghl.one('opportunity.get', { opportunityId: byId(id) })).customFields).toMatchObject({
			Handover: day,
		});
		expect(ghl.calls({ method: 'PUT' }).at(-1)?.body).toMatchObject({ customFields: [{ field_value: '2026-08-04' }] });
	});

	test('that are answered as files, yes or no, and milliseconds are values, and days can be written back', () => {
		const field = (id: string, dataType: string) => ({
			id,
			name: id,
			fieldKey: `opportunity.${id}`,
			dataType,
			picklistOptions: [],
			isAllowedCustomOption: false,
		});
		const fields = [field('offer', 'FILE_UPLOAD'), field('paid', 'CHECKBOX'), field('start', 'DATE')];
		const values = byName(
			[
				{ id: 'offer', fieldValueFiles: [{ url: 'https://files.example.com/offer.pdf' }] },
				{ id: 'paid', fieldValueBoolean: false },
				{ id: 'start', fieldValueDate: 1785801600000 },
			],
			fields,
		);
		expect(values).toEqual({
			offer: [{ url: 'https://files.example.com/offer.pdf' }],
			paid: false,
			start: '2026-08-04',
		});
		expect(customValue(fields[2], values.start, {})).toBe('2026-08-04');
		expect(customValue(fields[2], 1785801600000, { zone: 'America/New_York' })).toBe('2026-08-04');
	});
});

test('two custom fields of one name are both written and both read, told apart by key', async () => {
	ghl.sandbox.seed('ghl', {
		customFields: [
			{ id: 'shirtA', name: 'Shirt', dataType: 'TEXT', fieldKey: 'contact.shirt' },
			{ id: 'shirtB', name: 'Shirt', dataType: 'TEXT', fieldKey: 'contact.shirt_2' },
		],
	});
	const values = { email: 'new@example.com', custom_shirt: 'S', custom_shirt_2: 'XL' };
	const { id } = await ghl.one('contact.create', { fields: mapping(values) });
	const options = { customFieldsByName: true };
	const read = await ghl.one('contact.get', { contactId: byId(String(id)), options });
	expect(read.customFields).toEqual({ 'Shirt (shirt)': 'S', 'Shirt (shirt_2)': 'XL' });
	const [again] = await ghl.run('contact.create', { fields: automatic }, [
		{ email: 'other@example.com', Shirt: 'M', 'Shirt (shirt_2)': 'L' },
	]);
	expect(again).toMatchObject({ ignoredFields: ['Shirt'] }); // either could be meant
});
