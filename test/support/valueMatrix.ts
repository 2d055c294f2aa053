import { DateTime } from 'luxon';
import type { IDataObject, INodeExecutionData, IPairedItemData, ResourceMapperField } from 'n8n-workflow';

/** What expressions give, by kind; each is an item of one run. */
export const VALUES: Readonly<Record<string, unknown>> = {
	text: 'something',
	'number as text': '1200',
	number: 1200,
	'yes or no': true,
	list: ['one', 'two'],
	'list of one': ['one'],
	'JSON text': '["one","two"]',
	object: { city: 'Paris' },
	date: new Date('2026-11-28T09:00:00Z'),
	'luxon date': DateTime.fromISO('2026-11-28T09:00:00Z', { zone: 'utc' }),
	null: null,
	empty: '',
};
const VALUE_KINDS = Object.keys(VALUES);

/** Items with one value each, and what else an item needs. */
export const itemsOf = (more: (index: number) => IDataObject = () => ({})): IDataObject[] =>
	Object.values(VALUES).map((value, index) => ({ ...more(index), value: value as IDataObject[string] }));

/** A value that is to be refused, with all others of its record. */
const REFUSED = Symbol('refused');
/** What is neither written nor refused. */
const NOTHING = Symbol('nothing');
type Outcomes = Readonly<Record<string, unknown>>;

const ofAll = (outcome: unknown): Outcomes => Object.fromEntries(VALUE_KINDS.map((kind) => [kind, outcome]));
const EMPTY: Outcomes = { null: NOTHING, empty: NOTHING };
export const MOMENT = '2026-11-28T09:00:00Z';

export type ColumnKind = 'text' | 'number' | 'boolean' | 'day' | 'moment' | 'email' | 'choice';

/** What each value comes to in a column of these kinds: on the wire, or as a refusal. */
const OUTCOMES: Readonly<Record<ColumnKind, Outcomes>> = {
	text: {
		text: 'something',
		'number as text': '1200',
		number: '1200',
		'yes or no': 'true',
		list: REFUSED,
		'list of one': 'one',
		'JSON text': '["one","two"]',
		object: REFUSED,
		date: '2026-11-28T09:00:00.000Z',
		'luxon date': '2026-11-28T09:00:00.000Z',
		...EMPTY,
	},
	number: { ...ofAll(REFUSED), 'number as text': 1200, number: 1200, ...EMPTY },
	boolean: { ...ofAll(REFUSED), 'yes or no': true, ...EMPTY },
	day: { ...ofAll(REFUSED), date: MOMENT.slice(0, 10), 'luxon date': MOMENT.slice(0, 10), ...EMPTY },
	moment: { ...ofAll(REFUSED), date: MOMENT, 'luxon date': MOMENT, ...EMPTY },
	email: { ...ofAll(REFUSED), ...EMPTY },
	choice: { ...ofAll(REFUSED), ...EMPTY },
};

export type FilterKind = 'text' | 'number' | 'boolean' | 'moment' | 'email' | 'choice';

/** The same for a filter, in texts; one without a value is refused. */
export const filterOutcomes = (kind: FilterKind | undefined): Outcomes | undefined =>
	kind && { ...OUTCOMES[kind], null: REFUSED, empty: REFUSED };
export const isRefused = (outcome: unknown): boolean => outcome === REFUSED;

/** Columns that tell more than their type: their values have a form of their own. */
const OWN_FORM = /phone|gender|_id$|Id$|assignedTo|status|tags|website|country|^color$|^canceled$/i;
/** Days have no time of their own. */
const MOMENTS = /_at$|Time$|^dueDate$|^lastUpdated$/;

/** The kind that a column is surely of; undefined where several outcomes are right. */
export function kindOf({ id, displayName, type, options = [] }: ResourceMapperField): ColumnKind | undefined {
	if (/^email$/i.test(id)) return 'email';
	if (id === 'timezone') return 'choice'; // one of those that IANA names
	if (type === 'options' && /^(country|assignedTo|property_\w+)$/.test(id)) return 'choice';
	if (OWN_FORM.test(id) || /[()]$/.test(displayName) || id.startsWith('property_')) return undefined;
	if (type === 'options') return options.every(({ value }) => typeof value === 'boolean') ? 'boolean' : 'choice';
	if (type === 'dateTime') return MOMENTS.test(id) ? 'moment' : 'day';
	if (type === 'number') return 'number';
	return type === 'string' ? 'text' : undefined;
}

/** The same for the columns of a write that is no Sync, which compares some and leaves out others. */
export function kindInWrite(field: ResourceMapperField): ColumnKind | undefined {
	const { id, type } = field;
	if (id === 'phone') return 'email'; // nothing that is tried is a number
	if (type === 'string' && (id === 'website' || /^property_\w+__(?!country)/.test(id))) return 'text';
	return kindOf(field);
}

/** The values of a column in the bodies of its writes, in whatever place the service has for it. */
function written(bodies: readonly unknown[], id: string): unknown[] {
	return bodies.flatMap((body) => {
		const { customFields, data } = body as { customFields?: IDataObject[]; data?: { attributes: IDataObject } };
		const own = (data?.attributes ?? body) as IDataObject; // JSON:API, or flat
		if (id.startsWith('custom_'))
			// a contact of Sync also holds the ID of its source record
			return (customFields ?? []).map(({ field_value: value }) => value).filter((one) => !/^s\d+$/.test(String(one)));
		if (id in own) return [own[id]];
		if (id.startsWith('property_')) {
			const [identifier, part = 'value'] = id.slice('property_'.length).split('__');
			const properties = (own.properties_attributes ?? []) as IDataObject[];
			return properties.flatMap((one) => (one.identifier === identifier && part in one ? [one[part]] : []));
		}
		return [];
	});
}

const sorted = (values: readonly unknown[]): string[] => values.map((value) => JSON.stringify(value)).sort();

/** No call has half a value, or an empty one for one that is filled. */
export const expectWhole = (bodies: readonly unknown[], isEmptySent = false): void =>
	expect(JSON.stringify(bodies)).not.toMatch(
		isEmptySent ? /\[object|\bnull\b|undefined|NaN/ : /\[object|\bnull\b|undefined|NaN|:""/,
	);

/** The items of whose value an output says that it was refused. */
export const refusedItems = (refused: readonly INodeExecutionData[]): number[] =>
	refused.map(({ pairedItem }) => (pairedItem as IPairedItemData).item);

/** What of one column came of its values. */
interface Column {
	/** As the wire has it. */
	readonly id: string;
	readonly kind: ColumnKind | undefined;
	/** Items whose value was refused here: the service refuses more, such as a percentage of 1200. */
	readonly refused: readonly INodeExecutionData[];
	readonly bodies: readonly unknown[];
}

/** Each value was refused, or is on the wire to the letter. Gives the number of values that this says something of. */
export function expectOutcomes({ id, kind, refused, bodies }: Column): number {
	if (!kind) return 0;
	const outcomes = OUTCOMES[kind];
	const kinds = refused.map(({ pairedItem }) => VALUE_KINDS[(pairedItem as IPairedItemData).item]);
	expect([id, kinds.sort()]).toEqual([id, VALUE_KINDS.filter((one) => outcomes[one] === REFUSED).sort()]);
	const values = Object.values(outcomes).filter((one) => one !== REFUSED && one !== NOTHING);
	expect([id, sorted(written(bodies, id))]).toEqual([id, sorted(values)]);
	return VALUE_KINDS.length;
}
