import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { FieldOptions, MatchKey, SourceRecord, Parent, RecordRef, SyncOptions } from '../../../sync';
import { momentOf as momentIn } from '../../../sync/model/dates';
import { InputProblem, textOf, titleOf, type Input } from '../parameters/input';
import { readBoolean } from '../values/boolean';
import { parsedDate } from '../values/date';
import { isEmpty } from '../values/empty';
import { only } from '../values/text';
import { readEntries } from '../values/json';

/** The name of an app as the ledger has it. */
export function systemOf(input: Input, parameter: string): string {
	const chosen = input.required(parameter);
	if (chosen !== 'other') return chosen;
	const name = input.required(`${parameter}Name`).toLowerCase();
	if (!/^[a-z0-9][a-z0-9_-]*$/.test(name))
		throw new InputProblem(
			`${parameter}Name`,
			'The name of the app has other characters than letters and digits',
			'Use a name like "warehouse".',
		);
	return name;
}

/** The account of an app as its own credential has it, from what was typed. Throws `InputProblem`. */
export type AccountOf = (app: string, typed: string, parameter: string) => string;

/** Whether the user says of which account the record is; else the item does. */
export const namesAccount = (input: Input): boolean => input.text('sourceAccount') !== '';

/** The account that the item names: every trigger and read of ours says it under this key. */
const accountInItem = ({ item }: Input): string => textOf(item.account);

/** Where records of the apps, and events with a record, say when it was last changed. */
const CHANGED_AT = ['updated_at', 'updatedAt', 'dateUpdated'] as const;

/** The time of the record in an item that names its account; other items are of nobody knows what. */
function changedAtInItem(input: Input): unknown {
	if (accountInItem(input) === '') return undefined;
	const { record = input.item } = input.item;
	const fields: IDataObject = record !== null && typeof record === 'object' ? (record as IDataObject) : {}; // JSON
	return CHANGED_AT.map((name) => fields[name]).find((value) => !isEmpty(value));
}

/** The record that changed: its account is the one chosen, else that of the item. Throws `InputProblem`. */
function recordOf(input: Input, accountOf: AccountOf): RecordRef {
	const system = systemOf(input, 'sourceApp');
	const account = input.text('sourceAccount') || accountInItem(input);
	if (account === '')
		throw new InputProblem(
			'sourceAccount',
			'Source Account is empty, and the item does not name an account',
			'Connect the node to a trigger or a read of this package, whose items have the field "account", or choose the account.',
		);
	return { system, account: accountOf(system, account, 'sourceAccount'), id: input.id('sourceId') };
}

/** Ms since 1970; undefined when nothing is given. Digits are ms already; a time without offset is one of the zone. */
export function momentOf(value: unknown, field: string, zone?: string): number | undefined {
	if (isEmpty(value)) return undefined;
	const text = textOf(only(value));
	if (/^\d+$/.test(text)) return Number(text);
	return momentIn(parsedDate(value, { id: field, label: titleOf(field) }, { zone }), zone);
}

export function sourceOf(input: Input, accountOf: AccountOf): SourceRecord {
	const given = input.raw('sourceUpdatedAt');
	const changedAt = isEmpty(given) ? changedAtInItem(input) : given;
	const version = momentOf(changedAt, 'sourceUpdatedAt', input.zone);
	const createdAt = momentOf(input.option('createdAt'), 'createdAt', input.zone);
	const externalId = textOf(input.option('externalId'));
	return {
		...recordOf(input, accountOf),
		...(version !== undefined && { version }),
		...(createdAt !== undefined && { createdAt }),
		...(externalId && { externalId }),
		...(isSet(input.option('sourceDeleted')) && { deleted: true }),
	};
}

export const isSet = (value: unknown): boolean =>
	!isEmpty(value) && readBoolean(value, { id: 'options', label: 'Options' });

export const pairOf = (input: Input, usual = 'contacts'): string => textOf(input.option('pair')) || usual;

/** The record that a child belongs to: one of the same account. */
export const parentOf = (input: Input, { system, account }: RecordRef, usualPair = 'contacts'): Parent => ({
	pair: textOf(input.option('parentPair')) || usualPair,
	system,
	account,
	id: input.id('parentId'),
});

const rule = z.enum(['source', 'target', 'newest', 'review']);

const options = z.object({
	initialConflict: z.enum(['source', 'target', 'review']).optional(),
	whenNoMatch: z.enum(['create', 'skip']).optional(),
	additionalRecord: z.enum(['join', 'review', 'own']).optional(),
	primaryRecord: z.enum(['newest', 'first']).optional(),
	whenSourceDeleted: z.enum(['ignore', 'unlink', 'archive', 'delete']).optional(),
	whenTargetDeleted: z.enum(['recreate', 'review', 'unlink']).optional(),
});

/** The choices of the node that are the same for every service; what is not set has the engine's default. */
export function optionsOf(input: Input): Partial<SyncOptions> {
	const parsed = options.safeParse(input.collection('options'));
	if (!parsed.success)
		throw new InputProblem(
			'options',
			`The option "${String(parsed.error.issues[0]?.path[0])}" has no such value`,
			'Choose one of the list.',
		);
	const createLimit = input.option('createLimit');
	const lagCeiling = Number(input.option('searchIndexLag'));
	const { initialConflict, whenNoMatch, additionalRecord, primaryRecord, whenSourceDeleted, whenTargetDeleted } =
		parsed.data;
	const who = rule.safeParse(input.text('conflictResolution') || 'newest');
	if (!who.success)
		throw new InputProblem('conflictResolution', 'Invalid Conflict Resolution', 'Choose one of the list.');
	return {
		...(initialConflict && { firstContact: initialConflict }),
		...(whenNoMatch && { whenUnmatched: whenNoMatch }),
		...(additionalRecord && { further: additionalRecord }),
		...(primaryRecord && { primary: primaryRecord }),
		...(whenSourceDeleted && { deletes: whenSourceDeleted }),
		...(whenTargetDeleted && { targetGone: whenTargetDeleted }),
		rule: who.data,
		matchBy: matchKeysOf(input),
		clear: isSet(input.option('clear')),
		...(!isEmpty(createLimit) && { createLimit: Number(createLimit) }),
		...(lagCeiling > 0 && { lagCeiling: lagCeiling * 1000 }),
		...(input.zone && { zone: input.zone }),
	};
}

const KEYS: ReadonlySet<string> = new Set(['email', 'phone']);

export const matchKeysOf = (input: Input): MatchKey[] =>
	(input.text('matchBy') || 'email,phone').split(',').filter((key): key is MatchKey => KEYS.has(key));

/** Percent of the app's calls from which a record waits; 100 where none does. */
export const pauseAtOf = (input: Input): number => Number(textOf(input.option('pauseAtPercent'))) || 100;

/** Which side may have several records of one person. */
export function manyOf(input: Input, usual: SyncOptions['many']): SyncOptions['many'] {
	const chosen = textOf(input.option('duplicatesPerPerson'));
	return chosen === 'source' || chosen === 'target' || chosen === 'none' ? chosen : usual;
}

const furtherFields = z.array(
	z.object({ field: z.string().trim().min(1), value: z.unknown(), sourceField: z.string().trim().catch('') }),
);

/** The same parameters with the option "Further Fields" among the mapped ones. Throws `InputProblem`. */
export function withFurtherFields(input: Input): Input {
	const given = input.option('furtherFields');
	if (isEmpty(given)) return input;
	const label = 'Further Fields';
	const read = furtherFields.safeParse(readEntries(given, { id: 'furtherFields', label }, EXAMPLE));
	if (!read.success)
		throw new InputProblem('furtherFields', `An entry of "${label}" names no field`, `Map a list such as ${EXAMPLE}.`);
	const mapper = input.collection('fields');
	const value = Object.fromEntries(read.data.map((one) => [one.field, one.value as IDataObject[string]])); // as mapped
	const rules = read.data.filter(({ sourceField }) => sourceField !== '');
	const { field: known = [] } = (input.option('fieldRules') ?? {}) as { field?: unknown[] }; // a fixed collection
	return input.with({
		fields: { ...mapper, value: { ...input.mapped('fields'), ...value } },
		options: {
			...input.collection('options'),
			fieldRules: { field: [...rules.map(({ field, sourceField }) => ({ name: field, sourceField })), ...known] },
		},
	});
}

const EXAMPLE = "{{ [{ field: 'custom_size', value: $json.size }] }}";

const fieldRules = z.object({
	field: z
		.array(
			z.object({
				name: z.string().trim().min(1),
				sourceField: z.string().trim().catch(''),
				onlyWhenEmpty: z.boolean().catch(false),
				conflictResolution: rule.optional().catch(undefined),
			}),
		)
		.catch([]),
});

/** What single fields do differently, over what the service says of them. */
export function fieldOptionsOf(
	input: Input,
	usual: Readonly<Record<string, FieldOptions>>,
): Record<string, FieldOptions> {
	const fields: Record<string, FieldOptions> = { ...usual };
	for (const { name, sourceField: from, onlyWhenEmpty, conflictResolution: own } of fieldRules
		.catch({ field: [] })
		.parse(input.option('fieldRules')).field) {
		fields[name] = {
			...fields[name],
			...(onlyWhenEmpty && { onlyWhenEmpty }),
			...(own && { rule: own }),
			...(from && { from: from === '-' ? null : from }),
		};
	}
	return fields;
}
