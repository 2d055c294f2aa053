import { operation } from '../../../shared/operation';
import { whole } from '../../../shared/http/paging';

export const getMany = operation({
	resource: 'campaign',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many campaigns',
	description: 'List the campaigns of the sub-account',
	parameters: [],
	options: [
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [
				{ name: 'Draft', value: 'draft' },
				{ name: 'Published', value: 'published' },
			],
			default: 'published',
		},
	],
	endpoint: {
		route: 'GET /campaigns/',
		effect: 'read',
		scopes: ['campaigns.readonly'],
		source: 'campaigns.json get-campaigns',
		// an option of the list above
		query: (input) => ({ locationId: input.account.values.locationId, status: input.option('status') as string }),
		paging: whole('campaigns'),
	},
});
