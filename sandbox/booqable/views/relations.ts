import type { Account } from '../models/account';
import { strings, text, type StoredRecord } from '../models/records';

type Related = StoredRecord | StoredRecord[] | null;
type Relation = (account: Account, record: StoredRecord) => Related;

const one =
	(type: string, key: string): Relation =>
	(account, { values }) =>
		account.find(type, values[key]) ?? null;
const many =
	(type: string, key: string): Relation =>
	(account, { id }) =>
		account.where(type, key, id);
const listed =
	(type: string, key: string): Relation =>
	(account, { values }) =>
		strings(values[key])
			.map((id) => account.find(type, id))
			.filter((found) => found !== undefined);
const owned =
	(type: string): Relation =>
	(account, { id }) =>
		account.where(type, 'owner_id', id);
const owner: Relation = (account, { values }) => account.find(text(values.owner_type), values.owner_id) ?? null;
/** Relations whose other end the sandbox does not have. */
const nothing: Relation = () => null;
const none: Relation = () => [];

const customer = one('customers', 'customer_id');
const order = one('orders', 'order_id');
const item = one('items', 'item_id');
const employee = one('employees', 'employee_id');
const paymentRelations = {
	cart: nothing,
	customer,
	employee,
	order,
	payment_method: nothing,
	payment_authorization: nothing,
};
const itemRelations = {
	barcode: nothing,
	photo: nothing,
	price_structure: nothing,
	price_ruleset: nothing,
	tax_category: nothing,
	inventory_levels: none,
	collection_items: none,
};

const relations: Readonly<Record<string, Readonly<Record<string, Relation>>>> = {
	customers: {
		barcode: nothing,
		merge_suggestion_customer: one('customers', 'merge_suggestion_customer_id'),
		notes: owned('notes'),
		payment_methods: none,
		properties: owned('properties'),
		tax_region: one('tax_regions', 'tax_region_id'),
	},
	merges: { target: one('customers', 'target_id') },
	notes: { employee, owner },
	properties: { owner },
	emails: { customer, order, employee, email_template: one('email_templates', 'email_template_id') },
	email_templates: { emails: many('emails', 'email_template_id') },
	orders: {
		barcode: nothing,
		coupon: one('coupons', 'coupon_id'),
		customer,
		documents: many('documents', 'order_id'),
		lines: many('lines', 'order_id'),
		notes: owned('notes'),
		order_delivery_rate: nothing,
		payments: many('payments', 'order_id'),
		plannings: many('plannings', 'order_id'),
		properties: owned('properties'),
		start_location: one('locations', 'start_location_id'),
		stop_location: one('locations', 'stop_location_id'),
		tax_region: one('tax_regions', 'tax_region_id'),
		tax_values: none,
		stock_item_plannings: none,
	},
	order_status_transitions: { order },
	order_fulfillments: {
		order,
		changed_lines: listed('lines', 'changed_line_ids'),
		changed_plannings: listed('plannings', 'changed_planning_ids'),
		changed_stock_item_plannings: none,
	},
	order_duplications: { new_order: one('orders', 'new_order_id'), original_order: one('orders', 'original_order_id') },
	lines: {
		item,
		order,
		owner,
		planning: one('plannings', 'planning_id'),
		parent_line: one('lines', 'parent_line_id'),
		nested_lines: many('lines', 'parent_line_id'),
		tax_category: nothing,
	},
	plannings: {
		item,
		order,
		order_line: (account, { id }) => account.where('lines', 'planning_id', id)[0] ?? null,
		downtime: nothing,
		start_location: one('locations', 'start_location_id'),
		stop_location: one('locations', 'stop_location_id'),
		nested_plannings: many('plannings', 'parent_planning_id'),
		parent_planning: one('plannings', 'parent_planning_id'),
		stock_item_plannings: none,
	},
	payment_charges: { ...paymentRelations, payment_refunds: many('payment_refunds', 'payment_charge_id') },
	payment_refunds: { ...paymentRelations, payment_charge: one('payment_charges', 'payment_charge_id') },
	documents: {
		coupon: one('coupons', 'coupon_id'),
		customer,
		lines: owned('lines'),
		order,
		properties: owned('properties'),
		signature: (account, { id }) => account.where('signatures', 'document_id', id)[0] ?? null,
		tax_region: one('tax_regions', 'tax_region_id'),
		tax_values: none,
	},
	invoice_finalizations: { document: one('documents', 'document_id') },
	signatures: { document: one('documents', 'document_id'), customer, order },
	product_groups: { ...itemRelations, products: many('products', 'product_group_id'), properties: owned('properties') },
	products: {
		...itemRelations,
		product_group: one('product_groups', 'product_group_id'),
		properties: (account, { values }) => account.where('properties', 'owner_id', values.product_group_id),
	},
	bundles: { ...itemRelations, bundle_items: many('bundle_items', 'bundle_id') },
	bundle_items: {
		bundle: one('bundles', 'bundle_id'),
		product: one('products', 'product_id'),
		product_group: one('product_groups', 'product_group_id'),
	},
	stock_items: {
		barcode: nothing,
		location: one('locations', 'location_id'),
		product: one('products', 'product_id'),
		properties: owned('properties'),
		stock_item_plannings: none,
	},
	inventory_levels: { item, location: one('locations', 'location_id') },
	coupons: { coupon_items: none },
	tax_regions: { tax_rates: many('tax_rates', 'owner_id') },
	users: { customer, notes: owned('notes'), disabled_by: nothing },
	locations: { carriers: none, clusters: none },
	sessions: {
		company: one('companies', 'company_id'),
		employee,
		settings: one('settings', 'settings_id'),
		default_properties: (account) => account.all('default_properties'),
		locations: (account) => account.all('locations'),
		app_payment_options: none,
		app_subscriptions: none,
		operating_rules: none,
		payment_profiles: none,
	},
	countries: { provinces: many('provinces', 'country_id') },
	carts: { customer, order, lines: (account, { values }) => account.where('lines', 'order_id', values.order_id) },
};

/** The other end of a relation: a record, null, or a list of records. Relations of unknown ends are null. */
export function related(account: Account, record: StoredRecord, name: string): Related {
	return relations[record.type]?.[name]?.(account, record) ?? null;
}
