import { InputProblem } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { propertyId } from '../../parameters';
import { envelope, record } from '../../responses';
import { optionalAttributes, propertyOptions } from '../defaultProperty/fields';
import { propertyValue } from './create';

export const update = operation({
	resource: 'property',
	name: 'update',
	label: 'Update',
	action: 'Update property',
	description:
		'Change the value of one property, or parts of an address. Empty parts stay as they are; to clear a property, delete it.',
	parameters: [propertyId, propertyValue],
	options: propertyOptions,
	keys: (input) => [input.id('propertyId')],
	endpoint: {
		route: 'PUT /api/4/properties/{propertyId}',
		effect: 'idempotent',
		source: 'Booqable API v4, Properties',
		body: (input) => {
			const value = input.text('value');
			const attributes = { ...(value && { value }), ...optionalAttributes(input) };
			if (Object.keys(attributes).length === 0)
				throw new InputProblem('value', 'There is nothing to update', 'Fill in a value, or add an option.');
			return envelope('properties', attributes, input.id('propertyId'));
		},
		answer: record,
	},
});
