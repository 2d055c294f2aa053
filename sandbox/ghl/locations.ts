import type { View } from './contactViews';
import { endpoint, type Endpoint } from './endpoint';
import { notFound } from './errors';
import type { Location } from './records';
import { filled, shape, text } from './validation';

function locationView({ allowDuplicateContact, allowDuplicateOpportunity, ...location }: Location): View {
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
		settings: { allowDuplicateContact, allowDuplicateOpportunity, allowFacebookNameMerge: false, disableContactTimezone: false },
	};
}

const valueKey = (name: string): string => `{{ custom_values.${name.trim().toLowerCase().replace(/\W+/g, '_')} }}`;
const valueBody = shape({ name: filled, value: text });

export const locationEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/locations/:locationId',
		scope: 'locations.readonly',
		access: 'either',
		run({ ghl, locationId }) {
			const location = ghl.store.locations.get(locationId);
			if (!location) throw notFound(`Location with id ${locationId} not found`);
			return { location: locationView(location) };
		},
	}),
	endpoint({
		method: 'GET',
		path: '/locations/:locationId/customValues',
		scope: 'locations/customValues.readonly',
		run: ({ ghl, locationId }) => ({ customValues: ghl.store.customValues.where((value) => value.locationId === locationId) }),
	}),
	endpoint({
		method: 'POST',
		path: '/locations/:locationId/customValues',
		scope: 'locations/customValues.write',
		status: 201,
		body: valueBody,
		run: ({ ghl, locationId, body }) => ({
			customValue: ghl.store.customValues.add({ id: ghl.id(), locationId, ...body, fieldKey: valueKey(body.name) }),
		}),
	}),
];
