import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { textOf } from '../../shared/parameters/input';
import { jsonIn } from '../../shared/values/json';
import { eventName, isEvent, subjectOf, type Subject } from './events';
import { contactIn, locationsIn, recordIdIn, subjectIn } from './shapes';

/** One event of GHL, taken out of its envelope. */
export interface Delivery {
	/** GHL's name of the event; `Unknown` where it gives none. */
	readonly event: string;
	readonly subject: Subject | undefined;
	/** GHL's ID of the event, the same in every attempt. Where it gives none, a hash of the bytes. */
	readonly deliveryId: string;
	readonly appId: string;
	/** Locations that the event names; none for those of an agency. */
	readonly locationIds: readonly string[];
	/** When GHL sent it first, ISO 8601. */
	readonly occurredAt: string | null;
	readonly recordId: string | null;
	readonly contactId: string | null;
	/** The record alone. */
	readonly record: IDataObject;
	/** What cannot be used of it, in words. */
	readonly problem?: string;
}

export const UNKNOWN = 'Unknown';

const body = z.record(z.unknown());
const ENVELOPE = ['type', 'appId', 'versionId', 'webhookId', 'timestamp'];

/**
 * Parses the bytes that were signed. GHL's pages show flat bodies, its sample code one with `data`.
 * @param named the event that the address names, for bodies that do not: those of invoices, prices, products, records,
 * relations and associations on GHL's pages
 */
export function parseDelivery(bytes: Buffer, named = ''): Delivery | undefined {
	const outer = body.safeParse(jsonIn(bytes.toString('utf8'))).data;
	if (!outer) return undefined;
	// beside an ID it is a field of the record
	const inner = outer.id === undefined ? body.safeParse(outer.data).data : undefined;
	return deliveryOf({ ...outer, ...inner }, inner ? 'data' : '', bytes, named);
}

function deliveryOf(sent: Record<string, unknown>, wrapper: string, bytes: Buffer, named: string): Delivery {
	const event = eventOf(sent, named);
	const subject = event === UNKNOWN ? subjectIn(sent) : subjectOf(event);
	const record = recordIn(sent, wrapper, event);
	const recordId = recordIdIn(record, subject);
	return {
		event,
		subject,
		deliveryId: textOf(sent.webhookId) || createHash('sha256').update(bytes).digest('hex'),
		appId: textOf(sent.appId),
		locationIds: locationsIn(sent, subject),
		occurredAt: textOf(sent.timestamp) || null,
		recordId,
		contactId: contactIn(record, subject) ?? (subject === 'contact' ? recordId : null),
		record,
	};
}

/** The `type` of prices and of messages to a provider is their own, such as "one_time" or "SMS". */
function eventOf(sent: Record<string, unknown>, named: string): string {
	const type = eventName(textOf(sent.type));
	if (isEvent(type)) return type;
	const shape = subjectIn(sent);
	if (shape === 'message') return 'ProviderOutboundMessage';
	return (shape === 'price' ? '' : type) || eventName(named) || UNKNOWN;
}

/** Appointments come inside a field of their own. */
function recordIn(sent: Record<string, unknown>, wrapper: string, event: string): IDataObject {
	const { appointment, ...fields } = sent;
	const own = body.safeParse(appointment).data ?? fields;
	const isEnvelope = (name: string): boolean => name === wrapper || ENVELOPE.includes(name);
	return Object.fromEntries(
		Object.entries(own).filter(
			([name]) => !isEnvelope(name) || (name === 'type' && eventName(textOf(sent.type)) !== event),
		),
	) as IDataObject; // parsed JSON
}

/** Whether GHL sent it within so many minutes of now. Repeated attempts keep the time of the first. */
export function isFresh({ occurredAt }: Delivery, minutes: number, now: number): boolean {
	const age = now - Date.parse(occurredAt ?? '');
	return Math.abs(age) <= minutes * 60_000; // false for what is not a time
}

/** The app is the first part of its client IDs. */
export const appIdOf = (typed: unknown): string => textOf(typed).split('-')[0];
