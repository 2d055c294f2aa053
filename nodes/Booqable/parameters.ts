import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import { locator } from '../shared/parameters/locator';

export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{ name: 'Access Token', value: 'accessToken' },
		{ name: 'OAuth2', value: 'oAuth2', description: 'For those who run an app of their own in Booqable' },
	],
	default: 'accessToken',
};

export const credentials: INodeCredentialDescription[] = [
	{ name: 'booqableApi', required: true, displayOptions: { show: { authentication: ['accessToken'] } } },
	{ name: 'booqableOAuth2Api', required: true, displayOptions: { show: { authentication: ['oAuth2'] } } },
];

const EXAMPLE_ID = '7f5ad3d6-06c3-4e0c-9c1c-3c6e0c1d4c1a';

/** A picker for one record of an account. `page` is the part of its address before the ID, where it has a page. */
function picker(
	name: string,
	label: string,
	searchListMethod: string,
	{
		page,
		required,
		description = `The ${label.toLowerCase()} to work on`,
	}: { page?: string; required?: boolean; description?: string } = {},
): INodeProperties {
	return locator({
		name,
		label,
		searchListMethod,
		description,
		required,
		idPlaceholder: `e.g. ${EXAMPLE_ID}`,
		...(page && {
			page: {
				pattern: `(?<!\\S)https?:\\/\\/\\S+\\/${page}\\/([a-f0-9-]{36})`,
				placeholder: `e.g. https://demo-rentals.booqable.com/${page}/${EXAMPLE_ID}`,
			},
		}),
	});
}

export const customerId = picker('customerId', 'Customer', 'searchCustomers', { page: 'customers' });
export const mergedCustomerId = picker('sourceId', 'Customer to Merge', 'searchCustomers', {
	page: 'customers',
	description: 'The customer that is merged: Booqable archives or removes it',
});
export const keptCustomerId = picker('customerId', 'Customer to Keep', 'searchCustomers', {
	page: 'customers',
	description: 'The customer that stays, and takes over the orders and notes of the other',
});
export const orderId = picker('orderId', 'Order', 'searchOrders', { page: 'orders' });
export const documentId = picker('documentId', 'Document', 'searchDocuments', { page: 'documents' });
export const paymentId = picker('paymentId', 'Payment', 'searchPayments');
export const noteId = picker('noteId', 'Note', 'searchNotes');
export const productId = picker('productId', 'Product', 'searchProducts', { page: 'products' });
export const productGroupId = picker('productGroupId', 'Product Group', 'searchProductGroups', {
	page: 'product_groups',
});
export const bundleId = picker('bundleId', 'Bundle', 'searchBundles', { page: 'bundles' });
export const emailTemplateId: INodeProperties = {
	...picker('emailTemplateId', 'Email Template', 'searchEmailTemplates', {
		description: 'The template with subject and text',
	}),
	displayOptions: { show: { content: ['template'] } },
};
export const propertyId = picker('propertyId', 'Property', 'searchProperties');
export const defaultPropertyId = picker('defaultPropertyId', 'Default Property', 'searchDefaultProperties');
export const webhookEndpointId = picker('webhookEndpointId', 'Webhook Endpoint', 'searchWebhookEndpoints');

/** Options of a collection take a plain ID. */
export const idOption = (name: string, displayName: string, description: string): INodeProperties => ({
	name,
	displayName,
	type: 'string',
	default: '',
	placeholder: `e.g. ${EXAMPLE_ID}`,
	description,
});
