import { valueIn } from '../../../nodes/apps/recordValues';

it('reads a field of Sync from a customer of Booqable', () => {
	const customer = { name: 'Ada', properties: { phone: '+1', industry: 'Film' }, tag_list: ['vip'] };
	expect(
		['name', 'property_industry', 'tags', 'property_zip'].map((field) => valueIn('booqable', customer, field)),
	).toEqual(['Ada', 'Film', ['vip'], undefined]);
});

it('reads a field of Sync from a contact of GHL, custom fields by the key that GHL makes of their name', () => {
	const contact = { email: 'a@example.com', tags: ['vip'], customFields: { 'Booqable ID': 'c1', 'VAT no.': 'x' } };
	expect(
		['email', 'tags', 'custom_booqable_id', 'custom_vat_no_', 'custom_zip'].map((field) =>
			valueIn('ghl', contact, field),
		),
	).toEqual(['a@example.com', ['vip'], 'c1', 'x', undefined]);
	expect(valueIn('ghl', { customFields: [{ id: '1', value: 'x' }] }, 'custom_zip')).toBeUndefined();
});

it('reads a field of another app by its path', () => {
	expect(valueIn('warehouse', { address: { city: 'York' } }, 'address.city')).toBe('York');
	expect(valueIn('warehouse', { 'address.city': 'Bath' }, 'address.city')).toBe('Bath');
	expect(valueIn('warehouse', { address: 'York' }, 'address.city')).toBeUndefined();
});
