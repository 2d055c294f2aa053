import { makePlain } from '../../../../../sandbox';
import { FIELDS } from '../../../../../sandbox/ghl/world';
import { automatic, GhlAccount, mapping } from '../../../../support/ghl';

let ghl: GhlAccount;
beforeAll(async () => {
	ghl = await GhlAccount.start();
});
beforeEach(() => ghl.sandbox.reset());
afterAll(async () => await ghl.sandbox.close());

const FIND = { findBy: 'custom_booqable_id' };
const customer = (email: string, more = {}) => mapping({ email, custom_booqable_id: 'c-1', ...more });
const writes = () =>
	ghl
		.calls({})
		.filter(({ method, path }) => method !== 'GET' && path !== '/contacts/search')
		.map(({ method, body }) => [method, (body as { email?: string }).email]);

describe('Create or Update that finds by a custom field', () => {
	test('keeps to the contact whose email has changed meanwhile', async () => {
		const [id] = ghl.contacts({ email: 'old@example.com', customFields: { [FIELDS.booqableId]: 'c-1' } });
		ghl.sandbox.clearRequests();
		expect(
			await ghl.one('contact.upsert', { fields: customer('new@example.com', { city: 'London' }), options: FIND }),
		).toMatchObject({ id, created: false, email: 'new@example.com', city: 'London' });
		expect(ghl.state().contacts).toHaveLength(1);
		expect(writes().slice(-2)).toEqual([
			['PUT', 'new@example.com'],
			['POST', 'new@example.com'],
		]);
	});

	test('makes a second contact without the option, which is why it is there', async () => {
		ghl.contacts({ email: 'old@example.com', customFields: { [FIELDS.booqableId]: 'c-1' } });
		expect(await ghl.one('contact.upsert', { fields: customer('new@example.com') })).toMatchObject({ created: true });
		expect(ghl.state().contacts).toHaveLength(2);
	});

	test('gives a phone that has changed where no email is mapped', async () => {
		const [id] = ghl.contacts({ phone: '+12125550142', customFields: { [FIELDS.booqableId]: 'c-1' } });
		expect(
			await ghl.one('contact.upsert', {
				fields: mapping({ phone: '(212) 555-0143', custom_booqable_id: 'c-1' }),
				options: FIND,
			}),
		).toMatchObject({ id, created: false, phone: '+12125550143' });
	});

	test.each([
		['nobody has the value', 'c-2'],
		['the contact has the email already', 'c-1'],
	])('looks for email and phone as usual where %s', async (_, value) => {
		const [id] = ghl.contacts({ email: 'ada@example.com', customFields: { [FIELDS.booqableId]: 'c-1' } });
		ghl.sandbox.clearRequests();
		expect(
			await ghl.one('contact.upsert', {
				fields: mapping({ email: 'Ada@Example.com', custom_booqable_id: value }),
				options: FIND,
			}),
		).toMatchObject({ id, created: false });
		expect(writes()).toEqual([['POST', 'ada@example.com']]);
		expect(ghl.state().contacts).toHaveLength(1);
	});

	test('goes on by email where the sub-account lacks the field and "Invalid Values" leaves it out, and says so', async () => {
		const plain = await GhlAccount.start();
		makePlain(plain.sandbox);
		const [id] = plain.contacts({ email: 'ada@example.com' });
		const fields = customer('ada@example.com', { custom_industry: 'Events', city: 'London' });
		expect((await plain.failure('contact.upsert', { fields, options: FIND })).message).toMatch(/no custom field/);
		expect(await plain.one('contact.upsert', { fields, options: { ...FIND, invalidValues: 'omit' } })).toMatchObject({
			id,
			city: 'London',
			ignoredFields: ['custom_booqable_id', 'custom_industry'],
		});
		await plain.sandbox.close();
	});

	test('makes no search for an item without a value', async () => {
		await ghl.one('contact.upsert', {
			fields: mapping({ email: 'ada@example.com', custom_booqable_id: '' }),
			options: FIND,
		});
		expect(ghl.calls({ path: '/contacts/search' })).toEqual([]);
	});

	test('takes the name of the field, a number, and automatic mapping', async () => {
		const [id] = ghl.contacts({ email: 'old@example.com', customFields: { [FIELDS.booqableNumber]: 7 } });
		const [given] = await ghl.run('contact.upsert', { fields: automatic, options: { findBy: 'booqable number' } }, [
			{ email: 'new@example.com', 'Booqable number': '7' },
		]);
		expect(given).toMatchObject({ id, created: false, email: 'new@example.com' });
	});

	test.each([
		['a field that is not mapped', 'custom_industry', /"Industry", is not mapped/],
		['a field that the account has not', 'Nothing', /GHL cannot search by "Nothing"/],
	])('refuses %s before any write', async (_, findBy, message) => {
		const error = await ghl.failure('contact.upsert', { fields: customer('new@example.com'), options: { findBy } });
		expect(error.message).toMatch(message);
		expect(ghl.state().contacts).toEqual([]);
	});

	test('refuses where several contacts have the value, and names them', async () => {
		const ids = ghl.contacts(
			{ email: 'a@example.com', customFields: { [FIELDS.booqableId]: 'c-1' } },
			{ email: 'b@example.com', customFields: { [FIELDS.booqableId]: 'c-1' } },
		);
		const error = await ghl.failure('contact.upsert', { fields: customer('new@example.com'), options: FIND });
		expect(error.message).toMatch(/Several contacts have the Booqable ID "c-1": /);
		for (const id of ids) expect(error.message).toContain(id);
		expect(ghl.state().contacts).toHaveLength(2);
	});

	test('says who has the new email, and changes nothing, where it belongs to another contact', async () => {
		const [id, other] = ghl.contacts(
			{ email: 'old@example.com', customFields: { [FIELDS.booqableId]: 'c-1' } },
			{ email: 'new@example.com' },
		);
		const error = await ghl.failure('contact.upsert', { fields: customer('new@example.com'), options: FIND });
		expect(error.message).toBe(`GHL has this contact already: contact ${other} (same email)`);
		expect(error.description).toContain('Merge the two contacts in GHL');
		expect(ghl.stored(id)).toMatchObject({ email: 'old@example.com' });
	});
});

describe('Create or Update that leaves a contact that exists', () => {
	const LEAVE = { existing: 'leave' };
	const made = { email: 'ada@example.com', phone: '+12125550142', firstName: 'Ada' };

	test.each([
		['email', mapping({ email: 'Ada@Example.com', firstName: 'Other' }), {}],
		['phone', mapping({ phone: '(212) 555-0142', firstName: 'Other' }), {}],
		['custom field', customer('new@example.com', { firstName: 'Other' }), FIND],
	])('finds it by its %s, and writes nothing', async (_, fields, more) => {
		const [id] = ghl.contacts({ ...made, customFields: { [FIELDS.booqableId]: 'c-1' } });
		ghl.sandbox.clearRequests();
		const found = await ghl.one('contact.upsert', { fields, options: { ...LEAVE, ...more, tags: 'new' } });
		expect(found).toMatchObject({ id, created: false, left: true, firstName: 'Ada', email: 'ada@example.com' });
		expect(writes()).toEqual([]);
	});

	test('creates one where there is none', async () => {
		ghl.contacts(made);
		const fields = customer('grace@example.com', { firstName: 'Grace' });
		const found = await ghl.one('contact.upsert', { fields, options: { ...LEAVE, ...FIND, tags: 'new' } });
		expect(found).toMatchObject({ created: true, firstName: 'Grace', tags: ['new'] });
		expect(found).not.toHaveProperty('left');
	});

	test('refuses an item without email and phone as it does when it updates', async () => {
		await expect(
			ghl.one('contact.upsert', { fields: mapping({ firstName: 'Ada' }), options: LEAVE }),
		).rejects.toMatchObject({
			message: expect.stringMatching(/neither an email nor a phone/),
		});
	});
});
