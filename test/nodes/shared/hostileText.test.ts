import { originIn } from '../../../nodes/Roofr/bridge/origin';
import { rangeOf } from '../../../nodes/Roofr/mapping/money';
import { placeOf } from '../../../nodes/Roofr/mapping/place';
import { isFooter } from '../../../nodes/Roofr/csv/footer';
import { timeIn } from '../../../nodes/Roofr/csv/time';
import { named, normalised } from '../../../nodes/Roofr/trigger/normalise';
import { payloadOf } from '../../../nodes/Roofr/trigger/payload';
import { times } from '../../../nodes/GhlContacts/sync/recordCalls';
import { deliveryOfPost } from '../../../nodes/GhlContacts/trigger/customWebhook';
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
	'a post of GHL': deliveryOfPost,
	'times of GHL': (text) => times(text, text),
	'a note': plainText,
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
	const { user, system } = process.threadCpuUsage();
	try {
		read(text);
	} catch {
		// refusing it is as good
	}
	const after = process.threadCpuUsage();
	return (after.user + after.system - user - system) / 1000;
};

/** Milliseconds below which growth is not told from noise. */
const NOISE = 60;

describe.each(Object.entries(READERS))('%s', (_, read) => {
	test('is read in a time that grows with the text, not with its square', () => {
		const slow = PIECES.filter((piece) => {
			const text = (length: number): string => `${piece.repeat(Math.ceil(length / piece.length))}!`;
			worked(read, text(1_000));
			const small = worked(read, text(60_000));
			// whatever takes long for a small text is not given a large one
			if (small > 20 * NOISE) return true;
			const [once, fourfold] = [250_000, 1_000_000].map((length) =>
				Math.min(worked(read, text(length)), worked(read, text(length))),
			);
			// sixteen times as long where it grows with the square
			return fourfold > NOISE && fourfold > 9 * once;
		});
		expect(slow).toEqual([]);
	});
});
