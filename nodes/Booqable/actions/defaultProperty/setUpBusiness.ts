import type { INodeProperties } from 'n8n-workflow';
import { listOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { customerProperties } from '../../mapping/properties';
import { BUSINESS_PROPERTIES, COMPANY_SIZES } from '../customer/businessData';
import { create } from './create';
import { getMany } from './getMany';
import { LIST } from '../../../shared/parameters/parameter';

const companySizes: INodeProperties = {
	displayName: 'Company Sizes',
	name: 'companySizes',
	type: 'string',
	typeOptions: LIST,
	default: COMPANY_SIZES,
	description: 'Choices of the company size, separated by commas. Has no effect if the property already exists.',
};

/** Found again by identifier, so that running it twice is the same as once. */
export const setUpBusiness = operation({
	resource: 'defaultProperty',
	name: 'setUpBusiness',
	label: 'Set Up Business Properties',
	action: 'Set up business properties',
	description:
		'Make sure that customers have the custom fields industry, company size, annual revenue and website. Those that are there stay as they are.',
	parameters: [],
	options: [companySizes],
	keys: () => ['business properties'],
	effect: 'idempotent',
	endpoints: [getMany, create],
	execute: async (calls, input) => {
		const present = await calls.many(getMany, { ownerType: 'customers' });
		const sizes = listOf(input.option('companySizes') ?? COMPANY_SIZES);
		const result = [];
		for (const { identifier, name, property_type } of BUSINESS_PROPERTIES) {
			const known = present.find((one) => one.identifier === identifier);
			const options = { identifier, ...(property_type === 'select' && { selectOptions: sizes }) };
			result.push({
				...(known ?? (await calls.one(create, { ownerType: 'customers', name, propertyType: property_type, options }))),
				created: !known,
			});
		}
		calls.forget(customerProperties);
		return result;
	},
});
