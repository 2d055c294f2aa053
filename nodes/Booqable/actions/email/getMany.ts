import { operation } from '../../../shared/operation';
import { BY_TIME, flagFilter, textFilter, timeFilters } from '../../filters/filters';
import { listing } from '../../filters/listing';

const list = listing({
	filters: [
		...timeFilters('created', 'Created', 'created_at'),
		textFilter('customerId', 'Customer ID', 'filter[customer_id]'),
		textFilter('templateId', 'Email Template Name or ID', 'filter[email_template_id]'),
		textFilter('employeeId', 'Employee Name or ID', 'filter[employee_id]'),
		flagFilter('failed', 'Failed', 'filter[has_error]', 'Whether to list those that failed, or the others'),
		textFilter('orderId', 'Order ID', 'filter[order_id]'),
		flagFilter('sent', 'Sent', 'filter[sent]', 'Whether to list emails that the mail server accepted, or the others'),
		...timeFilters('updated', 'Updated', 'updated_at'),
	],
	sort: BY_TIME,
	include: ['customer', 'order'],
});

export const getMany = operation({
	resource: 'email',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many emails',
	description: 'List emails that Booqable sent. Answers to them are not kept there.',
	parameters: list.parameters,
	options: list.options,
	endpoint: {
		route: 'GET /api/4/emails.json',
		effect: 'read',
		source: 'Booqable API v4, Emails',
		query: list.query,
		paging: list.paging,
	},
});
