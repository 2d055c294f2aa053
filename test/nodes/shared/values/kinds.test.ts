import fc from 'fast-check';
import { DateTime } from 'luxon';
import { InputProblem } from '../../../../nodes/shared/parameters/inputProblem';
import { joinAddress, splitAddress } from '../../../../nodes/shared/values/address';
import { readBoolean } from '../../../../nodes/shared/values/boolean';
import { plainChoices, readChoice } from '../../../../nodes/shared/values/choice';
import { readChoices } from '../../../../nodes/shared/values/choices';
import { COUNTRIES, readCountry } from '../../../../nodes/shared/values/country';
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
		fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
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
		fc.uniqueArray(words(), { minLength: 1, selector: (word) => word.toLowerCase() }),
	],
	email: [(value) => readEmail(value, FIELD), emails()],
	emails: [(value) => readEmails(value, FIELD), fc.uniqueArray(emails(), { minLength: 1 })],
	phone: [
		(value) => readPhone(value, FIELD, 'US'),
		fc
			.tuple(fc.integer({ min: 100, max: 199 }), fc.integer({ min: 1, max: 99_999 }), fc.boolean())
			.map(([last, extension, has]) => `+130355501${String(last).slice(1)}${has ? ` ext. ${extension}` : ''}`),
	],
	country: [(value) => readCountry(value, FIELD), fc.constantFrom(...COUNTRIES.map((one) => one.value))],
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
	],
	number: [
		[7, 7],
		['7', 7],
		['1,250', 1250],
		['1,250.5', 1250.5],
		['1.250,5', 1250.5],
		["1'250", 1250],
		['1 250', 1250],
		['(1,250)', -1250],
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
	],
	emails: [
		['ada@example.com, Ben <ben@example.com>', ['ada@example.com', 'ben@example.com']],
		[['ada@example.com'], ['ada@example.com']],
		['["ada@example.com"]', ['ada@example.com']],
		['ada@example.com, nope', REFUSED('"nope". Map addresses')],
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
	],
	country: [
		['usa', 'US'],
		[['Germany'], 'DE'],
		['Atlantis', REFUSED('Map the ISO code or the English name')],
		[{ code: 'US' }, REFUSED('an object')],
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
	],
	moment: [
		['Dec 1, 2026 9:00 AM', '2026-12-01T14:00:00Z'],
		['2026-11-01T01:30', '2026-11-01T05:30:00Z'],
		[DateTime.fromISO('2026-11-28T12:00:00Z'), '2026-11-28T12:00:00Z'],
		['soon', REFUSED('Write the date as')],
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
