import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type {
	FieldOptions,
	OpenLedger,
	Outcome,
	Place,
	SourceRecord,
	SyncOptions,
	SyncRequest,
	TargetService,
} from '../../../sync';
import type { FieldKind } from '../../../sync/model/canonical';
import { StoreBusy } from '../../../sync/ledger/ledger';
import { syncRecord } from '../../../sync/syncRecord';
import { withDefaults } from '../../../sync/model/types';
import type { Calls } from '../runner/calls';
import { isPaused, reasonOf } from '../http/allowance';
import type { Endpoint } from '../endpoint';
import { InputProblem, withArticle, type Input } from '../parameters/input';
import { isEmpty } from '../values/empty';
import { operation, type OfItem, type Operation } from '../operation';
import { takeOn, type TakenItem } from './takeOn';
import { TargetCalls, type TargetTraits } from './targetCalls';
import { clockOf, ledgerChoice, ledgerOf, random } from './ledger';
import { refusing, type MappedValues } from './mappedValues';
import { sentence, syncOptions, type Words } from './parameters';
import {
	fieldOptionsOf,
	manyOf,
	namesAccount,
	sourceOf,
	optionsOf,
	pairOf,
	parentOf,
	pauseAtOf,
	withFurtherFields,
	type AccountOf,
} from './parseInput';

/** What the mapped fields of one item mean to the service. */
export interface Mapped extends MappedValues {
	readonly kinds: Readonly<Record<string, FieldKind>>;
	readonly keyFields: SyncOptions['keyFields'];
	/** Country of phone numbers without one. */
	readonly region?: string;
	/** The service, for records with these fields. */
	readonly target: (calls: TargetCalls, sourceApp: string) => TargetService;
}

/** What Sync must know of the other apps. */
export interface Apps {
	readonly accountOf: AccountOf;
	/** The name that the Sync toward `other` has for a field of `app`; undefined where it is the same. */
	readonly counterpart: (app: string, other: string, field: string) => string | undefined;
}

/** One kind of record that Sync can write. */
export interface Entity {
	readonly system: string;
	readonly apps: Apps;
	readonly words: Words;
	readonly traits: TargetTraits;
	readonly mapper: INodeProperties;
	readonly options: readonly INodeProperties[];
	readonly account: (calls: Calls, input: Input) => string;
	/** Which side usually has several records of one person. */
	readonly many: (sourceApp: string) => SyncOptions['many'];
	/** What a Sync of such records does unless the user says otherwise. */
	readonly usual?: Partial<SyncOptions>;
	/** Reads definitions where it must; everything else waits until Sync asks for it. */
	readonly mapped: (calls: Calls, input: Input, sourceApp: string) => Promise<Mapped>;
}

/** What each Sync has of its own. */
interface Own extends Pick<Operation, 'resource'> {
	readonly description?: string;
	/** All that it may call. */
	readonly endpoints: ReadonlyArray<Endpoint | Operation>;
}

/** The operation "Sync" of a resource. */
export function syncOperation(entity: Entity, own: Own) {
	const { record } = entity.words;
	return operation({
		name: 'sync',
		label: 'Sync',
		action: `Sync ${record}`,
		description: `Make ${withArticle(record)} match a record of another app: find or make it once, link the two, and write what changed. Gives one outcome for each record.`,
		effect: 'idempotent',
		parameters: [...sentence(entity.words, entity.mapper), ledgerChoice],
		options: [...syncOptions(entity.words), ...entity.options],
		// Those of one parent would wait for one another: Sync locks it for each of them.
		keys: (input) => [input.text('sourceId'), entity.words.parent && `children of ${input.text('parentId')}`],
		takeOn: async (items) => await takeOn(items, async (item) => await takenOf(entity, item)),
		execute: async (calls, input) => await sync(entity, calls, input),
		...own,
	});
}

/** What an item asks for, without the fields. */
function requestOf({ apps, words }: Entity, input: Input): Omit<SyncRequest, 'fields' | 'options'> {
	const source = sourceOf(input, apps.accountOf);
	const { pair, parent, parentPair } = words;
	return {
		pair: pairOf(input, pair),
		source,
		...(parent !== undefined && { parent: parentOf(input, source, parentPair) }),
		dryRun: input.flag('dryRun'),
	};
}

/** Where an item is written to. */
const placeOf = (entity: Entity, calls: Calls, input: Input): Place => ({
	system: entity.system,
	account: entity.account(calls, input),
});

/** Nothing for a dry run, and for an item with a mistake, which fails by itself. */
async function takenOf(entity: Entity, { calls, input }: OfItem): Promise<TakenItem | undefined> {
	try {
		const { dryRun, pair, source, parent } = requestOf(entity, input);
		if (dryRun) return undefined;
		const { system, account, id, version } = source;
		const { ledger } = await ledgerOf(input);
		const target = placeOf(entity, calls, input);
		return { ledger, record: { pair, source: { system, account, id }, target, parent, version } };
	} catch {
		return undefined;
	}
}

/** One Sync of one item. */
export async function sync(entity: Entity, calls: Calls, given: Input): Promise<IDataObject> {
	const input = withFurtherFields(given);
	const opened = await ledgerOf(input);
	const request = requestOf(entity, input);
	const options = optionsOf(input); // a mistake in the node is reported before any call
	const pauseAt = pauseAtOf(input);
	const { system } = request.source;
	const place = placeOf(entity, calls, input);
	const isRefused = namesAccount(input) ? false : await isStranger(opened, request, place).catch(asBusy);
	if (isRefused instanceof StoreBusy) {
		if (request.dryRun) throw isRefused;
		return outcomeItem(await later(opened, request, place, 'busy', isRefused.message));
	}
	if (isRefused) return outcomeItem(refusedAccount(request.source, place, entity.words));
	const spent = pauseAt < 100 && !request.dryRun ? await calls.spent() : undefined;
	if (isPaused(spent, pauseAt))
		return outcomeItem(await later(opened, request, place, 'waiting', reasonOf(spent, pauseAt)));
	const readCalls = new TargetCalls(calls, entity.traits, {});
	const mapped = await entity
		.mapped(calls.within(readCalls.budget), input, system)
		.catch((error: unknown) => ({ failure: readCalls.serviceError(error, READ, 0), error }));
	if ('failure' in mapped) {
		if (!mapped.failure.again || request.dryRun) throw mapped.error;
		return outcomeItem(await later(opened, request, place, 'failed', mapped.failure.message));
	}
	const targetCalls = new TargetCalls(calls, entity.traits, mapped.fields);
	const synced = await syncRecord(
		{
			...request,
			fields: mapped.fields,
			options: withDefaults({ ...entity.usual, ...options, ...choices(entity, mapped, input, system) }),
		},
		{ target: writable(entity, mapped, targetCalls, system), ...opened, clock: clockOf(calls.signal), random },
	);
	const outcome = synced.outcome === 'planned' ? planned(entity, mapped, synced, targetCalls) : synced;
	if (outcome.outcome === 'failed' && targetCalls.blocked !== undefined) throw targetCalls.blocked;
	const { missing, leftOut = [] } = mapped;
	const ignored = [...(missing?.fields ?? []), ...leftOut];
	return {
		...outcomeItem(outcome),
		...(ignored.length > 0 && { ignoredFields: ignored }),
		...(missing && { hint: missing.hint }),
	};
}

/**
 * The service, unless a value cannot be used: then each write is refused with the reason, which is an outcome of its
 * record. So is the create of a record without any value, which would be a person without a name; children check what
 * they need themselves.
 */
function writable(entity: Entity, mapped: Mapped, calls: TargetCalls, system: string): TargetService {
	const service = mapped.target(calls, system);
	const refusal = refusalOf(entity, mapped);
	if (!refusal) return service;
	const refused = () => {
		throw calls.serviceError(refusal.reason, READ, 0);
	};
	if (refusal.writes === 'all') return refusing(service, refused);
	return { ...service, create: async () => await Promise.resolve().then(refused) };
}

/** Which writes are refused before any call, and why. */
function refusalOf(
	{ words }: Entity,
	{ fields, problem }: Mapped,
): { readonly reason: InputProblem; readonly writes: 'all' | 'create' } | undefined {
	if (problem) return { reason: problem, writes: 'all' };
	const isEmptyPerson = words.parent === undefined && Object.values(fields).every(isEmpty);
	return isEmptyPerson ? { reason: noValue(words), writes: 'create' } : undefined;
}

/** What a dry run found, or that it would be refused. */
function planned(entity: Entity, mapped: Mapped, outcome: Outcome, calls: TargetCalls): Outcome {
	const refusal = refusalOf(entity, mapped);
	const refused = refusal?.writes === 'all' ? VALUE_CALLS : ['create'];
	if (!refusal || !outcome.plan?.some(({ call }) => refused.includes(call))) return outcome;
	const { plan: _plan, ...found } = outcome;
	return { ...found, outcome: 'failed', reason: calls.serviceError(refusal.reason, READ, 0).message };
}

/** Calls that write mapped values. */
const VALUE_CALLS: readonly string[] = ['create', 'update', 'add', 'remove'];

const noValue = ({ record }: Words): InputProblem =>
	new InputProblem(
		'fields',
		`No mapped field has a value, so no ${record} is created`,
		'Map at least one field that has a value.',
	);

const HOUR = 3_600_000;

/** Nothing was written while definitions were read. */
const READ = { effect: 'read' } as const;

function choices(
	entity: Entity,
	{ fields, keyFields, region }: Mapped,
	input: Input,
	sourceApp: string,
): Partial<SyncOptions> {
	const usual = Object.keys(fields).flatMap((field): Array<[string, FieldOptions]> => {
		const from = entity.apps.counterpart(entity.system, sourceApp, field);
		return from === undefined ? [] : [[field, { from }]];
	});
	return {
		keyFields,
		...(region && { region }),
		many: manyOf(input, entity.many(sourceApp)),
		fields: fieldOptionsOf(input, Object.fromEntries(usual)),
	};
}

/** Whether the pair, or that of the parents where it has no links yet, is between other accounts. */
async function isStranger(
	{ ledger }: OpenLedger,
	{ pair, source, parent }: Pick<SyncRequest, 'pair' | 'source' | 'parent'>,
	place: Place,
): Promise<boolean> {
	if (await ledger.isStranger(pair, source, place)) return true;
	return parent !== undefined && (await ledger.isStranger(parent.pair, source, place));
}

function asBusy(error: unknown): StoreBusy {
	if (error instanceof StoreBusy) return error;
	throw error;
}

/** A record of an account that the item names and the pair does not know: nothing is made of it, and it is not due. */
const refusedAccount = ({ system, account, id }: SourceRecord, target: Place, { app, record }: Words): Outcome => ({
	outcome: 'failed',
	reason: `the record is of the account "${account}", which has no ${record} in the ${app} account "${target.account}" yet, while another account has: nothing was done. To sync this account too, choose it under Source Account once`,
	source: { system, account, id },
	changed: [],
	decided: [],
	review: [],
	calls: 0,
});

/**
 * The service could not even say what fields it has, the ledger had no time, or the calls run low: the record is due
 * again.
 */
async function later(
	{ ledger }: OpenLedger,
	{ pair, source, parent }: Pick<SyncRequest, 'pair' | 'source' | 'parent'>,
	place: { system: string; account: string },
	outcome: 'busy' | 'failed' | 'waiting',
	reason: string,
): Promise<Outcome> {
	const { due, now } = await ledger.known(pair, source, place);
	const { system, account, id, version } = source;
	const tries = due?.tries ?? 0;
	const isWaiting = outcome === 'waiting';
	const dueAt = now + (isWaiting ? HOUR : Math.min(HOUR, 60_000 * 2 ** tries));
	const row = {
		pair,
		source: { system, account, id },
		target: place,
		status: outcome,
		...(parent && { parent }),
		...(version !== undefined && { version }),
		cause: reason,
		tries: isWaiting ? tries : tries + 1,
		since: due?.since ?? now,
		nextAt: dueAt,
	};
	await ledger.commit([{ put: 'due', row }]);
	return { outcome, reason, source: row.source, changed: [], decided: [], review: [], calls: 0, dueAt };
}

/** A record, or the place of one, in words of the editor. */
export const recordItem = ({
	system,
	...rest
}: {
	readonly system: string;
	readonly account: string;
	readonly id?: string;
}): IDataObject => ({ app: system, ...rest });

/** An outcome as an item: the ID of the record written first, then what came of it. */
export function outcomeItem({ target, source, dueAt, changed, decided, review, plan, ...rest }: Outcome): IDataObject {
	return {
		...(target && 'id' in target ? { id: target.id } : {}),
		...rest,
		source: recordItem(source),
		...(target && { target: recordItem(target) }),
		changed: [...changed],
		decided: [...decided],
		review: [...review],
		...(dueAt !== undefined && { dueAt: new Date(dueAt).toISOString() }),
		...(plan && { plan: plan.map(({ call, fields }) => ({ call, fields: [...fields] })) }),
	};
}
