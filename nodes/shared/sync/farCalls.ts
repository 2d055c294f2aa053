import { ServiceError } from '../../../sync/model/ports';
import { MissingScope, type Calls } from '../calls';
import { explanation } from '../errors';
import { Cancelled } from '../http/pause';
import { HeldBack, NoAnswer, Refusal } from '../http/refusal';
import { retryAfter } from '../http/retry';
import { InputProblem } from '../input';
import type { Operation } from '../operation';
import type { Service } from '../service';
import { withoutValues } from './words';

/** What Sync must know of a service besides its operations. */
export interface FarTraits {
	readonly service: Service;
	/** Ms that a call may wait for its turn and between attempts. */
	readonly patience: number;
	/** Statuses after which a create may have been carried out all the same, besides 408 and 5xx. */
	readonly unclear: readonly number[];
	/** The record that a refused create says it would double. */
	readonly duplicateOf?: (refusal: Refusal) => string | undefined;
}

/** Longest wait for one answer (ms), as `send` has it: a call that began just before its patience ended is still under way. */
const ANSWER = 30_000;

/** Calls on behalf of one Sync: each ends in time, and says what is known when it has no good answer. */
export class FarCalls {
	/** What must be mended before any record can be synced: a refused token, a missing scope, a plan without API. */
	blocked: unknown;

	/** `fields`: the values of the record, which no reason may show. */
	constructor(
		private readonly calls: Calls,
		private readonly traits: FarTraits,
		private readonly fields: Readonly<Record<string, unknown>>,
	) {}

	/** Ms within which each call has ended. */
	get budget(): number {
		return this.traits.patience + ANSWER;
	}

	/** Does the work of one call. Throws `ServiceError`. */
	async ask<T>(operation: Operation, work: (calls: Calls) => Promise<T>): Promise<T> {
		const bounded = this.calls.within(this.traits.patience);
		return await work(bounded).catch((error: unknown) => {
			throw this.serviceError(error, operation, bounded.made);
		});
	}

	/** What the failure of a call means for Sync. `made`: how often it was sent. */
	serviceError(error: unknown, operation: Operation, made: number): ServiceError {
		const reached = made > 0 && operation.effect !== 'read' ? 'maybe' : 'no';
		if (error instanceof Refusal) return this.refused(error, operation, made);
		if (error instanceof NoAnswer) return new ServiceError(`${error.call} got no answer`, { written: error.mayHaveWritten ? 'maybe' : made > 1 ? reached : 'no', again: true });
		if (error instanceof HeldBack) return new ServiceError('the service failed several times in a row, so calls are held back', { written: made > 0 ? reached : 'no', again: true, after: error.seconds * 1000 });
		if (error instanceof Cancelled) return new ServiceError(this.calls.signal?.aborted ? 'the execution was cancelled' : 'the rate limit left no room for the call in time', { written: reached, again: true });
		if (error instanceof InputProblem) return new ServiceError(error.reason ?? withoutValues([error.message, error.remedy].filter(Boolean).join('. '), this.fields), { written: 'no', again: false });
		this.blocked = error;
		return new ServiceError(error instanceof MissingScope ? 'the credential lacks a scope' : 'the call could not be made', { written: reached, again: false });
	}

	private refused(refusal: Refusal, operation: Operation, made: number): ServiceError {
		const { status, call, headers } = refusal;
		if ([401, 402, 403].includes(status)) this.blocked = refusal;
		const { message } = explanation(refusal, this.traits.service, operation);
		const reason = `${withoutValues(message, this.fields)} (${call} answered ${status})`;
		const again = status === 408 || status === 429 || status >= 500;
		return new ServiceError(reason, {
			written: !call.startsWith('GET ') && this.mayHaveWritten(status, operation, made) ? 'maybe' : 'no', // a definition may have been read first
			again,
			gone: status === 404 || status === 410,
			after: retryAfter(headers['retry-after'], Date.now()),
			duplicateOf: this.traits.duplicateOf?.(refusal),
		});
	}

	/** An attempt before the refused one may have got through. */
	private mayHaveWritten(status: number, { effect }: Operation, made: number): boolean {
		if (effect === 'read') return false;
		if (status === 408 || status >= 500) return true;
		if (effect === 'idempotent') return status === 429 && made > 1;
		return this.traits.unclear.includes(status) && made > 0;
	}
}
