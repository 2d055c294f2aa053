import type { IDataObject } from 'n8n-workflow';
import { canonicalEmail, e164, isEmail, isInternational, regionOf } from '../../../../sync/model/canonical';
import type { CachedRead } from '../../../shared/endpoint';
import { InputProblem, shorten, textOf, type Input } from '../../../shared/input';
import { isEmpty } from '../../../shared/mapper';
import { readList } from '../../../shared/values/list';
import { only } from '../../../shared/values/text';
import { users } from '../../mapping/accountLists';
import { contactFields, dayOf } from '../../mapping/customFields';
import { mappedBody, needsOf, standardValue, type MappedField, type Mapping } from '../../mapping/mapping';
import { locationCountry } from '../location/defaults';

export type ContactWrite = 'create' | 'update' | 'upsert';

interface ContactField extends MappedField {
	/** Endpoints that take it; all when absent. GHL refuses gender and companyName on an update (422). */
	readonly only?: readonly ContactWrite[];
}

/** Writable fields of a contact. Source: contacts.json, CreateContactDto, UpdateContactDto and UpsertContactDto. */
const FIELDS: readonly ContactField[] = [
	{ id: 'firstName', label: 'First Name', first: true },
	{ id: 'lastName', label: 'Last Name', first: true },
	{ id: 'name', label: 'Full Name' },
	{ id: 'email', label: 'Email', first: true, match: true },
	{ id: 'phone', label: 'Phone', first: true, match: true },
	{ id: 'companyName', label: 'Company Name', only: ['create', 'upsert'] },
	{ id: 'address1', label: 'Street Address' },
	{ id: 'city', label: 'City' },
	{ id: 'state', label: 'State' },
	{ id: 'postalCode', label: 'Postal Code', nullable: false },
	{ id: 'country', label: 'Country', type: 'country', nullable: false },
	{ id: 'website', label: 'Website' },
	{ id: 'timezone', label: 'Time Zone' },
	{ id: 'dateOfBirth', label: 'Date of Birth', type: 'dateTime' },
	// GHL's documentation has "male" as an example and names no list.
	{
		id: 'gender',
		label: 'Gender',
		choices: [
			{ name: 'Female', value: 'female' },
			{ name: 'Male', value: 'male' },
		],
		others: true,
		only: ['create', 'upsert'],
		nullable: false,
	},
	{ id: 'source', label: 'Source' },
	{ id: 'assignedTo', label: 'Assigned To', list: users },
	{ id: 'dnd', label: 'Do Not Disturb', type: 'boolean', nullable: false },
];

/** The fields that this write takes. Only an upsert looks for a contact by some of them. */
export function contactMapping(write: ContactWrite): Mapping {
	const standard = FIELDS.filter(({ only }) => !only || only.includes(write)).map((field) =>
		write === 'upsert' ? field : { ...field, match: false },
	);
	return { standard, custom: contactFields, written };
}

/** The reads that the mapped fields of this item need: none for standard fields with an international phone. */
export const mappingNeeds =
	(write: ContactWrite) =>
	(input: Input): Array<CachedRead<unknown>> => {
		const phone = textOf(only(input.mapped('fields').phone));
		return [...needsOf(input, contactMapping(write)), ...phoneNeeds(phone, input)];
	};

/** The country of the sub-account is read only for a phone that names none, unless the option does. */
export const phoneNeeds = (phone: string, input: Input): Array<CachedRead<unknown>> =>
	phone !== '' && !isInternational(phone) && !regionOf(textOf(input.option('phoneCountry'))) ? [locationCountry] : [];

export const contactBody = (input: Input, write: ContactWrite): IDataObject => mappedBody(input, contactMapping(write));

function written(field: MappedField, value: unknown, input: Input): IDataObject[string] | undefined {
	if (field.type === 'dateTime') return dayOf(value, field.id);
	const standard = standardValue(field, value, (list) => input.cached(list));
	if (field.id === 'email') return emailOf(textOf(standard));
	return field.id === 'phone' ? phoneOf(textOf(standard), input) : standard;
}

function emailOf(typed: string): string {
	const email = canonicalEmail(typed);
	if (!isEmail(email))
		throw new InputProblem(
			'email',
			`Invalid email "${shorten(typed)}"`,
			'Map an address like name@example.com, or leave it empty.',
		);
	return email;
}

/** E.164. What is no valid number is refused, left out or sent as it is, as the option "Invalid Phone" says. */
export function phoneOf(phone: string, input: Input): string | undefined {
	const chosen = regionOf(textOf(input.option('phoneCountry')));
	const number = e164(phone, isInternational(phone) ? undefined : (chosen ?? input.cached(locationCountry)));
	if (number) return number;
	const choice = textOf(input.option('invalidPhone'));
	if (choice === 'omit') return undefined;
	if (choice === 'send') return phone;
	throw new InputProblem(
		'phone',
		`Invalid phone "${shorten(phone)}"`,
		'Map a number like +1 212 555 0142, set "Default Phone Country" for numbers without one, or choose in "Invalid Phone" to leave it out.',
	);
}

/** Keys under which two items are the same person. */
export function contactKeys(input: Input): Array<string | undefined> {
	const { email, phone } = input.mapped('fields');
	return [canonicalEmail(textOf(only(email))) || undefined, textOf(only(phone)).replace(/\D/g, '') || undefined];
}

/** Tags of the option "Tags". */
export const chosenTags = (input: Input): string[] => {
	const tags = input.option('tags');
	return isEmpty(tags) ? [] : readList(tags, { id: 'tags', label: 'Tags' });
};

/** What an update takes of the fields mapped for a create, and the names of those that it does not. */
export function forUpdate(input: Input): { taken: Input; ignored: string[] } {
	if (input.mapsAutomatically('fields')) return { taken: input, ignored: [] };
	const isOther = (id: string): boolean =>
		FIELDS.some((field) => field.id === id && field.only?.includes('update') === false);
	const mapped = Object.entries(input.mapped('fields'));
	const value = Object.fromEntries(mapped.filter(([id]) => !isOther(id)));
	return {
		taken: input.with({ fields: { ...input.collection('fields'), value } }),
		ignored: mapped.filter(([id, given]) => isOther(id) && !isEmpty(given)).map(([id]) => id),
	};
}
