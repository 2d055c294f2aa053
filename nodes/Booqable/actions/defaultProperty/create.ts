import type { INodeProperties } from 'n8n-workflow';
import { operation } from '../../../shared/operation';
import { defaultPropertyOwnerType } from '../../owners';
import { envelope, record } from '../../responses';
import { definitionOptions, optionalAttributes, propertyType } from './fields';
import { DEFINITIONS } from '../../mapping/properties';

const definitionName: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Company size',
};

export const create = operation({
	resource: 'defaultProperty',
	name: 'create',
	label: 'Create',
	action: 'Create default property',
	description: 'Add a custom field to all customers, orders, product groups or stock items',
	parameters: [defaultPropertyOwnerType, definitionName, propertyType],
	options: definitionOptions,
	outdates: DEFINITIONS,
	endpoint: {
		route: 'POST /api/4/default_properties',
		effect: 'create',
		source: 'Booqable API v4, Default properties',
		body: (input) =>
			envelope('default_properties', {
				owner_type: input.required('ownerType'),
				name: input.required('name'),
				property_type: input.required('propertyType'),
				...optionalAttributes(input),
			}),
		answer: record,
	},
});
