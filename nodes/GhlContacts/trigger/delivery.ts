import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { textOf } from '../../shared/input';
import { jsonIn } from '../../shared/json';
import { subjectOf, type Subject } from './events';

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
}

const body = z.record(z.unknown());
const ENVELOPE = ['type', 'appId', 'versionId', 'webhookId', 'timestamp'];

/** Parses the bytes that were signed. GHL's pages show flat bodies, its sample code one with `data`. */
export function parseDelivery(bytes: Buffer): Delivery | undefined {
	const outer = body.safeParse(jsonIn(bytes.toString('utf8'))).data;
	if (!outer) return undefined;
	// beside an ID it is a field of the record
	const inner = outer.id === undefined ? body.safeParse(outer.data).data : undefined;
	return deliveryOf({ ...outer, ...inner }, inner ? 'data' : '', bytes);
}

function deliveryOf(sent: Record<string, unknown>, wrapper: string, bytes: Buffer): Delivery {
	const event = textOf(sent.type) || 'Unknown';
	const subject = subjectOf(event);
	const record = recordIn(sent, wrapper);
	const recordId = textOf(record.id) || null;
	return {
		event,
		subject,
		deliveryId: textOf(sent.webhookId) || createHash('sha256').update(bytes).digest('hex'),
		appId: textOf(sent.appId),
		locationIds: locationsOf(sent, subject),
		occurredAt: textOf(sent.timestamp) || null,
		recordId,
		contactId: textOf(record.contactId) || (subject === 'contact' ? recordId : null),
		record,
	};
}

/** Appointments come inside a field of their own. */
function recordIn(sent: Record<string, unknown>, wrapper: string): IDataObject {
	const { appointment, ...fields } = sent;
	const own = body.safeParse(appointment).data ?? fields;
	return Object.fromEntries(
		Object.entries(own).filter(([name]) => !ENVELOPE.includes(name) && name !== wrapper),
	) as IDataObject; // parsed JSON
}

/** Events of a location name it by their own ID; those of users may name several. */
function locationsOf(sent: Record<string, unknown>, subject: Subject | undefined): string[] {
	const listed = Array.isArray(sent.locations) && subject === 'user' ? sent.locations : [];
	return [sent.locationId, ...(subject === 'location' ? [sent.id] : []), ...listed]
		.map(textOf)
		.filter((id) => id !== '');
}

/** Whether GHL sent it within so many minutes of now. Repeated attempts keep the time of the first. */
export function isFresh({ occurredAt }: Delivery, minutes: number, now: number): boolean {
	const age = now - Date.parse(occurredAt ?? '');
	return Math.abs(age) <= minutes * 60_000; // false for what is no time
}

/** The app is the first part of its client IDs. */
export const appIdOf = (typed: unknown): string => textOf(typed).split('-')[0];
