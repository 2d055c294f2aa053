import fc from 'fast-check';
import {
	canonical,
	canonicalDate,
	canonicalEmail,
	canonicalMoney,
	canonicalNumber,
	canonicalPhone,
	canonicalTags,
	isEmail,
	isEmpty,
	isInternational,
	joinName,
	regionOf,
	sameForm,
	sendable,
	splitName,
	type FieldKind,
} from '../../../sync/model/canonical';
import { figure } from '../../support/sync/size';

describe('canonical forms', () => {
	it.each<[FieldKind, unknown, unknown]>([
		['email', '  Ann.Berg+rent@Example.COM ', 'ann.berg+rent@example.com'],
		['phone', '(202) 555-0100', '+12025550100'],
		['phone', '001 202 555 0100', '+12025550100'],
		['phone', '+44 20 7946 0958', '+442079460958'],
		['phone', ' call office ', 'call office'],
		['phone', 'tel: +1 202 555 0100', '+12025550100'],
		['phone', 'TEL:+12025550100', '+12025550100'],
		['phone', '+1 202 tel:555 0100', '+1 202 tel:555 0100'],
		['phone', '+1 200', '+1 200'],
		['phone', 'hello 2025550100 world', 'hello 2025550100 world'],
		['name', '  Ann \t Berg ', 'Ann Berg'],
		['name', 'Zoe\u0308', 'Zo\u00eb'],
		['text', ' two\r\nlines ', 'two\nlines'],
		['text', 'two\rlines\r\n\r\nmore', 'two\nlines\n\nmore'],
		['text', '\uFEFF marked', 'marked'],
		['text', true, 'true'],
		['text', ['a', 1, ['', 'b']], '["a","1","[\\"\\",\\"b\\"]"]'],
		['text', { a: 'x', b: null }, '[["a","x"],["b",""]]'],
		['text', 'zero\u200Bwidth', 'zerowidth'],
		['text', 7, '7'],
		['text', { b: 1, a: 'x' }, '[["a","x"],["b","1"]]'],
		['tags', ['VIP ', 'vip', '', 'Late  payer'], ['late payer', 'vip']],
		['tags', 'b, a', ['a', 'b']],
		['tags', 'one', ['one']],
		['tags', [1, null, true], ['1', 'true']],
		['tags', { b: 1 }, ['"1"]]', '[["b"']],
		['money', '1,234.50', '123450'],
		['money', 12.5, '1250'],
		['money', '-0.00', '0'],
		['money', '-3', '-300'],
		['money', '+3', '300'],
		['money', ' 12,345 ', '1234500'],
		['money', '1,234,567.5', '123456750'],
		['money', '12.300', '1230'],
		['money', '10,000 and 3', '10,000 and 3'],
		['money', '1,23', '1,23'],
		['money', '1,2345', '1,2345'],
		['money', ',123', ',123'],
		['money', '3.', '300'],
		['money', '.5', '50'],
		['money', '$3', '$3'],
		['money', '3 $', '3 $'],
		['money', new Date(0), ''],
		['money', '1.005', '1.005'],
		['money', 'twelve', 'twelve'],
		['number', '1.50', '1.5'],
		['number', -0, '0'],
		['number', 'n/a', 'n/a'],
		['number', ' 1e400', '1e400'],
		['number', new Date(5), '5'],
		['boolean', 'Yes', 'true'],
		['boolean', 0, 'false'],
		['boolean', 'maybe', 'maybe'],
		...['true', '1', 'yes', ' ON ', true, 1].map((value): [FieldKind, unknown, unknown] => ['boolean', value, 'true']),
		...['false', '0', 'No', 'off', false].map((value): [FieldKind, unknown, unknown] => ['boolean', value, 'false']),
		['date', '2026-03-01', '2026-03-01'],
		['date', '2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00.000Z'],
		['date', '2026-03-01 10:00', '2026-03-01T10:00:00.000Z'],
		['date', new Date(0), '1970-01-01T00:00:00.000Z'],
		['date', 0, '1970-01-01T00:00:00.000Z'],
		['date', 'next week', 'next week'],
		['date', ' 2026-03-01 ', '2026-03-01'],
		['date', '2026-03-01 10:00:30', '2026-03-01T10:00:30.000Z'],
		['date', '2026-03-01T10:00:30.5', '2026-03-01T10:00:30.500Z'],
		['date', '2026-03-01T10:00:30.123', '2026-03-01T10:00:30.123Z'],
		['date', '2026-03-01 10:00 or so', '2026-03-01 10:00 or so'],
		['date', 'on 2026-03-01 10:00', 'on 2026-03-01 10:00'],
		['date', '2026-13-01T10:00:00Z', '2026-13-01T10:00:00Z'],
		['date', 'March 7', 'March 7'],
		['date', 'March 7 2026', '2026-03-07'],
		['date', '7', '7'],
		['date', Number.NaN, 'NaN'],
	])('%s of %j is %j', (kind, value, form) => {
		expect(canonical(kind, value, { region: 'US' })).toEqual(form);
	});

	it.each<FieldKind>(['text', 'name', 'email', 'phone', 'date', 'money', 'number', 'boolean', 'tags'])(
		'%s: absent, null, blank and [] are all empty',
		(kind) => {
			for (const value of [undefined, null, '', '   ', '\t\n', '\u200B ', []])
				expect(isEmpty(canonical(kind, value))).toBe(true);
		},
	);

	it('a phone without a country needs the region of the account', () => {
		expect(canonicalPhone('020 7946 0958', 'GB')).toBe('+442079460958');
		expect(canonicalPhone('020 7946 0958', 'US')).toBe('020 7946 0958');
		expect(canonicalPhone('020 7946 0958')).toBe('020 7946 0958');
		expect(canonicalPhone('020 7946 0958', 'nowhere')).toBe('020 7946 0958');
		expect(['us', ' GB ', 'nowhere', '', undefined].map(regionOf)).toEqual([
			'US',
			'GB',
			undefined,
			undefined,
			undefined,
		]);
		expect([isInternational('+1 202'), isInternational(' 0044'), isInternational('202')]).toEqual([true, true, false]);
	});

	it('a time without an offset is read in the time zone, on both sides of a clock change', () => {
		expect(canonicalDate('2026-07-01T12:00', 'America/New_York')).toBe('2026-07-01T16:00:00.000Z');
		expect(canonicalDate('2026-01-01T12:00', 'America/New_York')).toBe('2026-01-01T17:00:00.000Z');
		expect(canonicalDate('2026-03-29 03:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
		expect(canonicalDate('2026-03-29 01:30', 'Europe/Berlin')).toBe('2026-03-29T00:30:00.000Z');
		expect(canonicalDate('2026-03-01T10:00:30.5', 'Asia/Kathmandu')).toBe('2026-03-01T04:15:30.500Z');
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
		expect(sendable('phone', '(202) 555-0100', { region: 'US' })).toBe('+12025550100');
		expect(sendable('tags', 'VIP,, Late  payer')).toEqual(['VIP', 'Late payer']);
	});

	it('an email is one address and nothing beside it', () => {
		expect(['a@b.co', 'ann.berg+rent@mail.example.com'].map(isEmail)).toEqual([true, true]);
		for (const text of [
			'',
			'a@b',
			'@b.co',
			'a@.co',
			'a@b.',
			'a b@c.de',
			'x a@b.co',
			'a@b.co x',
			'a@b@c.de',
			'a@b.co c@d.ef',
		])
			expect({ text, isEmail: isEmail(text) }).toEqual({ text, isEmail: false });
	});

	it('a canonical form is its own canonical form', () => {
		fc.assert(
			fc.property(
				fc.constantFrom<FieldKind>('text', 'name', 'email', 'phone', 'tags', 'boolean', 'number', 'date'),
				fc.oneof(fc.string({ unit: 'grapheme' }), fc.array(fc.string())),
				(kind, value) => {
					const once = canonical(kind, value, { region: 'US' });
					expect(sameForm(canonical(kind, once, { region: 'US' }), once)).toBe(true);
				},
			),
			{ numRuns: figure(2_000, 2_000) },
		);
	});

	it('tags are a set: order, case and repeats do not matter', () => {
		fc.assert(
			fc.property(fc.array(fc.string()), (tags) => {
				const shuffled = [...tags, ...tags].reverse().map((tag) => ` ${tag.toUpperCase()} `.toLowerCase());
				expect(canonicalTags(shuffled)).toEqual(canonicalTags(tags.map((tag) => tag.toUpperCase().toLowerCase())));
			}),
		);
		expect(sameForm(['a'], ['a', 'b'])).toBe(false);
		expect(sameForm(['a'], ['b'])).toBe(false);
		expect(sameForm('a', ['a'])).toBe(false);
		expect(sameForm(['a'], 'a')).toBe(false);
		expect(sameForm(['a', 'b'], ['a', 'b'])).toBe(true);
	});

	it('emails keep what can be another person', () => {
		expect(canonicalEmail('a.b@x.co')).not.toBe(canonicalEmail('ab@x.co'));
		expect(canonicalNumber(' 12 ')).toBe('12');
	});
});
