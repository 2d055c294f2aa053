import { operation } from '../../../shared/operation';
import { pageNumber } from '../../../shared/paging';
import { BY_TIME, filtering, flagFilter, including, sorting, textFilter, timeFilters } from '../../filters/filters';

const filters = filtering([
	...timeFilters('created', 'Created', 'created_at'),
	textFilter('customerId', 'Customer ID', 'filter[customer_id]'),
	textFilter('templateId', 'Email Template ID', 'filter[email_template_id]'),
	textFilter('employeeId', 'Employee ID', 'filter[employee_id]'),
	flagFilter('failed', 'Failed', 'filter[has_error]', 'Whether to list those that failed, or the others'),
	textFilter('orderId', 'Order ID', 'filter[order_id]'),
	flagFilter('sent', 'Sent', 'filter[sent]', 'Whether to list those that the mail server took, or the others'),
	...timeFilters('updated', 'Updated', 'updated_at'),
]);
const sort = sorting(BY_TIME);
const include = including(['customer', 'order']);

export const getMany = operation({
	resource: 'email',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many emails',
	description: 'List emails that Booqable sent. Answers to them are not kept there.',
	parameters: [filters.parameter],
	options: [sort.option, include.option],
	endpoint: {
		route: 'GET /api/4/emails.json',
		effect: 'read',
		source: 'Booqable API v4, Emails',
		query: (input) => ({ ...filters.query(input), ...sort.query(input), ...include.query(input) }),
		paging: pageNumber('data', 100),
	},
});
