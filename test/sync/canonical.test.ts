import fc from 'fast-check';
import { canonical, canonicalDate, canonicalEmail, canonicalMoney, canonicalNumber, canonicalPhone, canonicalTags, isEmail, isEmpty, isInternational, joinName, sameForm, sendable, splitName, type FieldKind } from '../../sync/canonical';

describe('canonical forms', () => {
	it.each<[FieldKind, unknown, unknown]>([
		['email', '  Ann.Berg+rent@Example.COM ', 'ann.berg+rent@example.com'],
		['phone', '(202) 555-0100', '+12025550100'],
		['phone', '001 202 555 0100', '+12025550100'],
		['phone', '+44 20 7946 0958', '+442079460958'],
		['phone', ' call office ', 'call office'],
		['phone', 'hello 2025550100 world', 'hello 2025550100 world'],
		['name', '  Ann \t Berg ', 'Ann Berg'],
		['name', 'Zoe\u0308', 'Zo\u00eb'],
		['text', ' two\r\nlines ', 'two\nlines'],
		['text', 'zero\u200Bwidth', 'zerowidth'],
		['text', 7, '7'],
		['text', { b: 1, a: 'x' }, '[["a","x"],["b","1"]]'],
		['tags', ['VIP ', 'vip', '', 'Late  payer'], ['late payer', 'vip']],
		['tags', 'b, a', ['a', 'b']],
		['tags', 'one', ['one']],
		['money', '1,234.50', '123450'],
		['money', 12.5, '1250'],
		['money', '-0.00', '0'],
		['money', '-3', '-300'],
		['money', '1.005', '1.005'],
		['money', 'twelve', 'twelve'],
		['number', '1.50', '1.5'],
		['number', -0, '0'],
		['number', 'n/a', 'n/a'],
		['boolean', 'Yes', 'true'],
		['boolean', 0, 'false'],
		['boolean', 'maybe', 'maybe'],
		['date', '2026-03-01', '2026-03-01'],
		['date', '2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00.000Z'],
		['date', '2026-03-01 10:00', '2026-03-01T10:00:00.000Z'],
		['date', new Date(0), '1970-01-01T00:00:00.000Z'],
		['date', 0, '1970-01-01T00:00:00.000Z'],
		['date', 'next week', 'next week'],
	])('%s of %j is %j', (kind, value, form) => {
		expect(canonical(kind, value, { region: 'US' })).toEqual(form);
	});

	it.each<FieldKind>(['text', 'name', 'email', 'phone', 'date', 'money', 'number', 'boolean', 'tags'])('%s: absent, null, blank and [] are all empty', (kind) => {
		for (const value of [undefined, null, '', '   ', '\t\n', []]) expect(isEmpty(canonical(kind, value))).toBe(true);
	});

	it('a phone without a country needs the region of the account', () => {
		expect(canonicalPhone('020 7946 0958', 'GB')).toBe('+442079460958');
		expect(canonicalPhone('020 7946 0958', 'US')).toBe('020 7946 0958');
		expect(canonicalPhone('020 7946 0958')).toBe('020 7946 0958');
		expect(canonicalPhone('020 7946 0958', 'nowhere')).toBe('020 7946 0958');
		expect([isInternational('+1 202'), isInternational(' 0044'), isInternational('202')]).toEqual([true, true, false]);
	});

	it('a time without an offset is one of the zone, on both sides of a clock change', () => {
		expect(canonicalDate('2026-07-01T12:00', 'America/New_York')).toBe('2026-07-01T16:00:00.000Z');
		expect(canonicalDate('2026-01-01T12:00', 'America/New_York')).toBe('2026-01-01T17:00:00.000Z');
		expect(canonicalDate('2026-03-29 03:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
		expect(canonicalDate('2026-13-45T00:00')).toBe('2026-13-45T00:00');
	});

	it('money has the digits of its currency', () => {
		expect(canonicalMoney('500', 'JPY')).toBe('500');
		expect(canonicalMoney('1.234', 'KWD')).toBe('1234');
		expect(canonicalMoney('1.5', 'no currency')).toBe('150');
	});

	it('names split at the last blank and join again', () => {
		expect(splitName(' Ann  Lee Berg ')).toEqual({ firstName: 'Ann Lee', lastName: 'Berg' });
		expect(splitName('Cher')).toEqual({ firstName: 'Cher', lastName: '' });
		expect(joinName('Ann', null, undefined, 'Berg')).toBe('Ann Berg');
	});

	it('what is sent is clean, but keeps its spelling', () => {
		expect(sendable('email', ' A@B.co ')).toBe('a@b.co');
		expect(sendable('tags', ['VIP ', ' '])).toEqual(['VIP']);
		expect(sendable('name', ' Ann ')).toBe('Ann');
		expect(sendable('number', 5)).toBe(5);
		expect([isEmail('a@b.co'), isEmail('a@b'), isEmail('a b@c.de')]).toEqual([true, false, false]);
	});

	it('a canonical form is its own canonical form', () => {
		fc.assert(fc.property(fc.constantFrom<FieldKind>('text', 'name', 'email', 'phone', 'tags', 'boolean', 'number', 'date'), fc.oneof(fc.string({ unit: 'grapheme' }), fc.array(fc.string())), (kind, value) => {
			const once = canonical(kind, value, { region: 'US' });
			expect(sameForm(canonical(kind, once, { region: 'US' }), once)).toBe(true);
		}), { numRuns: 2_000 });
	});

	it('tags are a set: order, case and repeats say nothing', () => {
		fc.assert(fc.property(fc.array(fc.string()), (tags) => {
			const shuffled = [...tags, ...tags].reverse().map((tag) => ` ${tag.toUpperCase()} `.toLowerCase());
			expect(canonicalTags(shuffled)).toEqual(canonicalTags(tags.map((tag) => tag.toUpperCase().toLowerCase())));
		}));
		expect(sameForm(['a'], ['a', 'b'])).toBe(false);
		expect(sameForm(['a'], ['b'])).toBe(false);
		expect(sameForm('a', ['a'])).toBe(false);
	});

	it('e-mails keep what can be another person', () => {
		expect(canonicalEmail('a.b@x.co')).not.toBe(canonicalEmail('ab@x.co'));
		expect(canonicalNumber(' 12 ')).toBe('12');
	});
});
