import type { Endpoint } from '../../../shared/endpoint';
import { InputProblem } from '../../../shared/parameters/input';
import { emptyValues, fieldMapper, valueOptions } from '../../../shared/parameters/mapper';
import { operation } from '../../../shared/operation';
import { needsOf, withIgnored, writtenFields } from '../../mapping/recordFields';
import { customerId } from '../../parameters';
import { envelope, record } from '../../responses';
import { tagMode, tags, wantedTags } from '../../tags';
import { customerFields } from './fields';
import { get, SIMPLE } from './get';

/** A merge archives the customer that it takes apart. Source: Booqable API v4, Merges. */
const ARCHIVED =
	'This customer is archived, maybe since it was merged into another: the change is not in that one. Search by email to find it.';

/** The write itself: `tagList`, where given, is the whole list. */
export const put: Endpoint = {
	route: 'PUT /api/4/customers/{customerId}',
	effect: 'idempotent',
	source: 'Booqable API v4, Customers',
	needs: needsOf(customerFields),
	body: (input) => {
		const tagList = input.raw('tagList');
		const attributes = {
			...writtenFields(customerFields, input),
			...(Array.isArray(tagList) && { tag_list: tagList }),
		};
		if (Object.keys(attributes).length === 0) {
			throw new InputProblem(
				'fields',
				'No field has a value, so there is nothing to update',
				'Map at least one field, or set tags in the options.',
			);
		}
		return envelope('customers', attributes, input.id('customerId'));
	},
	answer: (body, input) => {
		const customer = withIgnored(record(body), customerFields, input);
		return customer.archived === true ? { ...customer, hint: ARCHIVED } : customer;
	},
};

export const update = operation({
	resource: 'customer',
	name: 'update',
	label: 'Update',
	action: 'Update customer',
	description: 'Change the mapped fields of a customer; the others stay as they are',
	parameters: [customerId, fieldMapper({ resourceMapperMethod: 'getCustomerColumnsForUpdate', mode: 'update' })],
	options: [emptyValues, ...valueOptions, tags, tagMode],
	keys: (input) => [input.id('customerId')],
	simplify: SIMPLE,
	markers: ['ignoredFields', 'hint'],
	effect: 'idempotent',
	endpoints: [put, get],
	execute: async (calls, input) => {
		const customerId = input.id('customerId');
		return await calls.perform(
			put,
			input.with({ tagList: await wantedTags(input, async () => await calls.one(get, { customerId })) }),
		);
	},
});
