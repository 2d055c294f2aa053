import { FIELDS } from '../../../sandbox/ghl/world';
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
