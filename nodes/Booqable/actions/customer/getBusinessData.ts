import { operation } from '../../../shared/operation';
import { customerId } from '../../parameters';
import { record } from '../../responses';
import { businessData } from './businessData';

export const getBusinessData = operation({
	resource: 'customer',
	name: 'getBusinessData',
	label: 'Get Business Data',
	action: 'Get business data of customer',
	description:
		'Get industry, company size, revenue, website, contact details and order figures of a customer as one flat object, ready to be mapped to a GHL contact or business',
	parameters: [customerId],
	endpoint: {
		route: 'GET /api/4/customers/{customerId}.json',
		effect: 'read',
		source: 'Booqable API v4, Customers and Properties',
		envelope: { record: ['data'] },
		answer: (body) => businessData(record(body)),
	},
});
