import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { Calls } from '../../shared/runner/calls';
import { readRecord } from './endpoints';
import { jsonOf } from '../../shared/values/json';
import { flat } from '../responses';
import { currentName, pathOfEvent } from './events';

const id = z.union([z.string().trim().min(1), z.number().transform(String)]);
const text = z.string().nullish().catch(null);

/** Body of a delivery of version 4, whose record is flat. Source: Booqable API v4, Webhook endpoints. */
const delivery = z.object({
	id,
	created_at: text,
	event: z.string().trim().min(1),
	resource_type: text,
	data: z.unknown().transform(flat).pipe(z.object({ id }).passthrough()),
});
export type Delivery = z.infer<typeof delivery>;

/** A proxy on the way may hand JSON on as text. */
export const parseDelivery = (body: unknown): Delivery | undefined => delivery.safeParse(jsonOf(body)).data;

/** Orders that nobody has saved yet send events too: status `new`, no number. */
export function isUnsavedOrder({ event, data }: Delivery): boolean {
	return (
		event.startsWith('order.') &&
		(data.status === 'new' || data.status === 'concept') &&
		(data.number === null || data.number === undefined)
	);
}

/** How a delivery, which nobody signs, becomes a record. */
export type RecordFrom = 'fresh' | 'payload' | 'verified';

/** The record of a delivery; undefined where it comes to nothing. `include` names related records to read along. */
export async function recordOf(
	calls: Calls,
	sent: Delivery,
	from: RecordFrom,
	include: readonly string[],
): Promise<IDataObject | undefined> {
	return from === 'verified' ? await verifiedRecord(calls, sent, include) : await freshRecord(calls, sent, include);
}

/**
 * The record as it is now, whatever order the events come in. Undefined when Booqable does not know it: a forged ID
 * comes to nothing. One that was archived and is known no more was deleted since, which is given with its ID alone.
 * Events about what cannot be read by ID keep what was sent.
 */
async function freshRecord(
	calls: Calls,
	{ event, data }: Delivery,
	include: readonly string[],
): Promise<IDataObject | undefined> {
	const path = pathOfEvent(event);
	if (!path) return data as IDataObject; // parsed JSON
	const found = await calls.oneOrNone(readRecord(path), { recordId: data.id, include });
	return found ?? (event.endsWith('.archived') ? { id: data.id, archived: true, gone: true } : undefined);
}

/**
 * What Booqable's own log says it sent. The log is kept for a limited time: after it the record is read instead, and
 * what can neither be found there nor read by ID comes to nothing.
 */
async function verifiedRecord(
	calls: Calls,
	sent: Delivery,
	include: readonly string[],
): Promise<IDataObject | undefined> {
	const logged = parseDelivery(await calls.oneOrNone(readRecord('webhooks'), { recordId: sent.id }));
	if (!logged) return pathOfEvent(sent.event) ? await freshRecord(calls, sent, include) : undefined;
	// parsed JSON
	return logged.event === sent.event && logged.data.id === sent.data.id ? (logged.data as IDataObject) : undefined;
}

/** What the trigger gives out for one delivery to this account. */
export function output(sent: Delivery, resource: IDataObject, account: string | undefined): IDataObject {
	const resourceType = sent.resource_type ?? sent.event.split('.')[0];
	return {
		event: currentName(sent.event),
		deliveryId: sent.id,
		occurredAt: sent.created_at ?? null,
		resourceType,
		account: account ?? null,
		record: resource,
	};
}
