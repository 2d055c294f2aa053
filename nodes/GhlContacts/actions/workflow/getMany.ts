import { operation } from '../../../shared/operation';
import { whole } from '../../../shared/http/paging';

export const getMany = operation({
	resource: 'workflow',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many workflows',
	description:
		'List the workflows of the sub-account in GHL. The API can start them for a contact, but not create them.',
	parameters: [],
	endpoint: {
		route: 'GET /workflows/',
		effect: 'read',
		scopes: ['workflows.readonly'],
		source: 'workflows.json get-workflow',
		query: (input) => ({ locationId: input.account.values.locationId }),
		paging: whole('workflows'),
	},
});
