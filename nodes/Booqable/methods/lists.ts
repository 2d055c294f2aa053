import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { shorten, textOf } from '../../shared/parameters/input';
import { withCalls } from '../../shared/editor/methods';
import type { Operation } from '../../shared/operation';
import { getMany as bundles } from '../actions/bundle/getMany';
import { getMany as customers } from '../actions/customer/getMany';
import { getMany as defaultProperties } from '../actions/defaultProperty/getMany';
import { getMany as documents } from '../actions/document/getMany';
import { getMany as emailTemplates } from '../actions/emailTemplate/getMany';
import { getMany as notes } from '../actions/note/getMany';
import { getMany as orders } from '../actions/order/getMany';
import { getMany as payments } from '../actions/payment/getMany';
import { getMany as productGroups } from '../actions/productGroup/getMany';
import { getMany as products } from '../actions/product/getMany';
import { getMany as properties } from '../actions/property/getMany';
import { getMany as webhookEndpoints } from '../actions/webhookEndpoint/getMany';
import { booqable } from '../transport';

/** Rows that a list in the editor shows at a time. */
const ROWS = 50;

/** Where one kind of record is listed, and how a row shows it. */
interface Listing {
	readonly operation: Operation;
	/** Its search looks through the records; others are looked through here. */
	readonly searches: boolean;
	readonly shown: (record: IDataObject) => unknown[];
	readonly options?: IDataObject;
}

const LATEST = { sort: '-updated_at' };

const LISTINGS = {
	bundles: { operation: bundles, searches: true, shown: ({ name }) => [name] },
	customers: { operation: customers, searches: true, shown: ({ name, email }) => [name, email], options: LATEST },
	defaultProperties: {
		operation: defaultProperties,
		searches: false,
		shown: ({ name, owner_type }) => [name, owner_type],
	},
	documents: {
		operation: documents,
		searches: true,
		shown: ({ document_type, prefix_with_number, name }) => [document_type, prefix_with_number, name],
		options: LATEST,
	},
	emailTemplates: { operation: emailTemplates, searches: false, shown: ({ name }) => [name] },
	notes: {
		operation: notes,
		searches: false,
		shown: ({ body, owner_type }) => [shorten(textOf(body)), owner_type],
		options: { sort: '-created_at' },
	},
	orders: {
		operation: orders,
		searches: true,
		shown: ({ number, status, customer }) => [number, (customer as IDataObject | null)?.name, status],
		options: { ...LATEST, include: ['customer'] },
	}, // a nested record, or null
	payments: {
		operation: payments,
		searches: false,
		shown: ({ status, total_in_cents, currency, created_at }) => [status, total_in_cents, currency, created_at],
		options: LATEST,
	},
	productGroups: { operation: productGroups, searches: true, shown: ({ name, sku }) => [name, sku] },
	products: { operation: products, searches: true, shown: ({ name, sku }) => [name, sku] },
	properties: {
		operation: properties,
		searches: false,
		shown: ({ name, value, owner_type }) => [name, shorten(textOf(value)), owner_type],
		options: LATEST,
	},
	webhookEndpoints: { operation: webhookEndpoints, searches: false, shown: ({ url }) => [withoutSecret(textOf(url))] },
} satisfies Record<string, Listing>;

/** Addresses carry secrets in their query. */
const withoutSecret = (url: string): string => url.split('?')[0];

async function rows(
	context: ILoadOptionsFunctions,
	{ operation, searches, shown, options }: Listing,
	filter = '',
	values: IDataObject = {},
): Promise<INodeListSearchResult> {
	return await withCalls(context, booqable, async (calls) => {
		const found = await calls.many(operation, {
			limit: searches ? ROWS : 100,
			filters: searches ? { query: filter } : {},
			options: options ?? {},
			...values,
		});
		const all = found.map((record) => ({
			name: shown(record).map(textOf).filter(Boolean).join(' · ') || textOf(record.id),
			value: textOf(record.id),
		}));
		return { results: searches ? all : all.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase())) };
	});
}

const search = (listing: Listing, values: IDataObject = {}) =>
	async function (this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
		return await rows(this, listing, filter, values);
	};

export const searchBundles = search(LISTINGS.bundles);
export const searchCustomers = search(LISTINGS.customers);
export const searchDefaultProperties = search(LISTINGS.defaultProperties);
export const searchDocuments = search(LISTINGS.documents);
export const searchEmailTemplates = search(LISTINGS.emailTemplates);
export const searchNotes = search(LISTINGS.notes);
export const searchOrders = search(LISTINGS.orders);
export const searchPayments = search(LISTINGS.payments);
export const searchProductGroups = search(LISTINGS.productGroups);
export const searchProducts = search(LISTINGS.products);
export const searchProperties = search(LISTINGS.properties);
export const searchWebhookEndpoints = search(LISTINGS.webhookEndpoints);

/** By the type chosen under "Owner Type"; stock items and users have no list here. */
const OWNERS: Readonly<Record<string, Listing>> = {
	bundles: LISTINGS.bundles,
	customers: LISTINGS.customers,
	documents: LISTINGS.documents,
	orders: LISTINGS.orders,
	product_groups: LISTINGS.productGroups,
	products: LISTINGS.products,
};

export async function searchOwners(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const listing = OWNERS[textOf(this.getCurrentNodeParameter('ownerType'))];
	return listing ? await rows(this, listing, filter) : { results: [] };
}
