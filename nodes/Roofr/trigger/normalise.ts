import type { IDataObject } from 'n8n-workflow';
import { joinName } from '../../../sync/model/canonical';
import { momentOf, parseDate } from '../../../sync/model/dates';
import { contentHash } from '../../shared/fingerprint';
import { shorten } from '../../shared/parameters/inputProblem';
import { emailIn } from '../../shared/values/email';
import { utcOf } from '../../shared/values/moment';
import { splitName } from '../../shared/values/name';
import { phoneIn } from '../../shared/values/phone';
import { externalId, originIn } from '../bridge/origin';
import { moneyOf, rangeOf, type Money } from '../mapping/money';
import { placeOf } from '../mapping/place';
import { EVENTS, eventNamed, plain } from './events';
import { Fields, isPlaceholder } from './payload';

/** What the name of an event was found to mean. */
export interface Named {
	/** One of ours, `custom`, or `unknown`. */
	readonly event: string;
	/** As it was sent. */
	readonly label: string;
	/** Whether the relay did not fill the name in. */
	readonly isPlaceholder?: boolean;
}

const SURE_NAMES = ['event', 'event_type', 'event_name'];
/** These may as well be about the record, so they count only when they name an event. */
const VAGUE_NAMES = ['type', 'trigger', 'action'];

/** Which event it is: by the address (`?event=`), else by the payload; never by its shape. */
export function named(payload: IDataObject, inAddress: string, custom: readonly string[]): Named {
	const fields = new Fields(payload);
	if (isPlaceholder(inAddress) || fields.unresolved.some((name) => SURE_NAMES.map(plain).includes(plain(name))))
		return { event: 'unknown', label: '', isPlaceholder: true };
	const sure = inAddress || fields.text(...SURE_NAMES);
	const isCustom = (label: string): boolean => custom.some((name) => plain(name) === plain(label));
	const vague = VAGUE_NAMES.map((name) => fields.text(name)).find(
		(label) => label !== null && (eventNamed(label) !== undefined || isCustom(label)),
	);
	const label = sure ?? vague ?? '';
	return { event: eventNamed(label) ?? (label !== '' && isCustom(label) ? 'custom' : 'unknown'), label };
}

export interface Reading {
	readonly region: string;
	/** ISO 8601. */
	readonly receivedAt: string;
	readonly zone?: string;
}

/** What the trigger gives out: the same form for all relays. What was not sent is null. */
export function normalised(
	payload: IDataObject,
	{ event, label }: Named,
	{ region, receivedAt, zone }: Reading,
): IDataObject {
	const fields = new Fields(payload);
	const problems: string[] = fields.unresolved.map((name) => `The relay did not fill in ${name}`);
	const job = jobOf(fields, event, problems);
	const lead = leadOf(fields, event);
	const proposal = proposalOf(fields, event, problems);
	const report = reportOf(fields, event);
	const origin = originOf(fields, job.name, event);
	const { occurredAt, isMoment } = occurrence(fields, event, zone);
	const ownId = [lead?.id, proposal?.id, report?.id, job.id].find((id) => id !== null && id !== undefined) ?? null;
	return {
		event,
		eventLabel: EVENTS[event]?.label ?? label,
		occurredAt,
		receivedAt,
		...dedupe(fields, payload, event, ownId, isMoment ? occurredAt : null),
		syncId: syncIdOf(origin, job.id),
		job,
		customer: customerOf(fields, region, problems),
		lead,
		proposal,
		report,
		origin,
		problems,
		raw: payload,
	};
}

/** "External Id" is Roofr's own key of the job, not an echo of an ID that was sent to it. */
const JOB_ID = ['job_id', 'roofr_job_id', 'job.id', 'External Id', 'job_number'];
const isAbout = (event: string, subject: string): boolean => event.split('.')[0] === subject;

type JobOutput = IDataObject & { id: string | null; name: string | null };

function jobOf(fields: Fields, event: string, problems: string[]): JobOutput {
	const { address, addressParts } = placeIn(fields);
	const value = amountOf(fields, problems, 'Job Value', 'Contract Amount', 'job.value', 'value');
	return {
		// The acknowledgement of a bridge repeats our external ID, so there the job's own names alone count.
		id: fields.text(
			...(event === 'job.created' ? ['job_id', 'roofr_job_id', 'job.id', 'job_number'] : JOB_ID),
			...(isAbout(event, 'job') ? ['id'] : []),
		),
		name: fields.text(
			'Job Name',
			'Project Name',
			'Job / Project Name',
			'job.name',
			...(isAbout(event, 'job') ? ['name'] : []),
		),
		address,
		addressParts,
		workflow: fields.text('Workflow', 'Workflow Name', 'Pipeline'),
		stage: fields.text('New Stage', 'Workflow Stage', 'Stage', 'stage.name', 'job_stage.name', 'new_stage.name'),
		previousStage: fields.text('Previous Stage', 'Old Stage', 'From Stage', 'previous_stage.name'),
		value: value.text || null,
		valueCents: value.cents,
		owner: fields.text(
			'Assigned Rep',
			'Salesperson',
			'Assigned Rep / Salesperson',
			'Job Owner',
			'Owner',
			'job_owner.name',
		),
		url: fields.text('Job URL', 'Job Link', 'job.url'),
	};
}

/** An amount as it was written and in cents. */
function amountOf(fields: Fields, problems: string[], ...names: string[]): Money {
	const amount = moneyOf(fields.first(...names) ?? '');
	if (amount.text !== '' && amount.cents === null)
		problems.push(`Invalid amount "${shorten(amount.text)}" in ${names[0]}`);
	return amount;
}

const LINES = [
	'Job Address',
	'Property Address',
	'Address',
	'full_address',
	'formatted_address',
	'address.formatted_address',
];
const STREETS = ['address_line1', 'address1', 'street', 'street_address', 'line1'];
/** Under what names the parts of an address are nested, or before which they stand. */
const OWNERS = [
	'',
	'address.',
	'job.address.',
	'job address.',
	'job.',
	'property.',
	'property.address.',
	'customer.address.',
];
const within = (names: readonly string[]): string[] =>
	OWNERS.flatMap((owner) => names.map((name) => `${owner}${name}`));
const PARTS = {
	street: within(STREETS),
	address2: within(['address_line2', 'address2', 'unit', 'line2']),
	city: within(['city', 'town']),
	state: within(['state', 'state_text', 'state_code', 'province', 'region']),
	postalCode: within(['postal_code', 'zip', 'zip_code', 'postcode']),
	country: within(['country', 'country_code']),
};

/** The address of a job, whether it comes as one text, in parts, or as both. */
function placeIn(fields: Fields): { address: string | null; addressParts: IDataObject | null } {
	const line = fields.text(...LINES, 'job.address.formatted_address');
	const [street, address2, city, state, postalCode, country] = Object.values(PARTS).map(
		(names) => fields.text(...names) ?? '',
	);
	const place = placeOf({ address: line ?? street, address2, city, state, postalCode, country });
	if (!place) return { address: line ?? (street || null), addressParts: null };
	const { fullAddress, ...addressParts } = place;
	return { address: line ?? fullAddress, addressParts };
}

function customerOf(fields: Fields, region: string, problems: string[]): IDataObject {
	const first = fields.text('First Name', 'customer.first_name', 'Customer First Name', 'Lead First Name');
	const last = fields.text('Last Name', 'customer.last_name', 'Customer Last Name', 'Lead Last Name');
	const whole = fields.text(
		'Primary Customer Name',
		'Customer Name',
		'Lead Name',
		'Client Name',
		'Contact Name',
		'Full Name',
		'customer.name',
		'customer',
		'client.name',
	);
	const split = splitName(whole ?? '');
	return {
		firstName: first ?? (split.firstName || null),
		lastName: last ?? (split.lastName || null),
		name: whole ?? (joinName(first, last) || null),
		email: emailOf(fields, problems),
		...phoneOf(fields, region, problems),
	};
}

function emailOf(fields: Fields, problems: string[]): string | null {
	const text = fields.text(
		'Customer Email',
		'Lead Email',
		'Client Email',
		'Contact Email',
		'Email',
		'Email Address',
		'customer.email',
		'client.email',
	);
	const email = text === null ? undefined : emailIn(text);
	if (text !== null && !email) problems.push(`Invalid email "${shorten(text)}"`);
	return email?.address ?? text;
}

function phoneOf(fields: Fields, region: string, problems: string[]): IDataObject {
	const text = fields.text(
		'Customer Phone',
		'Lead Phone',
		'Client Phone',
		'Contact Phone',
		'Phone',
		'Phone Number',
		'Mobile',
		'customer.phone',
		'client.phone',
	);
	const phone = text === null ? undefined : phoneIn(text, region);
	if (text !== null && !phone) problems.push(`Invalid phone "${shorten(text)}"`);
	return {
		phone: phone?.number ?? text,
		phoneExtension: phone?.extension ?? null,
		otherPhones: [...(phone?.others ?? [])],
	};
}

function leadOf(fields: Fields, event: string): IDataObject | null {
	if (!isAbout(event, 'lead')) return null;
	const estimate = rangeOf(fields.first('Estimates Generated', 'Estimate', 'Estimates', 'lead.estimate') ?? '');
	const formUrl = fields.text('Lead Form URL', 'Form URL', 'lead.form_url', 'Estimator URL');
	return {
		id: fields.text('Lead ID', 'lead.id', 'Lead UUID', 'uuid', 'ID'),
		estimate: estimate.text || null,
		estimateMinCents: estimate.minCents,
		estimateMaxCents: estimate.maxCents,
		material: fields.text('Property Desired Material', 'Desired Material', 'Material'),
		propertyType: fields.text('Property Type'),
		squareFootage: fields.text('Total Square Footage', 'Square Footage'),
		notes: fields.text('Lead Notes', 'Notes'),
		formUrl,
		utm: formUrl === null ? null : utmOf(formUrl),
	};
}

const utmOf = (url: string): IDataObject =>
	URL.canParse(url)
		? Object.fromEntries(
				[...new URL(url).searchParams]
					.filter(([name]) => name.startsWith('utm_'))
					.map(([name, value]) => [name.slice(4), value]),
			)
		: {};

const STATUS: Readonly<Record<string, string>> = {
	'proposal.lost': 'lost',
	'proposal.sent': 'sent',
	'proposal.signed': 'signed',
	'proposal.viewed': 'viewed',
};

function proposalOf(fields: Fields, event: string, problems: string[]): IDataObject | null {
	if (!isAbout(event, 'proposal')) return null;
	const totals = ['Proposal Total', 'New Total', 'Total', 'Amount', 'proposal.total', 'Contract Amount'];
	const total = amountOf(fields, problems, ...totals);
	return {
		id: fields.text('Proposal ID', 'proposal.id', 'ID'),
		name: fields.text('Proposal Name', 'Proposal Title', 'proposal.name'),
		status: STATUS[event] ?? fields.text('Proposal Status', 'Status'),
		total: total.text || null,
		totalCents: total.cents,
		fileUrl: fields.text('Proposal File', 'File URL', 'Proposal PDF', 'PDF', 'Proposal URL', 'proposal.url'),
	};
}

const reportOf = (fields: Fields, event: string): IDataObject | null =>
	isAbout(event, 'report')
		? {
				id: fields.text('Report ID', 'report.id', 'ID'),
				type: fields.text('Report Type', 'report.type'),
				status: fields.text('Report Status', 'Status'),
			}
		: null;

type OriginOutput = IDataObject & {
	externalId: string | null;
	system: string | null;
	recordId: string | null;
	occasionId: string | null;
};

/** The record that our bridge made the job from: from an acknowledgement, or from the marker in the job's name. */
function originOf(fields: Fields, jobName: string | null, event: string): OriginOutput | null {
	const marked = originIn(jobName ?? '');
	const sent = event === 'job.created' || fields.text('idempotency_key') !== null ? fields.text('external_id') : null;
	if (!marked && sent === null) return null;
	return { externalId: sent, ...(marked ?? { system: null, recordId: null, occasionId: null }) };
}

/**
 * The ID under which Sync links the job: of one that the bridge made its external ID, which the marker tells as well;
 * of any other Roofr's own.
 */
function syncIdOf(origin: OriginOutput | null, jobId: string | null): string | null {
	const { externalId: sent = null, system = null, recordId = null, occasionId = null } = origin ?? {};
	return system && recordId
		? externalId({ system, account: '', recordId, occasionId: occasionId ?? '' })
		: (sent ?? jobId);
}

const TIMES = [
	'occurred_at',
	'event_time',
	'event_at',
	'timestamp',
	'changed_at',
	'stage_changed_at',
	'transitioned_at',
	'sent_at',
	'viewed_at',
	'signed_at',
	'lost_at',
	'adjusted_at',
	'ordered_at',
];

interface Occurrence {
	readonly occurredAt: string | null;
	/** A day without time is shared by all that happens on it. */
	readonly isMoment: boolean;
}

/** When it happened. The record's own `created_at` is that time only where the event is its creation. */
function occurrence(fields: Fields, event: string, zone?: string): Occurrence {
	const value = fields.first(...TIMES, ...(event.endsWith('.created') ? ['created_at', 'submitted_at'] : []));
	const parsed =
		typeof value === 'string' || typeof value === 'number'
			? parseDate(value, { zone, order: 'monthFirst' })
			: 'unknown';
	const moment = typeof parsed === 'string' ? Number.NaN : momentOf(parsed, zone);
	const occurredAt = Number.isNaN(moment) ? '' : utcOf(moment);
	const year = Number(occurredAt.slice(0, 4));
	const isMoment = typeof parsed !== 'string' && parsed.moment !== undefined && parsed.midnightOf === undefined;
	return year >= 2000 && year <= 2100 ? { occurredAt, isMoment } : { occurredAt: null, isMoment: false };
}

/**
 * A key that a repeated delivery has again, and another event of the same record has not: the id of the event where one
 * was sent, else record and time, else all that was sent. The id of a record alone would swallow its second event.
 */
function dedupe(
	fields: Fields,
	payload: IDataObject,
	event: string,
	recordId: unknown,
	moment: string | null,
): { dedupeKey: string; dedupeBy: string } {
	const eventId = fields.text('event_id', 'delivery_id', 'webhook_id', 'message_id');
	if (eventId !== null) return { dedupeKey: `${event}|${eventId}`, dedupeBy: 'event' };
	if (moment !== null && typeof recordId === 'string')
		return { dedupeKey: `${event}|${recordId}|${moment}`, dedupeBy: 'recordAndTime' };
	return {
		dedupeKey: `${event}|${contentHash(sorted(payload))}`,
		dedupeBy: 'content',
	};
}

/** JSON with sorted names, so that their order is no difference. */
function sorted(value: unknown): string {
	return JSON.stringify(value, (_, inner: unknown) =>
		inner !== null && typeof inner === 'object' && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
			: inner,
	);
}
