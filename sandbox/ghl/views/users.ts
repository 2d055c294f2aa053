import type { User } from '../models/records';
import type { View } from './view';

export function userView({ companyId: _inner, type, role, locationIds, ...user }: User): View {
	return {
		...user,
		name: `${user.firstName} ${user.lastName}`,
		extension: '',
		permissions: {},
		scopes: '',
		roles: { type, role, locationIds },
		deleted: false,
	};
}
