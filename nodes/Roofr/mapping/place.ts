import type { IDataObject } from 'n8n-workflow';
import { textOf } from '../../shared/parameters/input';
import { joinAddress, localityIn, splitAddress, type Address } from '../../shared/values/address';
import { namedCountry } from './country';

/** The parts of an address under the names that a record has for them. */
export interface Place {
	readonly address: string;
	readonly address2?: string;
	readonly city?: string;
	readonly state?: string;
	readonly postalCode?: string;
	readonly country?: string;
}

/** An address as one text and in its parts; parts that nothing tells are empty. */
export interface ReadPlace extends Address {
	readonly fullAddress: string;
}

/**
 * An address that is given as one text, in parts, or as both: a street with city, state and postal code beside it, or a
 * city that holds all three. Undefined where one text alone cannot be split.
 */
export function placeOf({
	address,
	address2 = '',
	city = '',
	state = '',
	postalCode = '',
	country = '',
}: Place): ReadPlace | undefined {
	const line = splitAddress(address);
	const locality = localityIn(city);
	const isAlone = [city, state, postalCode].every((part) => part === '');
	if (isAlone && !line) return undefined;
	const street = [line?.street ?? address, address2].filter((part) => part !== '').join(', ');
	const given = { street, city: locality?.city ?? city, state, postalCode, country };
	const parts = line ?? locality;
	const place: Address = {
		street,
		city: given.city || (parts?.city ?? ''),
		state: given.state || (parts?.state ?? ''),
		postalCode: given.postalCode || (parts?.postalCode ?? ''),
		country: namedCountry(country || (parts?.country ?? '')),
	};
	return { ...place, fullAddress: joinAddress(place) };
}

/** The same for a record, beside what it has already. */
export function placeIn(record: IDataObject): IDataObject {
	const text = (name: string): string => textOf(record[name]);
	if (text('address') === '') return {};
	const place = placeOf({
		address: text('address'),
		address2: text('address2'),
		city: text('city'),
		state: text('state'),
		postalCode: text('postalCode'),
		country: text('country'),
	});
	return place ? { ...place } : { fullAddress: text('address') };
}
