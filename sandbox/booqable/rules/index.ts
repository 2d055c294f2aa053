import type { Behavior } from '../models/account';
import { inventoryLevels } from './availability';
import { bundles, productGroups, products, stockItems } from './catalog';
import { companies, sessions } from './company';
import { customers } from './customers';
import { defaultProperties } from './defaultProperties';
import { documents, invoiceFinalizations, signatures } from './documents';
import { emails, emailTemplates } from './emails';
import { lines } from './lines';
import { merges } from './merges';
import { notes } from './notes';
import { orderDuplications } from './orderDuplications';
import { orderFulfillments } from './orderFulfillments';
import { orders } from './orders';
import { orderStatusTransitions } from './orderStatusTransitions';
import { coupons, employees, locations, taxRegions, users } from './organization';
import { paymentCharges, paymentRefunds } from './payments';
import { properties } from './properties';
import { tags } from './tags';
import { webhookEndpoints } from './webhookEndpoints';

const behaviors: Readonly<Record<string, Behavior>> = {
	bundles,
	companies,
	coupons,
	customers,
	documents,
	emails,
	employees,
	lines,
	locations,
	merges,
	notes,
	orders,
	products,
	properties,
	sessions,
	signatures,
	tags,
	users,
	default_properties: defaultProperties,
	email_templates: emailTemplates,
	inventory_levels: inventoryLevels,
	invoice_finalizations: invoiceFinalizations,
	order_duplications: orderDuplications,
	order_fulfillments: orderFulfillments,
	order_status_transitions: orderStatusTransitions,
	payment_charges: paymentCharges,
	payment_refunds: paymentRefunds,
	product_groups: productGroups,
	stock_items: stockItems,
	tax_regions: taxRegions,
	webhook_endpoints: webhookEndpoints,
};

const plain: Behavior = {};

/** A resource without an entry is only stored, as its table says. */
export const behaviorOf = (type: string): Behavior => behaviors[type] ?? plain;
