import { originIn } from '../../../nodes/Roofr/bridge/origin';
import { rangeOf } from '../../../nodes/Roofr/mapping/money';
import { placeOf } from '../../../nodes/Roofr/mapping/place';
import { isFooter } from '../../../nodes/Roofr/csv/footer';
import { timeIn } from '../../../nodes/Roofr/csv/time';
import { named, normalised } from '../../../nodes/Roofr/trigger/normalise';
import { payloadOf } from '../../../nodes/Roofr/trigger/payload';
import { comparable } from '../../../nodes/GhlContacts/actions/note/create';
import { times } from '../../../nodes/GhlContacts/sync/recordCalls';
import { deliveriesOfPost } from '../../../nodes/GhlContacts/trigger/customWebhook';
import { plainText } from '../../../nodes/shared/sync/plainText';
import { redact } from '../../../nodes/shared/sync/redact';
import { localityIn } from '../../../nodes/shared/values/address';
import { readBoolean } from '../../../nodes/shared/values/boolean';
import { readChoices } from '../../../nodes/shared/values/choices';
import { countryIn } from '../../../nodes/shared/values/country';
import { readDate } from '../../../nodes/shared/values/date';
import { emailIn } from '../../../nodes/shared/values/email';
import { readList } from '../../../nodes/shared/values/list';
import { amountIn } from '../../../nodes/shared/values/money';
import { splitName } from '../../../nodes/shared/values/name';
import { readNumber } from '../../../nodes/shared/values/number';
import { phoneIn } from '../../../nodes/shared/values/phone';
import { canonical, isEmail, type FieldKind } from '../../../sync/model/canonical';
import { parseDate } from '../../../sync/model/dates';
import { threadTime } from '../../support/threadTime';

const FIELD = { id: 'field', label: 'Field' };
const KINDS: readonly FieldKind[] = ['text', 'name', 'email', 'phone', 'date', 'tags', 'money', 'number', 'boolean'];
const EVENT = { event: 'lead.created', label: 'Lead Created' };
const READING = { region: 'US', receivedAt: '2026-11-28T00:00:00Z' };
const event = (text: string) => ({
	'Job Name': text,
	Address: text,
	'Lead Name': text,
	Phone: text,
	Email: text,
	Notes: text,
});

/** Everything that reads text from outside. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
	'the address': localityIn,
	'an address beside a city': (text) => placeOf({ address: text, city: text }),
	'the name': splitName,
	'the phone': (text) => phoneIn(text, 'US'),
	'the email': emailIn,
	'what is an email': isEmail,
	'the amount': amountIn,
	'the range of an estimate': rangeOf,
	'the date': parseDate,
	'the time of a CSV': (text) => timeIn(text, 'monthFirst', 'UTC'),
	'the country': countryIn,
	'the mapped date': (text) => readDate(text, FIELD),
	'the mapped number': (text) => readNumber(text, FIELD),
	'the mapped boolean': (text) => readBoolean(text, FIELD),
	'the mapped list': (text) => readList(text, FIELD),
	'the mapped choices': (text) => readChoices(text, FIELD, [{ name: 'A, B', value: 'a' }], { others: true }),
	'the marker of a job': originIn,
	'a summary of a CSV': (text) => isFooter([text]),
	'the body of a relay': payloadOf,
	'the name of an event': (text) => named({ event: text }, '', []),
	'the fields of an event': (text) => normalised(event(text), EVENT, READING),
	'a post of GHL': deliveriesOfPost,
	'times of GHL': (text) => times(text, text),
	'a note': plainText,
	'a note compared with others': comparable,
	'what a service says': (text) => redact(text, { note: text }),
	...Object.fromEntries(
		KINDS.map((kind) => [`Sync's ${kind}`, (text: string) => canonical(kind, text, { region: 'US' })]),
	),
};

/** Pieces of which a text is made that expressions have trouble with. */
const PIECES = [
	'a',
	'1',
	' ',
	',',
	'.',
	'@',
	'a@',
	'.a',
	'<li ',
	'<',
	'[a ',
	'[',
	'{"a":',
	'{{',
	'"',
	'\\',
	'&a',
	'T',
	'+1',
	'1,',
	'\n',
	', IL ',
	'a: ',
];

const worked = (read: (text: string) => unknown, text: string): number => {
	const before = threadTime();
	try {
		read(text);
	} catch {
		// refusing it is as good
	}
	return threadTime() - before;
};

/** Milliseconds below which growth is not told from noise. */
const NOISE = 60;
/** A machine that does other things too makes a measurement longer, never shorter: suspicion has to last this long. */
const ROUNDS = 8;
/** Milliseconds that no reader takes for a million characters. */
const TOO_LONG = 3_000;

/** Whether four times the text takes so much longer as only the square of its length explains, which is 16 times. */
function growsWithSquare(timed: (length: number) => number, length: number): boolean {
	let [once, fourfold] = [Infinity, Infinity];
	for (let round = 0; round < ROUNDS; round++) {
		[once, fourfold] = [Math.min(once, timed(length)), Math.min(fourfold, timed(4 * length))];
		if (fourfold <= NOISE || fourfold <= 9 * once) return false;
		if (fourfold > TOO_LONG) return true;
	}
	return true;
}

describe.each(Object.entries(READERS))('%s', (_, read) => {
	test('is read in a time that grows with the text, not with its square', () => {
		const slow = PIECES.filter((piece) => {
			const text = (length: number): string => `${piece.repeat(Math.ceil(length / piece.length))}!`;
			const timed = (length: number): number => worked(read, text(length));
			timed(1_000);
			// whatever takes long for a small text is not given a large one
			if (Math.min(timed(60_000), timed(60_000)) > 20 * NOISE) return true;
			// JSON.parse takes a single step up near a million brackets: a square goes on growing
			return growsWithSquare(timed, 250_000) && growsWithSquare(timed, 1_000_000);
		});
		expect(slow).toEqual([]);
	});
});
