import type { Ledger } from '../../../sync';
import { StoreAway, StoreError, type Taken } from '../../../sync/ledger/ledger';
import { breather } from '../breather';
import { sleep } from '../http/sleep';
import type { Ended, OfItem } from '../operation';
import { random } from './ledger';

/** Records of one row of the ledger, which is removed once all of them have been synced. */
const RECORDS = 100;

/** Ms after which the records of a batch are due, unless the execution says that it is still at work. */
const LASTS = 15 * 60_000;

/** Ms between tries to store a batch: a database that is started again is back within a minute. */
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** Batches that this process keeps for a ledger: IDs of up to a hundred thousand records. */
const KEPT = 1_000;

/** Batches that a ledger could not store, because its disk was full, say: kept here until it can. */
const unstored = new Map<Ledger, Set<OpenBatch>>();

/** Stores what the ledger could not store before; where it still cannot, nothing changes. */
export async function storeKept(ledger: Ledger): Promise<void> {
	const kept = unstored.get(ledger);
	for (const batch of kept ?? []) {
		if ((await batch.store()) !== undefined) return;
		kept?.delete(batch);
	}
}

function keep(batch: OpenBatch): void {
	const kept = unstored.get(batch.ledger) ?? new Set();
	unstored.set(batch.ledger, kept);
	if (kept.size < KEPT) kept.add(batch);
}

/** The record of an item, and the ledger that is to know of it. */
export interface TakenItem {
	readonly ledger: Ledger;
	readonly record: Taken;
}

/**
 * Stores which records an execution has taken on, so that they are due if it ends before it comes to them: the poll
 * that returned them has moved on. So a ledger that is away is waited for. One that cannot store it all the same stops
 * no item: each needs the ledger, and fails by itself; the records are stored as soon as the ledger can.
 */
export async function takeOn(
	items: readonly OfItem[],
	takenOf: (item: OfItem) => Promise<TakenItem | undefined>,
): Promise<Ended> {
	const batches: OpenBatch[] = [];
	const of = new Map<number, OpenBatch>();
	for (const [index, item] of items.entries()) {
		if (breather.isDue) await breather.breathe();
		const taken = await takenOf(item);
		if (!taken) continue;
		let batch = batches.at(-1);
		if (batch?.ledger !== taken.ledger || batch.isFull) batches.push((batch = new OpenBatch(taken.ledger)));
		batch.add(index, taken.record);
		of.set(index, batch);
	}
	const signal = items[0]?.calls.signal;
	for (const ledger of new Set(batches.map((batch) => batch.ledger))) await storeKept(ledger);
	for (const batch of batches) await batch.begin(signal);
	return async (index, error) => {
		// A record that failed by the ledger could not be noted as due there: it stays in the batch.
		if (!(error instanceof StoreError)) await of.get(index)?.end(index);
		for (const batch of batches) if (batch.isOld) await batch.store();
	};
}

/** Up to a hundred records, and which of them have not been synced yet. */
class OpenBatch {
	private readonly id = random.id();
	private readonly records: Taken[] = [];
	private readonly open = new Set<number>();
	private storedAt = 0;

	constructor(readonly ledger: Ledger) {}

	get isFull(): boolean {
		return this.records.length === RECORDS;
	}

	/** Whether the ledger should hear that the execution is still at work. */
	get isOld(): boolean {
		return this.open.size > 0 && Date.now() - this.storedAt > LASTS / 3;
	}

	add(index: number, record: Taken): void {
		this.records.push(record);
		this.open.add(index);
	}

	/** Stores it for the first time. `Cancelled` when the user cancels the execution meanwhile. */
	async begin(signal?: AbortSignal): Promise<void> {
		let problem = await this.store();
		for (const pause of PAUSES) {
			if (!(problem instanceof StoreAway)) break;
			await sleep(pause, signal);
			problem = await this.store();
		}
		if (problem !== undefined) keep(this);
	}

	/** Gives what kept the ledger from storing it. */
	async store(): Promise<unknown> {
		this.storedAt = Date.now();
		const row = { id: this.id, lasts: LASTS, records: this.records };
		try {
			await this.ledger.commit([{ put: 'batch', row }]);
			return undefined;
		} catch (error) {
			return error;
		}
	}

	async end(index: number): Promise<void> {
		this.open.delete(index);
		if (this.open.size > 0) return;
		unstored.get(this.ledger)?.delete(this);
		await this.ledger.commit([{ drop: 'batch', id: this.id }]).catch(() => false);
	}
}
