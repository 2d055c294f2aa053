import type { IDataObject } from 'n8n-workflow';
import { canonicalEmail, isInternational, regionOf } from '../../../../sync/model/canonical';
import type { CachedRead } from '../../../shared/endpoint';
import { InputProblem, shorten, textOf, type Input } from '../../../shared/parameters/input';
import { isEmpty } from '../../../shared/parameters/mapper';
import { orNone } from '../../../shared/values/field';
import { extensionOf, phoneIn, type Phone } from '../../../shared/values/phone';
import { only, readText } from '../../../shared/values/text';
import { users } from '../../mapping/accountLists';
import { contactFields } from '../../mapping/customFields';
import {
	ignoredFields,
	mappedBody,
	needsOf,
	standardMapped,
	standardValue,
	type MappedField,
	type Mapping,
} from '../../mapping/mapping';
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
	{ id: 'email', label: 'Email', type: 'email', first: true, match: true },
	{ id: 'phone', label: 'Phone', first: true, match: true },
	{ id: 'companyName', label: 'Company Name', only: ['create', 'upsert'] },
	{ id: 'address1', label: 'Street Address' },
	{ id: 'city', label: 'City' },
	{ id: 'state', label: 'State' },
	{ id: 'postalCode', label: 'Postal Code', nullable: false },
	{ id: 'country', label: 'Country', type: 'country', nullable: false },
	{ id: 'website', label: 'Website' },
	{ id: 'timezone', label: 'Time Zone', type: 'timeZone' },
	{ id: 'dateOfBirth', label: 'Date of Birth', type: 'date' },
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

/** Only an update takes null for these. Source: contacts.json, `nullable`. */
const NULL_IN_UPDATE: ReadonlySet<string> = new Set(['source', 'assignedTo']);

const mappings = new Map<ContactWrite, Mapping>();

/** The fields that this write takes: the same object each time. Only an upsert looks for a contact by some of them. */
export function contactMapping(write: ContactWrite): Mapping {
	const mapping = mappings.get(write) ?? mappingOf(write);
	mappings.set(write, mapping);
	return mapping;
}

function mappingOf(write: ContactWrite): Mapping {
	const standard = FIELDS.filter(({ only }) => !only || only.includes(write)).map((field): ContactField => ({
		...field,
		...(write !== 'upsert' && { match: false }),
		...(write !== 'update' && NULL_IN_UPDATE.has(field.id) && { nullable: 'omit' }),
	}));
	return { standard, custom: contactFields, written };
}

/** The reads that the mapped fields of this item need: none for standard fields with an international phone. */
export const mappingNeeds =
	(write: ContactWrite) =>
	(input: Input): Array<CachedRead<unknown>> => {
		return [...needsOf(input, contactMapping(write)), ...phoneNeeds(mappedPhone(input), input)];
	};

/** The text of the mapped phone; empty where there is none. */
const mappedPhone = (input: Input): string =>
	orNone(() => readText(standardMapped(input, FIELDS).phone, { id: 'phone', label: 'Phone' })) ?? '';

/** The country of the sub-account is read only for a phone that names none, unless the option does. */
export const phoneNeeds = (phone: string, input: Input): Array<CachedRead<unknown>> =>
	phone !== '' && !isInternational(phone) && !regionOf(input.phoneCountry) ? [locationCountry] : [];

export const contactBody = (input: Input, write: ContactWrite): IDataObject => mappedBody(input, contactMapping(write));

/** Mapped fields of this write that are not written, or not whole. */
export function ignoredIn(input: Input, write: ContactWrite): readonly string[] {
	const text = mappedPhone(input);
	const read = text === '' ? undefined : phoneRead(text, input);
	const isWhole = read !== undefined && read.others.length === 0;
	return [
		...ignoredFields(input, contactMapping(write)),
		...(isWhole ? extensionOf(read) : []),
		...(text !== '' && !isWhole && input.option('invalidPhone') === 'omit' ? ['phone'] : []),
	];
}

const written: Mapping['written'] = (field, value, input) =>
	field.id === 'phone'
		? phoneOf(readText(value, field), input)
		: standardValue(field, value, (list) => input.cached(list), input.dates);

const phoneRead = (phone: string, input: Input): Phone | undefined =>
	input.once(`phone ${phone}`, () => phoneIn(phone, regionFor(phone, input)));

/** The country of numbers that name none. */
const regionFor = (phone: string, input: Input): string | undefined =>
	isInternational(phone) ? undefined : (regionOf(input.phoneCountry) ?? input.cached(locationCountry));

/**
 * E.164, without the extension, which GHL has no place for. What is not a valid number is refused, left out or sent as
 * it is, as the option "Invalid Phone" says.
 */
export function phoneOf(phone: string, input: Input): string | undefined {
	const read = phoneRead(phone, input);
	if (read && read.others.length === 0) return read.number;
	const choice = textOf(input.option('invalidPhone'));
	if (choice === 'omit') return undefined;
	if (choice === 'send') return phone;
	throw new InputProblem(
		'phone',
		read ? `Phone holds ${read.others.length + 1} numbers: "${shorten(phone)}"` : `Invalid phone "${shorten(phone)}"`,
		'Use a number like +1 212 555 0142, add the option "Default Phone Country" for numbers without a country code, or the option "Invalid Phone" to leave it out.',
	);
}

/** Keys under which two items are the same person. */
export function contactKeys(input: Input): Array<string | undefined> {
	const { email, phone } = standardMapped(input, FIELDS);
	return [canonicalEmail(textOf(only(email))) || undefined, textOf(only(phone)).replace(/\D/g, '') || undefined];
}

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
