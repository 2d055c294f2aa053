import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { textOf } from '../../shared/parameters/input';
import type { Delivery } from './delivery';
import type { Subject } from './events';
import { postedFields } from './postedFields';

const object = z.record(z.unknown()).catch({});

/** A field that GHL has not filled in. */
const PLACEHOLDER = /\{\{[^{}]*\}\}/;

/** The posts of a workflow that is about something other than a contact, by the fields that only these have. */
const KINDS: ReadonlyArray<{
	readonly subject: Subject;
	/** Names of its ID, besides `id`. */
	readonly ids: readonly string[];
	/** Fields that tell it. */
	readonly marks: readonly string[];
	/** Objects that hold it. */
	readonly within: readonly string[];
}> = [
	{
		subject: 'appointment',
		ids: ['appointmentId', 'appointment_id'],
		marks: ['appointmentId', 'appointment_id'],
		within: ['appointment', 'calendar'],
	},
	{
		subject: 'opportunity',
		ids: ['opportunityId', 'opportunity_id'],
		marks: ['opportunityId', 'opportunity_id', 'pipeline_id', 'pipelineId', 'pipeline_stage_id', 'opportunity_name'],
		within: ['opportunity'],
	},
];

/**
 * A post of the action "Custom Webhook". Its author chooses the fields, in the body or in "Custom Data"; the usual
 * names of records, contact and location are known. A placeholder that GHL left as it is counts as empty, and is said.
 */
export function deliveryOfPost(body: unknown): Delivery {
	const record = postedFields(body);
	const layers = [object.parse(record.customData), record];
	const contactId = idIn(layers, ['contactId', 'contact_id'], ['contact']);
	const other = KINDS.find(({ marks, within }) =>
		layers.some(
			(layer) => filled(layer, marks) || within.some((name) => filled(object.parse(layer[name]), [...marks, 'id'])),
		),
	);
	const ownId = idIn(layers, ['id'], []);
	const recordId = other
		? (idIn(layers, other.ids, other.within) ?? (ownId === contactId ? null : ownId))
		: (contactId ?? ownId);
	return {
		event: 'WorkflowWebhook',
		subject: other?.subject ?? 'contact',
		deliveryId: '',
		appId: '',
		locationIds: [idIn(layers, ['locationId', 'location_id'], ['location'])].filter((id) => id !== null),
		occurredAt: null,
		recordId,
		contactId: other ? contactId : recordId,
		record,
		...problemOf(record),
	};
}

type Layer = Readonly<Record<string, unknown>>;

const filled = (layer: Layer, names: readonly string[]): boolean => names.some((name) => usable(layer[name]) !== '');

/** An ID by its names, or that of an object. */
function idIn(layers: readonly Layer[], names: readonly string[], within: readonly string[]): string | null {
	const found = layers.flatMap((layer) => [
		...names.map((name) => layer[name]),
		...within.flatMap((name) => [...names, 'id'].map((one) => object.parse(layer[name])[one])),
	]);
	return found.map(usable).find((id) => id !== '') ?? null;
}

const usable = (value: unknown): string => (PLACEHOLDER.test(textOf(value)) ? '' : textOf(value));

function problemOf(record: IDataObject): Pick<Delivery, 'problem'> {
	const [first] = placeholders(record);
	if (first === undefined) return {};
	return {
		problem: `GHL did not fill in ${first}. Choose the field again in the action "Custom Webhook" of the workflow.`,
	};
}

/** Placeholders anywhere in the fields. */
function placeholders(value: unknown): string[] {
	if (typeof value === 'string') return PLACEHOLDER.exec(value)?.slice(0, 1) ?? [];
	return value !== null && typeof value === 'object' ? Object.values(value).flatMap(placeholders) : [];
}
