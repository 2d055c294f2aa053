import { operation } from '../../../shared/operation';
import { filtering, textFilter } from '../../filters/filters';
import { PAGES } from '../../responses';

const filters = filtering([textFilter('name', 'Name', 'filter[name]')]);

export const getMany = operation({
	resource: 'emailTemplate',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many email templates',
	description: 'List the templates that emails can be sent from',
	parameters: [filters.parameter],
	endpoint: {
		route: 'GET /api/4/email_templates.json',
		effect: 'read',
		source: 'Booqable API v4, Email templates',
		query: (input) => ({ ...filters.query(input), sort: 'name' }),
		paging: PAGES,
	},
});
