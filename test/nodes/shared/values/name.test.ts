import fc from 'fast-check';
import { splitName } from '../../../../nodes/shared/values/name';

test.each([
	['Ada Lane', 'Ada', 'Lane'],
	['Lane, Ada', 'Ada', 'Lane'],
	['LANE,ADA M.', 'ADA M.', 'LANE'],
	['Ada Lane Jr.', 'Ada', 'Lane Jr.'],
	['Ada Lane, Jr.', 'Ada', 'Lane Jr.'],
	['Lane, Ada, Jr.', 'Ada', 'Lane Jr.'],
	['Lane III, Ada', 'Ada', 'Lane III'],
	['Ada Lane, MD, PhD', 'Ada', 'Lane MD PhD'],
	['Ada Lane, Dr.', 'Ada', 'Lane'],
	['علی\u200Cرضا لین', 'علی\u200Cرضا', 'لین'],
	['Ada\u00A0Lane', 'Ada', 'Lane'],
	['Ada \u{1F469}\u200D\u{1F467} Lane', 'Ada \u{1F469}\u200D\u{1F467}', 'Lane'],
	['Dr. Ada Lane', 'Ada', 'Lane'],
	['Lane, Dr. Ada', 'Ada', 'Lane'],
	['Mr. & Mrs. Lane', 'Mr. & Mrs.', 'Lane'],
	['John & Ada Lane', 'John & Ada', 'Lane'],
	['Ada van der Berg', 'Ada', 'van der Berg'],
	['Maria De La Cruz', 'Maria', 'De La Cruz'],
	['Van Morrison', 'Van', 'Morrison'],
	['Robert "Bob" Lane', 'Robert "Bob"', 'Lane'],
	['Ada Lane (owner)', 'Ada', 'Lane (owner)'],
	['  Ada \u200E  Lane ', 'Ada', 'Lane'],
	['Ada', 'Ada', ''],
	['Acme Roofing, Inc.', 'Acme Roofing, Inc.', ''],
	['Ada & Ben Lane', 'Ada & Ben', 'Lane'],
	['Ahmed ben Ali', 'Ahmed', 'ben Ali'],
	['Ada (Addie) Lane', 'Ada (Addie)', 'Lane'],
	['Berg, Ada van der', 'Ada', 'van der Berg'],
	['Lane, Ada Jr.', 'Ada', 'Lane Jr.'],
	['Ada Lane, CEO', 'Ada', 'Lane CEO'],
	['Shaquille O’Neil', 'Shaquille', 'O’Neil'],
	['Ada (Billing)', 'Ada (Billing)', ''],
	['Smith & Sons', 'Smith & Sons', ''],
	['Ada Lane / Ben Fox', 'Ada Lane / Ben Fox', ''],
	['Ada Lane - Owner', 'Ada Lane - Owner', ''],
	['Lane, Ada; Fox, Ben', 'Lane, Ada; Fox, Ben', ''],
	['Ada Lane c/o Ben', 'Ada Lane c/o Ben', ''],
	['Ada Lane-Fox', 'Ada', 'Lane-Fox'],
	['', '', ''],
])('%j is split as people mean it', (full, firstName, lastName) => {
	expect(splitName(full)).toEqual({ firstName, lastName });
});

test('no letter of a name without titles is lost', () => {
	const words = fc.array(fc.stringMatching(/^[A-Z][a-z]{3,8}$/), { minLength: 1, maxLength: 5 });
	fc.assert(
		fc.property(words, (all) => {
			const { firstName, lastName } = splitName(all.join(' '));
			expect(`${firstName} ${lastName}`.trim()).toBe(all.join(' '));
		}),
		{ examples: [[['Miss']]] },
	);
});
