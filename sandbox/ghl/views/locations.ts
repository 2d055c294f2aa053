import type { Location } from '../models/records';
import type { View } from './view';

export function locationView({ allowDuplicateContact, allowDuplicateOpportunity, ...location }: Location): View {
	return {
		...location,
		business: {
			name: location.name,
			address: location.address,
			city: location.city,
			state: location.state,
			country: location.country,
			postalCode: location.postalCode,
			website: location.website,
			timezone: location.timezone,
		},
		social: {},
		settings: {
			allowDuplicateContact,
			allowDuplicateOpportunity,
			allowFacebookNameMerge: false,
			disableContactTimezone: false,
		},
	};
}
