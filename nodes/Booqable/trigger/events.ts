import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { eventOptions } from '../../shared/editor/eventOptions';
import { withArticle } from '../../shared/parameters/input';
import { pathName } from '../filters/filters';

/**
 * Events about one kind of record, and where its current state is read; events without a path come as they were sent.
 */
interface EventGroup {
	readonly label: string;
	readonly path?: string;
	/** Related records that a read by ID can give along. */
	readonly includes?: readonly string[];
	readonly events: Readonly<Record<string, string>>;
}

const DOCUMENT = {
	path: 'documents',
	includes: [
		'coupon',
		'customer',
		'customer.properties',
		'lines',
		'order',
		'order.properties',
		'properties',
		'signature',
		'tax_region',
		'tax_values',
	],
};

/**
 * Every event that Booqable documents for webhook endpoints, in the order of use. Source: Booqable API v4, Webhook
 * endpoints.
 */
export const GROUPS: Readonly<Record<string, EventGroup>> = {
	customer: {
		label: 'Customer',
		path: 'customers',
		includes: ['barcode', 'payment_methods', 'properties', 'tax_region'],
		events: { 'customer.created': 'Created', 'customer.updated': 'Updated', 'customer.archived': 'Archived' },
	},
	order: {
		label: 'Order',
		path: 'orders',
		includes: [
			'barcode',
			'coupon',
			'customer',
			'customer.properties',
			'documents',
			'lines',
			'notes',
			'payments',
			'properties',
			'start_location',
			'stop_location',
			'tax_region',
			'tax_values',
		],
		events: {
			'order.saved_as_draft': 'Saved as Draft',
			'order.reserved': 'Reserved',
			'order.started': 'Started (Picked Up)',
			'order.stopped': 'Stopped (Returned)',
			'order.updated': 'Updated',
			'order.canceled': 'Canceled',
			'order.reverted': 'Reverted to an Earlier Status',
			'order.archived': 'Archived',
			'order.saved_as_concept': 'Saved as Concept (Former Name of Draft)',
		},
	},
	payment: {
		label: 'Payment',
		path: 'payments',
		includes: ['cart', 'employee', 'order', 'order.payments', 'payment_method'],
		events: { 'payment.completed': 'Completed' },
	},
	quote: {
		label: 'Quote',
		...DOCUMENT,
		events: {
			'quote.created': 'Created',
			'quote.signed': 'Signed',
			'quote.confirmed': 'Confirmed',
			'quote.updated': 'Updated',
			'quote.archived': 'Archived',
		},
	},
	contract: {
		label: 'Contract',
		...DOCUMENT,
		events: {
			'contract.created': 'Created',
			'contract.signed': 'Signed',
			'contract.confirmed': 'Confirmed',
			'contract.updated': 'Updated',
			'contract.archived': 'Archived',
		},
	},
	invoice: {
		label: 'Invoice',
		...DOCUMENT,
		events: {
			'invoice.created': 'Created',
			'invoice.finalized': 'Finalized',
			'invoice.revised': 'Revised',
			'invoice.updated': 'Updated',
			'invoice.archived': 'Archived',
		},
	},
	cart: { label: 'Cart', events: { 'cart.completed_checkout': 'Checkout Completed' } },
	product_group: {
		label: 'Product Group',
		path: 'product_groups',
		includes: ['photo', 'price_structure', 'products', 'properties', 'tax_category'],
		events: {
			'product_group.created': 'Created',
			'product_group.updated': 'Updated',
			'product_group.archived': 'Archived',
		},
	},
	product: {
		label: 'Product',
		path: 'products',
		includes: ['barcode', 'photo', 'price_structure', 'product_group', 'properties', 'tax_category'],
		events: { 'product.created': 'Created' },
	},
	bundle: {
		label: 'Bundle',
		path: 'bundles',
		includes: ['bundle_items', 'bundle_items.product', 'bundle_items.product_group', 'photo', 'tax_category'],
		events: { 'bundle.created': 'Created', 'bundle.updated': 'Updated', 'bundle.archived': 'Archived' },
	},
	bundle_item: {
		label: 'Bundle Item',
		events: { 'bundle_item.created': 'Created', 'bundle_item.updated': 'Updated', 'bundle_item.archived': 'Archived' },
	},
	company: { label: 'Company', events: { 'company.updated': 'Updated', 'company.destroyed': 'Deleted' } },
	app: {
		label: 'App',
		events: {
			'app.installed': 'Installed',
			'app.configured': 'Configured',
			'app.plan_changed': 'Plan Changed',
			'app.uninstalled': 'Uninstalled',
		},
	},
};

/** The list of the editor. */
export const EVENT_OPTIONS: INodePropertyOptions[] = eventOptions(
	Object.values(GROUPS).flatMap(({ label, events }) =>
		Object.entries(events).map(([value, name]) => ({ name: `${label} ${name}`, value })),
	),
);

/** Booqable still sends the old name of one event. */
export const currentName = (event: string): string =>
	event === 'order.saved_as_concept' ? 'order.saved_as_draft' : event;

/** Whether an event is among those chosen, under its old name or its new one. */
export const isChosen = (event: string, chosen: readonly string[]): boolean =>
	chosen.includes(event) || chosen.includes(currentName(event));

const groupOf = (event: string): EventGroup | undefined => GROUPS[event.split('.')[0]];

/** Path of the resource that an event is about, if it can be read by ID. */
export const pathOfEvent = (event: string): string | undefined => groupOf(event)?.path;

const optionName = (path: string): string => `include_${path}`;

/** The option in which related records are chosen for this event. */
export const includeOption = (event: string): string => optionName(groupOf(event)?.path ?? '');

/** One option for each kind of record, since each has related records of its own. */
export const INCLUDE_OPTIONS: INodeProperties[] = Object.entries(
	Object.fromEntries(
		Object.values(GROUPS).flatMap((group) =>
			group.path === undefined || !group.includes ? [] : [[group.path, group] as const],
		),
	),
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
