import type { CachedRead } from '../../shared/endpoint';
import { textOf } from '../../shared/parameters/input';
import { get } from '../actions/company/get';

/** How phone numbers without a country are read, when the node does not say. Kept for a day. */
export const companyCountry: CachedRead<string> = {
	name: 'country of the company',
	keep: 86_400_000,
	endpoint: get.endpoint,
	read: ([company]) => textOf(company.country_code),
};
