import type { IDataObject } from 'n8n-workflow';
import { canonicalEmail, canonicalPhone, isEmail } from '../../../sync/model/canonical';
import { InputProblem, timeOf, type Input } from '../../shared/parameters/input';
import { isEmpty } from '../../shared/parameters/mapper';
import type { Attempt } from '../../shared/sync/mappedValues';
import { momentIn } from '../../shared/sync/dates';
import { readBoolean } from '../../shared/values/boolean';
import { only, readText } from '../../shared/values/text';

type Kind = 'text' | 'email' | 'phone' | 'time' | 'number' | 'boolean';

/**
 * A field as the node names it. What Roofr calls it is assumed: the same in snake_case, unless the endpoint's `fields`
 * say otherwise.
 */
export interface Field {
	readonly name: string;
	readonly label: string;
	readonly kind: Kind;
	/** Needed to create a record. */
	readonly required?: boolean;
	/** Can tell that a record is the same. */
	readonly match?: boolean;
	/** In the form of a new node. */
	readonly first?: boolean;
	/** Given by Roofr, never sent. */
	readonly readOnly?: boolean;
}

type Traits = Partial<Pick<Field, 'required' | 'match' | 'first' | 'readOnly'>>;
const FIRST: Traits = { first: true };
const field = (name: string, label: string, kind: Kind = 'text', traits: Traits = {}): Field => ({
	name,
	label,
	kind,
	...traits,
});
const given = (name: string, kind: Kind = 'text'): Field => field(name, name, kind, { readOnly: true });

const place = [
	field('address', 'Street'),
	field('city', 'City'),
	field('state', 'State'),
	field('postalCode', 'Postal Code'),
	field('country', 'Country'),
];

/** Fields by resource. Assumed from what Roofr shows in its own pages and events. */
export const FIELDS: Readonly<Record<string, readonly Field[]>> = {
	appointment: [
		field('title', 'Title', 'text', { required: true, first: true }),
		field('startTime', 'Start', 'time', { required: true, first: true }),
		field('endTime', 'End', 'time', { required: true, first: true }),
		field('jobId', 'Job ID'),
		field('description', 'Description'),
		field('location', 'Location'),
		field('allDay', 'All Day', 'boolean'),
		field('assigneeId', 'Assignee ID'),
		given('status'),
	],
	contact: [
		field('firstName', 'First Name', 'text', FIRST),
		field('lastName', 'Last Name', 'text', FIRST),
		field('companyName', 'Company'),
		field('email', 'Email', 'email', { match: true, first: true }),
		field('phone', 'Phone', 'phone', { match: true, first: true }),
		...place,
		field('externalId', 'External ID', 'text', { match: true }),
		field('businessId', 'Business ID'),
		field('lastUpdated', 'Last Updated at the Source', 'time'),
	],
	job: [
		field('name', 'Name', 'text', { required: true, first: true }),
		field('customerId', 'Customer ID', 'text', FIRST),
		...place,
		field('stageId', 'Stage ID'),
		field('ownerId', 'Owner ID'),
		field('leadSource', 'Lead Source'),
		field('value', 'Value', 'number', FIRST),
		field('externalId', 'External ID', 'text', { match: true }),
		given('createdAt', 'time'),
		given('updatedAt', 'time'),
	],
	lead: [
		field('name', 'Name', 'text', { required: true, first: true }),
		field('email', 'Email', 'email', FIRST),
		field('phone', 'Phone', 'phone', FIRST),
		field('address', 'Address'),
		field('propertyType', 'Property Type'),
		field('material', 'Desired Material'),
		field('notes', 'Notes'),
		given('createdAt', 'time'),
	],
	note: [field('body', 'Text', 'text', { required: true, first: true }), given('createdAt', 'time')],
	proposal: [
		given('jobId'),
		given('status'),
		given('total', 'number'),
		given('sentAt', 'time'),
		given('viewedAt', 'time'),
		given('signedAt', 'time'),
	],
	report: [given('jobId'), given('status'), given('reportType'), given('createdAt', 'time')],
	stage: [given('name'), given('workflowId')],
	task: [
		field('title', 'Title', 'text', { required: true, first: true }),
		field('description', 'Description'),
		field('dueDate', 'Due Date', 'time', FIRST),
		field('assigneeId', 'Assignee ID'),
		field('completed', 'Completed', 'boolean'),
	],
};

export const fieldNames = (resource: string): string[] => (FIELDS[resource] ?? []).map(({ name }) => name);

/**
 * The mapped fields of one record as they were given, without those that are never sent. In automatic mode only the
 * fields known to the node.
 */
export function givenFields(input: Input, resource: string): IDataObject {
	const mapped = input.mapped('fields');
	const readOnly = (FIELDS[resource] ?? []).filter((one) => one.readOnly).map(({ name }) => name);
	const names = (input.mapsAutomatically('fields') ? fieldNames(resource) : Object.keys(mapped)).filter(
		(name) => !readOnly.includes(name),
	);
	return Object.fromEntries(names.flatMap((name) => (name in mapped ? [[name, mapped[name]]] : [])));
}

/** As `givenFields`, checked and converted by their kind. */
export const mappedFields = (input: Input, resource: string): IDataObject =>
	values(givenFields(input, resource), resource, input.option('emptyValues') === 'clear', input.zone);

/** As `mappedFields`, for an object from elsewhere. */
export function values(record: IDataObject, resource: string, clears = false, zone?: string): IDataObject {
	const known = new Map((FIELDS[resource] ?? []).map((one) => [one.name, one]));
	const entries = Object.entries(record).flatMap(([name, value]): Array<[string, IDataObject[string]]> => {
		if (known.get(name)?.readOnly) return [];
		if (isEmpty(value)) return clears ? [[name, null]] : [];
		const one = known.get(name);
		return [[name, one ? valueOf(one, value, zone) : value]];
	});
	return Object.fromEntries(entries);
}

/** The mapped fields in one form, for Sync, which compares numbers and knows what empty values mean. */
export function comparableFields(input: Input, resource: string, attempt: Attempt): Record<string, unknown> {
	const known = new Map((FIELDS[resource] ?? []).map((one) => [one.name, one]));
	return Object.fromEntries(
		Object.entries(givenFields(input, resource)).map(([name, value]) => [
			name,
			attempt(value, () => comparable(known.get(name), value, input.zone)),
		]),
	);
}

function comparable(field: Field | undefined, value: unknown, zone: string | undefined): unknown {
	if (!field || isEmpty(value) || field.kind === 'number') return value;
	const named = { id: field.name, label: field.label };
	if (field.kind === 'time') return momentIn(only(value), zone);
	return field.kind === 'boolean' ? readBoolean(value, named) : readText(value, named);
}

/** All that a new record needs and has not. */
export function checkRequired(fields: IDataObject, resource: string): void {
	const missing = (FIELDS[resource] ?? [])
		.filter(({ name, required }) => required && isEmpty(fields[name]))
		.map(({ label }) => label);
	if (missing.length > 0)
		throw new InputProblem(
			'fields',
			`${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} empty`,
			'Map a field that is never empty.',
		);
}

function valueOf({ name, kind, label }: Field, value: IDataObject[string], zone?: string): IDataObject[string] {
	switch (kind) {
		case 'email': {
			const email = canonicalEmail(readText(value, { id: name, label }));
			if (!isEmail(email))
				throw new InputProblem(
					name,
					`Invalid email "${email}" in ${label}`,
					'Map an address like name@example.com, or leave it empty.',
				);
			return email;
		}
		case 'phone':
			return canonicalPhone(readText(value, { id: name, label }), 'US');
		case 'time':
			return timeOf(value, name, zone);
		case 'number': {
			const number = Number(value);
			if (!Number.isFinite(number)) throw new InputProblem(name, `${label} is not a number`, 'Map a number.');
			return number;
		}
		case 'boolean':
			return readBoolean(value, { id: name, label });
		case 'text':
			return readText(value, { id: name, label });
	}
}
