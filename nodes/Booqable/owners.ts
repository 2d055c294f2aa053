import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { locator } from '../shared/parameters/locator';
import { NARROWS } from '../shared/parameters/parameter';

/** Records that notes can be on. Source: Booqable API v4, Notes. */
const NOTE_OWNERS: INodePropertyOptions[] = [
	{ name: 'Bundle', value: 'bundles' },
	{ name: 'Customer', value: 'customers' },
	{ name: 'Document', value: 'documents' },
	{ name: 'Order', value: 'orders' },
	{ name: 'Product', value: 'products' },
	{ name: 'Product Group', value: 'product_groups' },
	{ name: 'Stock Item', value: 'stock_items' },
	{ name: 'User', value: 'users' },
];

/** Records that properties can be on. Source: Booqable API v4, Properties. */
const PROPERTY_OWNERS = NOTE_OWNERS.filter(({ value }) =>
	['customers', 'documents', 'orders', 'product_groups', 'stock_items'].includes(String(value)),
);

/** Records that the account can have default properties for. Source: Booqable API v4, Default properties. */
const DEFAULT_PROPERTY_OWNERS = NOTE_OWNERS.filter(({ value }) =>
	['customers', 'orders', 'product_groups', 'stock_items'].includes(String(value)),
);

const ownerTypeOf = (options: INodePropertyOptions[]): INodeProperties => ({
	displayName: 'Owner Type',
	name: 'ownerType',
	type: 'options',
	options,
	default: 'customers',
	description: 'The kind of record that it belongs to',
});

export const noteOwnerType = ownerTypeOf(NOTE_OWNERS);
export const propertyOwnerType = ownerTypeOf(PROPERTY_OWNERS);
export const defaultPropertyOwnerType = ownerTypeOf(DEFAULT_PROPERTY_OWNERS);

const owner = locator({
	name: 'ownerId',
	label: 'Record',
	searchListMethod: 'searchOwners',
	description: 'The record it is on. Stock items and users have no list: use their ID.',
	idPlaceholder: 'e.g. 7f5ad3d6-06c3-4e0c-9c1c-3c6e0c1d4c1a',
});

export const ownerId: INodeProperties = { ...owner, typeOptions: { loadOptionsDependsOn: ['ownerType'] } };
/** In lists: those of all records when it is left empty. */
export const ownerFilter: INodeProperties = {
	...ownerId,
	required: false,
	typeOptions: { ...ownerId.typeOptions, ...NARROWS },
	description: 'Only those of this record. Leave it empty for those of all.',
};
