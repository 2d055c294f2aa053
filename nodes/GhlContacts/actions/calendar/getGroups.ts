import { operation } from '../../../shared/operation';
import { whole } from '../../../shared/http/paging';

export const getGroups = operation({
	resource: 'calendar',
	name: 'getGroups',
	label: 'Get Many Groups',
	action: 'Get many calendar groups',
	description: 'List the groups of calendars of the sub-account',
	parameters: [],
	endpoint: {
		route: 'GET /calendars/groups',
		effect: 'read',
		scopes: ['calendars/groups.readonly'],
		source: 'calendars.json get-groups',
		query: (input) => ({ locationId: input.account.values.locationId }),
		paging: whole('groups'),
	},
});
