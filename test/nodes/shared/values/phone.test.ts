import { phoneIn, readPhone, readWrittenPhone } from '../../../../nodes/shared/values/phone';

const FIELD = { id: 'phone', label: 'Phone' };
const NUMBER = '+13035550142';

test.each([
	['(303) 555-0142'],
	['\u202A+1 303 555 0142\u202C'],
	['\u200E303.555.0142'],
	["'+13035550142"],
	['="3035550142"'],
	['3035550142.0'],
	['3.035550142E+09'],
	['tel:+1-303-555-0142'],
	['C: 303-555-0142'],
	['303-555-0142 (cell)'],
	[['303-555-0142']],
	[3035550142],
])('%j is the number that is meant', (value) => {
	expect(readPhone(value, FIELD, 'US')).toBe(NUMBER);
});

test.each(['303-555-0142 ext. 12', '303-555-0142 x12', '3035550142x12', '303-555-0142, ext 12', '303-555-0142 #12'])(
	'%j keeps its extension in words',
	(text) => {
		expect(readPhone(text, FIELD, 'US')).toBe(`${NUMBER} ext. 12`);
	},
);

test.each([
	'303-555-0142 ::: 720-555-0199',
	'303-555-0142 / 720-555-0199',
	'303-555-0142; 720-555-0199',
	'303-555-0142 or 720-555-0199',
])('%j is two numbers: the first, and the other beside it', (text) => {
	expect(phoneIn(text, 'US')).toEqual({ number: NUMBER, others: ['720-555-0199'] });
	expect(() => readPhone(text, FIELD, 'US')).toThrow('Map one phone number');
});

test.each(['3.03555E+09', 'call me', '', '555-0142', '303-555-0142 ::: call me', ['1', '2'], { phone: NUMBER }])(
	'%j is refused: a digit too few is another number',
	(value) => {
		expect(() => readPhone(value, FIELD, 'US')).toThrow('Invalid value for Phone');
	},
);

test.each([
	["'+13035550142", '+13035550142'],
	['3.035550142E+09', '3035550142'],
	['C: 303 555 0142', 'C: 303 555 0142'],
	['"Front desk" 303 555 0142', '"Front desk" 303 555 0142'],
	['303.555.0142', '303.555.0142'],
	[['303-555-0142'], '303-555-0142'],
])('%j is kept as %j where phones are text', (value, text) => {
	expect(readWrittenPhone(value, FIELD)).toBe(text);
	expect(() => readWrittenPhone('3.03555E+09', FIELD)).toThrow('Invalid value for Phone');
});
