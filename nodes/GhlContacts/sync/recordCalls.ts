import type { IDataObject } from 'n8n-workflow';
import type { TargetRecord } from '../../../sync';
import { ApiError, isMissing } from '../../shared/http/errors';
import { textOf } from '../../shared/parameters/input';
import type { Operation } from '../../shared/operation';
import type { TargetCalls } from '../../shared/sync/targetCalls';

type Values = Readonly<Record<string, unknown>>;

/**
 * The operations of one kind of record on behalf of one Sync: each is one call, and gives the record as Sync compares
 * it.
 */
export class RecordCalls {
	constructor(
		private readonly calls: TargetCalls,
		private readonly recordOf: (record: IDataObject) => TargetRecord,
	) {}

	async one(operation: Operation, values: Values): Promise<TargetRecord> {
		return this.recordOf(await this.calls.one(operation, values));
	}

	/** Undefined when GHL knows no such record. */
	async oneOrNone(operation: Operation, values: Values): Promise<TargetRecord | undefined> {
		const record = await this.calls.ask(
			operation,
			async (calls) => await calls.one(operation, values).catch(noneIfGone),
		);
		return record && this.recordOf(record);
	}

	async many(operation: Operation, values: Values): Promise<TargetRecord[]> {
		return (await this.calls.many(operation, values)).map(this.recordOf);
	}

	async done(operation: Operation, values: Values): Promise<void> {
		await this.calls.one(operation, values);
	}

	/** A record that is gone already is as good as deleted. */
	async removed(operation: Operation, values: Values): Promise<void> {
		await this.calls.ask(operation, async (calls) => await calls.one(operation, values).catch(noneIfGone));
	}
}

/** GHL says 404, or 400 with words. */
export function noneIfGone(error: unknown): undefined {
	if (
		isMissing(error) ||
		(error instanceof ApiError && error.status === 400 && /not found/i.test(textOf(error.body.message)))
	)
		return undefined;
	throw error;
}

/**
 * When a record was changed and created, as far as the answer says. A time without offset is nobody's: GHL does not say
 * of which zone.
 */
export function times(updated: unknown, added: unknown): Pick<TargetRecord, 'version' | 'createdAt'> {
	const [version, createdAt] = [epochOf(updated), epochOf(added)];
	return { ...(version !== undefined && { version }), ...(createdAt !== undefined && { createdAt }) };
}

/**
 * What was written, with the time at which GHL says that it was: the answers to some writes have none, so the record is
 * read once more. Sync must tell what it wrote from what a person changes; without the time, that costs a read of the
 * linked record in the other app. If GHL cannot be asked, the write counts all the same.
 */
export async function withTime(
	written: TargetRecord,
	read: () => Promise<TargetRecord | undefined>,
): Promise<TargetRecord> {
	if (written.version !== undefined) return written;
	const { version } = (await read().catch(() => undefined)) ?? {};
	return { ...written, ...(version !== undefined && { version }) };
}

const WITH_OFFSET = /^[^T]{1,20}T.*(?:Z|[+-]\d{2}:?\d{2})$/;

function epochOf(value: unknown): number | undefined {
	const text = textOf(value);
	const epoch = WITH_OFFSET.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(epoch) ? undefined : epoch;
}

/** The visual mapper with these columns set by hand. */
export const mapped = (value: Values): IDataObject => ({
	mappingMode: 'defineBelow',
	value: { ...value } as IDataObject,
}); // what n8n stores
