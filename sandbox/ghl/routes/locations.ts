import { endpoint, type Endpoint } from './endpoint';
import { notFound } from '../errors';
import { filled, shape, text } from '../rules/validation';
import { locationView } from '../views/locations';

const valueKey = (name: string): string => `{{ custom_values.${name.trim().toLowerCase().replace(/\W+/g, '_')} }}`;
const valueBody = shape({ name: filled, value: text });

export const locationEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/locations/:locationId',
		scope: 'locations.readonly',
		access: 'either',
		run({ account, locationId }) {
			const location = account.store.locations.get(locationId);
			if (!location) throw notFound(`Location with id ${locationId} not found`);
			return { location: locationView(location) };
		},
	}),
	endpoint({
		method: 'GET',
		path: '/locations/:locationId/customValues',
		scope: 'locations/customValues.readonly',
		run: ({ account, locationId }) => ({
			customValues: account.store.customValues.where((value) => value.locationId === locationId),
		}),
	}),
	endpoint({
		method: 'POST',
		path: '/locations/:locationId/customValues',
		scope: 'locations/customValues.write',
		status: 201,
		body: valueBody,
		run: ({ account, locationId, body }) => ({
			customValue: account.store.customValues.add({
				id: account.id(),
				locationId,
				...body,
				fieldKey: valueKey(body.name),
			}),
		}),
	}),
];
