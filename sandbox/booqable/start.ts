import type { World } from '../service';
import { Account, type Session } from './models/account';
import type { StoredRecord, Values } from './models/records';
import { createRecord } from './rules/writes';
import { behaviorOf } from './rules';
import { propertiesHash } from './rules/propertyValues';
import { deliver } from './events';
import { ACCESS_TOKEN, DEMO_SLUG, RESTRICTED_TOKEN, SMALL_PLAN_SLUG } from './world';

const PERMISSIONS = ['cancel_orders', 'revert_orders', 'delete_invoices', 'exports', 'reports', 'settings'];

interface Person {
	firstname: string;
	lastname: string;
	owner?: boolean;
	permissions: string[];
}

/** The owner first; the colleague is who seeds act as, so that their changes are not the token's own. */
const EMPLOYEES: readonly Person[] = [
	{ firstname: 'Robin', lastname: 'Vega', owner: true, permissions: PERMISSIONS },
	{ firstname: 'Kim', lastname: 'Larsen', permissions: PERMISSIONS },
	{ firstname: 'Sam', lastname: 'Okafor', permissions: [] },
];

const DEFAULT_PROPERTIES: readonly Values[] = [
	{ name: 'Phone', identifier: 'phone', property_type: 'phone' },
	{ name: 'Main address', identifier: 'main_address', property_type: 'address' },
	{ name: 'Industry', identifier: 'industry', property_type: 'text_field' },
	{
		name: 'Company size',
		identifier: 'company_size',
		property_type: 'select',
		select_options: ['1-10', '11-50', '51-200', '201-1000', '1000+'],
	},
	{ name: 'Annual revenue', identifier: 'annual_revenue', property_type: 'text_field' },
	{ name: 'Website', identifier: 'website', property_type: 'text_field' },
	{ name: 'GHL contact ID', identifier: 'ghl_contact_id', property_type: 'text_field' },
	{ name: 'Birthday', identifier: 'birthday', property_type: 'date_field' },
];

const ORDER_PROPERTIES: readonly Values[] = [
	{ name: 'Delivery address', identifier: 'delivery_address', property_type: 'address' },
	{ name: 'Billing address', identifier: 'billing_address', property_type: 'address' },
	{ name: 'Purchase order', identifier: 'purchase_order', property_type: 'text_field' },
];

/** Product groups with the number of stock items each begins with. */
const PRODUCTS: ReadonlyArray<{ stock: number; group: Values }> = [
	{
		stock: 10,
		group: {
			name: 'City bike',
			sku: 'BIKE-CITY',
			structure_price_in_cents: 2500,
			deposit_in_cents: 10000,
			tag_list: ['bikes'],
		},
	},
	{
		stock: 3,
		group: {
			name: 'Cargo bike',
			sku: 'BIKE-CARGO',
			structure_price_in_cents: 6000,
			deposit_in_cents: 30000,
			tag_list: ['bikes'],
		},
	},
	{
		stock: 2,
		group: {
			name: 'Party tent 6 x 3 m',
			sku: 'TENT-63',
			structure_price_in_cents: 12000,
			allow_shortage: true,
			shortage_limit: 1,
		},
	},
	{ stock: 40, group: { name: 'Folding chair', sku: 'CHAIR', structure_price_in_cents: 150 } },
	{
		stock: 0,
		group: {
			name: 'Delivery',
			sku: 'DELIVERY',
			product_type: 'service',
			price_type: 'fixed',
			tracking_type: 'none',
			flat_fee_price_in_cents: 4500,
		},
	},
];

const EMAIL_TEMPLATES: readonly Values[] = [
	{
		name: 'Order confirmation',
		subject: 'Order {{order.number}}',
		body: 'Dear {{customer.name}}, your order {{order.number}} is confirmed.',
		contexts: ['order'],
	},
	{
		name: 'Payment reminder',
		subject: 'A friendly reminder',
		body: 'Dear {{customer.name}}, your payment is due.',
		contexts: ['invoice', 'order'],
	},
	{
		name: 'Quote',
		subject: 'Your quote',
		body: 'Dear {{customer.name}}, please find your quote attached.',
		contexts: ['quote'],
	},
];

const COUNTRIES: ReadonlyArray<{
	name: string;
	alpha2: string;
	provinces: ReadonlyArray<[code: string, name: string]>;
}> = [
	{
		name: 'United States',
		alpha2: 'US',
		provinces: [
			['CA', 'California'],
			['FL', 'Florida'],
			['NY', 'New York'],
			['TX', 'Texas'],
		],
	},
	{ name: 'United Kingdom', alpha2: 'GB', provinces: [] },
	{ name: 'Netherlands', alpha2: 'NL', provinces: [] },
	{ name: 'Germany', alpha2: 'DE', provinces: [] },
	{
		name: 'Canada',
		alpha2: 'CA',
		provinces: [
			['ON', 'Ontario'],
			['QC', 'Quebec'],
		],
	},
];

/** Both accounts as they are after a reset. */
export function accountsAtStart(world: World): Map<string, Account> {
	return new Map([
		[DEMO_SLUG, newAccount(world, DEMO_SLUG, 'essential', 'Demo Rentals')],
		[SMALL_PLAN_SLUG, newAccount(world, SMALL_PLAN_SLUG, 'small', 'Small Plan Rentals')],
	]);
}

function newAccount(world: World, slug: string, plan: string, name: string): Account {
	const account = new Account(world, slug, plan, { behaviorOf, propertiesOf: propertiesHash, deliver });
	addCompany(account, name);
	const [owner, , restricted] = EMPLOYEES.map((person) => addEmployee(account, person));
	if (!owner || !restricted) throw new Error('The world needs its employees.');
	account.tokens.set(ACCESS_TOKEN, owner.id);
	account.tokens.set(RESTRICTED_TOKEN, restricted.id);
	addPlaces(account);
	const session = { account, employee: owner };
	for (const property of DEFAULT_PROPERTIES)
		createRecord(session, 'default_properties', { ...property, owner_type: 'customers' });
	for (const property of ORDER_PROPERTIES)
		createRecord(session, 'default_properties', { ...property, owner_type: 'orders' });
	for (const template of EMAIL_TEMPLATES) createRecord(session, 'email_templates', template);
	for (const { group, stock } of PRODUCTS) addProduct(session, group, stock);
	account.silent = false;
	return account;
}

function addCompany(account: Account, name: string): void {
	account.insert('companies', {
		name,
		slug: account.slug,
		email: `office@${account.slug}.example.com`,
		website: `https://${account.slug}.example.com`,
		currency: 'usd',
		country: 'United States',
		country_code: 'US',
		city: 'Austin',
		region: 'Texas',
		default_timezone: 'America/Chicago',
		development: false,
		use_billing_address: false,
		installed_online_store: true,
		pending_subscription: false,
		main_address: { city: 'Austin', region: 'Texas', country: 'United States' },
		tenant_token: account.world.uuid().replaceAll('-', ''),
	});
	account.insert('settings', {
		defaults: { timezone: 'America/Chicago', timezone_offset: -360 },
		dates: { format: 'DD-MM-YYYY', first_day: 1 },
		currency: { name: 'usd', symbol: '$', precision: 2, decimal: '.', thousands: ',' },
		pricing: { tax_strategy: 'exclusive' },
		orders: { use_times: true, start_fixed_at: '09:00', stop_fixed_at: '15:00' },
		store: { time_increment: 60, use_times: true },
	});
}

function addEmployee(account: Account, { firstname, lastname, owner = false, permissions }: Person): StoredRecord {
	return account.insert('employees', {
		firstname,
		lastname,
		name: `${firstname} ${lastname}`,
		email: `${firstname.toLowerCase()}@example.com`,
		owner,
		permissions,
		active: true,
		confirmed: true,
		locale: 'en',
		has_two_factor_autentication: false,
	});
}

function addPlaces(account: Account): void {
	for (const [name, code, city] of [
		['Main store', 'MAIN', 'Austin'],
		['Lakeside depot', 'LAKE', 'Lakeway'],
	] as const) {
		account.insert('locations', {
			name,
			code,
			city,
			region: 'Texas',
			country: 'United States',
			location_type: 'rental',
			pickup_enabled: true,
			delivery_enabled: false,
			fulfillment_capabilities: ['pickup'],
			main_address: { city, region: 'Texas', country: 'United States' },
		});
	}
	for (const { name, alpha2, provinces } of COUNTRIES) {
		const country = account.insert('countries', {
			name,
			alpha2,
			province_required: provinces.length > 0,
			zipcode_required: true,
		});
		for (const [position, [code, province]] of provinces.entries())
			account.insert('provinces', { code, name: province, country_id: country.id, position });
	}
	for (const [name, standard, rate] of [
		['Texas', true, 8.25],
		['Tax exempt', false, 0],
	] as const) {
		const region = account.insert('tax_regions', { name, default: standard, strategy: 'add_to' });
		account.insert('tax_rates', {
			name: `${name} sales tax`,
			value: rate,
			owner_id: region.id,
			owner_type: 'tax_regions',
			position: 1,
		});
	}
}

function addProduct(session: Session, group: Values, stock: number): void {
	const { id } = createRecord(session, 'product_groups', group);
	const product = session.account.where('products', 'product_group_id', id)[0];
	for (let count = 0; count < stock; count += 1)
		createRecord(session, 'stock_items', { product_id: product?.id ?? null });
}
