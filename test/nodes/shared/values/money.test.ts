import { amountIn, readMoney, USUAL, type NumberFormat } from '../../../../nodes/shared/values/money';

const FIELD = { id: 'value', label: 'Value' };
const POINT: NumberFormat = { decimal: '.', isKnown: true };
const COMMA: NumberFormat = { decimal: ',', isKnown: true };
const inFormat = (text: string) => (format?: NumberFormat) => {
	const amount = amountIn(text, format);
	return 'cents' in amount ? amount.cents : amount.problem;
};

test.each([
	['$12,345.67', 1_234_567],
	['12345.67 USD', 1_234_567],
	['1.250,00', 125_000],
	['1 250,00 €', 125_000],
	["CHF 1'250.00", 125_000],
	['(1,250.00)', -125_000],
	['$(1,250.00)', -125_000],
	['$ (1,250.00)', -125_000],
	['US$ (5)', -500],
	['$ -', 0],
	['€ –', 0],
	['-$5', -500],
	['5-', -500],
	['1.234.567', 123_456_700],
	['5,-', 500],
	['5.- CHF', 500],
	['1.250,-- €', 125_000],
	['1.250,00-', -125_000],
	['$\u00A01,250.00', 125_000],
])('%j is the same amount in any format', (text, cents) => {
	expect([USUAL, undefined].map(inFormat(text))).toEqual([cents, cents]);
});

test.each([
	['12.500', 'unclear', 'unclear', 1_250, 1_250_000],
	['1.250', 'unclear', 'unclear', 125, 125_000],
	['12,345', 1_234_500, 'unclear', 1_234_500, 'none'],
	['12,5', 1_250, 1_250, 'none', 1_250],
	['0.500', 50, 50, 50, 'none'],
])('%j depends on the format', (text, usual, unknown, point, comma) => {
	expect([USUAL, undefined, POINT, COMMA].map(inFormat(text))).toEqual([usual, unknown, point, comma]);
});

test.each(['', 'soon', '$', '5 squares', '12 ton', '1e3', '12,34,567', '0.333', '12 - 15', '--5', '9'.repeat(20)])(
	'%j is not an amount',
	(text) => {
		expect(amountIn(text)).toEqual({ problem: 'none' });
	},
);

test('numbers are read to the cent, calculated ones too, and nothing is guessed', () => {
	expect([12.5, [0.1 + 0.2], -3, '1,250.00'].map((value) => readMoney(value, FIELD))).toEqual([
		1_250, 30, -300, 125_000,
	]);
	for (const value of [1 / 3, Number.NaN, '12.500', {}, ['1', '2']])
		expect(() => readMoney(value, FIELD, USUAL)).toThrow('Invalid value for Value');
});
