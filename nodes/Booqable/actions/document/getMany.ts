import { operation } from '../../../shared/operation';
import {
	archivedFilter,
	BY_TIME,
	choiceFilter,
	flagFilter,
	numberFilter,
	searchFilter,
	textFilter,
	timeFilters,
} from '../../filters/filters';
import { listing } from '../../filters/listing';
import { SIMPLE } from './get';

const list = listing({
	filters: [
		archivedFilter,
		flagFilter('confirmed', 'Confirmed', 'filter[confirmed]', 'Whether to list confirmed ones, or the others'),
		...timeFilters('created', 'Created', 'created_at'),
		textFilter('customerId', 'Customer ID', 'filter[customer_id]'),
		...timeFilters('due', 'Due', 'due_date'),
		flagFilter('finalized', 'Finalized', 'filter[finalized]', 'Whether to list finalized ones, or the others'),
		choiceFilter('type', 'Kind', 'filter[document_type]', [
			{ name: 'Contract', value: 'contract' },
			{ name: 'Invoice', value: 'invoice' },
			{ name: 'Quote', value: 'quote' },
		]),
		numberFilter,
		textFilter('orderId', 'Order ID', 'filter[order_id]'),
		searchFilter('Text that numbers, names and references are looked through for'),
		flagFilter('sent', 'Sent', 'filter[sent]', 'Whether to list those that were sent, or the others'),
		flagFilter('signed', 'Signed', 'filter[signed]', 'Whether to list signed ones, or the others'),
		choiceFilter('status', 'Status', 'filter[status]', [
			{ name: 'Confirmed', value: 'confirmed' },
			{ name: 'Deposit to Process', value: 'process_deposit' },
			{ name: 'Overpaid', value: 'overpaid' },
			{ name: 'Paid', value: 'paid' },
			{ name: 'Partially Paid', value: 'partially_paid' },
			{ name: 'Payment Due', value: 'payment_due' },
			{ name: 'Revised', value: 'revised' },
			{ name: 'Unconfirmed', value: 'unconfirmed' },
		]),
		textFilter('tag', 'Tag', 'filter[tag_list]'),
		...timeFilters('updated', 'Updated', 'updated_at'),
	],
	hint: 'Documents must fit all of them. Booqable shows new and changed ones here after some seconds.',
	sort: [...BY_TIME, { name: 'Due Date', value: 'due_date' }, { name: 'Number', value: 'number' }],
	include: ['customer', 'order'],
});

export const getMany = operation({
	resource: 'document',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many documents',
	description: 'List invoices, quotes and contracts, with amounts in cents',
	parameters: list.parameters,
	options: list.options,
	endpoint: {
		route: 'GET /api/4/documents.json',
		effect: 'read',
		source: 'Booqable API v4, Documents',
		query: list.query,
		paging: list.paging,
	},
	simplify: SIMPLE,
});
