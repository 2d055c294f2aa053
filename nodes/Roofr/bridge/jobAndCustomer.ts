import type { IDataObject } from 'n8n-workflow';
import { canonicalName, canonicalText, joinName } from '../../../sync/model/canonical';
import { InputProblem, shorten, titleOf } from '../../shared/parameters/input';
import { isEmpty } from '../../shared/parameters/mapper';
import { joinAddress, regionIn, splitAddress, type Address } from '../../shared/values/address';
import { emailIn } from '../../shared/values/email';
import { splitName } from '../../shared/values/name';
import { phoneIn } from '../../shared/values/phone';
import { readText } from '../../shared/values/text';
import { namedCountry } from '../mapping/country';
import { externalId, idempotencyKey, marker, type Origin } from './origin';

export type MissingLastName = 'refuse' | 'repeat' | 'dash';

export interface Choices {
	readonly name: 'parts' | 'full';
	readonly address: 'parts' | 'line';
	readonly missingLastName: MissingLastName;
	/** Country where the record has none. */
	readonly country: string;
	readonly withMarker: boolean;
}

/** Fields that "Create Job and Customer" refuses to be without; a relay then loses the record in silence. */
const REQUIRED: ReadonlyArray<readonly [keyof Customer, string]> = [
	['firstName', 'First Name'],
	['lastName', 'Last Name'],
	['street', 'Street'],
	['city', 'City'],
	['state', 'State'],
	['postalCode', 'Postal Code'],
	['country', 'Country'],
];

interface Customer extends Address {
	readonly firstName: string;
	readonly lastName: string;
}

/**
 * What goes to the bridge, flat, so that each field can be picked by name there. Throws one `InputProblem` for all that
 * is missing.
 */
export function jobAndCustomer(mapped: IDataObject, origin: Origin, choices: Choices): IDataObject {
	const text = (name: string): string =>
		isEmpty(mapped[name]) ? '' : readText(mapped[name], { id: name, label: titleOf(name) });
	const field = (name: string): string => canonicalName(text(name));
	const line = text('fullAddress');
	const customer: Customer = { ...nameOf(field, choices), ...placeOf(field, line, choices) };
	const written = text('email');
	const found = emailIn(written);
	const email = found?.others.length === 0 ? found.address : '';
	const problems = [
		...missing(customer, line, choices),
		...(written !== '' && email === '' ? [`Email "${shorten(written)}" is not an address`] : []),
	];
	if (problems.length > 0) {
		throw new InputProblem(
			'fields',
			`Nothing was sent: ${problems.join('; ')}`,
			'Roofr drops a job without these, without an error. Map them, or filter such records out before.',
		);
	}
	const { firstName, lastName, street, city, state, postalCode, country } = customer;
	const phone = text('phone');
	return {
		external_id: externalId(origin),
		idempotency_key: idempotencyKey(origin),
		first_name: firstName,
		last_name: lastName,
		full_name: joinName(firstName, lastName),
		address: street,
		city,
		state,
		postal_code: postalCode,
		country,
		full_address: joinAddress(customer),
		job_name: jobName(field('jobName') || `${joinName(firstName, lastName)} – ${street}`, origin, choices),
		phone: phoneIn(phone, country === 'Canada' ? 'CA' : 'US')?.number ?? canonicalText(phone),
		phone_as_given: phone,
		email,
		notes: canonicalText(text('notes')),
	};
}

function jobName(name: string, origin: Origin, { withMarker }: Choices): string {
	return withMarker ? `${name} ${marker(origin)}` : name;
}

function nameOf(field: (name: string) => string, choices: Choices): { firstName: string; lastName: string } {
	const { firstName, lastName } =
		choices.name === 'full'
			? splitName(field('fullName'))
			: { firstName: field('firstName'), lastName: field('lastName') };
	if (lastName !== '' || firstName === '') return { firstName, lastName };
	return { firstName, lastName: { refuse: '', repeat: firstName, dash: '-' }[choices.missingLastName] };
}

function placeOf(field: (name: string) => string, line: string, choices: Choices): Address {
	const given: Address = {
		street: field('address1'),
		city: field('city'),
		state: field('state'),
		postalCode: field('postalCode'),
		country: field('country'),
	};
	const place = choices.address === 'line' ? (splitAddress(line) ?? NOWHERE) : given;
	const country = place.country || (regionIn(place.state, place.postalCode) ?? choices.country);
	return { ...place, country: namedCountry(country) };
}

const NOWHERE: Address = { street: '', city: '', state: '', postalCode: '', country: '' };

function missing(customer: Customer, line: string, choices: Choices): string[] {
	const unread = choices.address === 'line' && customer.street === '';
	const names = REQUIRED.filter(([name]) => customer[name] === '' && !(unread && name in NOWHERE)).map(
		([, label]) => `${label} is empty`,
	);
	return unread
		? [...names, line === '' ? 'Full Address is empty' : 'Full Address is not "street, city, ST code"']
		: names;
}
