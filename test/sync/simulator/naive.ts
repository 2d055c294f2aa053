import { ServiceError, type FarRecord } from '../../../sync/model/ports';
import type { FarPort } from './farPort';
import type { StoredRecord } from './service';

/** What workflows keep between executions, in a Data Table. */
export class Memory {
	/** The partner of each record that was found or made. */
	readonly partners = new Map<string, string>();
	/** When each record was last written to, in ms. */
	readonly written = new Map<string, number>();
}

/** One execution of a workflow: a record was created or changed. */
export interface Execution {
	readonly near: StoredRecord;
	/** The mapped fields by their names in the far service, without empty ones. */
	readonly fields: Readonly<Record<string, unknown>>;
	readonly nearPort: FarPort;
	readonly farPort: FarPort;
	readonly memory: Memory;
	readonly now: () => number;
	readonly wait: (ms: number) => Promise<void>;
}

/** Two-way sync as it is built from n8n's own nodes; gives the id of the far record it wrote, if it did. */
type Strategy = (execution: Execution) => Promise<string | undefined>;

/** All fields of a changed record go into its partner, which is remembered, else found by e-mail, else made. */
const blindUpsert: Strategy = (execution) => save(execution, execution.fields);

const GUARD = 30_000;

/** An event of a record that was written to less than 30 seconds ago is taken for the echo. */
const timerGuard: Strategy = async (execution) => {
	const { near, fields, memory, now } = execution;
	if (now() - (memory.written.get(near.id) ?? Number.NEGATIVE_INFINITY) < GUARD) return undefined;
	const partner = memory.partners.get(near.id);
	if (partner !== undefined) memory.written.set(partner, now());
	const id = await save(execution, fields);
	memory.written.set(id, now());
	return id;
};

const MARK = { sync_marker: 'synced by n8n' };

/** Each write leaves a mark; a record that comes with one is the echo, and the mark is taken off. Equal records are not written, else this would never end. */
const textMarker: Strategy = async (execution) => {
	const { near, fields, nearPort } = execution;
	if (near.fields.sync_marker === MARK.sync_marker) {
		await retried(execution, () => nearPort.update(near.id, { sync_marker: '' }));
		return undefined;
	}
	const there = await partnerOf(execution);
	return there && isSame(there, fields) ? undefined : save(execution, { ...fields, ...MARK });
};

/** The record with the later change is copied over the other one. */
const lastWriteWins: Strategy = async (execution) => {
	const { near, fields } = execution;
	const there = await partnerOf(execution);
	if (there && (there.archived || (there.version ?? 0) >= near.version || isSame(there, fields))) return undefined;
	return save(execution, fields);
};

export const strategies = { 'blind upsert': blindUpsert, '30-second timer': timerGuard, 'text marker': textMarker, 'last write wins': lastWriteWins } as const;
export type StrategyName = keyof typeof strategies;

async function partnerOf(execution: Execution): Promise<FarRecord | undefined> {
	const id = execution.memory.partners.get(execution.near.id);
	return id === undefined ? undefined : retried(execution, () => execution.farPort.read(id));
}

async function save(execution: Execution, fields: Readonly<Record<string, unknown>>): Promise<string> {
	const { near, memory } = execution;
	const { id } = await upsert(execution, memory.partners.get(near.id), fields);
	memory.partners.set(near.id, id).set(id, near.id);
	return id;
}

/** By the id where it is known; else as the service can: GHL in one call, Booqable by a search and then an update or a create. */
async function upsert(execution: Execution, known: string | undefined, fields: Readonly<Record<string, unknown>>): Promise<FarRecord> {
	const { farPort } = execution;
	if (known !== undefined) return retried(execution, () => farPort.update(known, fields));
	const inOneCall = farPort.upsert;
	if (inOneCall) return retried(execution, () => inOneCall(fields));
	const [found] = await retried(execution, () => farPort.findByEmail(String(fields.email)));
	return retried(execution, () => (found ? farPort.update(found.id, fields) : farPort.create(fields)));
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

const isSame = (there: FarRecord, fields: Readonly<Record<string, unknown>>): boolean =>
	Object.entries(fields).every(([field, value]) => JSON.stringify(there.fields[field]) === JSON.stringify(value));
