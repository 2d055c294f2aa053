import type { Behaviour } from '../behaviour';
import { availabilities, inventoryLevels } from './availability';
import { bundles, productGroups, products, stockItems } from './catalogue';
import { companies, counts, sessions } from './company';
import { customers } from './customers';
import { defaultProperties } from './defaultProperties';
import { documents, invoiceFinalizations, invoiceRevisions, signatures } from './documents';
import { emails, emailTemplates, renderedEmails } from './emails';
import { lines } from './lines';
import { merges } from './merges';
import { notes } from './notes';
import { operations } from './operations';
import { orderDuplications, orderPriceRecalculations } from './orderActions';
import { orderFulfillments } from './orderFulfillments';
import { orders } from './orders';
import { orderStatusTransitions } from './orderStatusTransitions';
import { barcodes, coupons, employees, locations, taxRegions, users } from './organisation';
import { paymentCharges, paymentRefunds, refundablePaymentCharges } from './payments';
import { properties } from './properties';
import { tags } from './tags';
import { webhookEndpoints } from './webhookEndpoints';

const behaviours: Readonly<Record<string, Behaviour>> = {
	availabilities, barcodes, bundles, companies, counts, coupons, customers, documents, emails, employees, lines, locations, merges, notes, operations, orders,
	products, properties, sessions, signatures, tags, users,
	default_properties: defaultProperties,
	email_templates: emailTemplates,
	inventory_levels: inventoryLevels,
	invoice_finalizations: invoiceFinalizations,
	invoice_revisions: invoiceRevisions,
	order_duplications: orderDuplications,
	order_fulfillments: orderFulfillments,
	order_price_recalculations: orderPriceRecalculations,
	order_status_transitions: orderStatusTransitions,
	payment_charges: paymentCharges,
	payment_refunds: paymentRefunds,
	product_groups: productGroups,
	refundable_payment_charges: refundablePaymentCharges,
	rendered_emails: renderedEmails,
	stock_items: stockItems,
	tax_regions: taxRegions,
	webhook_endpoints: webhookEndpoints,
};

const plain: Behaviour = {};

/** A resource without an entry is only stored, as its table says. */
export const behaviourOf = (type: string): Behaviour => behaviours[type] ?? plain;
