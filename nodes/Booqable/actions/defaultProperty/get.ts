import { operation } from '../../../shared/operation';
import { defaultPropertyId } from '../../parameters';
import { record } from '../../responses';

export const get = operation({
	resource: 'defaultProperty',
	name: 'get',
	label: 'Get',
	action: 'Get default property',
	description: 'Get the definition of one custom field by its ID',
	parameters: [defaultPropertyId],
	endpoint: {
		route: 'GET /api/4/default_properties/{defaultPropertyId}.json',
		effect: 'read',
		source: 'Booqable API v4, Default properties',
		envelope: { record: ['data'] },
		answer: record,
	},
});
