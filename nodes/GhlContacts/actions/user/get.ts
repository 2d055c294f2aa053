import { operation } from '../../../shared/operation';
import { userId } from '../../parameters';
import { flat } from '../../responses';

export const get = operation({
	resource: 'user',
	name: 'get',
	label: 'Get',
	action: 'Get user',
	description: 'Get one user by its ID',
	parameters: [userId],
	endpoint: {
		route: 'GET /users/{userId}',
		effect: 'read',
		scopes: ['users.readonly'],
		source: 'users.json get-user',
		envelope: { record: [''] },
		answer: flat,
	},
	simplify: ['id', 'name', 'firstName', 'lastName', 'email', 'phone', 'roles', 'deleted'],
});
