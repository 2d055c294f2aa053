import { DateTime } from 'luxon';
import { readBoolean } from '../../../../nodes/shared/values/boolean';
import { plainChoices, readChoice } from '../../../../nodes/shared/values/choice';
import { readChoices } from '../../../../nodes/shared/values/choices';
import { countries, readCountry } from '../../../../nodes/shared/values/country';
import { readList } from '../../../../nodes/shared/values/list';
import { readText } from '../../../../nodes/shared/values/text';

const FIELD = { id: 'custom_tier', label: 'Tier' };

describe('text', () => {
	test.each([
		['  Paris ', 'Paris'],
		[7, '7'],
		[false, 'false'],
		[['Paris'], 'Paris'],
		[[['Paris']], 'Paris'],
		[new Date('2026-11-28T09:00:00Z'), '2026-11-28T09:00:00.000Z'],
		[DateTime.fromISO('2026-11-28T09:00:00Z', { zone: 'utc' }), '2026-11-28T09:00:00.000Z'],
	])('%j is %j', (value, expected) => {
		expect(readText(value, FIELD)).toBe(expected);
	});

	test.each([
		[['Paris', 'Rome'], 'Invalid value for Tier: a list of 2 values. Map one text.'],
		[{ city: 'Paris' }, 'Invalid value for Tier: an object. Map one text.'],
		[[{ city: 'Paris' }], 'Invalid value for Tier: a list of an object. Map one text.'],
		[new Date(Number.NaN), 'Invalid value for Tier: an object. Map one text.'],
	])('%j is refused', (value, message) => {
		expect(() => readText(value, FIELD)).toThrow(message);
	});

	test('that is refused names its field', () => {
		expect(() => readText({}, FIELD)).toThrow(expect.objectContaining({ field: 'custom_tier' }));
	});
});

describe('yes or no', () => {
	test.each([true, 'true', 'TRUE', ' True ', 1, '1', 'yes', 'YES', 'on', [true], ['yes']])('%j is yes', (value) => {
		expect(readBoolean(value, FIELD)).toBe(true);
	});

	test.each([false, 'false', 'False', 0, '0', 'no', 'No', 'OFF', [0]])('%j is no', (value) => {
		expect(readBoolean(value, FIELD)).toBe(false);
	});

	test.each([
		['maybe', '"maybe"'],
		[2, '2'],
		['', '""'],
		[{}, 'an object'],
		[[true, false], 'a list of 2 values'],
		['01', '"01"'],
	])('%j is neither', (value, named) => {
		expect(() => readBoolean(value, FIELD)).toThrow(`Invalid value for Tier: ${named}. Use true or false.`);
	});
});

describe('a choice', () => {
	const TIERS = plainChoices(['Bronze', 'Silver', 'Gold']);
	const USERS = [
		{ name: 'Anna Miller', value: 'u1', aliases: ['anna@example.com'] },
		{ name: 'Ben Okafor', value: 'u2' },
		{ name: 'Ben Okafor', value: 'u3' },
		{ name: 'u1', value: 'u4' },
	];

	test.each([
		['Gold', 'Gold'],
		['gold', 'Gold'],
		[' GOLD ', 'Gold'],
		[['Gold'], 'Gold'],
	])('%j is %s', (value, expected) => {
		expect(readChoice(value, FIELD, TIERS)).toBe(expected);
	});

	test.each([
		['Anna Miller', 'u1'],
		['anna  miller', 'u1'],
		['ANNA@example.com', 'u1'],
		['u3', 'u3'],
		['u1', 'u1'], // the ID of one is the name of another
	])('%j is the user %s', (value, expected) => {
		expect(readChoice(value, FIELD, USERS)).toBe(expected);
	});

	test('that differs from another in case alone is distinguished by its case', () => {
		const choices = plainChoices(['a', 'A']);
		expect([readChoice('a', FIELD, choices), readChoice('A', FIELD, choices)]).toEqual(['a', 'A']);
	});

	test('that does not exist: the error lists those that do', () => {
		expect(() => readChoice('Platinum', FIELD, TIERS)).toThrow(
			'Invalid value for Tier: "Platinum". Choose one of: Bronze, Silver, Gold.',
		);
		expect(() => readChoice('Platinum', FIELD, [])).toThrow(
			'Invalid value for Tier: "Platinum". There is nothing to choose from.',
		);
	});

	test('a long list is cut short', () => {
		const many = plainChoices(Array.from({ length: 52 }, (_, index) => `Choice ${index + 1}`));
		expect(() => readChoice('none', FIELD, many)).toThrow(/Choice 39, Choice 40 and 12 more\.$/);
	});

	test('a name that two entries have is refused with their IDs', () => {
		expect(() => readChoice('Ben Okafor', FIELD, USERS)).toThrow(
			'Invalid value for Tier: "Ben Okafor". 2 entries have this name: use the ID of one of them, u2 or u3.',
		);
	});

	test('other values pass where the service takes them', () => {
		expect(readChoice('Platinum', FIELD, TIERS, { others: true })).toBe('Platinum');
	});
});

describe('several choices', () => {
	const CONSENT = 'I agree to calls, texts and emails';
	const CHOICES = plainChoices(['Weekly', 'Monthly', CONSENT, 'I agree to calls']);

	test.each([
		['Weekly', ['Weekly']],
		['weekly, MONTHLY', ['Weekly', 'Monthly']],
		['Weekly,,Weekly,', ['Weekly']],
		['["Weekly","Monthly"]', ['Weekly', 'Monthly']],
		[' [ "weekly" ] ', ['Weekly']],
		[
			['Weekly', 'monthly'],
			['Weekly', 'Monthly'],
		],
		[[{ name: 'Weekly' }], ['Weekly']],
		[CONSENT, [CONSENT]],
		[`Monthly, ${CONSENT}, Weekly`, ['Monthly', CONSENT, 'Weekly']],
		['I agree to calls,Weekly', ['I agree to calls', 'Weekly']],
		['i agree to calls, texts AND emails', [CONSENT]],
		['[]', []],
	])('%j are %j', (value, expected) => {
		expect(readChoices(value, FIELD, CHOICES)).toEqual(expected);
	});

	test.each([
		['Weekly, Daily', '"Daily"'],
		[['Daily'], '"Daily"'],
		['["Weekly","Daily"]', '"Daily"'],
		['["Weekly"', '"["Weekly""'],
	])('%j are refused with what there is', (value, named) => {
		expect(() => readChoices(value, FIELD, CHOICES)).toThrow(
			`Invalid value for Tier: ${named}. Choose one or more of: Weekly, Monthly, ${CONSENT}, I agree to calls.`,
		);
	});

	test('an object is refused', () => {
		expect(() => readChoices({ Weekly: true }, FIELD, CHOICES)).toThrow('Invalid value for Tier: an object.');
	});

	test('others pass where the service takes them', () => {
		expect(readChoices('weekly, Daily', FIELD, CHOICES, { others: true })).toEqual(['Weekly', 'Daily']);
	});
});

describe('a list', () => {
	test.each([
		['vip, film crew', ['vip', 'film crew']],
		[
			['vip', 'x', 'vip'],
			['vip', 'x'],
		],
		['["vip","x, y"]', ['vip', 'x, y']],
		[
			[{ id: 1, name: 'vip' }, 'x'],
			['vip', 'x'],
		],
		['[vip', ['[vip']],
		[7, ['7']],
		[['', null], []],
	])('%j is %j', (value, expected) => {
		expect(readList(value, FIELD)).toEqual(expected);
	});

	test.each([[{ vip: true }], [[{ id: 1 }]], [[['a', 'b']]], ['[{"id":1}]']])('%j is refused', (value) => {
		expect(() => readList(value, FIELD)).toThrow('Invalid value for Tier: ');
	});
});

describe('a country', () => {
	test.each([
		['US', 'US'],
		['us', 'US'],
		['United States', 'US'],
		['united states of america', 'US'],
		['USA', 'US'],
		['U.S.A.', 'US'],
		['UK', 'GB'],
		['the Netherlands', 'NL'],
		['Côte d’Ivoire', 'CI'],
		["Cote d'Ivoire", 'CI'],
		['Bosnia and Herzegovina', 'BA'],
		['St. Lucia', 'LC'],
		[['Germany'], 'DE'],
	])('%j is %s', (value, code) => {
		expect(readCountry(value, FIELD)).toBe(code);
	});

	test.each(['Atlantis', 'America', 'Korea', 'Congo', 'ZZ', 'Colorado', ' - '])('%j is refused', (value) => {
		expect(() => readCountry(value, FIELD)).toThrow(
			'Map the ISO code or the English name of a country, such as US or United States.',
		);
	});

	test('of the list is read by each of its names', () => {
		expect(countries()).toHaveLength(250);
		for (const { name, value } of countries())
			expect([readCountry(name, FIELD), readCountry(value, FIELD)]).toEqual([value, value]);
	});
});
