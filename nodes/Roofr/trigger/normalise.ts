import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { canonicalEmail, canonicalPhone, joinName } from '../../../sync/model/canonical';
import { timeOf } from '../../shared/input';
import { splitAddress } from '../../shared/values/address';
import { splitName } from '../../shared/values/name';
import { externalId, originIn } from '../bridge/origin';
import { moneyOf, rangeOf } from '../mapping/money';
import { EVENTS, eventNamed, plain } from './events';
import { Fields } from './payload';

/** What the name of an event was found to mean. */
export interface Named {
	/** One of ours, `custom`, or `unknown`. */
	readonly event: string;
	/** As it was sent. */
	readonly label: string;
}

const SURE_NAMES = ['event', 'event_type', 'event_name'];
/** These may as well be about the record, so they count only when they name an event. */
const VAGUE_NAMES = ['type', 'trigger', 'action'];

/** Which event it is: by the address (`?event=`), else by the payload; never by its shape. */
export function named(payload: IDataObject, inAddress: string, custom: readonly string[]): Named {
	const fields = new Fields(payload);
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
	const job = jobOf(fields, event);
	const lead = leadOf(fields, event);
	const proposal = proposalOf(fields, event);
	const report = reportOf(fields, event);
	const origin = originOf(fields, job.name, event);
	const occurredAt = occurrence(fields, event, zone);
	const ownId = [lead?.id, proposal?.id, report?.id, job.id].find((id) => id !== null && id !== undefined) ?? null;
	return {
		event,
		eventLabel: EVENTS[event]?.label ?? label,
		occurredAt,
		receivedAt,
		...dedupe(fields, payload, event, ownId, occurredAt),
		syncId: syncIdOf(origin, job.id),
		job,
		customer: customerOf(fields, region),
		lead,
		proposal,
		report,
		origin,
		raw: payload,
	};
}

/** "External Id" is Roofr's own key of the job, not an echo of an ID that was sent to it. */
const JOB_ID = ['job_id', 'roofr_job_id', 'job.id', 'External Id', 'job_number'];
const isAbout = (event: string, subject: string): boolean => event.split('.')[0] === subject;

type JobOutput = IDataObject & { id: string | null; name: string | null };

function jobOf(fields: Fields, event: string): JobOutput {
	const address = fields.text(
		'Job Address',
		'Property Address',
		'Address',
		'full_address',
		'address_line1',
		'address.formatted_address',
		'job.address.formatted_address',
	);
	const value = moneyOf(fields.first('Job Value', 'Contract Amount', 'job.value', 'value') ?? '');
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
		addressParts: address === null ? null : ({ ...splitAddress(address) } as IDataObject), // a plain object of texts
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

function customerOf(fields: Fields, region: string): IDataObject {
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
	const email = fields.text(
		'Customer Email',
		'Lead Email',
		'Client Email',
		'Contact Email',
		'Email',
		'Email Address',
		'customer.email',
		'client.email',
	);
	const phone = fields.text(
		'Customer Phone',
		'Lead Phone',
		'Client Phone',
		'Contact Phone',
		'Phone',
		'Phone Number',
		'customer.phone',
		'client.phone',
	);
	return {
		firstName: first ?? (split.firstName || null),
		lastName: last ?? (split.lastName || null),
		name: whole ?? (joinName(first, last) || null),
		email: email === null ? null : canonicalEmail(email),
		phone: phone === null ? null : canonicalPhone(phone, region),
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

function proposalOf(fields: Fields, event: string): IDataObject | null {
	if (!isAbout(event, 'proposal')) return null;
	const total = moneyOf(
		fields.first('Proposal Total', 'New Total', 'Total', 'Amount', 'proposal.total', 'Contract Amount') ?? '',
	);
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

/** When it happened. The record's own `created_at` is that time only where the event is its creation. */
function occurrence(fields: Fields, event: string, zone?: string): string | null {
	const value = fields.first(...TIMES, ...(event.endsWith('.created') ? ['created_at', 'submitted_at'] : []));
	const time =
		typeof value === 'number' || /^\d{10,13}$/.test(String(value)) ? fromEpoch(Number(value)) : written(value, zone);
	const year = time === undefined ? 0 : Number(time.slice(0, 4));
	return time !== undefined && year >= 2000 && year <= 2100 ? time : null;
}

/** Seconds and milliseconds are told apart by their size. */
function fromEpoch(value: number): string | undefined {
	const date = new Date(value < 1e11 ? value * 1000 : value);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function written(value: unknown, zone?: string): string | undefined {
	try {
		return timeOf(value, 'occurredAt', zone);
	} catch {
		return undefined;
	}
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
	occurredAt: string | null,
): { dedupeKey: string; dedupeBy: string } {
	const eventId = fields.text('event_id', 'delivery_id', 'webhook_id', 'message_id');
	if (eventId !== null) return { dedupeKey: `${event}|${eventId}`, dedupeBy: 'event' };
	// A day without time is shared by all that happens on it.
	const isMoment = occurredAt !== null && !/T00:00:00(\.000)?Z$/.test(occurredAt);
	if (isMoment && typeof recordId === 'string')
		return { dedupeKey: `${event}|${recordId}|${occurredAt}`, dedupeBy: 'recordAndTime' };
	return {
		dedupeKey: `${event}|${createHash('sha256').update(sorted(payload)).digest('hex').slice(0, 32)}`,
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
