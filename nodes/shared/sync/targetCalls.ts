import type { IDataObject } from 'n8n-workflow';
import { ServiceError } from '../../../sync/model/ports';
import { MissingScope, type Calls } from '../runner/calls';
import type { Endpoint } from '../endpoint';
import { explanation } from '../runner/errors';
import { Cancelled } from '../http/sleep';
import { ApiError, CircuitOpenError, isMissing, NoResponseError, UnclearAnswerError } from '../http/errors';
import { retryAfter } from '../http/retry';
import type { Effect } from '../http/route';
import { InputProblem } from '../parameters/input';
import { effectOf, type Operation } from '../operation';
import type { Service } from '../service';
import { redact } from './redact';

/** What Sync must know of a service besides its operations. */
export interface TargetTraits {
	readonly service: Service;
	/** Ms that a call may wait for its turn and between attempts. */
	readonly patience: number;
	/** Statuses after which a create may have been carried out all the same, besides 408 and 5xx. */
	readonly unclear: readonly number[];
	/** The record that a refused create says it would double. */
	readonly duplicateOf?: (error: ApiError) => string | undefined;
}

/**
 * Longest wait for one answer (ms), as `send` has it: a call that began just before its patience ended is still under
 * way.
 */
const ANSWER = 30_000;

type Target = Endpoint | Operation;
type Values = Readonly<Record<string, unknown>>;
type Given = Values | (() => Values);

const valuesOf = (given: Given): Values => (isLazy(given) ? given() : given);
const isLazy = (given: Given): given is () => Values => typeof given === 'function';

/** What the service was called for. */
interface CallInfo {
	readonly effect: Effect;
	readonly operation?: Operation;
}

/** Calls on behalf of one Sync: each ends in time, and says what is known when it has no good answer. */
export class TargetCalls {
	/** What must be fixed before any record can be synced: a refused token, a missing scope, a plan without API. */
	blocked: unknown;

	/** `fields`: the values of the record, which no reason may show. */
	constructor(
		private readonly calls: Calls,
		private readonly traits: TargetTraits,
		private readonly fields: Readonly<Record<string, unknown>>,
	) {}

	/** Ms within which each call has ended. */
	get budget(): number {
		return this.traits.patience + ANSWER;
	}

	/**
	 * One object. `values` may be read only when needed, so that what is wrong with them is an outcome too. Throws
	 * `ServiceError`, as all of these do.
	 */
	async one(target: Target, values: Given): Promise<IDataObject> {
		return await this.ask(target, async (calls) => await calls.one(target, valuesOf(values)));
	}

	/** Undefined when the service knows no such record. */
	async oneOrNone(target: Target, values: Given): Promise<IDataObject | undefined> {
		return await this.ask(target, async (calls) => await calls.oneOrNone(target, valuesOf(values)));
	}

	async many(target: Target, values: Given): Promise<IDataObject[]> {
		return await this.ask(target, async (calls) => await calls.many(target, valuesOf(values)));
	}

	/** Does the work of one call. */
	async ask<T>(target: Target, work: (calls: Calls) => Promise<T>): Promise<T> {
		const bounded = this.calls.within(this.traits.patience);
		const operation = 'resource' in target ? target : undefined;
		return await work(bounded).catch((error: unknown) => {
			throw this.serviceError(error, { effect: effectOf(target), operation }, bounded.made);
		});
	}

	/** What the failure of a call means for Sync. `made`: how often it was sent. */
	serviceError(error: unknown, call: CallInfo, made: number): ServiceError {
		const reached = made > 0 && call.effect !== 'read' ? 'maybe' : 'no';
		if (error instanceof ApiError) return this.refused(error, call, made);
		if (error instanceof NoResponseError)
			return new ServiceError(`${error.call} got no answer`, {
				written: error.mayHaveWritten ? 'maybe' : made > 1 ? reached : 'no',
				again: true,
			});
		if (error instanceof UnclearAnswerError)
			return new ServiceError(error.message, {
				written: error.endpoint.effect !== 'read' ? 'maybe' : made > 1 ? reached : 'no',
				again: true,
			});
		if (error instanceof CircuitOpenError)
			return new ServiceError('the service failed several times in a row, so calls are held back', {
				written: made > 0 ? reached : 'no',
				again: true,
				after: error.seconds * 1000,
			});
		if (error instanceof Cancelled)
			return new ServiceError(
				this.calls.signal?.aborted ? 'the execution was canceled' : 'the rate limit left no room for the call in time',
				{ written: reached, again: true },
			);
		if (error instanceof InputProblem)
			return new ServiceError(
				error.reason ?? redact([error.message, error.remedy].filter(Boolean).join('. '), this.fields),
				{ written: 'no', again: false },
			);
		this.blocked = error;
		return new ServiceError(
			error instanceof MissingScope ? 'the credential lacks a scope' : 'the call could not be made',
			{ written: reached, again: false },
		);
	}

	private refused(error: ApiError, { effect, operation }: CallInfo, made: number): ServiceError {
		const { status, call, headers } = error;
		if ([401, 402, 403].includes(status)) this.blocked = error;
		const { message } = explanation(error, this.traits.service, operation);
		const reason = `${redact(message, this.fields)} (${call} answered ${status})`;
		const again = status === 408 || status === 429 || status >= 500;
		return new ServiceError(reason, {
			// a definition may have been read first
			written: !call.startsWith('GET ') && this.mayHaveWritten(status, effect, made) ? 'maybe' : 'no',
			again,
			gone: isMissing(error),
			after: retryAfter(headers, Date.now()),
			duplicateOf: this.traits.duplicateOf?.(error),
		});
	}

	/** An attempt before the refused one may have got through. */
	private mayHaveWritten(status: number, effect: Effect, made: number): boolean {
		if (effect === 'read') return false;
		if (status === 408 || status >= 500) return true;
		if (effect === 'idempotent') return status === 429 && made > 1;
		return this.traits.unclear.includes(status) && made > 0;
	}
}
