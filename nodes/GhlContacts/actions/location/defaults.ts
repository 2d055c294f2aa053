import type { CachedRead } from '../../../shared/endpoint';
import { textOf } from '../../../shared/parameters/input';
import { get } from './get';

const fieldOfLocation = (name: string, field: string): CachedRead<string> => ({
	name,
	keep: 3_600_000,
	endpoint: get.endpoint,
	read: ([location]) => textOf(location[field]),
});

/** How phone numbers without a country are read. All three are kept for an hour. */
export const locationCountry = fieldOfLocation('country of the location', 'country');

/** The zone of times that GHL gives without an offset. */
export const locationZone = fieldOfLocation('time zone of the location', 'timezone');

/** The agency that the sub-account belongs to, which the search for users asks for. */
export const company = fieldOfLocation('company', 'companyId');
