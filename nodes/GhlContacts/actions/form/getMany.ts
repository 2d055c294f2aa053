import { operation } from '../../../shared/operation';
import { skipLimit } from '../../../shared/http/paging';

export const getMany = operation({
	resource: 'form',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many forms',
	description: 'List the forms of the sub-account',
	parameters: [],
	endpoint: {
		route: 'GET /forms/',
		effect: 'read',
		scopes: ['forms.readonly'],
		source: 'forms.json get-forms',
		query: (input) => ({ locationId: input.account.values.locationId }),
		paging: skipLimit('forms', 50),
	},
});
