import { whole } from '../../../shared/http/paging';
import { operation } from '../../../shared/operation';
import { SIMPLE } from './fields';

export const getMany = operation({
	resource: 'customField',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many custom fields',
	description: 'List the custom fields of the sub-account with their IDs, keys, types and choices',
	parameters: [
		{
			displayName: 'Object',
			name: 'model',
			type: 'options',
			options: [
				{ name: 'All', value: 'all' },
				{ name: 'Contacts', value: 'contact' },
				{ name: 'Opportunities', value: 'opportunity' },
			],
			default: 'contact',
			description: 'Which records the fields belong to',
		},
	],
	endpoint: {
		route: 'GET /locations/{locationId}/customFields',
		effect: 'read',
		scopes: ['locations/customFields.readonly'],
		source: 'locations.json get-custom-fields',
		query: (input) => ({ model: input.text('model') || 'all' }),
		paging: whole('customFields'),
	},
	simplify: SIMPLE,
});
