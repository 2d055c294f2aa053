import type { RetryPolicy } from '../webhooks';
import type { Account } from './models/account';
import { legacyForm } from './views/legacyPayload';
import { datetime, strings, text, type StoredRecord, type Values } from './models/records';
import { flat, plain, treeOf } from './views/view';
import { words } from './models/tables/table';

/** Events an endpoint may subscribe to. */
export const WEBHOOK_EVENTS = words`
	app.configured app.installed app.plan_changed app.uninstalled bundle.archived bundle.created bundle.updated bundle_item.archived
	bundle_item.created bundle_item.updated cart.completed_checkout company.destroyed company.updated contract.archived
	contract.confirmed contract.created contract.signed contract.updated customer.archived customer.created customer.updated
	invoice.archived invoice.created invoice.finalized invoice.revised invoice.updated order.archived order.canceled order.reserved
	order.reverted order.saved_as_concept order.saved_as_draft order.started order.stopped order.updated payment.completed
	product.created product_group.archived product_group.created product_group.updated quote.archived quote.confirmed quote.created
	quote.signed quote.updated`;

/** The old name of an event still reaches those who subscribed to it. */
const OLD_NAMES: Readonly<Record<string, string>> = { 'order.saved_as_draft': 'order.saved_as_concept' };

/** Relations in a version 4 payload: always the same per resource. */
const RELATIONS: Readonly<Record<string, readonly string[]>> = {
	bundles: words`bundle_items bundle_items.product bundle_items.product_group`,
	carts: words`customer lines lines.item order`,
	customers: words`barcode tax_region`,
	documents: words`coupon customer lines order tax_values`,
	orders: words`barcode coupon customer lines notes plannings properties start_location stop_location tax_values`,
	product_groups: words`photo price_ruleset price_structure tax_category`,
	products: words`barcode`,
};

/** Charges and refunds are both payments to a receiver. */
const RESOURCE_TYPES: Readonly<Record<string, string>> = { payment_charges: 'payments', payment_refunds: 'payments' };

/** That a failed delivery is tried again is documented, when and how often is not. */
const RETRIES: RetryPolicy = {
	retries: 3,
	delay: (retry) => 10_000 * 6 ** (retry - 1),
	again: (status) => status < 200 || status >= 300,
};

/** How long `GET /webhooks/{id}` answers; "a limited time" is all that is said. */
const READABLE_MS = 24 * 3_600_000;

/** Long runs must not fill the memory: older webhooks expire early. */
const MOST_KEPT = 5_000;

/** Sends an event to every endpoint that subscribed to it. Nothing signs it. */
export function deliver(account: Account, event: string, record: StoredRecord): void {
	for (const endpoint of account.all('webhook_endpoints')) {
		const events = strings(endpoint.values.events);
		const names = [event, OLD_NAMES[event]].filter((name) => name !== undefined && events.includes(name));
		for (const name of names) deliverTo(account, endpoint, text(name), record);
	}
}

function deliverTo(account: Account, endpoint: StoredRecord, event: string, record: StoredRecord): void {
	const resourceType = RESOURCE_TYPES[record.type] ?? record.type;
	const version = endpoint.values.version === 4 ? 4 : 1;
	const payload = flat(account, record, { ...plain, include: treeOf(RELATIONS[record.type] ?? []) });
	const webhook = account.insert('webhooks', { event, version, resource_type: resourceType, data: payload });
	account.trim('webhooks', MOST_KEPT);
	const head = { id: webhook.id, created_at: webhook.values.created_at ?? null, event };
	const form = version === 1 ? legacyForm(account, record, payload, head) : undefined;
	const body = form ?? JSON.stringify({ ...head, resource_type: resourceType, data: payload });
	account.world.webhooks.send({
		service: 'booqable',
		event,
		url: text(endpoint.values.url),
		body,
		retry: RETRIES,
		headers: { 'Content-Type': form === undefined ? 'application/json' : 'application/x-www-form-urlencoded' },
	});
}

/** A webhook as it can be read back, with the time of its last attempt; undefined once it has expired. */
export function readWebhook(account: Account, webhook: StoredRecord): Values | undefined {
	if (Date.parse(text(webhook.values.created_at)) + READABLE_MS < account.world.now()) return undefined;
	const last = account.world.webhooks.attempts.findLast(({ body }) => body.includes(webhook.id));
	return last ? { updated_at: datetime(last.at) } : {};
}
