import { z } from 'zod';
import { textOf } from '../../shared/parameters/input';
import type { Subject } from './events';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Fields that show which event a body without its name is. Source: GHL docs, Webhook events: the pages of
 * invoices, prices, products, records, relations, associations, object schemas and provider messages show no name.
 */
const SHAPES: ReadonlyArray<readonly [Subject, readonly string[]]> = [
	['invoice', ['invoiceNumber']],
	['order', ['fulfillmentStatus']],
	['price', ['product', 'currency']],
	['product', ['productType']],
	['relation', ['firstRecordId', 'secondRecordId']],
	['association', ['firstObjectKey', 'associationType']],
	['objectSchema', ['primaryDisplayProperty']],
	['record', ['properties', 'owners']],
	['message', ['messageId', 'message', 'phone']],
	['message', ['messageId', 'html', 'emailTo']],
];

/** What a body without the name of its event is about. */
export const subjectIn = (sent: Fields): Subject | undefined =>
	SHAPES.find(([, names]) => names.every((name) => name in sent))?.[0];

const fields = z.record(z.unknown()).catch({});
const first = (...values: readonly unknown[]): string | null => values.map(textOf).find((id) => id !== '') ?? null;

/** Where each kind of record has its ID: `id`, unless GHL's page says otherwise. */
export function recordIdIn(record: Fields, subject: Subject | undefined): string | null {
	switch (subject) {
		case 'message':
			return first(record.messageId, record.emailMessageId, record.id);
		case 'email':
			return first(fields.parse(record.webhookPayload).id);
		case 'app':
			return null; // it is the app itself
		default:
			return first(record.id, record._id);
	}
}

/** The contact that a record belongs to. */
export function contactIn(record: Fields, subject: Subject | undefined): string | null {
	const { contactId, contactDetails, contactSnapshot } = record;
	if (subject === 'relation') return related(record);
	return first(
		contactId,
		fields.parse(contactSnapshot).id,
		subject === 'invoice' ? fields.parse(contactDetails).id : '',
	);
}

/** Of two related records, the one that is a contact; none where both are. */
function related({ firstObjectKey, firstRecordId, secondObjectKey, secondRecordId }: Fields): string | null {
	const contacts = [
		{ key: firstObjectKey, id: firstRecordId },
		{ key: secondObjectKey, id: secondRecordId },
	].filter(({ key }) => key === 'contact');
	return contacts.length === 1 ? first(contacts[0].id) : null;
}

/**
 * Locations that an event names. Those of a location name it by their own ID, those of payments by `altId`, and those
 * of users may name several.
 */
export function locationsIn(sent: Fields, subject: Subject | undefined): string[] {
	const { locationId, altId, altType, id, locations, contactSnapshot, appointment } = sent;
	const named = [
		locationId,
		altType === 'location' ? altId : '',
		fields.parse(contactSnapshot).locationId,
		fields.parse(appointment).locationId,
		...(subject === 'location' ? [id] : []),
		...(subject === 'user' && Array.isArray(locations) ? locations : []),
	];
	return [...new Set(named.map(textOf))].filter((one) => one !== '');
}
