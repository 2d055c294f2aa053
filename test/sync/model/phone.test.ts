import { e164, isInternational, phoneSpellings, regionOf } from '../../../sync/model/phone';

describe('e164', () => {
	it.each([
		['2125550142', '+12125550142'],
		["'2125550142", '+12125550142'],
		['tel:2125550142', '+12125550142'],
		['TEL: (212) 555-0142', '+12125550142'],
		['0044 20 7946 0958', '+442079460958'],
		['‎212‑555‑0142‏', '+12125550142'],
		['2125550142.0', '+12125550142'],
		['2125550142.00', '+12125550142'],
		['12125550142.000', '+12125550142'],
	])('takes %j for %s', (given, expected) => {
		expect(e164(given, 'US')).toBe(expected);
	});

	it.each(["212555'0142x", '2125550142.01', '2125550142.05', '212.0', '1.2125550142.0', 'a2125550142.0', 'none', ''])(
		'takes %j for no number, or for another one than its digits would be without what follows',
		(given) => {
			expect(e164(given, 'US')).toBe(undefined);
		},
	);

	it('reads no more than 250 characters', () => {
		const number = '(212) 555-0142';
		expect(e164(number.padEnd(250), 'US')).toBe('+12125550142');
		expect(e164(number.padEnd(251), 'US')).toBe(undefined);
	});

	it('needs the region of a number without country, in any case, and knows no other', () => {
		expect(e164('2125550142')).toBe(undefined);
		expect(e164('2125550142', ' us ')).toBe('+12125550142');
		expect(regionOf('XX')).toBe(undefined);
		expect(regionOf(undefined)).toBe(undefined);
		expect(regionOf('')).toBe(undefined);
	});
});

describe('isInternational', () => {
	it.each([
		['+12125550142', true],
		['0012125550142', true],
		['tel:+12125550142', true],
		['2125550142', false],
		[`${' '.repeat(250)}+12125550142`, false],
	])('%j: %s', (given, expected) => {
		expect(isInternational(given)).toBe(expected);
	});
});

describe('phoneSpellings', () => {
	it('gives the ways in which people write a number, each once', () => {
		expect(phoneSpellings('(212) 555-0142', 'US')).toEqual([
			'(212) 555-0142',
			'+12125550142',
			'+1 212 555 0142',
			'2125550142',
		]);
		expect(phoneSpellings('+442079460958')).toEqual([
			'+442079460958',
			'020 7946 0958',
			'+44 20 7946 0958',
			'2079460958',
		]);
	});

	it.each(['none', '', '123'])('gives %j alone, which is no number', (given) => {
		expect(phoneSpellings(given, 'US')).toEqual([given]);
	});

	it('reads the first 250 characters', () => {
		const late = `${' '.repeat(250)}2125550142`;
		expect(phoneSpellings(late, 'US')).toEqual([late]);
	});
});
