import { operation } from '../../../shared/operation';
import { searching } from '../../filters/conditions';
import { listing } from '../../filters/listing';
import { taxRegions } from '../../mapping/accountLists';
import { CUSTOMER_INCLUDES, SIMPLE } from './get';
import { CUSTOMER_SORT } from './getMany';
import { NARROWS } from '../../../shared/parameters/parameter';

const conditions = searching(
	[
		{ name: 'name', label: 'Name', kind: 'text' },
		{ name: 'email', label: 'Email', kind: 'text' },
		{ name: 'number', label: 'Number', kind: 'number' },
		{ name: 'legal_type', label: 'Person or Company (person, commercial)', kind: 'exact' },
		{ name: 'archived', label: 'Archived', kind: 'flag' },
		{ name: 'tag_list', label: 'Tag', kind: 'exact' },
		{ name: 'email_marketing_consented', label: 'Email Marketing Consented', kind: 'flag' },
		{ name: 'order_count', label: 'Number of Orders', kind: 'number' },
		{ name: 'revenue_in_cents', label: 'Revenue in Cents', kind: 'number' },
		{ name: 'average_order_value_in_cents', label: 'Average Order Value in Cents', kind: 'number' },
		{ name: 'balance_due_in_cents', label: 'Balance Due in Cents', kind: 'number' },
		{ name: 'discount_percentage', label: 'Discount Percentage', kind: 'number' },
		{ name: 'tax_region_id', label: 'Tax Region', kind: 'exact', list: taxRegions },
		{ name: 'merge_suggestion_customer_id', label: 'Possible Duplicate Of (Customer ID)', kind: 'id' },
		{ name: 'stripe_id', label: 'Stripe ID', kind: 'text' },
		{ name: 'created_at', label: 'Created', kind: 'time' },
		{ name: 'updated_at', label: 'Updated', kind: 'time' },
		{ name: 'archived_at', label: 'Archived At', kind: 'time' },
	],
	{
		displayName: 'Search',
		name: 'query',
		type: 'string',
		typeOptions: NARROWS,
		default: '',
		description: 'Text to search for in names, emails and properties. May be left empty.',
	},
);
const list = listing({ sort: CUSTOMER_SORT, include: CUSTOMER_INCLUDES });

export const search = operation({
	resource: 'customer',
	name: 'search',
	label: 'Search',
	action: 'Search customers',
	description:
		'Find customers by conditions joined by "and" and "or". Archived ones are found too unless a condition leaves them out.',
	parameters: conditions.parameters,
	options: list.options,
	endpoint: {
		route: 'POST /api/4/customers/search.json',
		effect: 'read',
		source: 'Booqable API v4, Customers',
		needs: conditions.needs,
		query: list.query,
		body: conditions.body,
		paging: list.paging,
	},
	simplify: SIMPLE,
});
