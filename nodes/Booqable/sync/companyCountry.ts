import { textOf } from '../../shared/input';
import type { Lookup } from '../../shared/lookup';
import { get } from '../actions/company/get';

/** How phone numbers without a country are read, when the node does not say. Kept for a day. */
export const companyCountry: Lookup<string> = { name: 'country of the company', keep: 86_400_000, read: async (calls) => textOf((await calls.one(get, {})).country_code) };
