import { isInternational } from '../../../../../sync/model/canonical';
import type { CachedRead } from '../../../../shared/endpoint';
import { textOf, UnknownEntry, type Input } from '../../../../shared/parameters/input';
import { plain, type Choice } from '../../../../shared/values/choice';
import { isEmpty } from '../../../../shared/values/empty';
import type { Listed } from '../../../../shared/values/entry';
import { users, workflows } from '../../../mapping/accountLists';
import { isId } from '../../../transport/id';
import { locationCountry } from '../../location/defaults';
import {
	choicesOf,
	columnOf,
	contactFields,
	fieldOf,
	isCustomColumn,
	isReadOnly,
	kindOf,
	type CustomField,
} from '../../../mapping/customFields';

export type Kind =
	'id' | 'exact' | 'text' | 'date' | 'number' | 'boolean' | 'money' | 'email' | 'phone' | 'country' | 'timeZone';

/** What GHL's search can ask of each kind of field. Source: GHL's description of POST /contacts/search. */
const EXACT = ['eq', 'not_eq', 'exists', 'not_exists'];
const TEXT = [...EXACT, 'contains', 'not_contains'];
const NUMBER = ['gte', 'lte', 'gt', 'lt', 'between', 'eq', 'not_eq', 'exists', 'not_exists'];
export const OPERATORS: Readonly<Record<Kind, readonly string[]>> = {
	id: ['eq', 'not_eq'],
	exact: EXACT,
	boolean: EXACT,
	email: EXACT,
	country: EXACT,
	timeZone: EXACT,
	text: TEXT,
	date: ['gte', 'lte', 'gt', 'lt', 'between', 'exists', 'not_exists'],
	number: NUMBER,
	money: NUMBER,
	phone: TEXT,
};

export const LABELS: Readonly<Record<string, string>> = {
	between: 'Is Between',
	contains: 'Contains',
	not_contains: 'Does Not Contain',
	exists: 'Has a Value',
	not_exists: 'Has No Value',
	eq: 'Is',
	not_eq: 'Is Not',
	gte: 'Is At Least',
	lte: 'Is At Most',
	gt: 'Is More Than',
	lt: 'Is Less Than',
};

/** Searchable fields of every contact. */
const FIELDS: Readonly<Record<string, { label: string; kind: Kind; list?: CachedRead<Listed> }>> = {
	activeWorkflows: { label: 'Active Workflows', kind: 'exact', list: workflows },
	address: { label: 'Street Address', kind: 'text' },
	assignedTo: { label: 'Assigned To', kind: 'exact', list: users },
	businessName: { label: 'Business Name', kind: 'text' },
	city: { label: 'City', kind: 'text' },
	companyName: { label: 'Company Name', kind: 'text' },
	contactName: { label: 'Full Name', kind: 'exact' },
	country: { label: 'Country', kind: 'country' },
	dateAdded: { label: 'Date Added', kind: 'date' },
	dateOfBirth: { label: 'Date of Birth', kind: 'date' },
	dateUpdated: { label: 'Date Updated', kind: 'date' },
	dnd: { label: 'Do Not Disturb', kind: 'boolean' },
	email: { label: 'Email', kind: 'email' },
	finishedWorkflows: { label: 'Finished Workflows', kind: 'exact', list: workflows },
	firstNameLowerCase: { label: 'First Name', kind: 'text' },
	followers: { label: 'Followers', kind: 'exact', list: users },
	id: { label: 'ID', kind: 'id' },
	isValidWhatsapp: { label: 'Valid WhatsApp', kind: 'exact' },
	lastAppointment: { label: 'Last Appointment', kind: 'date' },
	lastEmailClickedDate: { label: 'Last Email Clicked', kind: 'date' },
	lastEmailOpenedDate: { label: 'Last Email Opened', kind: 'date' },
	lastNameLowerCase: { label: 'Last Name', kind: 'text' },
	phone: { label: 'Phone', kind: 'phone' },
	postalCode: { label: 'Postal Code', kind: 'text' },
	source: { label: 'Source', kind: 'text' },
	state: { label: 'State', kind: 'text' },
	tags: { label: 'Tags', kind: 'text' },
	timezone: { label: 'Time Zone', kind: 'timeZone' },
	type: { label: 'Type', kind: 'exact' },
	validEmail: { label: 'Valid Email', kind: 'exact' },
	website: { label: 'Website', kind: 'exact' },
};

const CUSTOM_KINDS: Readonly<Record<string, Kind>> = {
	CHECKBOX: 'exact',
	MULTIPLE_OPTIONS: 'exact',
	NUMERICAL: 'number',
	MONETORY: 'money',
	DATE: 'date',
};

/** Rows of the dropdown: standard fields, then custom fields by name. */
export const searchableFields = (fields: readonly CustomField[]) => [
	...Object.entries(FIELDS).map(([value, { label }]) => ({ name: label, value })),
	...fields
		.filter(({ dataType }) => dataType !== 'FILE_UPLOAD')
		.map((field) => ({ name: `Custom: ${field.name}`, value: columnOf(field) })),
];

export interface SearchField {
	readonly field: string;
	readonly label: string;
	readonly kind: Kind;
	/** Its values are IDs of entries of this list. */
	readonly list?: CachedRead<Listed>;
	/** Of a custom field. */
	readonly choices?: readonly Choice[];
}

/** The standard field that is meant by key or label. */
const standard = (name: string): string | undefined =>
	name in FIELDS ? name : Object.keys(FIELDS).find((key) => plain(FIELDS[key].label) === plain(name));

/** Custom fields that hold one text or number, such as the ID of another app. */
export const keyFields = (fields: readonly CustomField[]) =>
	fields
		.filter((field) => !isReadOnly(field) && ['text', 'number'].includes(kindOf(field)))
		.map((field) => ({ name: field.name, value: columnOf(field) }));

/** Reads that conditions need: definitions of custom fields, and lists that names are looked up in. */
export const neededFor = (conditions: ReadonlyArray<Readonly<Record<string, unknown>>>): Array<CachedRead<unknown>> => [
	...new Set(
		conditions.flatMap(({ field, value }): Array<CachedRead<unknown>> => {
			const key = standard(textOf(field));
			if (key === undefined) return [contactFields];
			const { kind, list } = FIELDS[key];
			if (kind === 'phone')
				return [value].flat().every((one) => isEmpty(one) || isInternational(textOf(one))) ? [] : [locationCountry];
			return list && [value].flat().some((one) => !isEmpty(one) && !isId(one)) ? [list] : [];
		}),
	),
];

/** GHL finds custom fields by their ID only. */
export function resolved(name: string, input: Input): SearchField {
	const key = standard(name);
	if (key !== undefined) return { field: key, ...FIELDS[key] };
	const fields = input.cached(contactFields);
	const field = customFieldNamed(name, fields, 'field');
	const { choices } = choicesOf(field);
	return {
		field: `customFields.${field.id}`,
		label: field.name,
		kind: CUSTOM_KINDS[field.dataType] ?? 'text',
		...(choices.length > 0 && { choices }),
	};
}

/** A custom field by its column, or by its name as the list of the editor has it. */
export function customFieldNamed(name: string, fields: readonly CustomField[], parameter: string): CustomField {
	if (isCustomColumn(name)) return fieldOf(name, fields);
	const wanted = plain(name.replace(/^custom: */i, ''));
	const found = fields.filter((field) => plain(field.name) === wanted);
	if (found.length === 1) return found[0];
	throw new UnknownEntry(
		parameter,
		found.length === 0 ? `GHL cannot search by "${name}"` : `${found.length} custom fields have the name "${name}"`,
		found.length === 0 ? 'Choose a field from the list.' : `Use one of: ${found.map(columnOf).join(', ')}.`,
	);
}
