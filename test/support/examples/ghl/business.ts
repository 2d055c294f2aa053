import { BUSINESS, LOCATION_US } from '../../../../sandbox/ghl/world';
import { byId, mapped } from '../../nodeSetups';
import type { Entries } from './entry';
import { source } from './records';

export const business: Entries = {
	create: () => ({
		parameters: {
			name: 'Example Rentals',
			additionalFields: { email: 'office@example.com', phone: '+12125550146', city: 'Boston' },
		},
		sdk: async ({ businesses }) =>
			await businesses.createBusiness({
				name: 'Example Rentals',
				locationId: LOCATION_US,
				email: 'office@example.com',
				phone: '+12125550146',
				city: 'Boston',
			}),
	}),
	delete: () => ({
		parameters: { businessId: byId(BUSINESS) },
		sdk: async ({ businesses }) => await businesses.deleteBusiness({ businessId: BUSINESS }),
	}),
	get: () => ({
		parameters: { businessId: byId(BUSINESS) },
		sdk: async ({ businesses }) => await businesses.getBusiness({ businessId: BUSINESS }),
	}),
	getMany: () => ({
		parameters: { limit: 20 },
		sdk: async ({ businesses }) =>
			await businesses.getBusinessesByLocation({ locationId: LOCATION_US, limit: '20', skip: '0' }),
	}),
	sync: () => ({
		parameters: {
			...source('a-company'),
			fields: mapped({ name: 'Example Rentals', email: 'office@example.com', city: 'Boston' }),
		},
		sdk: async ({ businesses }) =>
			await businesses.createBusiness({
				name: 'Example Rentals',
				locationId: LOCATION_US,
				email: 'office@example.com',
				city: 'Boston',
			}),
	}),
	update: () => ({
		parameters: { businessId: byId(BUSINESS), updateFields: { city: 'Salem', website: 'https://www.example.com' } },
		sdk: async ({ businesses }) =>
			await businesses.updateBusiness({ businessId: BUSINESS }, { city: 'Salem', website: 'https://www.example.com' }),
	}),
};
