import { z } from 'zod';
import type { FieldOptions, MatchKey, SourceRecord, Parent, RecordRef, SyncOptions } from '../../../sync';
import { momentOf as momentIn } from '../../../sync/model/dates';
import { InputProblem, textOf, titleOf, type Input } from '../parameters/input';
import { readBoolean } from '../values/boolean';
import { parsedDate } from '../values/date';
import { isEmpty } from '../values/empty';
import { only } from '../values/text';

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

/** A record named by the parameters `<side>App`, `<side>Account` and `<side>Id`. */
export function recordOf(input: Input, side: string, accountOf: AccountOf): RecordRef {
	const system = systemOf(input, `${side}App`);
	return {
		system,
		account: accountOf(system, input.required(`${side}Account`), `${side}Account`),
		id: input.id(`${side}Id`),
	};
}

/** Ms since 1970; undefined when nothing is given. Digits are ms already; a time without offset is one of the zone. */
export function momentOf(value: unknown, field: string, zone?: string): number | undefined {
	if (isEmpty(value)) return undefined;
	const text = textOf(only(value));
	if (/^\d+$/.test(text)) return Number(text);
	return momentIn(parsedDate(value, { id: field, label: titleOf(field) }, { zone }), zone);
}

export function sourceOf(input: Input, accountOf: AccountOf): SourceRecord {
	const version = momentOf(input.raw('sourceUpdatedAt'), 'sourceUpdatedAt', input.zone);
	const createdAt = momentOf(input.option('createdAt'), 'createdAt', input.zone);
	const externalId = textOf(input.option('externalId'));
	return {
		...recordOf(input, 'source', accountOf),
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
		...(lagCeiling > 0 && { lagCeiling: lagCeiling * 1000 }),
		...(input.zone && { zone: input.zone }),
	};
}

const KEYS: ReadonlySet<string> = new Set(['email', 'phone']);

export const matchKeysOf = (input: Input): MatchKey[] =>
	(input.text('matchBy') || 'email,phone').split(',').filter((key): key is MatchKey => KEYS.has(key));

/** Which side may have several records of one person. */
export function manyOf(input: Input, usual: SyncOptions['many']): SyncOptions['many'] {
	const chosen = textOf(input.option('duplicatesPerPerson'));
	return chosen === 'source' || chosen === 'target' || chosen === 'none' ? chosen : usual;
}

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
