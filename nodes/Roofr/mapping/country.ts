import { countryIn, countryName } from '../../shared/values/country';

/** The English name of a country, as Roofr's action wants it: "United States", not "US". Other text stays as it is. */
export function namedCountry(text: string): string {
	const code = countryIn(text);
	return code === undefined ? text.trim() : countryName(code);
}
