import { operation } from '../../../shared/operation';
import { customFieldId } from '../../parameters';
import { unwrap } from '../../responses';
import { SIMPLE } from './fields';

export const get = operation({
	resource: 'customField',
	name: 'get',
	label: 'Get',
	action: 'Get custom field',
	description: 'Get the definition of one custom field by its ID or key, such as contact.industry',
	parameters: [customFieldId],
	endpoint: {
		route: 'GET /locations/{locationId}/customFields/{customFieldId}',
		effect: 'read',
		scopes: ['locations/customFields.readonly'],
		source: 'locations.json get-custom-field',
		envelope: { record: ['customField'] },
		answer: unwrap('customField'),
	},
	simplify: SIMPLE,
});
