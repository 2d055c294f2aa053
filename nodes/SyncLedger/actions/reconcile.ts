import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import type { Place } from '../../../sync';
import type { ComparedField, FieldDrift } from '../../../sync/manage/drift';
import { reconcile, syncedFields, type Drift, type Lists, type Side, type Tally } from '../../../sync/manage/reconcile';
import type { FieldKind } from '../../../sync/model/canonical';
import { apps } from '../../apps';
import { mapInTurns } from '../../shared/breather';
import { valueIn } from '../../apps/recordValues';
import type { Input } from '../../shared/parameters/input';
import { LIST } from '../../shared/parameters/parameter';
import { momentOf } from '../../shared/sync/parseInput';
import { matchBy, phoneCountry } from '../../shared/sync/parameters';
import { ledgerOperation } from '../ledgerOperation';
import { listIn, pair, pairIn, placeOf, placeParameters, targetPlace } from '../parameters';
import { appName } from '../toItem';
import {
	externalIdField,
	externalIdIn,
	keyFieldsOf,
	matchOptions,
	once,
	phoneFieldOf,
	rowIn,
	sourceRecords,
	targetRecords,
	type Row,
} from './existing';

const comparedFields: INodeProperties = {
	displayName: 'Compared Fields',
	name: 'comparedFields',
	type: 'string',
	typeOptions: LIST,
	required: true,
	default: 'name, email, phone',
	placeholder: 'e.g. name, email, phone, tags, custom_industry',
	description:
		'The fields that the Sync toward the linked app maps, as its mapper names them in expressions, separated by commas. One that has another name in the source app is written as custom_size=property_size. Fields that no sync has written or compared yet are left out unless an option has them, and the summary names them.',
};

const KINDS: readonly FieldKind[] = ['boolean', 'date', 'email', 'money', 'name', 'number', 'phone', 'tags', 'text'];

const fieldDetails: INodeProperties = {
	displayName: 'Field Details',
	name: 'fieldDetails',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Field',
	default: {},
	description:
		'Compared fields that have another name in the source app, or whose kind does not follow from their name',
	options: [
		{
			displayName: 'Field',
			name: 'field',
			values: [
				{
					displayName: 'Field Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. custom_industry',
					description: 'The name under "Compared Fields"',
				},
				{
					displayName: 'Kind',
					name: 'kind',
					type: 'options',
					options: KINDS.map((value) => ({ name: value.charAt(0).toUpperCase() + value.slice(1), value })),
					default: 'text',
					description: 'How two values are compared: 5 and 5.00 are the same number, and not the same text',
				},
				{
					displayName: 'Source Field',
					name: 'sourceField',
					type: 'string',
					default: '',
					placeholder: 'e.g. property_industry',
					description: 'The field of the source app, as the mapper of the Sync in the other direction names it',
				},
			],
		},
	],
};

const unsyncedFields: INodeProperties = {
	displayName: 'Fields Not Synced Yet',
	name: 'unsyncedFields',
	type: 'boolean',
	default: false,
	description:
		'Whether to compare also the fields that no sync has written or compared yet, as for a preview before the first one',
};

const details = z.object({
	field: z
		.array(
			z.object({
				name: z.string().trim().min(1),
				kind: z
					.enum(KINDS as [FieldKind, ...FieldKind[]])
					.optional()
					.catch(undefined),
				sourceField: z.string().trim().catch(''),
			}),
		)
		.catch([]),
});

const USUAL: Readonly<Record<string, FieldKind>> = {
	email: 'email',
	phone: 'phone',
	property_phone: 'phone',
	name: 'name',
	fullName: 'name',
	firstName: 'name',
	lastName: 'name',
	tags: 'tags',
};

/** The fields by their names in both Syncs. */
function fieldsIn(input: Input, source: Place, target: Place): ComparedField[] {
	const given = details.catch({ field: [] }).parse(input.option('fieldDetails')).field;
	return input.requiredList('comparedFields').map((entry) => {
		const [named = '', sourceField = ''] = entry.split('=').map((one) => one.trim());
		const name = named === 'phone' ? phoneFieldOf(target.system) : named;
		const own = given.find((one) => one.name === named);
		return {
			target: name,
			source: sourceField || own?.sourceField || (apps.counterpart(target.system, source.system, name) ?? name),
			kind: own?.kind ?? USUAL[name] ?? 'text',
		};
	});
}

export const reconcileRecords = ledgerOperation(
	{
		resource: 'link',
		name: 'reconcile',
		label: 'Reconcile',
		action: 'Reconcile both apps with ledger',
		effect: 'read',
		description:
			'Compare the records of both apps with each other and with the ledger, and write nothing. Returns a summary, then one item for each difference, which a Sync can take: a record whose linked record differs, is gone, is not linked yet, or does not exist. The lists cost one call for each hundred records, which the two Get Many nodes make.',
		parameters: [
			once,
			pair,
			...placeParameters,
			sourceRecords,
			...targetPlace,
			targetRecords,
			comparedFields,
			externalIdField,
			matchBy,
		],
		options: [fieldDetails, unsyncedFields, phoneCountry],
	},
	async ({ ledger, hash }, input) => {
		const [from, to] = [placeOf(input, 'source'), placeOf(input, 'target')];
		const phoneField = phoneFieldOf(to.system);
		const compared = fieldsIn(input, from, to);
		const { synced, unknown } =
			input.option('unsyncedFields') === true
				? { synced: compared, unknown: [] }
				: await syncedFields(ledger, pairIn(input), compared);
		const side = async (
			place: Place,
			name: string,
			column: 'source' | 'target',
			path?: string,
		): Promise<Side<ListedRow>> => ({
			place,
			records: (await mapInTurns(listIn(input, name), (entry) => listed(rowIn(entry), path))).flatMap(
				(one) => one ?? [],
			),
			valueOf: ({ row }, field) => valueIn(place.system, row, field[column]),
			keys: ({ row }) => keyFieldsOf(row, phoneField),
		});
		const source = await side(from, 'sourceRecords', 'source');
		const target = await side(to, 'targetRecords', 'target', input.text('externalIdField'));
		const found: IDataObject[] = [];
		const options = matchOptions(input, phoneField);
		const what = { pair: pairIn(input), fields: synced, options: { ...options, zone: input.zone }, ledger, hash };
		const tally = await reconcile(source, target, what, (drift, lists) =>
			found.push({ drift: drift.drift, name: nameIn(lists, drift), ...driftItem(drift, pairIn(input), from, to) }),
		);
		return [summaryOf(tally, pairIn(input), from, to, unknown), ...found];
	},
);

interface ListedRow {
	readonly id: string;
	readonly row: Row;
	readonly version?: number;
	readonly archived?: boolean;
	readonly externalId?: string;
}

function listed(row: Row | undefined, path: string | undefined): ListedRow | undefined {
	if (!row) return undefined;
	const externalId = path === undefined ? '' : externalIdIn(row, path);
	const version = momentOf(row.updated_at ?? row.dateUpdated ?? row.updatedAt, 'updatedAt');
	return {
		id: row.id,
		row,
		...(version !== undefined && { version }),
		...(row.archived && { archived: true }),
		...(externalId && { externalId }),
	};
}

/** Begins with the columns of the differences, so that both are read in one table. */
function summaryOf(
	tally: Tally,
	named: string,
	from: Place,
	to: Place,
	unknown: readonly ComparedField[],
): IDataObject {
	const { equal, decided, differing, gone, unlinked, missing } = tally;
	const kinds = Object.entries({ equal, decided, differing, gone, unlinked, missing });
	return {
		drift: 'summary',
		name: `${appName(from.system)} and ${appName(to.system)}`,
		reason: kinds.map(([kind, number]) => `${number} ${kind}`).join(', '),
		pair: named,
		...NO_RECORD,
		...tally,
		differences: differing + gone + unlinked + missing,
		notCompared: unknown.map(({ target }) => target),
	};
}

const NO_RECORD = {
	app: null,
	account: null,
	id: null,
	parentId: null,
	targetApp: null,
	targetAccount: null,
	targetId: null,
	fields: [],
};

/** As "Get Due" gives a record, so that the same nodes read it and hand it to Sync. */
function driftItem(
	{ drift, side, id, otherId, fields, parentId, isAmbiguous }: Drift,
	named: string,
	from: Place,
	to: Place,
): IDataObject {
	const [own, other] = side === 'source' ? [from, to] : [to, from];
	return {
		drift,
		reason: reasonOf({ drift, fields, isAmbiguous }, own, other, side),
		pair: named,
		app: own.system,
		account: own.account,
		id,
		parentId: parentId ?? null,
		targetApp: other.system,
		targetAccount: other.account,
		targetId: otherId ?? null,
		fields: fields.map(({ field }) => field),
	};
}

/** What people call it: the name of the record, or of the linked one where it is not listed itself. */
function nameIn(lists: Lists<ListedRow, ListedRow>, { side, id, otherId = '' }: Drift): string | null {
	const [own, other] = side === 'source' ? [lists.source, lists.target] : [lists.target, lists.source];
	const row = (own.get(id) ?? other.get(otherId))?.row;
	return row?.name || row?.email || null;
}

function reasonOf(
	{ drift, fields, isAmbiguous }: Pick<Drift, 'drift' | 'fields' | 'isAmbiguous'>,
	own: Place,
	other: Place,
	side: 'source' | 'target',
): string {
	const [here, there] = [appName(own.system), appName(other.system)];
	if (drift === 'gone') return `${here} does not list it, and it is linked to a record of ${there}`;
	if (drift === 'missing') return `It is not linked, and nothing in ${there} matches`;
	if (drift === 'unlinked')
		return isAmbiguous
			? `It is not linked, and several records of ${there} match`
			: `It is not linked, and a record of ${there} matches`;
	const [source, target] = side === 'source' ? [here, there] : [there, here];
	return fields.map((field) => whyDiffering(field, source, target)).join('; ');
}

const whyDiffering = ({ field, changed }: FieldDrift, source: string, target: string): string =>
	({
		source: `${field} changed in ${source}`,
		target: `${field} changed in ${target}`,
		both: `${field} changed in both apps`,
		never: `${field} different from the start`,
	})[changed];
