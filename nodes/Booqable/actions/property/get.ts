import { operation } from '../../../shared/operation';
import { including } from '../../filters/filters';
import { propertyId } from '../../parameters';
import { record } from '../../responses';

const include = including(['owner']);

export const get = operation({
	resource: 'property',
	name: 'get',
	label: 'Get',
	action: 'Get property',
	description: 'Get the value of one property by its ID, addresses in parts',
	parameters: [propertyId],
	options: [include.option],
	endpoint: {
		route: 'GET /api/4/properties/{propertyId}.json',
		effect: 'read',
		source: 'Booqable API v4, Properties',
		query: include.query,
		envelope: { record: ['data'] },
		answer: record,
	},
});
