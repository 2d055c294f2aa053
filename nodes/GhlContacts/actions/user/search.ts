import { textOf } from '../../../shared/parameters/input';
import { operation } from '../../../shared/operation';
import { skipLimit } from '../../../shared/http/paging';
import { company } from '../location/defaults';
import { NARROWS } from '../../../shared/parameters/parameter';
import { text } from '../../parameters';

export const search = operation({
	resource: 'user',
	name: 'search',
	label: 'Search',
	action: 'Search users',
	description: 'List the users of the sub-account',
	parameters: [],
	options: [text('Search', 'query', { typeOptions: NARROWS, description: 'Name, email or phone' })],
	endpoint: {
		route: 'GET /users/search',
		effect: 'read',
		scopes: ['users.readonly'],
		source: 'users.json search-users',
		needs: () => [company],
		query: (input) => ({
			companyId: input.cached(company),
			locationId: input.account.values.locationId,
			query: textOf(input.option('query')),
		}),
		paging: skipLimit('users', 25),
	},
	simplify: ['id', 'name', 'firstName', 'lastName', 'email', 'phone', 'roles', 'deleted'],
});
