import type { IDataObject } from 'n8n-workflow';
import type { DateUse } from '../../../sync/model/dates';
import { matched, type Matched } from '../../shared/parameters/automatic';
import { InputProblem, titleOf, type Input } from '../../shared/parameters/input';
import { isEmpty } from '../../shared/parameters/mapper';
import type { Attempt } from '../../shared/sync/mappedValues';
import { readBoolean } from '../../shared/values/boolean';
import { readEmail } from '../../shared/values/email';
import { orNone, type Field as NamedField } from '../../shared/values/field';
import { readMoment } from '../../shared/values/moment';
import { readNumber } from '../../shared/values/number';
import { readPhone } from '../../shared/values/phone';
import { readText } from '../../shared/values/text';

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
		field('stageId', 'Stage'),
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
 * fields known to the node, by name or label. By hand also others: a credential may know more of them.
 */
export function givenFields(input: Input, resource: string): Matched {
	const fields = FIELDS[resource] ?? [];
	const mapped = input.mapped('fields');
	const given = input.mapsAutomatically('fields')
		? matched(
				mapped,
				fields.map(({ name, label }) => ({ id: name, names: [label] })),
			)
		: { values: mapped, unmatched: [] };
	const isReadOnly = (name: string): boolean => fields.some((one) => one.name === name && one.readOnly === true);
	return {
		values: Object.fromEntries(Object.entries(given.values).filter(([name]) => !isReadOnly(name))),
		unmatched: given.unmatched,
	};
}

/** As `givenFields`, read by their kind, and the names of those that are not sent. */
export function mappedFields(
	input: Input,
	resource: string,
): { readonly fields: IDataObject; readonly ignored: string[] } {
	const { values: given, unmatched } = givenFields(input, resource);
	const reading: Reading = { clears: input.option('emptyValues') === 'clear', dates: input.dates };
	if (input.option('invalidValues') !== 'omit')
		return { fields: values(given, resource, reading), ignored: [...unmatched] };
	const read = Object.entries(given).map(
		([name, value]) => [name, orNone(() => values({ [name]: value }, resource, reading))] as const,
	);
	return {
		fields: Object.assign({}, ...read.map(([, fields]) => fields ?? {})) as IDataObject,
		ignored: [...unmatched, ...read.filter(([, fields]) => fields === undefined).map(([name]) => name)],
	};
}

/** How values are read. */
interface Reading {
	/** Empty ones clear their fields. */
	readonly clears?: boolean;
	readonly dates?: DateUse;
}

/** As `mappedFields`, for an object from elsewhere. Throws `InputProblem`. */
export function values(record: IDataObject, resource: string, { clears, dates = {} }: Reading = {}): IDataObject {
	const known = new Map((FIELDS[resource] ?? []).map((one) => [one.name, one]));
	const entries = Object.entries(record).flatMap(([name, value]): Array<[string, IDataObject[string]]> => {
		if (known.get(name)?.readOnly) return [];
		if (isEmpty(value)) return clears ? [[name, null]] : [];
		const one = known.get(name);
		return [[name, one ? valueOf(one, value, dates) : value]];
	});
	return Object.fromEntries(entries);
}

/** The mapped fields in one form, for Sync, which knows what empty values mean. */
export function comparableFields(input: Input, resource: string, attempt: Attempt): Record<string, unknown> {
	const known = new Map((FIELDS[resource] ?? []).map((one) => [one.name, one]));
	return Object.fromEntries(
		Object.entries(givenFields(input, resource).values).map(([name, value]) => {
			const field = known.get(name);
			return [name, !field || isEmpty(value) ? value : attempt(value, () => valueOf(field, value, input.dates))];
		}),
	);
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

/** Which phones Roofr takes is not known: one that is no number goes as it was written. */
function phone(value: unknown, field: NamedField): string {
	const text = readText(value, field);
	return orNone(() => readPhone(text, field, 'US')) ?? text;
}

const READ: Readonly<Record<Kind, (value: unknown, field: NamedField, dates: DateUse) => IDataObject[string]>> = {
	text: (value, field) => readText(value, field),
	email: readEmail,
	phone,
	time: readMoment,
	number: (value, field) => readNumber(value, field),
	boolean: readBoolean,
};

const FILTER_KINDS: Readonly<Record<string, Kind>> = {
	email: 'email',
	endBefore: 'time',
	phone: 'phone',
	startAfter: 'time',
};

/** The value of a filter in the form in which the field is written. Throws `InputProblem`. */
export const filterValue = (name: string, value: unknown, input: Input): IDataObject[string] =>
	READ[FILTER_KINDS[name] ?? 'text'](value, { id: name, label: titleOf(name) }, input.dates);

const valueOf = ({ name, kind, label }: Field, value: unknown, dates: DateUse): IDataObject[string] =>
	READ[kind](value, { id: name, label }, dates);
