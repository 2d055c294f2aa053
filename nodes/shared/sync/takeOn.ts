import type { Ledger } from '../../../sync';
import type { Taken } from '../../../sync/ledger/ledger';
import { Breather } from '../breather';
import type { OfItem } from '../operation';
import { random } from './ledger';

/** Records of one row of the ledger, which is removed once all of them have been synced. */
const RECORDS = 100;

/** Ms after which the records of a batch are due, unless the execution says that it is still at work. */
const LASTS = 15 * 60_000;

/** The record of an item, and the ledger that is to know of it. */
export interface TakenItem {
	readonly ledger: Ledger;
	readonly record: Taken;
}

/**
 * Stores which records an execution has taken on, so that they are due if it ends before it comes to them: the poll
 * that returned them has moved on. A ledger that cannot store it stops no item: each needs the ledger, and fails by
 * itself.
 */
export async function takeOn(
	items: readonly OfItem[],
	takenOf: (item: OfItem) => Promise<TakenItem | undefined>,
): Promise<(index: number) => Promise<void>> {
	const batches: OpenBatch[] = [];
	const of = new Map<number, OpenBatch>();
	const breather = new Breather();
	for (const [index, item] of items.entries()) {
		if (breather.isDue) await breather.breathe();
		const taken = await takenOf(item);
		if (!taken) continue;
		let batch = batches.at(-1);
		if (batch?.ledger !== taken.ledger || batch.isFull) batches.push((batch = new OpenBatch(taken.ledger)));
		batch.add(index, taken.record);
		of.set(index, batch);
	}
	for (const batch of batches) await batch.store();
	return async (index) => {
		await of.get(index)?.end(index);
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

	async store(): Promise<void> {
		this.storedAt = Date.now();
		const row = { id: this.id, lasts: LASTS, records: this.records };
		await this.ledger.commit([{ put: 'batch', row }]).catch(() => false);
	}

	async end(index: number): Promise<void> {
		this.open.delete(index);
		if (this.open.size === 0) await this.ledger.commit([{ drop: 'batch', id: this.id }]).catch(() => false);
	}
}
