import { operation } from '../../../shared/operation';
import { defaultPropertyOwnerType } from '../../owners';
import { PAGES } from '../../responses';

export const getMany = operation({
	resource: 'defaultProperty',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many default properties',
	description: 'List the custom fields that the account has for its customers or orders',
	parameters: [defaultPropertyOwnerType],
	endpoint: {
		route: 'GET /api/4/default_properties.json',
		effect: 'read',
		source: 'Booqable API v4, Default properties',
		query: (input) => ({ 'filter[owner_type]': input.text('ownerType') || 'customers', sort: 'position' }),
		paging: PAGES,
	},
});
