import { InputProblem, type Input } from '../../../../shared/parameters/input';
import type { Choice } from '../../../../shared/values/choice';
import {
	choicesOf,
	columnOf,
	contactFields,
	fieldOf,
	isCustomColumn,
	type CustomField,
} from '../../../mapping/customFields';

export type Kind = 'id' | 'exact' | 'text' | 'date' | 'number' | 'boolean' | 'email' | 'country';

/** What GHL's search can ask of each kind of field. Source: GHL's description of POST /contacts/search. */
const EXACT = ['eq', 'not_eq', 'exists', 'not_exists'];
export const OPERATORS: Readonly<Record<Kind, readonly string[]>> = {
	id: ['eq', 'not_eq'],
	exact: EXACT,
	boolean: EXACT,
	email: EXACT,
	country: EXACT,
	text: ['eq', 'not_eq', 'exists', 'not_exists', 'contains', 'not_contains'],
	date: ['gte', 'lte', 'gt', 'lt', 'between', 'exists', 'not_exists'],
	number: ['gte', 'lte', 'gt', 'lt', 'between', 'eq', 'not_eq', 'exists', 'not_exists'],
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
const FIELDS: Readonly<Record<string, { label: string; kind: Kind }>> = {
	activeWorkflows: { label: 'Active Workflows (IDs)', kind: 'exact' },
	address: { label: 'Street Address', kind: 'text' },
	assignedTo: { label: 'Assigned To (User ID)', kind: 'exact' },
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
	finishedWorkflows: { label: 'Finished Workflows (IDs)', kind: 'exact' },
	firstNameLowerCase: { label: 'First Name', kind: 'text' },
	followers: { label: 'Followers (User IDs)', kind: 'exact' },
	id: { label: 'ID', kind: 'id' },
	isValidWhatsapp: { label: 'Valid WhatsApp', kind: 'exact' },
	lastAppointment: { label: 'Last Appointment', kind: 'date' },
	lastEmailClickedDate: { label: 'Last Email Clicked', kind: 'date' },
	lastEmailOpenedDate: { label: 'Last Email Opened', kind: 'date' },
	lastNameLowerCase: { label: 'Last Name', kind: 'text' },
	phone: { label: 'Phone', kind: 'text' },
	postalCode: { label: 'Postal Code', kind: 'text' },
	source: { label: 'Source', kind: 'text' },
	state: { label: 'State', kind: 'text' },
	tags: { label: 'Tags', kind: 'text' },
	timezone: { label: 'Time Zone', kind: 'exact' },
	type: { label: 'Type', kind: 'exact' },
	validEmail: { label: 'Valid Email', kind: 'exact' },
	website: { label: 'Website', kind: 'exact' },
};

const CUSTOM_KINDS: Readonly<Record<string, Kind>> = {
	CHECKBOX: 'exact',
	MULTIPLE_OPTIONS: 'exact',
	NUMERICAL: 'number',
	MONETORY: 'number',
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
	/** Of a custom field. */
	readonly choices?: readonly Choice[];
}

/** GHL finds custom fields by their ID only. */
export function resolved(name: string, input: Input): SearchField {
	if (isCustomColumn(name)) {
		const field = fieldOf(name, input.cached(contactFields));
		const { choices } = choicesOf(field);
		return {
			field: `customFields.${field.id}`,
			label: field.name,
			kind: CUSTOM_KINDS[field.dataType] ?? 'text',
			...(choices.length > 0 && { choices }),
		};
	}
	const known = FIELDS[name];
	if (!known) throw new InputProblem('field', `GHL cannot search by "${name}"`, 'Choose a field from the list.');
	return { field: name, ...known };
}
