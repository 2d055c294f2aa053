import type { IDataObject } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';
import { resources } from '../../../nodes/Booqable/actions';
import { DEMO_SLUG } from '../../../sandbox/booqable/world';
import { LOCATION_US } from '../../../sandbox/ghl/world';
import type { Sandbox } from '../../../sandbox/server';
import { hostLedger } from '../../../sync/ledger/host';
import { saveLink } from '../../../sync/manage/links';
import { booqable as booqableNode, byId, mapped } from '../nodeSetups';
import { json } from '../engine';
import type { Example, ExampledNode } from './example';

/** IDs of the records that the examples work on. The same after each call of `worldIn`. */
interface World {
	readonly customer: string;
	/** The same person a second time, who ordered nothing. */
	readonly duplicate: string;
	/** Reserved, with an invoice and a payment. */
	readonly order: string;
	/** As it is before anything is booked on it. */
	readonly draft: string;
	/** Handed out. */
	readonly started: string;
	readonly document: string;
	/** Signed. */
	readonly quote: string;
	readonly payment: string;
	readonly note: string;
	readonly property: string;
	readonly defaultProperty: string;
	readonly product: string;
	readonly productGroup: string;
	readonly bundle: string;
	readonly emailTemplate: string;
	readonly webhookEndpoint: string;
}

type Made = Readonly<Record<string, ReadonlyArray<IDataObject & { id: string }>>>;

/** Later than any real time: what the sandbox begins with is then older than what is added. */
const NOW = '2099-11-23T12:00:00Z';
const PERIOD = { starts_at: '2099-12-01T09:00:00Z', stops_at: '2099-12-04T09:00:00Z' };
const PROPERTIES = [
	{ identifier: 'phone', value: '+12125550142' },
	{ identifier: 'industry', value: 'Events' },
	{ identifier: 'company_size', value: '11-50' },
	{ identifier: 'annual_revenue', value: '250000' },
	{ identifier: 'website', value: 'https://www.example.com' },
	{ identifier: 'main_address', address1: '1 Main Street', city: 'Boston', zipcode: '02108', country: 'United States' },
];
const ADA = {
	name: 'Ada Example',
	email: 'ada@example.com',
	legal_type: 'person',
	tag_list: ['vip'],
	discount_percentage: 10,
	properties_attributes: PROPERTIES,
};

/** Puts the sandbox back to the start, stops its time, and adds one record of each kind. */
async function worldIn(sandbox: Sandbox): Promise<World> {
	sandbox.reset();
	sandbox.time({ now: NOW, frozen: true });
	const seeded = (input: unknown): Made => sandbox.seed('booqable', input) as Made; // flat records by type
	// by account, then type
	const stored = (type: string): Made[string] => (sandbox.state('booqable') as Record<string, Made>)[DEMO_SLUG][type];
	const named = (type: string, name: string): string => stored(type).find((one) => one.name === name)?.id ?? '';
	const product = named('products', 'City bike');
	const bought = {
		order: {
			...PERIOD,
			tag_list: ['festival'],
			properties_attributes: [{ identifier: 'purchase_order', value: 'PO-1' }],
		},
		product_id: product,
		quantity: 2,
	};
	const [{ id: order, customer_id: buyer }, { id: started }] = seeded({
		checkouts: [
			{ ...bought, customer: ADA },
			{ ...bought, customer: { name: 'Ben Example' } },
		],
	}).checkouts;
	const customer = String(buyer);
	const planning = stored('plannings').find(({ order_id: owner }) => owner === started);
	const productGroup = named('product_groups', 'City bike');
	const made = seeded({
		customers: [{ ...ADA, tag_list: [] }],
		orders: [{ ...PERIOD, customer_id: customer, status: 'draft' }],
		notes: [{ body: 'Likes tents', owner_id: customer, owner_type: 'customers' }],
		payment_charges: [{ order_id: order, amount_in_cents: 5000, deposit_in_cents: 0, mode: 'manual' }],
		bundles: [
			{
				name: 'Bike tour',
				tag_list: ['bikes'],
				bundle_items_attributes: [{ product_group_id: productGroup, quantity: 2 }],
			},
		],
		emails: [
			{
				recipients: 'ada@example.com',
				subject: 'Your order',
				body: 'It is ready.',
				order_id: order,
				customer_id: customer,
			},
		],
		order_fulfillments: [
			{
				order_id: started,
				actions: [{ action: 'start_product', product_id: product, planning_id: planning?.id, quantity: 2 }],
			},
		],
		documents: [{ document_type: 'quote', order_id: order }],
		webhook_endpoints: [{ url: 'https://hooks.example.com/booqable', events: ['customer.created'], version: '4' }],
	});
	const quote = made.documents[0].id;
	seeded({ signatures: [{ document_id: quote, signature_base64: 'data:image/png;base64,AAAA' }] });
	sandbox.advance(10_000); // lists show what was written
	return {
		customer,
		duplicate: made.customers[0].id,
		order,
		draft: made.orders[0].id,
		started,
		document: stored('documents').find(({ document_type: type }) => type === 'invoice')?.id ?? '',
		quote,
		payment: made.payment_charges[0].id,
		note: made.notes[0].id,
		property:
			stored('properties').find(({ owner_id: owner, identifier }) => owner === customer && identifier === 'industry')
				?.id ?? '',
		defaultProperty: named('default_properties', 'Industry'),
		product,
		productGroup,
		bundle: made.bundles[0].id,
		emailTemplate: named('email_templates', 'Order confirmation'),
		webhookEndpoint: made.webhook_endpoints[0].id,
	};
}

/** A record of GHL that a Sync is about. */
const source = (sourceId: string): IDataObject => ({ sourceApp: 'ghl', sourceAccount: byId(LOCATION_US), sourceId });

/** A link that there must be before. */
interface Linked extends Example {
	readonly link?: { readonly pair: string; readonly sourceId: string; readonly targetId: string };
}

async function save({ pair, sourceId, targetId }: NonNullable<Linked['link']>): Promise<void> {
	const [member, head] = [
		{ system: 'booqable', account: DEMO_SLUG, id: targetId },
		{ system: 'ghl', account: LOCATION_US, id: sourceId },
	];
	await saveLink(hostLedger().ledger, { next: Math.random, id: randomUUID }, { pair, head, member });
}

/** Every operation of the node once, by resource and name: the one place to add an example. */
const EXAMPLES: Readonly<Record<string, Readonly<Record<string, (world: World) => Linked>>>> = {
	account: { check: () => ({ parameters: {} }) },
	bundle: {
		get: ({ bundle }) => ({ parameters: { bundleId: byId(bundle) } }),
		getMany: () => ({ parameters: {} }),
	},
	changedRecord: { get: ({ customer }) => ({ parameters: { recordType: 'customer', recordId: customer } }) },
	company: {
		get: () => ({ parameters: {} }),
		getUsage: () => ({ parameters: {} }),
	},
	customer: {
		archive: ({ customer }) => ({ parameters: { customerId: byId(customer) } }),
		create: () => ({
			parameters: {
				fields: mapped({ name: 'Cem Example', email: 'cem@example.com', property_industry: 'Events' }),
				options: { tags: 'vip' },
			},
		}),
		get: ({ customer }) => ({ parameters: { customerId: byId(customer) } }),
		getBusinessData: ({ customer }) => ({ parameters: { customerId: byId(customer) } }),
		getMany: () => ({ parameters: {} }),
		getRentals: () => ({ parameters: {} }),
		merge: ({ customer, duplicate }) => ({ parameters: { sourceId: byId(duplicate), customerId: byId(customer) } }),
		search: () => ({ parameters: { query: 'Ada' } }),
		setUpSyncFields: () => ({ parameters: { sourceApp: 'ghl' } }),
		sync: () => ({
			parameters: { ...source('a-contact'), fields: mapped({ name: 'Cem Example', email: 'cem@example.com' }) },
		}),
		update: ({ customer }) => ({
			parameters: { customerId: byId(customer), fields: mapped({ property_industry: 'Sports' }) },
		}),
		upsert: () => ({
			parameters: {
				fields: { ...mapped({ name: 'Cem Example', email: 'cem@example.com' }), matchingColumns: ['email'] },
			},
		}),
	},
	defaultProperty: {
		create: () => ({ parameters: { ownerType: 'customers', name: 'Rental class', propertyType: 'text_field' } }),
		delete: ({ defaultProperty }) => ({ parameters: { defaultPropertyId: byId(defaultProperty) } }),
		get: ({ defaultProperty }) => ({ parameters: { defaultPropertyId: byId(defaultProperty) } }),
		getMany: () => ({ parameters: {} }),
		setUpBusiness: () => ({ parameters: {} }),
		update: ({ defaultProperty }) => ({
			parameters: { defaultPropertyId: byId(defaultProperty), options: { name: 'Branch' } },
		}),
	},
	document: {
		downloadPdf: ({ quote }) => ({ parameters: { documentId: byId(quote) } }),
		get: ({ document }) => ({ parameters: { documentId: byId(document) } }),
		getMany: () => ({ parameters: {} }),
	},
	email: {
		getMany: () => ({ parameters: {} }),
		send: ({ order }) => ({
			parameters: {
				recipients: 'ada@example.com',
				subject: 'Your order',
				body: 'It is ready.',
				options: { orderId: order },
			},
		}),
	},
	emailTemplate: { getMany: () => ({ parameters: {} }) },
	employee: { getMany: () => ({ parameters: {} }) },
	itemAvailability: {
		get: ({ product }) => ({ parameters: { productId: byId(product), from: PERIOD.starts_at, till: PERIOD.stops_at } }),
	},
	location: { getMany: () => ({ parameters: {} }) },
	note: {
		create: ({ customer }) => ({
			parameters: { ownerType: 'customers', ownerId: byId(customer), body: 'Likes tents' },
		}),
		delete: ({ note }) => ({ parameters: { noteId: byId(note) } }),
		get: ({ note }) => ({ parameters: { noteId: byId(note) } }),
		getMany: ({ customer }) => ({ parameters: { ownerType: 'customers', ownerId: byId(customer) } }),
		replace: ({ note }) => ({ parameters: { noteId: byId(note), body: 'Likes chairs' } }),
		sync: ({ customer }) => ({
			parameters: { ...source('a-note'), parentId: 'a-contact', fields: mapped({ body: 'Likes tents' }) },
			link: { pair: 'contacts', sourceId: 'a-contact', targetId: customer },
		}),
	},
	order: {
		bookProducts: ({ draft, product }) => ({
			parameters: { orderId: byId(draft), products: { product: [{ productId: byId(product), quantity: 1 }] } },
		}),
		changeStatus: ({ order }) => ({
			parameters: { orderId: byId(order), transitionTo: 'draft', options: { revert: true } },
		}),
		create: ({ customer }) => ({
			parameters: { status: 'draft', fields: mapped({ customer_id: customer, ...PERIOD }) },
		}),
		duplicate: ({ order }) => ({ parameters: { orderId: byId(order) } }),
		get: ({ order }) => ({ parameters: { orderId: byId(order) } }),
		getMany: () => ({ parameters: {} }),
		search: () => ({ parameters: { query: 'Ada' } }),
		start: ({ order }) => ({ parameters: { orderId: byId(order) } }),
		stop: ({ started }) => ({ parameters: { orderId: byId(started) } }),
		sync: ({ draft }) => ({
			parameters: { ...source('an-appointment'), fields: mapped({ property_purchase_order: 'PO-2' }) },
			link: { pair: 'appointments', sourceId: 'an-appointment', targetId: draft },
		}),
		update: ({ draft }) => ({
			parameters: { orderId: byId(draft), fields: mapped({ discount_type: 'percentage', discount_value: 5 }) },
		}),
	},
	orderLine: { getMany: ({ order }) => ({ parameters: { filters: { orderId: order } } }) },
	payment: {
		get: ({ payment }) => ({ parameters: { paymentId: byId(payment) } }),
		getMany: () => ({ parameters: {} }),
	},
	planning: { getMany: ({ order }) => ({ parameters: { filters: { orderId: order } } }) },
	product: {
		get: ({ product }) => ({ parameters: { productId: byId(product) } }),
		getMany: () => ({ parameters: {} }),
	},
	productGroup: {
		get: ({ productGroup }) => ({ parameters: { productGroupId: byId(productGroup) } }),
		getMany: () => ({ parameters: {} }),
	},
	property: {
		create: ({ customer }) => ({
			parameters: {
				ownerType: 'customers',
				ownerId: byId(customer),
				name: 'Second phone',
				propertyType: 'phone',
				value: '+12125550143',
			},
		}),
		delete: ({ property }) => ({ parameters: { propertyId: byId(property) } }),
		get: ({ property }) => ({ parameters: { propertyId: byId(property) } }),
		getMany: ({ customer }) => ({ parameters: { ownerType: 'customers', ownerId: byId(customer) } }),
		update: ({ property }) => ({ parameters: { propertyId: byId(property), value: 'Sports' } }),
	},
	tag: { getMany: () => ({ parameters: {} }) },
	taxRegion: { getMany: () => ({ parameters: {} }) },
	webhookEndpoint: {
		delete: ({ webhookEndpoint }) => ({ parameters: { webhookEndpointId: byId(webhookEndpoint) } }),
		getMany: () => ({ parameters: {} }),
	},
};

export const booqable: ExampledNode = {
	folder: 'Booqable',
	resources,
	ownKeys: new Set(['properties']),
	free: new Set(['customApiCall.call']),
	async setup(sandbox, resource, operation) {
		const example = EXAMPLES[resource]?.[operation];
		if (!example) return undefined;
		const { parameters, link } = example(await worldIn(sandbox));
		if (link) await save(link);
		return booqableNode(sandbox, { authentication: 'accessToken', resource, operation, ...parameters });
	},
	async run(sandbox, resource, operation) {
		const setup = await this.setup?.(sandbox, resource, operation);
		return setup && (await json(setup));
	},
};
