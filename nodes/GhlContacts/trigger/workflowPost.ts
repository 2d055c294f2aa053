import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { textOf } from '../../shared/input';
import type { Delivery } from './delivery';

/** Header of the shared secret, unless the option names another. */
export const SECRET_HEADER = 'X-Webhook-Secret';

const place = z.object({ id: z.unknown() }).catch({ id: undefined });

/** A post of the action. Its author chooses the fields; the usual names of contact and location are known. */
export function contactOf(body: IDataObject): Delivery {
	const { location, contact } = body;
	const contactId = [body.contactId, body.contact_id, place.parse(contact).id, body.id].map(textOf).find((id) => id !== '') ?? null;
	const locationIds = [body.locationId, body.location_id, place.parse(location).id].map(textOf).filter((id) => id !== '');
	return { event: 'WorkflowWebhook', subject: 'contact', deliveryId: '', appId: '', locationIds, occurredAt: null, recordId: contactId, contactId, record: body };
}
