import fc from 'fast-check';
import { joinAddress, localityIn, regionIn, splitAddress } from '../../../../nodes/shared/values/address';

test.each([
	['12 Elm St, Denver CO 80202', '12 Elm St', 'Denver', 'CO', '80202', ''],
	['12 Elm St, Denver, Colorado 80202', '12 Elm St', 'Denver', 'CO', '80202', ''],
	['12 Elm St, Denver, CO 80202 US', '12 Elm St', 'Denver', 'CO', '80202', 'US'],
	['12 Elm St, Denver, CO 80202, United States of America', '12 Elm St', 'Denver', 'CO', '80202', 'US'],
	['12 Elm St, Apt 4, Denver, CO, 80202-1234, USA', '12 Elm St, Apt 4', 'Denver', 'CO', '80202-1234', 'US'],
	['12 Elm St\nDenver, CO 80202', '12 Elm St', 'Denver', 'CO', '80202', ''],
	['12 Elm St, New York, New York 10001', '12 Elm St', 'New York', 'NY', '10001', ''],
	['12 Elm St, Kansas City Kansas 66101', '12 Elm St', 'Kansas City', 'KS', '66101', ''],
	['12 Elm St, Washington, D.C. 20001', '12 Elm St', 'Washington', 'DC', '20001', ''],
	['12 Rue X, Montréal, Québec h2x 1y4, Canada', '12 Rue X', 'Montréal', 'QC', 'H2X 1Y4', 'CA'],
])('%j is split', (text, street, city, state, postalCode, country) => {
	expect(splitAddress(text)).toEqual({ street, city, state, postalCode, country });
});

test.each([
	'',
	'12 Elm St',
	'Springfield, IL 62701',
	'12 Elm St, Springfield, Illinois',
	'12 Elm St, Springfield, ZZ 62701',
	'12 Elm St, Springfield, IL 6270',
	'12 Elm St, Denver, CO 80202, Canada',
	'12 Elm St, Apt 4 Denver CO 80202',
	'12 Elm St Denver CO 80202',
	'12 Elm St, New York 10001',
	'12 Elm St, Denver, CO 80202; 14 Oak St, Denver, CO 80202',
	'12 Elm St, Denver, CO 80202, 14 Oak St, Denver, CO 80202',
	'Musterstr. 12, 10115 Berlin',
	'Keizersgracht 12, 1015 CJ Amsterdam, Netherlands',
	'10 Downing Street, London, SW1A 2AA, UK',
])('%j could be several addresses, so it is not split', (text) => {
	expect(splitAddress(text)).toBeUndefined();
});

test('city, state and code without a street are known as that', () => {
	expect(localityIn('Denver, Colorado 80202')).toMatchObject({ before: [], city: 'Denver', state: 'CO' });
	expect([regionIn('colorado', '80202'), regionIn('ON', 'M5V 2T6'), regionIn('ON', '80202')]).toEqual([
		'US',
		'CA',
		undefined,
	]);
});

const word = fc.stringMatching(/^[A-Z][a-z]{1,8}$/);

test('an address that is put together of parts is split into the same parts', () => {
	const parts = fc.record({
		street: fc.tuple(fc.integer({ min: 1, max: 9999 }), word).map(([number, name]) => `${number} ${name} St`),
		city: word,
		state: fc.constantFrom('IL', 'TX', 'CA'),
		postalCode: fc.stringMatching(/^[0-9]{5}$/),
		country: fc.constantFrom('', 'US'),
	});
	fc.assert(fc.property(parts, (address) => expect(splitAddress(joinAddress(address))).toEqual(address)));
});
