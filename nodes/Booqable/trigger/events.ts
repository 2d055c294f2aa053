import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { withArticle } from '../../shared/input';
import { pathName } from '../filters';

/** Events about one kind of record, and where its current state is read; events without a path come as they were sent. */
interface EventGroup {
	readonly label: string;
	readonly path?: string;
	/** Related records that a read by ID can give along. */
	readonly includes?: readonly string[];
	readonly events: Readonly<Record<string, string>>;
}

const DOCUMENT = { path: 'documents', includes: ['coupon', 'customer', 'customer.properties', 'lines', 'order', 'order.properties', 'properties', 'signature', 'tax_region', 'tax_values'] };

/** Every event that Booqable documents for webhook endpoints. Source: Booqable API v4, Webhook endpoints. */
export const GROUPS: Readonly<Record<string, EventGroup>> = {
	customer: {
		label: 'Customer',
		path: 'customers',
		includes: ['barcode', 'payment_methods', 'properties', 'tax_region'],
		events: { 'customer.archived': 'Archived', 'customer.created': 'Created', 'customer.updated': 'Updated' },
	},
	order: {
		label: 'Order',
		path: 'orders',
		includes: ['barcode', 'coupon', 'customer', 'customer.properties', 'documents', 'lines', 'notes', 'payments', 'properties', 'start_location', 'stop_location', 'tax_region', 'tax_values'],
		events: {
			'order.archived': 'Archived',
			'order.canceled': 'Canceled',
			'order.reserved': 'Reserved',
			'order.reverted': 'Reverted to an Earlier Status',
			'order.saved_as_concept': 'Saved as Concept (Former Name of Draft)',
			'order.saved_as_draft': 'Saved as Draft',
			'order.started': 'Started (Picked Up)',
			'order.stopped': 'Stopped (Returned)',
			'order.updated': 'Updated',
		},
	},
	payment: { label: 'Payment', path: 'payments', includes: ['cart', 'employee', 'order', 'order.payments', 'payment_method'], events: { 'payment.completed': 'Completed' } },
	invoice: {
		label: 'Invoice',
		...DOCUMENT,
		events: { 'invoice.archived': 'Archived', 'invoice.created': 'Created', 'invoice.finalized': 'Finalized', 'invoice.revised': 'Revised', 'invoice.updated': 'Updated' },
	},
	quote: {
		label: 'Quote',
		...DOCUMENT,
		events: { 'quote.archived': 'Archived', 'quote.confirmed': 'Confirmed', 'quote.created': 'Created', 'quote.signed': 'Signed', 'quote.updated': 'Updated' },
	},
	contract: {
		label: 'Contract',
		...DOCUMENT,
		events: {
			'contract.archived': 'Archived',
			'contract.confirmed': 'Confirmed',
			'contract.created': 'Created',
			'contract.signed': 'Signed',
			'contract.updated': 'Updated',
		},
	},
	cart: { label: 'Cart', events: { 'cart.completed_checkout': 'Checkout Completed' } },
	product_group: {
		label: 'Product Group',
		path: 'product_groups',
		includes: ['photo', 'price_structure', 'products', 'properties', 'tax_category'],
		events: { 'product_group.archived': 'Archived', 'product_group.created': 'Created', 'product_group.updated': 'Updated' },
	},
	product: { label: 'Product', path: 'products', includes: ['barcode', 'photo', 'price_structure', 'product_group', 'properties', 'tax_category'], events: { 'product.created': 'Created' } },
	bundle: {
		label: 'Bundle',
		path: 'bundles',
		includes: ['bundle_items', 'bundle_items.product', 'bundle_items.product_group', 'photo', 'tax_category'],
		events: { 'bundle.archived': 'Archived', 'bundle.created': 'Created', 'bundle.updated': 'Updated' },
	},
	bundle_item: { label: 'Bundle Item', events: { 'bundle_item.archived': 'Archived', 'bundle_item.created': 'Created', 'bundle_item.updated': 'Updated' } },
	company: { label: 'Company', events: { 'company.destroyed': 'Deleted', 'company.updated': 'Updated' } },
	app: {
		label: 'App',
		events: { 'app.configured': 'Configured', 'app.installed': 'Installed', 'app.plan_changed': 'Plan Changed', 'app.uninstalled': 'Uninstalled' },
	},
};

/** The list of the editor, alphabetical. */
export const EVENT_OPTIONS: INodePropertyOptions[] = Object.values(GROUPS)
	.flatMap(({ label, events }) => Object.entries(events).map(([value, name]) => ({ name: `${label}: ${name}`, value })))
	.sort((one, other) => one.name.localeCompare(other.name));

/** Booqable still sends the old name of one event. */
export const currentName = (event: string): string => (event === 'order.saved_as_concept' ? 'order.saved_as_draft' : event);

/** Whether an event is among those chosen, under its old name or its new one. */
export const isChosen = (event: string, chosen: readonly string[]): boolean => chosen.includes(event) || chosen.includes(currentName(event));

const groupOf = (event: string): EventGroup | undefined => GROUPS[event.split('.')[0]];

/** Path of the resource that an event is about, if it can be read by ID. */
export const pathOfEvent = (event: string): string | undefined => groupOf(event)?.path;

const optionName = (path: string): string => `include_${path}`;

/** The option in which related records are chosen for this event. */
export const includeOption = (event: string): string => optionName(groupOf(event)?.path ?? '');

/** One option for each kind of record, since each has related records of its own. */
export const INCLUDE_OPTIONS: INodeProperties[] = Object.entries(
	Object.fromEntries(Object.values(GROUPS).flatMap((group) => (group.path === undefined || !group.includes ? [] : [[group.path, group] as const]))),
).map(([path, { label, includes = [] }]): INodeProperties => {
	const kind = path === 'documents' ? 'Document' : label;
	return {
		displayName: `Include With ${kind}`,
		name: optionName(path),
		type: 'multiOptions',
		options: includes.map((value) => ({ name: pathName(value), value })),
		default: [],
		description: `Related records to read along when an event is about ${withArticle(kind.toLowerCase())}; it stays one call`,
	};
});
