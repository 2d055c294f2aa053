import type { Endpoint } from '../../shared/endpoint';
import { record } from '../responses';

/** Whose token it is: the employee and the account. */
export const getSession: Endpoint = {
	route: 'GET /api/4/sessions/current.json',
	effect: 'read',
	source: 'Booqable API v4, Sessions',
	envelope: { record: ['data'] },
	answer: record,
};
