import { operation } from '../../../shared/operation';
import { record } from '../../records';

/** Whose token it is. Used by the poll trigger. */
export const get = operation({
	resource: 'session',
	name: 'get',
	label: 'Get',
	action: 'Get session',
	description: 'Get the employee and the account of the token',
	effect: 'read',
	endpoint: 'GET /api/4/sessions/current.json',
	scopes: [],
	source: 'Booqable API v4, Sessions',
	parameters: [],
	answer: record,
});
