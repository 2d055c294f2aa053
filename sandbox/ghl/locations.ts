import { z } from 'zod';
import type { View } from './contactViews';
import { succeeded } from './contacts';
import { endpoint, type Endpoint } from './endpoint';
import { notFound, wrongLocation } from './errors';
import type { Ghl } from './ghl';
import type { CustomValue, Location } from './records';
import { filled, numeric, shape, text } from './validation';

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

function ownCustomValue(ghl: Ghl, locationId: string, id: string | undefined): CustomValue {
	const value = ghl.store.customValues.get(id ?? '');
	if (!value || value.locationId !== locationId) throw notFound(`Custom value with id ${id} not found`);
	return value;
}

const valueKey = (name: string): string => `{{ custom_values.${name.trim().toLowerCase().replace(/\W+/g, '_')} }}`;
const valueBody = shape({ name: filled, value: text });

export const locationEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/locations/search',
		scope: 'locations.readonly',
		access: 'either',
		query: shape({
			companyId: text.optional(),
			skip: numeric.default(0),
			limit: numeric.default(10),
			order: z.enum(['asc', 'desc']).default('asc'),
			email: text.optional(),
		}),
		run({ ghl, token, query }) {
			if (query.companyId !== undefined && query.companyId !== token.companyId) throw wrongLocation();
			const found = ghl.store.locations.where(
				(location) =>
					location.companyId === token.companyId &&
					(token.locationId === undefined || location.id === token.locationId) &&
					(query.email === undefined || location.email === query.email),
			);
			if (query.order === 'desc') found.reverse();
			return { locations: found.slice(query.skip, query.skip + query.limit).map(locationView) };
		},
	}),
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
		path: '/locations/:locationId/timezones',
		scope: 'locations.readonly',
		access: 'either',
		run: () => ({ timeZones: Intl.supportedValuesOf('timeZone') }),
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
	endpoint({
		method: 'GET',
		path: '/locations/:locationId/customValues/:id',
		scope: 'locations/customValues.readonly',
		run: ({ ghl, locationId, params }) => ({ customValue: ownCustomValue(ghl, locationId, params.id) }),
	}),
	endpoint({
		method: 'PUT',
		path: '/locations/:locationId/customValues/:id',
		scope: 'locations/customValues.write',
		body: valueBody,
		run: ({ ghl, locationId, params, body }) => ({ customValue: Object.assign(ownCustomValue(ghl, locationId, params.id), body) }),
	}),
	endpoint({
		method: 'DELETE',
		path: '/locations/:locationId/customValues/:id',
		scope: 'locations/customValues.write',
		run({ ghl, locationId, version, params }) {
			ghl.store.customValues.delete(ownCustomValue(ghl, locationId, params.id).id);
			return succeeded(version);
		},
	}),
];
