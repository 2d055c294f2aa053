import { FIELDS, LOCATION_US } from '../../../sandbox/ghl/world';
import { ghlAccount } from './account';

/** Where GHL is stricter than one would think, or answers other than its specification says. */

const account = ghlAccount();
const { api, contact } = account;
const fieldsOf = async (id: string): Promise<unknown> => (await api('GET', `/contacts/${id}`)).data.contact.customFields;

describe('a choice that the field does not have', () => {
	it('is stored as nothing, with success', async () => {
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

	it('leaves what the field had', async () => {
		const id = await contact({ email: 'ada@example.com', customFields: [{ id: FIELDS.tier, field_value: 'Gold' }] });
		expect((await api('PUT', `/contacts/${id}`, { customFields: [{ id: FIELDS.tier, field_value: 'Platinum' }] })).status).toBe(200);
		expect(await fieldsOf(id)).toEqual([{ id: FIELDS.tier, value: 'Gold' }]);
		await api('PUT', `/contacts/${id}`, { customFields: [{ id: FIELDS.tier, field_value: '' }] });
		expect(await fieldsOf(id)).toEqual([]);
	});
});

describe('null', () => {
	it.each(['source', 'assignedTo'])('clears %s in an update, and is refused when a contact is created', async (field) => {
		const fields = { locationId: LOCATION_US, email: 'ada@example.com', [field]: null };
		for (const path of ['/contacts/', '/contacts/upsert']) {
			const refused = await api('POST', path, fields);
			expect([refused.status, refused.data.message]).toEqual([422, [`${field} must be a string`]]);
		}
		const id = await contact({ email: 'ada@example.com' });
		expect((await api('PUT', `/contacts/${id}`, { [field]: null })).status).toBe(200);
	});
});
