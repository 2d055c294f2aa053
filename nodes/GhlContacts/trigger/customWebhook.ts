import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { textOf } from '../../shared/parameters/input';
import { shorten } from '../../shared/parameters/inputProblem';
import { jsonOf } from '../../shared/values/json';
import { trimmed } from '../../shared/values/marks';
import { only } from '../../shared/values/text';
import type { Delivery } from './delivery';
import type { Subject } from './events';
import { postsIn } from './postedFields';

/** A field that GHL has not filled in. */
const PLACEHOLDER = /\{\{[^{}]*\}\}/;

/** The posts of a workflow that is about something other than a contact, by the fields that only these have. */
const KINDS: ReadonlyArray<{
	readonly subject: Subject;
	/** Names of its ID, besides `id`. */
	readonly ids: readonly string[];
	/** Fields that tell it. */
	readonly marks: readonly string[];
	/** The object that is it. */
	readonly itself: string;
	/** An object that holds its ID; the `id` of that one is another's. */
	readonly within?: string;
}> = [
	{
		subject: 'appointment',
		ids: ['appointmentId'],
		marks: ['appointmentId'],
		itself: 'appointment',
		within: 'calendar',
	},
	{
		subject: 'opportunity',
		ids: ['opportunityId'],
		marks: ['opportunityId', 'pipelineId', 'pipelineStageId', 'opportunityName'],
		itself: 'opportunity',
	},
];

/**
 * What a post of the action "Custom Webhook" tells. Its author chooses the fields, in the body or in "Custom Data"; the
 * usual names of records, contact and location are known, in whatever case and with whatever signs. A placeholder that
 * GHL left as it is counts as empty, and is said. A list of posts is several.
 */
export const deliveriesOfPost = (body: unknown): Delivery[] => postsIn(body).map(deliveryOf);

function deliveryOf(record: IDataObject): Delivery {
	const own = layerOf(record);
	const layers = [...customDataOf(own), own];
	const contactId = idIn(layers, ['contactId'], ['contact']);
	const other = KINDS.find(({ marks, itself, within = itself }) =>
		layers.some(
			(layer) =>
				isFilled(layer, marks) ||
				isFilled(layerOf(layer.get(itself)), ['id']) ||
				isFilled(layerOf(layer.get(within)), marks),
		),
	);
	const ownId = idIn(layers, ['id'], []);
	const recordId = other
		? (idIn(layers, other.ids, [other.itself], other.within) ?? (ownId === contactId ? null : ownId))
		: (contactId ?? ownId);
	return {
		event: 'WorkflowWebhook',
		subject: other?.subject ?? 'contact',
		deliveryId: '',
		appId: '',
		locationIds: [idIn(layers, ['locationId'], ['location'])].filter((id) => id !== null),
		occurredAt: null,
		recordId,
		contactId: other ? contactId : recordId,
		record: withoutPlaceholders(record) as IDataObject, // an object as before
		...problemOf(record, recordId === null ? layers.map((layer) => layer.get('contactid')) : []),
	};
}

/** Fields by their plain names. */
type Layer = ReadonlyMap<string, unknown>;

/** `contact_id`, `Contact ID` and `contactID` are one. */
const plain = (name: string): string => (/[{}]/.test(name) ? '' : name.toLowerCase().replace(/[^a-z0-9]/g, ''));

/** The fields of an object, or of a text that is one. */
function layerOf(value: unknown): Layer {
	const fields = z.record(z.unknown()).safeParse(only(jsonOf(value))).data ?? {};
	return new Map(
		Object.entries(fields)
			.reverse() // of several that are one the first counts
			.map(([name, one]) => [plain(name), one]),
	);
}

/** "Custom Data", which comes as an object, within another, or as a list of names and values. */
function customDataOf(layer: Layer, depth = 0): Layer[] {
	const sent = jsonOf(layer.get(plain('customData')));
	if (sent === undefined || depth > 2) return [];
	const pairs = z
		.array(z.object({ key: z.string(), value: z.unknown() }))
		.min(1)
		.safeParse(sent).data;
	const own = layerOf(pairs ? Object.fromEntries(pairs.map(({ key, value }) => [key, value])) : sent);
	return [...customDataOf(own, depth + 1), own];
}

const isFilled = (layer: Layer, names: readonly string[]): boolean =>
	names.some((name) => usable(layer.get(plain(name))) !== '');

/** An ID by its names; that of an object, where its `id` counts too; or one within another object. */
function idIn(
	layers: readonly Layer[],
	names: readonly string[],
	itself: readonly string[],
	within = '',
): string | null {
	const namesIn = (layer: Layer, all: readonly string[]) => all.map((name) => layer.get(plain(name)));
	const found = layers.flatMap((layer) => [
		...namesIn(layer, names),
		...itself.flatMap((name) => namesIn(layerOf(layer.get(name)), [...names, 'id'])),
		...namesIn(layerOf(layer.get(within)), names),
	]);
	return found.map(usable).find((id) => id !== '') ?? null;
}

/** What programs write where they have no value. */
const NO_VALUE = /^(?:null|undefined|none|nil|nan)$/i;

/** An ID: one word of letters and digits. Forms give a field that comes twice as a list. */
function usable(value: unknown): string {
	const values = Array.isArray(value) ? [...new Set(value.map(textOf))] : [textOf(value)];
	const [id] = values.map((one) => trimmed(one).replace(/^"(.*)"$/, '$1'));
	return values.length === 1 && /^[\w-]+$/.test(id) && !NO_VALUE.test(id) ? id : '';
}

const CHOOSE_AGAIN = 'Choose the field again in the action "Custom Webhook" of the workflow.';

/** What is wrong with a post; `unusable` is what stands in the place of an ID. */
function problemOf(record: IDataObject, unusable: readonly unknown[]): Pick<Delivery, 'problem'> {
	if (Object.keys(record).length === 0)
		return { problem: 'GHL sent no fields. Choose some in the action "Custom Webhook" of the workflow.' };
	const unfilled = [...new Set(placeholders(record))];
	const sent = shorten(unusable.map(textOf).find((one) => one !== '') ?? '');
	if (unfilled.length === 0) return sent === '' ? {} : { problem: `"${sent}" is no ID of a contact. ${CHOOSE_AGAIN}` };
	const rest = unfilled.length > NAMED ? ` and ${unfilled.length - NAMED} more` : '';
	return { problem: `GHL did not fill in ${unfilled.slice(0, NAMED).join(', ')}${rest}. ${CHOOSE_AGAIN}` };
}

/** Placeholders that a problem names. */
const NAMED = 5;

const isUnfilled = (value: unknown): boolean => typeof value === 'string' && /^\s*\{\{[^{}]*\}\}\s*$/.test(value);

/** A field that is a placeholder and nothing else has no value: a next node would write it as one. */
function withoutPlaceholders(value: unknown): unknown {
	if (isUnfilled(value)) return null;
	if (Array.isArray(value)) return value.filter((one) => !isUnfilled(one)).map(withoutPlaceholders);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutPlaceholders(one)]));
}

/** Placeholders anywhere in the fields. */
function placeholders(value: unknown): string[] {
	if (typeof value === 'string') return PLACEHOLDER.exec(value)?.slice(0, 1) ?? [];
	return value !== null && typeof value === 'object' ? Object.values(value).flatMap(placeholders) : [];
}
