import { canonicalEmail } from '../../../../sync/model/canonical';
import { textOf, type Input } from '../../../shared/parameters/input';
import { only } from '../../../shared/values/text';
import { taxRegions } from '../../mapping/accountLists';
import { customerProperties } from '../../mapping/properties';
import { attributeColumnsIn, type RecordFields } from '../../mapping/recordFields';

/** Writable attributes of a customer. Source: Booqable API v4, Customers. */
export const customerFields: RecordFields = {
	properties: customerProperties,
	attributes: [
		{ id: 'name', label: 'Name', first: true, required: true },
		{ id: 'email', label: 'Email', type: 'email', first: true, nullable: true, match: true },
		{
			id: 'legal_type',
			label: 'Person or Company',
			choices: [
				{ name: 'Company', value: 'commercial' },
				{ name: 'Person', value: 'person' },
			],
		},
		{ id: 'email_marketing_consented', label: 'Email Marketing Consented', type: 'boolean' },
		{ id: 'discount_percentage', label: 'Discount Percentage', type: 'number' },
		{
			id: 'deposit_type',
			label: 'Deposit Type',
			choices: ['default', 'fixed', 'none', 'percentage', 'percentage_total'].map((value) => ({
				name: value.replace('_', ' of '),
				value,
			})),
		},
		{ id: 'deposit_value', label: 'Deposit Value', type: 'number' },
		{ id: 'tax_region_id', label: 'Tax Region', list: taxRegions, nullable: true },
		{ id: 'stripe_id', label: 'Stripe ID' },
	],
};

/** Column of the ID, which is not an attribute: only "Create or Update" has it, to match on. */
export const ID_COLUMN = 'id';

export const customerKeys = (input: Input): Array<string | undefined> => [
	canonicalEmail(textOf(only(attributeColumnsIn(customerFields, input).email))) || undefined,
];
