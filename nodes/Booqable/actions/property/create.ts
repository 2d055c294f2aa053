import type { INodeProperties } from 'n8n-workflow';
import { operation } from '../../../shared/operation';
import { ownerId, propertyOwnerType } from '../../owners';
import { envelope, record } from '../../responses';
import { optionalAttributes, propertyOptions, propertyType } from '../defaultProperty/fields';

const propertyName: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Second phone',
	description: 'If it is that of a default property, the value belongs to that one',
};
export const propertyValue: INodeProperties = {
	displayName: 'Value',
	name: 'value',
	type: 'string',
	default: '',
	description: 'Text. Addresses have their parts in the options instead.',
};

export const create = operation({
	resource: 'property',
	name: 'create',
	label: 'Create',
	action: 'Create property',
	description:
		'Add a property to one record. To set the default properties of a customer or order, its own Create and Update are simpler.',
	parameters: [propertyOwnerType, ownerId, propertyName, propertyType, propertyValue],
	options: propertyOptions,
	keys: (input) => [input.id('ownerId')],
	endpoint: {
		route: 'POST /api/4/properties',
		effect: 'create',
		source: 'Booqable API v4, Properties',
		body: (input) => {
			const value = input.text('value');
			return envelope('properties', {
				owner_id: input.id('ownerId'),
				owner_type: input.required('ownerType'),
				name: input.required('name'),
				property_type: input.required('propertyType'),
				...(value && { value }),
				...optionalAttributes(input),
			});
		},
		answer: record,
	},
});
