import type { INodeProperties } from 'n8n-workflow';
import { InputProblem, textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { defaultPropertyId } from '../../parameters';
import { envelope, record } from '../../responses';
import { definitionOptions, optionalAttributes, propertyType } from './fields';
import { DEFINITIONS } from '../../mapping/properties';

const newName: INodeProperties = { displayName: 'Name', name: 'name', type: 'string', default: '' };

export const update = operation({
	resource: 'defaultProperty',
	name: 'update',
	label: 'Update',
	action: 'Update default property',
	description: 'Change the definition of a custom field. Its type can be changed only while no record has a value.',
	parameters: [defaultPropertyId],
	options: [...definitionOptions, newName, propertyType],
	keys: (input) => [input.id('defaultPropertyId')],
	outdates: DEFINITIONS,
	endpoint: {
		route: 'PUT /api/4/default_properties/{defaultPropertyId}',
		effect: 'idempotent',
		source: 'Booqable API v4, Default properties',
		body: (input) => {
			const [name, type] = [textOf(input.option('name')), textOf(input.option('propertyType'))];
			const attributes = { ...(name && { name }), ...(type && { property_type: type }), ...optionalAttributes(input) };
			if (Object.keys(attributes).length === 0)
				throw new InputProblem('options', 'There is nothing to update', 'Add the changes as options.');
			return envelope('default_properties', attributes, input.id('defaultPropertyId'));
		},
		answer: record,
	},
});
