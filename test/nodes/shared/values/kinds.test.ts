import fc from 'fast-check';
import { DateTime } from 'luxon';
import { InputProblem } from '../../../../nodes/shared/parameters/inputProblem';
import { joinAddress, splitAddress } from '../../../../nodes/shared/values/address';
import { readBoolean } from '../../../../nodes/shared/values/boolean';
import { plainChoices, readChoice } from '../../../../nodes/shared/values/choice';
import { readChoices } from '../../../../nodes/shared/values/choices';
import { countries, readCountry } from '../../../../nodes/shared/values/country';
import { readDate } from '../../../../nodes/shared/values/date';
import { readEmail, readEmails } from '../../../../nodes/shared/values/email';
import { isEmpty } from '../../../../nodes/shared/values/empty';
import { readAddresses, readFile } from '../../../../nodes/shared/values/file';
import { readEntries, readObject } from '../../../../nodes/shared/values/json';
import { readList } from '../../../../nodes/shared/values/list';
import { readMoment } from '../../../../nodes/shared/values/moment';
import { readMoney, USUAL } from '../../../../nodes/shared/values/money';
import { splitName } from '../../../../nodes/shared/values/name';
import { readNumber } from '../../../../nodes/shared/values/number';
import { readPhone } from '../../../../nodes/shared/values/phone';
import { readTags } from '../../../../nodes/shared/values/tags';
import { readText } from '../../../../nodes/shared/values/text';
import { readTimeZone, timeZones } from '../../../../nodes/shared/values/timeZone';

const FIELD = { id: 'custom_field', label: 'Field' };
const CHOICES = plainChoices(['Weekly', 'Monthly', 'I agree to calls, texts and emails', 'one', 'two']);
const ZONE = { zone: 'America/New_York' };
const FILE = { mimeType: 'text/csv', data: 'QQ==' };

/** How each kind reads, and values that it gives. */
const KINDS: Readonly<Record<string, readonly [read: (value: unknown) => unknown, values: fc.Arbitrary<unknown>]>> = {
	text: [(value) => readText(value, FIELD), fc.string().map((text) => text.trim())],
	boolean: [(value) => readBoolean(value, FIELD), fc.boolean()],
	number: [
		(value) => readNumber(value, FIELD),
		fc
			.double({ noNaN: true, min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
			.map((number) => (number === 0 ? 0 : number)),
	],
	date: [(value) => readDate(value, FIELD, ZONE), days()],
	moment: [(value) => readMoment(value, FIELD, ZONE), days().map((day) => `${day}T09:30:00Z`)],
	choice: [(value) => readChoice(value, FIELD, CHOICES), fc.constantFrom(...CHOICES.map((one) => one.value))],
	choices: [
		(value) => readChoices(value, FIELD, CHOICES),
		fc.uniqueArray(fc.constantFrom(...CHOICES.map((one) => one.value)), { minLength: 1 }),
	],
	list: [(value) => readList(value, FIELD), fc.uniqueArray(words(), { minLength: 1 })],
	tags: [
		(value) => readTags(value, FIELD),
		fc.uniqueArray(
			words().map((word) => word.replace(/ +/g, ' ')),
			{ minLength: 1, selector: (word) => word.toLowerCase() },
		),
	],
	email: [(value) => readEmail(value, FIELD), emails()],
	emails: [(value) => readEmails(value, FIELD), fc.uniqueArray(emails(), { minLength: 1 })],
	phone: [
		(value) => readPhone(value, FIELD, 'US'),
		fc
			.tuple(fc.integer({ min: 100, max: 199 }), fc.integer({ min: 1, max: 99_999 }), fc.boolean())
			.map(([last, extension, has]) => `+130355501${String(last).slice(1)}${has ? ` ext. ${extension}` : ''}`),
	],
	country: [(value) => readCountry(value, FIELD), fc.constantFrom(...countries().map((one) => one.value))],
	timeZone: [(value) => readTimeZone(value, FIELD), fc.constantFrom(...timeZones().map((one) => one.value))],
	file: [(value) => readFile(value, FIELD), fc.constantFrom('data', FILE)],
	addresses: [
		(value) => readAddresses(value, FIELD),
		fc.uniqueArray(
			fc.webUrl({ withQueryParameters: true }).filter((url) => !/\s/.test(url)),
			{ minLength: 1 },
		),
	],
	object: [(value) => readObject(value, FIELD), fc.dictionary(words(), json(), { noNullPrototype: true })],
	entries: [(value) => readEntries(value, FIELD), fc.array(json(), { minLength: 1 })],
};

function days(): fc.Arbitrary<string> {
	return fc
		.date({ min: new Date('1974-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
		.map((date) => date.toISOString().slice(0, 10));
}
/** Without -0, which JSON does not keep. */
function json(): fc.Arbitrary<unknown> {
	return fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));
}
function words(): fc.Arbitrary<string> {
	return fc.stringMatching(/^[a-zà-ÿA-Z0-9 ,&-]{1,20}$/).map((text) => `a${text}`.trim());
}
function emails(): fc.Arbitrary<string> {
	return fc.stringMatching(/^[a-z0-9]{1,10}$/).map((name) => `${name}@example.com`);
}

/** What anybody may map: whatever JSON, expressions and JavaScript can hold, and what people type. */
const anything = fc.oneof(
	fc.anything({ withBigInt: true, withDate: true, withSparseArray: true, withNullPrototype: true }),
	fc.json(),
	fc.string({ unit: 'grapheme' }),
	fc.mixedCase(fc.constantFrom('yes', 'weekly', 'weekly, monthly', '[1]', '{"a":1}', 'ada@example.com', '1.250')),
	fc.constantFrom(
		Symbol('s'),
		() => 'secret',
		new Map([[1, 2]]),
		new Date(Number.NaN),
		DateTime.invalid('no'),
		Number.NaN,
	),
);

/** The problem of a value; undefined where it is read. Anything else that is thrown fails the test. */
function outcome(read: (value: unknown) => unknown, value: unknown): { value: unknown } | { problem: string } {
	try {
		return { value: read(value) };
	} catch (error) {
		if (!(error instanceof InputProblem)) throw error;
		return { problem: error.message };
	}
}

describe.each(Object.entries(KINDS))('%s', (_, [read, values]) => {
	test('what is written reads back equal, also as JSON text and in a list of one', () => {
		fc.assert(
			fc.property(values, (value) => {
				if (isEmpty(value)) return;
				expect(read(value)).toEqual(value);
				expect(read(JSON.parse(JSON.stringify(value)))).toEqual(value);
				if (!Array.isArray(value)) expect(read([value])).toEqual(Array.isArray(read([value])) ? [value] : value);
			}),
		);
	});

	test('anything is read or refused in words that name the field, is read again as itself, and is never emptied', () => {
		fc.assert(
			fc.property(anything, (value) => {
				const read1 = outcome(read, value);
				if ('problem' in read1) {
					expect(read1.problem).toMatch(/^Invalid value for Field: /);
					expect(read1.problem).not.toMatch(/\[object|undefined|secret/);
					expect(read1.problem.length).toBeLessThan(600);
					return;
				}
				if (isEmpty(value)) return;
				expect(isEmpty(read1.value)).toBe(false);
				expect(read(read1.value)).toEqual(read1.value);
			}),
			{ numRuns: 400 },
		);
	});
});

test('money: hundredths that are written as an amount read back equal, and anything else is refused in words', () => {
	fc.assert(
		fc.property(fc.integer({ min: -1e9, max: 1e9 }), (cents) => {
			for (const form of [cents / 100, (cents / 100).toFixed(2), `$${(cents / 100).toFixed(2)}`.replace('$-', '-$')])
				expect(readMoney(form, FIELD, USUAL)).toBe(cents === 0 ? 0 : cents);
		}),
	);
	fc.assert(
		fc.property(anything, (value) => {
			const read = outcome((one) => readMoney(one, FIELD, USUAL), value);
			if ('value' in read) expect(Number.isSafeInteger(read.value)).toBe(true);
		}),
	);
});

test('name and address: any text is split or kept, and nothing of it is lost', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (text) => {
			const { firstName, lastName } = splitName(text);
			if (/\p{L}/u.test(text.normalize('NFC'))) expect(`${firstName}${lastName}`).not.toBe('');
			const address = splitAddress(text);
			if (address) expect(splitAddress(joinAddress(address))).toEqual(address);
		}),
		{ numRuns: 400 },
	);
});

/** Inputs of real workflows, and what comes of them; `refused` is a part of the message. */
const REFUSED = (part: string): { readonly refused: string } => ({ refused: part });
const NOON = new Date('2026-11-28T12:00:00Z');
const TABLE: Readonly<Record<string, ReadonlyArray<readonly [input: unknown, result: unknown]>>> = {
	text: [
		['  Paris ', 'Paris'],
		[80202, '80202'],
		[12n, '12'],
		[true, 'true'],
		[['Paris'], 'Paris'],
		['["Paris"]', '["Paris"]'],
		[NOON, '2026-11-28T12:00:00.000Z'],
		[['Paris', 'Rome'], REFUSED('a list of 2 values. Map one text.')],
		[{ city: 'Paris' }, REFUSED('an object. Map one text.')],
		[[{ city: 'Paris' }], REFUSED('a list of an object')],
		[Number.NaN, REFUSED('NaN. Map one text.')],
		[Number.POSITIVE_INFINITY, REFUSED('Infinity. Map one text.')],
		[() => 'x', REFUSED('a function')],
		[new Map(), REFUSED('an object')],
		['\u200BAda\uFEFF', 'Ada'],
		['\u{1F468}\u200D\u{1F469}', '\u{1F468}\u200D\u{1F469}'],
		['01234', '01234'],
		['Null', 'Null'],
		['null', REFUSED('It stands for no value')],
		['undefined undefined', REFUSED('It stands for no value')],
		['Ada [object Object]', REFUSED('It stands for no value')],
		['Invalid DateTime', REFUSED('It stands for no value')],
		[DateTime.invalid('no'), REFUSED('an object. Map one text.')],
		[12345678901234567890, REFUSED('Its last digits are lost already: map it as text.')],
		['\u0000', ''],
		['Ada\u0000 Lane\u0007', 'Ada Lane'],
		['\u2800', ''],
		['علی\u200Cرضا', 'علی\u200Cرضا'],
		['#N/A', REFUSED('It stands for no value')],
		['#REF!', REFUSED('It stands for no value')],
		['#DIV/0! #VALUE!', REFUSED('It stands for no value')],
		['[object Promise]', REFUSED('It stands for no value')],
		['#1 Roofing', '#1 Roofing'],
		['N/A', 'N/A'],
		[{ id: 7, value: 'x' }, REFUSED('an object. Map one text.')],
		['#WERT!', REFUSED('It stands for no value')],
		['#¡VALOR!', REFUSED('It stands for no value')],
		['#NV', REFUSED('It stands for no value')],
		['#N/D', REFUSED('It stands for no value')],
		['#SPILL!', REFUSED('It stands for no value')],
		['Err:502', REFUSED('It stands for no value')],
		['undefined, undefined', REFUSED('It stands for no value')],
		['undefined-undefined', REFUSED('It stands for no value')],
		['Invalid date', REFUSED('It stands for no value')],
		['#VIP!', '#VIP!'],
		['Err: 502', 'Err: 502'],
		['Ada\r\nLane', 'Ada\r\nLane'],
		[-0, '0'],
		[{ value: 'Ada', timestamp: 1 }, REFUSED('an object. Map one text.')],
		[['Ada', null], REFUSED('a list of 2 values')],
	],
	boolean: [
		[1, true],
		['Yes', true],
		['ON', true],
		[' off ', false],
		['0', false],
		[[true], true],
		['TRUE', true],
		['\u200Btrue', true],
		['Yes\u00A0', true],
		['ja', REFUSED('"ja". Use true or false.')],
		['NaN', REFUSED('Use true or false.')],
		['maybe', REFUSED('Use true or false.')],
		[2, REFUSED('Use true or false.')],
		[[true, false], REFUSED('a list of 2 values')],
		[{ value: true }, REFUSED('an object')],
		[NOON, REFUSED('an object')],
		['x', REFUSED('"x". Use true or false.')],
		['✓', REFUSED('Use true or false.')],
		['ＴＲＵＥ', REFUSED('Use true or false.')],
		['WAHR', REFUSED('Use true or false.')],
		['["on"]', REFUSED('Use true or false.')],
		['No thanks', REFUSED('Use true or false.')],
		[1n, true],
		[[['on']], true],
		[['on', 'off'], REFUSED('a list of 2 values')],
	],
	number: [
		[7, 7],
		['7', 7],
		['1,250', REFUSED('Write 1250 or 1.25.')],
		['-12,500', REFUSED('Write 12500 or 12.5.')],
		['1.000', REFUSED('Write 1000 or 1.')],
		['0,125', 0.125],
		['1,250,000', 1250000],
		['12,3456', 12.3456],
		['\uFF11\uFF12', REFUSED('Map a number.')],
		['10\u00B2', REFUSED('Map a number.')],
		['1.5k', REFUSED('Map a number.')],
		['-', REFUSED('Map a number.')],
		['=1+1', REFUSED('Map a number.')],
		['1 2', REFUSED('Map a number.')],
		['\u200F12', 12],
		['1.250,00 €', REFUSED('Map a number.')],
		['1,250.5', 1250.5],
		['1.250,5', 1250.5],
		["1'250", 1250],
		['1 250', 1250],
		['(1,250)', REFUSED('It can be read in two ways.')],
		['(1,250.5)', -1250.5],
		['1e3', 1000],
		['-0', 0],
		[[7], 7],
		['0.125', 0.125],
		['1.234,56', 1234.56],
		['\u200B7', 7],
		['€ 12', REFUSED('Map a number.')],
		['NaN', REFUSED('Map a number.')],
		['9007199254740993', REFUSED('It has more digits than a number keeps.')],
		['1.250', REFUSED('It can be read in two ways.')],
		[true, REFUSED('true. Map a number.')],
		['7 days', REFUSED('Map a number.')],
		['0x10', REFUSED('Map a number.')],
		['Infinity', REFUSED('Map a number.')],
		[['1', '2'], REFUSED('a list of 2 values')],
		[{}, REFUSED('an object')],
		[NOON, REFUSED('an object')],
		["'7", 7],
		['12,5', 12.5],
		['(-5)', REFUSED('Map a number.')],
		['5,-', REFUSED('Map a number.')],
		['12 %', REFUSED('Map a number.')],
		['10k', REFUSED('Map a number.')],
		['N/A', REFUSED('Map a number.')],
		[2 ** 53, REFUSED('It has more digits than a number keeps.')],
		[-0, 0],
		['1\u202F250,5', 1250.5],
		['1\u2009250', 1250],
		['\u22125,5', -5.5],
		['1\u2019250.5', 1250.5],
		['1,25,000', 125000],
		['1e21', REFUSED('Map a number.')],
		['1,5E+03', REFUSED('Map a number.')],
		['١٢', REFUSED('Map a number.')],
		['½', REFUSED('Map a number.')],
		['12,34,56', REFUSED('Map a number.')],
		['1_000', REFUSED('Map a number.')],
	],
	choice: [
		['weekly', 'Weekly'],
		[['Monthly'], 'Monthly'],
		[' WEEKLY ', 'Weekly'],
		['Platinum', REFUSED('Choose one of: Weekly, Monthly, I agree to calls, texts and emails, one, two.')],
		[['Weekly', 'Monthly'], REFUSED('a list of 2 values')],
		['\u200BWeekly', 'Weekly'],
		['ＷＥＥＫＬＹ', 'Weekly'],
		[{ name: 'Weekly' }, REFUSED('an object. Choose one of: Weekly, Monthly')],
		['STRASSE', REFUSED('Choose one of')],
		['["Weekly"]', REFUSED('Choose one of')],
		['Weekly, Monthly', REFUSED('Choose one of')],
		['I agree to calls,texts and emails', 'I agree to calls, texts and emails'],
		[[{ value: 'Weekly' }], REFUSED('a list of an object. Choose one of')],
		[true, REFUSED('"true". Choose one of')],
	],
	choices: [
		['["Weekly","Monthly"]', ['Weekly', 'Monthly']],
		['Weekly, monthly', ['Weekly', 'Monthly']],
		['I agree to calls, texts and emails', ['I agree to calls, texts and emails']],
		['Monthly, I agree to calls, texts and emails', ['Monthly', 'I agree to calls, texts and emails']],
		[
			[{ name: 'Weekly' }, 'one'],
			['Weekly', 'one'],
		],
		['weekly; one', ['Weekly', 'one']],
		['weekly\none | Two', ['Weekly', 'one', 'two']],
		['weekly; daily', REFUSED('"weekly; daily". Choose one or more of')],
		['Weekly, Daily', REFUSED('"Daily". Choose one or more of')],
		[['Weekly', { id: 7 }], REFUSED('an object')],
		[',', REFUSED('Choose one or more of')],
		["['Weekly','one']", ['Weekly', 'one']],
		['[Weekly, one]', REFUSED('It begins as JSON and is none.')],
		['"Weekly","one"', ['Weekly', 'one']],
		['"Weekly", one', ['Weekly', 'one']],
		[['Weekly', '', null], ['Weekly']],
		['weekly; I agree to calls, texts and emails', ['Weekly', 'I agree to calls, texts and emails']],
		['weekly, one; two', ['Weekly', 'one', 'two']],
		['weekly\tone', ['Weekly', 'one']],
		['I agree to calls,texts and emails,one', ['I agree to calls, texts and emails', 'one']],
		[{ Weekly: true }, REFUSED('an object. Choose one or more of: Weekly')],
		[[{ value: 'Weekly' }], REFUSED('an object. Choose one or more of: Weekly')],
		[['Weekly, one'], REFUSED('"Weekly, one". Choose one or more of')],
		['Weekly, undefined', REFUSED('"undefined". Choose one or more of')],
	],
	list: [
		['["vip","x, y"]', ['vip', 'x, y']],
		['vip, film crew', ['vip', 'film crew']],
		[{ name: 'vip' }, ['vip']],
		[
			[{ name: 'vip' }, 'x'],
			['vip', 'x'],
		],
		[7, ['7']],
		['"vip","x, y"', ['vip', 'x, y']],
		['[VIP], [new]', ['[VIP]', '[new]']],
		['["vip",]', REFUSED('It begins as JSON and is none.')],
		['null', REFUSED('It stands for no value')],
		[' , ', REFUSED('Name at least one.')],
		[[{ name: ' ' }], REFUSED('Name at least one.')],
		[[{ id: 1 }], REFUSED('an object')],
		[[['a', 'b']], REFUSED('a list of 2 values')],
		["['vip', 'x, y']", ['vip', 'x, y']],
		['"x, y", vip', ['x, y', 'vip']],
		['5" pipe, "large ""L"" x"', ['5" pipe', 'large "L" x']],
		['{"name":"vip"}', ['vip']],
		['{"id":7}', REFUSED('an object')],
		['{"vip"', REFUSED('It begins as JSON and is none.')],
		['[vip, new]', REFUSED('It begins as JSON and is none.')],
		[[{ name: 'undefined' }], REFUSED('It stands for no value')],
		['vip\nnew', ['vip', 'new']],
		['vip\tnew\r\n', ['vip', 'new']],
		["'x, y', vip", ['x, y', 'vip']],
		['“x, y”, „vip“, «new»', ['x, y', 'vip', 'new']],
		["it's, o'k", ["it's", "o'k"]],
		["'80s, '90s", ["'80s", "'90s"]],
		['{vip,new}', REFUSED('Write the list without brackets')],
		['(vip, new)', REFUSED('Write the list without brackets')],
		['vip (new), x', ['vip (new)', 'x']],
		['vip, #N/A', REFUSED('It stands for no value')],
	],
	tags: [
		['VIP, vip, Film Crew', ['VIP', 'Film Crew']],
		['vip; film crew | x\ny', ['vip', 'film crew', 'x', 'y']],
		['\u{1F600} vip,\u200Bnew', ['\u{1F600} vip', 'new']],
		[['a; b'], ['a; b']],
		[
			[{ name: 'vip' }, 'x'],
			['vip', 'x'],
		],
		['[{"name":"vip"},"x"]', ['vip', 'x']],
		[{ name: 'vip' }, ['vip']],
		[[{ tag: 'vip' }], REFUSED('an object')],
		[',,', REFUSED('Name at least one.')],
		['"film, crew"; vip', ['film, crew', 'vip']],
		["['vip','x']", ['vip', 'x']],
		['Caf\u00E9, Cafe\u0301', ['Caf\u00E9']],
		['new\u00A0lead, new  lead', ['new lead']],
		['\u{1F468}\u200D\u{1F469}', ['\u{1F468}\u200D\u{1F469}']],
		['vip\tnew', ['vip', 'new']],
		['vip，new、x', ['vip', 'new', 'x']],
		['vip؛ new، x', ['vip', 'new', 'x']],
		["'vip'; 'new'", ['vip', 'new']],
		['{vip,new}', REFUSED('Write the list without brackets')],
		['#roof #vip', ['#roof #vip']],
		[{ tags: ['vip'] }, REFUSED('an object')],
		['vip, null', REFUSED('It stands for no value')],
	],
	email: [
		[' Ada@Example.com ', 'ada@example.com'],
		['mailto:ada@example.com', 'ada@example.com'],
		['Ada Lane <ada@example.com>', 'ada@example.com'],
		[['ada@example.com'], 'ada@example.com'],
		['\u200Eada@example.com', 'ada@example.com'],
		['ada@example.com, ben@example.com', REFUSED('Map one address')],
		["'ada@example.com'", 'ada@example.com'],
		['ada@example.com.', 'ada@example.com'],
		['mailto:ada@example.com?subject=Hi', 'ada@example.com'],
		["o'neil@example.com", "o'neil@example.com"],
		['n/a', REFUSED('Map one address')],
		['ada at example.com', REFUSED('Map one address')],
		[7, REFUSED('Map one address')],
		[{ email: 'ada@example.com' }, REFUSED('an object')],
		['="ada@example.com"', 'ada@example.com'],
		['ada@example.com\u0000', 'ada@example.com'],
		['ada@example.com, Ada@Example.com', 'ada@example.com'],
		['ada@example.com; ben@example.com', REFUSED('Map one address')],
		['ada@example.com/ben@example.com', REFUSED('Map one address')],
		['ada@example..com', REFUSED('Map one address')],
		['[ada@example.com](mailto:ada@example.com)', REFUSED('Map one address')],
		['Ada Lane<ada@example.com>', 'ada@example.com'],
		['Lane, Ada <ada@example.com>', 'ada@example.com'],
		['Ada <ada@example.com> (sales)', 'ada@example.com'],
		['“ada@example.com”', 'ada@example.com'],
		['ada@bücher.example', 'ada@bücher.example'],
		['ÄDA@example.com', 'äda@example.com'],
		['İlk@example.com', 'İlk@example.com'],
		['Ada <ada@example.com>, ben', REFUSED('Map one address')],
		['Ada <ada@example.com> ben@', REFUSED('Map one address')],
		['nobody <x>, Ada <ada@example.com>', REFUSED('Map one address')],
		['ada@example.com?subject=Hi', REFUSED('Map one address')],
		['ada@example.com!', REFUSED('Map one address')],
		['ada@127.0.0.1', REFUSED('Map one address')],
		['ada@-x.example', REFUSED('Map one address')],
		[['ada@example.com', 'ben@example.com'], REFUSED('a list of 2 values. Map one address')],
	],
	emails: [
		['ada@example.com, Ben <ben@example.com>', ['ada@example.com', 'ben@example.com']],
		[['ada@example.com'], ['ada@example.com']],
		['["ada@example.com"]', ['ada@example.com']],
		['ada@example.com, nope', REFUSED('"nope". Map addresses')],
		['ada@example.com; ben@example.com', ['ada@example.com', 'ben@example.com']],
		['"Lane, Ada" <ada@example.com>, ben@example.com', ['ada@example.com', 'ben@example.com']],
		[[{ name: 'Ada', email: 'ada@example.com' }], ['ada@example.com']],
		['Ada <ada@example.com>, ben(at)example.com', REFUSED('"ben(at)example.com". Map addresses')],
		['nobody <x>, Ada <ada@example.com>', REFUSED('"nobody <x>". Map addresses')],
		['Lane, Ada <ada@example.com>; ben@example.com', ['ada@example.com', 'ben@example.com']],
		['ada@example.com\nben@example.com', ['ada@example.com', 'ben@example.com']],
		['Ada <ada@example.com> Ben', REFUSED('Map addresses')],
	],
	phone: [
		[['(303) 555-0142'], '+13035550142'],
		['\u202A+1 303 555 0142\u202C', '+13035550142'],
		['303-555-0142 x12', '+13035550142 ext. 12'],
		['+1 303 555 0142;ext=5', '+13035550142 ext. 5'],
		['whatsapp:+13035550142', '+13035550142'],
		['1-800-FLOWERS', REFUSED('Map one phone number')],
		["'+13035550142", '+13035550142'],
		['3035550142.0', '+13035550142'],
		[3035550142, '+13035550142'],
		['3.03555E+09', REFUSED('Map one phone number')],
		['(303) 555-0142 ::: 720-555-0199', REFUSED('Map one phone number')],
		[{ number: 1 }, REFUSED('an object')],
		['303-555-0142,12', '+13035550142 ext. 12'],
		['+1 303 555 0142;12#', '+13035550142 ext. 12'],
		['303-555-0142 ext. 12 ext. 13', REFUSED('Map one phone number')],
		['+44 (0)20 7946 0958', '+442079460958'],
		['303\u2011555\u20110142', '+13035550142'],
		['303-555-0142 ask for Ada', REFUSED('Map one phone number')],
		['303-555-0142/43', REFUSED('Map one phone number')],
		['N/A', REFUSED('Map one phone number')],
		['303-555-0142;ext=12', '+13035550142 ext. 12'],
		['(+1) 303 555 0142', '+13035550142'],
		['Mobile: 303-555-0142', '+13035550142'],
		['303-555-0142 (do not call)', REFUSED('Map one phone number')],
		['fax: 303-555-0142', REFUSED('Map one phone number')],
		['303-555-0142 (Ada)', REFUSED('Map one phone number')],
		['+49 30 901820 / 43', REFUSED('Map one phone number')],
		['+49 30/901820', '+4930901820'],
		['+49 30 901820\n43', REFUSED('Map one phone number')],
		['+49 30 901820 (12)', REFUSED('Map one phone number')],
		[3035550142.5, REFUSED('Map one phone number')],
		['３０３ ５５５ ０１４２', '+13035550142'],
		['00 1 303 555 0142', '+13035550142'],
		[['303-555-0142', '303-555-0143'], REFUSED('a list of 2 values. Map one phone number')],
		['1 (800) FLO-WERS', REFUSED('Map one phone number')],
	],
	country: [
		['usa', 'US'],
		[['Germany'], 'DE'],
		['Atlantis', REFUSED('Map the ISO code or the English name')],
		[{ code: 'US' }, REFUSED('an object')],
		['U\u200BS', 'US'],
		[['US', 'CA'], REFUSED('a list of 2 values. Map the ISO code')],
		['United States (US)', REFUSED('Map the ISO code or the English name')],
		['DEU', REFUSED('Map the ISO code or the English name')],
		[false, REFUSED('Map the ISO code or the English name')],
	],
	timeZone: [
		['america/new york', 'America/New_York'],
		[' America/Denver\u200B', 'America/Denver'],
		['Asia/Calcutta', 'Asia/Calcutta'],
		['Asia/Kolkata', 'Asia/Kolkata'],
		['US/Eastern', 'US/Eastern'],
		['utc', 'UTC'],
		['EST', REFUSED('Map the IANA name of a time zone')],
		['+05:30', REFUSED('Map the IANA name of a time zone')],
		['GMT-7', REFUSED('Map the IANA name of a time zone')],
		['Eastern Time (US & Canada)', REFUSED('Map the IANA name of a time zone')],
		['Mars/Olympus', REFUSED('Map the IANA name of a time zone')],
		['Denver', REFUSED('Map the IANA name of a time zone')],
		[{ zone: 'UTC' }, REFUSED('an object')],
		[-7, REFUSED('Map the IANA name of a time zone')],
	],
	date: [
		[46357, '2026-12-01'],
		['2026-11-28T00:30:00+09:00', '2026-11-27'],
		[NOON, '2026-11-28'],
		['1. März 2026', REFUSED('Write the date as')],
		['0000-00-00', REFUSED('There is no such day')],
		['Invalid DateTime', REFUSED('Write the date as')],
		[DateTime.invalid('no'), REFUSED('an object. Write the date as')],
		['05/03/24', REFUSED('Write the year with four digits')],
		['2026-02-31', REFUSED('There is no such day')],
		['12/1/2026 9:00 AM', REFUSED('Day and month cannot be told apart')],
		[true, REFUSED('Write the date as')],
		[{ day: 1 }, REFUSED('an object')],
		[20261128, '2026-11-28'],
		['Saturday, Nov 28 2026', '2026-11-28'],
		['Sunday, Nov 28 2026', REFUSED('There is no such day')],
		['Sun 11/28/2026', REFUSED('There is no such day')],
		['Samstag, 28.11.2026', REFUSED('Write the date as')],
		['2026\u201311\u201328', '2026-11-28'],
		['="2026-11-28"', '2026-11-28'],
		['28-Nov-26', REFUSED('Write the date as')],
		['Nov 2026', REFUSED('Write the date as')],
		['-', REFUSED('Write the date as')],
		[20260701090000, '2026-07-01'],
		['20260732', REFUSED('There is no such day')],
		['20260701250000', REFUSED('There is no such day')],
		['202607010900', REFUSED('Write the date as')],
		['2026-W27-3', REFUSED('Write the date as')],
		['2026-182', REFUSED('Write the date as')],
		['1st of July 2026', '2026-07-01'],
		['1. Juli 2026', REFUSED('Write the date as')],
		['2026-07-01 to 2026-07-05', REFUSED('Write the date as')],
		[{ seconds: 1782864000 }, REFUSED('an object. Write the date as')],
		[4924800000, REFUSED('Write the date as')],
		['45,474', REFUSED('Write the date as')],
		['２０２６-０７-０１', REFUSED('Write the date as')],
		['Wed 01/07/2026', REFUSED('Day and month cannot be told apart')],
	],
	moment: [
		['Dec 1, 2026 9:00 AM', '2026-12-01T14:00:00Z'],
		['2026-11-01T01:30', '2026-11-01T05:30:00Z'],
		[DateTime.fromISO('2026-11-28T12:00:00Z'), '2026-11-28T12:00:00Z'],
		['soon', REFUSED('Write the date as')],
		['2026-11-28T09:00[America/Chicago]', '2026-11-28T15:00:00Z'],
		['2026-11-28T09:00[Mars/Olympus]', REFUSED('Write the date as')],
		['2026-11-28 09:00-10:00', REFUSED('Write the date as')],
		['2026-11-28 09:00-05:00', '2026-11-28T14:00:00Z'],
		['2026-11-28 09:00:00-10:00', '2026-11-28T19:00:00Z'],
		['2026-11-28T09:00-10:00', '2026-11-28T19:00:00Z'],
		['2026-11-28T09:00:00-14:00', REFUSED('Write the date as')],
		['2026-11-28T09:00:00\u221205:00', '2026-11-28T14:00:00Z'],
		['2026-11-28 09:00 AM - 10:00 AM', REFUSED('Write the date as')],
		['20260701090000', '2026-07-01T13:00:00Z'],
		['2026-07-01T24:00', REFUSED('There is no such day or time')],
		['2026-06-30T23:59:60Z', REFUSED('There is no such day or time')],
		['2026-07-01 12:30 am', '2026-07-01T04:30:00Z'],
		['2026-07-01 0:30 AM', REFUSED('There is no such day or time')],
		['2026-07-01 09:00 BST', REFUSED('Write the date as')],
		['2026-07-01T09:00:00+00', '2026-07-01T09:00:00Z'],
		['2026-07-01T09:00:00.1234567Z', '2026-07-01T09:00:00Z'],
	],
	file: [
		['data', 'data'],
		[['data'], 'data'],
		[FILE, FILE],
		[{ fileName: 'a.csv' }, REFUSED('Map the name of a binary field')],
		[['a', 'b'], REFUSED('a list of 2 values')],
	],
	addresses: [
		['https://x.example/a,b.pdf, https://x.example/c.pdf', ['https://x.example/a,b.pdf', 'https://x.example/c.pdf']],
		[[{ url: 'https://x.example/a.pdf', documentId: 7 }], ['https://x.example/a.pdf']],
		['["https://x.example/a.pdf"]', ['https://x.example/a.pdf']],
		['data', REFUSED('Map the address of a file')],
		[[{ fileName: 'a.pdf' }], REFUSED('an object')],
		[',', REFUSED('Map the address of a file')],
		['https://x.example/a.pdf; https://x.example/b.pdf', ['https://x.example/a.pdf', 'https://x.example/b.pdf']],
		['https://x.example/a.pdf\nhttps://x.example/b.pdf', ['https://x.example/a.pdf', 'https://x.example/b.pdf']],
		['https://x.example/a b.pdf', REFUSED('Map the address of a file')],
	],
	object: [
		['{"a":1}', { a: 1 }],
		[[{ a: 1 }], { a: 1 }],
		[{ a: [1] }, { a: [1] }],
		['{a:1}', REFUSED('Map a JSON object such as')],
		['[1]', REFUSED('Map a JSON object such as')],
		['text', REFUSED('Map a JSON object such as')],
		[NOON, REFUSED('Map a JSON object such as')],
		[7, REFUSED('Map a JSON object such as')],
		['{"id":12345678901234567890}', REFUSED('put it in quotes')],
		['{"id":[{"a":9007199254740993}]}', REFUSED('put it in quotes')],
		['{"id":"12345678901234567890"}', { id: '12345678901234567890' }],
		['\uFEFF{"a":1}', { a: 1 }],
		['```json\n{"a":1}\n```', REFUSED('Map a JSON object such as')],
	],
	entries: [
		['[{"a":1}]', [{ a: 1 }]],
		[
			[1, 'x'],
			[1, 'x'],
		],
		['{"a":1}', REFUSED('Map a list such as')],
		['text', REFUSED('Map a list such as')],
		[7, REFUSED('Map a list such as')],
		['[12345678901234567890]', REFUSED('put it in quotes')],
		['[1,]', REFUSED('Map a list such as')],
	],
};

const cases = Object.entries(TABLE).flatMap(([kind, rows]) =>
	rows.map(([input, result]) => [kind, input, result] as const),
);

test.each(cases)('%s: %j is %j', (kind, input, result) => {
	const [read] = KINDS[kind];
	const expected = result as { readonly refused?: string };
	if (typeof expected?.refused === 'string') expect(() => read(input)).toThrow(expected.refused);
	else expect(read(input)).toEqual(result);
});

test('each kind has its table', () => {
	expect(Object.keys(TABLE).sort()).toEqual(Object.keys(KINDS).sort());
});
