import { InputProblem } from '../../../shared/parameters/input';
import { emptyValues, fieldMapper, valueOptions } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { needsOf, withIgnored, writtenFields } from '../../mapping/recordFields';
import { envelope, record } from '../../responses';
import { newTags, tags } from '../../tags';
import { customerFields, customerKeys } from './fields';
import { SIMPLE } from './get';

export const create = operation({
	resource: 'customer',
	name: 'create',
	label: 'Create',
	action: 'Create customer',
	description: 'Create a customer: a person or a company. Booqable accepts several with the same email.',
	parameters: [fieldMapper({ resourceMapperMethod: 'getCustomerColumnsForCreate', mode: 'add' })],
	options: [emptyValues, ...valueOptions, tags],
	keys: customerKeys,
	endpoint: {
		route: 'POST /api/4/customers',
		effect: 'create',
		source: 'Booqable API v4, Customers',
		needs: needsOf(customerFields),
		body: (input) => {
			const attributes = writtenFields(customerFields, input);
			if (!attributes.name)
				throw new InputProblem(
					'name',
					'The customer has no name',
					'Booqable needs one: map the name of the person or company.',
				);
			return envelope('customers', { ...attributes, ...newTags(input) });
		},
		answer: (body, input) => withIgnored(record(body), customerFields, input),
	},
	simplify: SIMPLE,
	markers: ['ignoredFields'],
});
