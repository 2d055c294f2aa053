import { z } from 'zod';
import { endpoint, type Endpoint } from './endpoint';
import { notFound, wrongLocation } from '../errors';
import { numeric, shape, text } from '../rules/validation';
import { userView } from '../views/users';

export const userEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/users/search',
		scope: 'users.readonly',
		access: 'either',
		query: shape({
			companyId: text,
			locationId: text.optional(),
			query: text.optional(),
			skip: numeric.default(0),
			limit: numeric.default(25),
			type: text.optional(),
			role: text.optional(),
			ids: text.optional(),
			sort: text.optional(),
			sortDirection: z.enum(['asc', 'desc']).optional(),
			enabled2waySync: text.optional(),
		}),
		run({ account, token, locationId, query }) {
			if (query.companyId !== token.companyId) throw wrongLocation();
			const wanted = (query.query ?? '').toLowerCase();
			const ids = query.ids?.split(',');
			const found = account.store.users.where(
				(user) =>
					user.companyId === query.companyId &&
					(locationId === '' || user.locationIds.includes(locationId)) &&
					(query.role === undefined || user.role === query.role) &&
					(query.type === undefined || user.type === query.type) &&
					(ids === undefined || ids.includes(user.id)) &&
					`${user.firstName} ${user.lastName} ${user.email} ${user.phone ?? ''}`.toLowerCase().includes(wanted),
			);
			return { users: found.slice(query.skip, query.skip + query.limit).map(userView), count: found.length };
		},
	}),
	endpoint({
		method: 'GET',
		path: '/users/:userId',
		scope: 'users.readonly',
		access: 'either',
		run({ account, token, params }) {
			const user = account.store.users.get(params.userId ?? '');
			if (!user || user.companyId !== token.companyId) throw notFound(`User with id ${params.userId} not found`);
			return userView(user);
		},
	}),
];
