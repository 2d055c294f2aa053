import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import type { TargetRecord, TargetService, LinkReport, MappedRecord, OpenLedger, SyncOptions } from '../../../sync';
import { linkExisting, rebuildFromExternalIds } from '../../../sync/manage/linkExisting';
import { ServiceError } from '../../../sync/model/ports';
import type { SyncPorts } from '../../../sync/run';
import { withDefaults } from '../../../sync/model/types';
import { apps } from '../../apps';
import { mapInTurns } from '../../shared/breather';
import { textOf, type Input } from '../../shared/parameters/input';
import { clockOf, random } from '../../shared/sync/ledger';
import { recordItem } from '../../shared/sync/syncOperation';
import { further, many, matchBy, phoneCountry } from '../../shared/sync/parameters';
import { manyOf, matchKeysOf, momentOf } from '../../shared/sync/parseInput';
import { ledgerOperation } from '../ledgerOperation';
import { listIn, pair, pairIn, targetPlace, placeOf, placeParameters } from '../parameters';

const list = (displayName: string, name: string, node: string): INodeProperties => ({
	displayName,
	name,
	type: 'json',
	required: true,
	default: '',
	placeholder: `e.g. {{ $('${node}').all().map((item) => item.json) }}`,
	description:
		'All records from a "Get Many" node with "Return All". Each needs an ID; email, phone and name are compared.',
});

export const sourceRecords = list('Source Records', 'sourceRecords', 'Get many customers');
export const targetRecords = list('Linked App Records', 'targetRecords', 'Get many contacts');

export const externalIdField: INodeProperties = {
	displayName: 'External ID Field',
	name: 'externalIdField',
	type: 'string',
	default: 'customFields.Booqable ID',
	placeholder: 'e.g. properties.ghl_contact_id',
	description: 'Where the records of the linked app hold the ID of the source record: field names separated by dots',
};

export const once: INodeProperties = {
	displayName: 'This operation compares both lists as a whole. Turn on "Execute Once" in the settings of this node.',
	name: 'notice',
	type: 'notice',
	default: '',
};

/** Records as Booqable and GHL give them: phones of Booqable are properties. */
const row = z
	.object({
		id: z.string().min(1),
		email: z.string().nullish(),
		name: z.string().nullish(),
		phone: z.string().nullish(),
		properties: z
			.object({ phone: z.string().nullish().catch(undefined) })
			.passthrough()
			.nullish()
			.catch(undefined),
		archived: z.boolean().nullish().catch(undefined),
		created_at: z.unknown(),
		dateAdded: z.unknown(),
		createdAt: z.unknown(),
	})
	.passthrough();
export type Row = z.infer<typeof row>;

/** The record in an entry of the list, unless it has no ID. */
export const rowIn = (entry: unknown): Row | undefined => row.safeParse(entry).data;

const rowsOf = async (input: Input, name: string): Promise<Row[]> =>
	(await mapInTurns(listIn(input, name), rowIn)).filter((row) => row !== undefined);

/** Fields by the names that Sync toward this app has for them. */
export const keyFieldsOf = ({ email, name, phone, properties }: Row, phoneField: string): Record<string, unknown> => ({
	email: email ?? '',
	name: name ?? '',
	[phoneField]: phone ?? properties?.phone ?? '',
});

const bornAt = ({ createdAt, created_at, dateAdded }: Row): number | undefined =>
	momentOf(createdAt ?? created_at ?? dateAdded, 'createdAt');

/** What a record holds under a path of field names separated by dots. */
export const externalIdIn = (entry: Row, path: string): string =>
	textOf(
		path
			.split('.')
			.reduce<unknown>(
				(inside, key) => (inside !== null && typeof inside === 'object' ? (inside as IDataObject)[key] : undefined),
				entry,
			),
	); // an object, see the condition

function targetRecord(entry: Row, phoneField: string, externalIdPath: string): TargetRecord {
	const externalId = externalIdIn(entry, externalIdPath);
	const createdAt = bornAt(entry);
	return {
		id: entry.id,
		fields: keyFieldsOf(entry, phoneField),
		...(externalId && { externalId }),
		...(createdAt !== undefined && { createdAt }),
		...(entry.archived && { archived: true }),
	};
}

const notHere = async (): Promise<never> =>
	await Promise.reject(new ServiceError('No app is called while records are linked', { written: 'no', again: false }));

/** What the field for a phone is called in the Sync toward this app. */
export const phoneFieldOf = (system: string): string =>
	(system === 'booqable' && apps.counterpart('ghl', 'booqable', 'phone')) || 'phone';

/** How records of both lists are matched. */
export function matchOptions(input: Input, phoneField: string): SyncOptions {
	const region = input.phoneCountry;
	const system = placeOf(input, 'target').system;
	const systems = new Set([placeOf(input, 'source').system, system]);
	const usual = systems.has('booqable') && systems.has('ghl') ? (system === 'ghl' ? 'source' : 'target') : 'none';
	return withDefaults({
		keyFields: { email: 'email', phone: phoneField, name: ['name'] },
		matchBy: matchKeysOf(input),
		many: manyOf(input, usual),
		...(region && { region }),
		further: textOf(input.option('additionalRecord')) === 'review' ? 'review' : 'join',
	});
}

/** The given records in place of a service: they are read once, and nothing can be written. */
async function given(
	input: Input,
	{ ledger, hash }: OpenLedger,
): Promise<{ ports: SyncPorts; options: SyncOptions; phoneField: string }> {
	const place = placeOf(input, 'target');
	const phoneField = phoneFieldOf(place.system);
	const path = input.text('externalIdField');
	const records = await mapInTurns(await rowsOf(input, 'targetRecords'), (entry) =>
		targetRecord(entry, phoneField, path),
	);
	const target: TargetService = {
		...place,
		kinds: { email: 'email', [phoneField]: 'phone', name: 'name' },
		lagCeiling: 0,
		callBudget: 0,
		read: notHere,
		create: notHere,
		update: notHere,
		page: async () => await Promise.resolve({ records }),
	};
	const options = matchOptions(input, phoneField);
	return { ports: { target, ledger, hash, clock: clockOf(), random }, options, phoneField };
}

const report = ({ linked, known, unmatched, review }: LinkReport): IDataObject => ({
	linked,
	linkedBefore: known,
	unmatched,
	toReview: review.length,
	review: review.map(({ source, reason }) => ({ ...recordItem(source), reason })),
});

export const linkExistingRecords = ledgerOperation(
	{
		resource: 'link',
		name: 'linkExisting',
		label: 'Link Existing',
		action: 'Link existing records',
		effect: 'idempotent',
		description:
			'Link the records that both apps have already, and write to neither. The lists cost one call for each hundred records, which the two Get Many nodes make.',
		parameters: [
			once,
			pair,
			...placeParameters,
			sourceRecords,
			...targetPlace,
			targetRecords,
			externalIdField,
			matchBy,
		],
		options: [further, many, phoneCountry],
		keys: () => ['links'],
	},
	async (opened, input) => {
		const { ports, options, phoneField } = await given(input, opened);
		const source = placeOf(input, 'source');
		const listed = (await rowsOf(input, 'sourceRecords')).filter(({ archived }) => !archived);
		const rows = await mapInTurns(listed, (entry): MappedRecord => {
			const createdAt = bornAt(entry);
			return {
				source: { ...source, id: entry.id, ...(createdAt !== undefined && { createdAt }) },
				fields: keyFieldsOf(entry, phoneField),
			};
		});
		return report(await linkExisting(pairIn(input), pagesOf(rows), options, ports));
	},
);

async function* pagesOf(rows: readonly MappedRecord[]): AsyncGenerator<readonly MappedRecord[]> {
	yield await Promise.resolve(rows);
}

export const rebuildLinks = ledgerOperation(
	{
		resource: 'link',
		name: 'rebuild',
		label: 'Rebuild',
		action: 'Rebuild links from external IDs',
		effect: 'idempotent',
		description:
			'Restore the links of a lost ledger from the IDs in the sync fields of the linked app. Writes to neither app.',
		parameters: [once, pair, ...placeParameters, ...targetPlace, targetRecords, externalIdField],
		options: [many],
		keys: () => ['links'],
	},
	async (opened, input) => {
		const { ports, options } = await given(input, opened);
		return report(await rebuildFromExternalIds(pairIn(input), placeOf(input, 'source'), options, ports));
	},
);
