import fc from 'fast-check';
import { originIn, marker } from '../../../../nodes/Roofr/bridge/origin';
import { moneyOf, rangeOf } from '../../../../nodes/Roofr/mapping/money';

const cents = fc.integer({ min: 0, max: 9_999_999_999 });
const grouped = (amount: number): string =>
	`${Math.floor(amount / 100).toLocaleString('en-US')}.${String(amount % 100).padStart(2, '0')}`;
const plain = (amount: number): string => grouped(amount).replaceAll(',', '');

test('an amount has the same cents however it is written', () => {
	fc.assert(
		fc.property(cents, (amount) => {
			for (const text of [
				grouped(amount),
				plain(amount),
				`$${grouped(amount)}`,
				`$ ${plain(amount)}`,
				`${grouped(amount)} USD`,
			])
				expect(moneyOf(text)).toEqual({ text, cents: amount });
			expect(moneyOf(Number(plain(amount))).cents).toBe(amount);
		}),
	);
});

test.each(['', 'soon', '12.345', '12,34,567', '$', '5 squares', '1e3'])('"%s" is not an amount', (text) => {
	expect(moneyOf(text)).toEqual({ text, cents: null });
});

test('a range spans its lowest and highest amount, and keeps its words', () => {
	fc.assert(
		fc.property(cents, cents, (one, other) => {
			const text = `Asphalt: $${grouped(one)} - $${grouped(other)}`;
			expect(rangeOf(text)).toEqual({ text, minCents: Math.min(one, other), maxCents: Math.max(one, other) });
		}),
	);
});

test.each([
	['12k – 15k', 1_200_000, 1_500_000],
	['about 3 squares, $9,000', 900_000, 900_000],
	['3 layers, 2 floors, 1 chimney', null, null],
	['call us', null, null],
])('"%s" is read as %s to %s cents', (text, minCents, maxCents) => {
	expect(rangeOf(text)).toEqual({ text, minCents, maxCents });
});

test('a marker is found behind a name that holds an open bracket', () => {
	expect(originIn('Barn [a [ghl abc]')).toEqual({ system: 'ghl', recordId: 'abc', occasionId: '' });
});

test('a marker at the end of any name gives its record back', () => {
	const id = fc.stringMatching(/^[A-Za-z0-9-]{1,24}$/);
	fc.assert(
		fc.property(fc.string(), id, fc.option(id, { nil: '' }), (name, recordId, occasionId) => {
			expect(originIn(`${name} ${marker({ system: 'ghl', account: 'a', recordId, occasionId })}`)).toEqual({
				system: 'ghl',
				recordId,
				occasionId,
			});
		}),
	);
});
