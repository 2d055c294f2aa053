import { bundleItems } from './bundleItems';
import { bundles } from './bundles';
import { carts } from './carts';
import { companies } from './companies';
import { countries } from './countries';
import { coupons } from './coupons';
import { customers } from './customers';
import { defaultProperties } from './defaultProperties';
import { documents } from './documents';
import { emailTemplates } from './emailTemplates';
import { emails } from './emails';
import { employees } from './employees';
import { inventoryLevels } from './inventoryLevels';
import { invoiceFinalizations } from './invoiceFinalizations';
import { items } from './items';
import { lines } from './lines';
import { locations } from './locations';
import { merges } from './merges';
import { notes } from './notes';
import { orderDuplications } from './orderDuplications';
import { orderFulfillments } from './orderFulfillments';
import { orderStatusTransitions } from './orderStatusTransitions';
import { orders } from './orders';
import { paymentCharges } from './paymentCharges';
import { paymentRefunds } from './paymentRefunds';
import { payments } from './payments';
import { plannings } from './plannings';
import { productGroups } from './productGroups';
import { products } from './products';
import { properties } from './properties';
import { provinces } from './provinces';
import { sessions } from './sessions';
import { settings } from './settings';
import { signatures } from './signatures';
import { stockItems } from './stockItems';
import { tags } from './tags';
import { taxRates } from './taxRates';
import { taxRegions } from './taxRegions';
import { users } from './users';
import { webhookEndpoints } from './webhookEndpoints';
import { webhooks } from './webhooks';
import type { ResourceTable } from './table';

const all: readonly ResourceTable[] = [
	bundleItems,
	bundles,
	carts,
	companies,
	countries,
	coupons,
	customers,
	defaultProperties,
	documents,
	emailTemplates,
	emails,
	employees,
	inventoryLevels,
	invoiceFinalizations,
	items,
	lines,
	locations,
	merges,
	notes,
	orderDuplications,
	orderFulfillments,
	orderStatusTransitions,
	orders,
	paymentCharges,
	paymentRefunds,
	payments,
	plannings,
	productGroups,
	products,
	properties,
	provinces,
	sessions,
	settings,
	signatures,
	stockItems,
	tags,
	taxRates,
	taxRegions,
	users,
	webhookEndpoints,
	webhooks,
];

export const tables: ReadonlyMap<string, ResourceTable> = new Map(all.map((table) => [table.type, table]));

export function tableOf(type: string): ResourceTable {
	const table = tables.get(type);
	if (!table) throw new Error(`No table for ${type}`);
	return table;
}
