import { ServiceError, type TargetRecord } from '../../../../sync/model/ports';
import type { TargetPort } from './targetPort';
import type { StoredRecord } from './service';

/** What workflows keep between executions, in a Data Table. */
export class Memory {
	/** The linked record of each record that was found or made. */
	readonly linked = new Map<string, string>();
	/** When each record was last written to, in ms. */
	readonly written = new Map<string, number>();
}

/** One execution of a workflow: a record was created or changed. */
export interface Execution {
	readonly source: StoredRecord;
	/** The mapped fields by their names in the target service, without empty ones. */
	readonly fields: Readonly<Record<string, unknown>>;
	readonly sourcePort: TargetPort;
	readonly targetPort: TargetPort;
	readonly memory: Memory;
	readonly now: () => number;
	readonly wait: (ms: number) => Promise<void>;
}

/** Two-way sync as it is built from n8n's own nodes; gives the id of the target record it wrote, if it did. */
type Strategy = (execution: Execution) => Promise<string | undefined>;

/** All fields of a changed record go into its linked record, which is remembered, else found by email, else made. */
const blindUpsert: Strategy = (execution) => save(execution, execution.fields);

const GUARD = 30_000;

/** An event of a record that was written to less than 30 seconds ago is taken for the echo. */
const timerGuard: Strategy = async (execution) => {
	const { source, fields, memory, now } = execution;
	if (now() - (memory.written.get(source.id) ?? Number.NEGATIVE_INFINITY) < GUARD) return undefined;
	const linked = memory.linked.get(source.id);
	if (linked !== undefined) memory.written.set(linked, now());
	const id = await save(execution, fields);
	memory.written.set(id, now());
	return id;
};

const MARK = { sync_marker: 'synced by n8n' };

/**
 * Each write leaves a mark; a record that comes with one is the echo, and the mark is taken off. Equal records are not
 * written, else this would never end.
 */
const textMarker: Strategy = async (execution) => {
	const { source, fields, sourcePort } = execution;
	if (source.fields.sync_marker === MARK.sync_marker) {
		await retried(execution, () => sourcePort.update(source.id, { sync_marker: '' }));
		return undefined;
	}
	const there = await linkedRecord(execution);
	return there && isSame(there, fields) ? undefined : save(execution, { ...fields, ...MARK });
};

/** The record with the later change is copied over the other one. */
const lastWriteWins: Strategy = async (execution) => {
	const { source, fields } = execution;
	const there = await linkedRecord(execution);
	if (there && (there.archived || (there.version ?? 0) >= source.version || isSame(there, fields))) return undefined;
	return save(execution, fields);
};

export const strategies = {
	'blind upsert': blindUpsert,
	'30-second timer': timerGuard,
	'text marker': textMarker,
	'last write wins': lastWriteWins,
} as const;
export type StrategyName = keyof typeof strategies;

async function linkedRecord(execution: Execution): Promise<TargetRecord | undefined> {
	const id = execution.memory.linked.get(execution.source.id);
	return id === undefined ? undefined : retried(execution, () => execution.targetPort.read(id));
}

async function save(execution: Execution, fields: Readonly<Record<string, unknown>>): Promise<string> {
	const { source, memory } = execution;
	const { id } = await upsert(execution, memory.linked.get(source.id), fields);
	memory.linked.set(source.id, id).set(id, source.id);
	return id;
}

/**
 * By the id where it is known; else as the service can: GHL in one call, Booqable by a search and then an update or a
 * create.
 */
async function upsert(
	execution: Execution,
	known: string | undefined,
	fields: Readonly<Record<string, unknown>>,
): Promise<TargetRecord> {
	const { targetPort } = execution;
	if (known !== undefined) return retried(execution, () => targetPort.update(known, fields));
	const inOneCall = targetPort.upsert;
	if (inOneCall) return retried(execution, () => inOneCall(fields));
	const [found] = await retried(execution, () => targetPort.findByEmail(String(fields.email)));
	return retried(execution, () => (found ? targetPort.update(found.id, fields) : targetPort.create(fields)));
}

/** n8n's Retry On Fail as it is when switched on: three tries, a second between them. */
async function retried<T>(execution: Execution, ask: () => Promise<T>, tries = 3): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		if (tries === 1 || !(error instanceof ServiceError)) throw error;
		await execution.wait(1_000);
		return retried(execution, ask, tries - 1);
	}
}

const isSame = (there: TargetRecord, fields: Readonly<Record<string, unknown>>): boolean =>
	Object.entries(fields).every(([field, value]) => JSON.stringify(there.fields[field]) === JSON.stringify(value));
