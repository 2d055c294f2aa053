import type { INodeExecutionData } from 'n8n-workflow';
import { fingerprint } from '../fingerprint';
import { ApiError, mayHaveWritten } from '../http/errors';
import { mayMakeAgain } from '../http/retry';
import type { Answer, Request } from '../http/send';

/**
 * What one item did in the tries that n8n's Retry On Fail makes of one run of the node: what a try has created, the
 * next does not create again.
 */
export class ItemTries {
	/** The output of an item whose work is done. */
	done?: INodeExecutionData[];
	/** Parameters as the first try read them: an expression with the time of day gives another value in each. */
	readonly parameters = new Map<string, unknown>();
	private readonly ended = new Map<string, Answer | Error>();
	private counted = new Map<string, number>();

	/** A new try begins. */
	begin(): this {
		this.counted = new Map();
		return this;
	}

	/** The same value in each try. A parameter that cannot be read is read again. */
	parameter(name: string, read: () => unknown): unknown {
		if (!this.parameters.has(name)) this.parameters.set(name, read());
		return this.parameters.get(name);
	}

	/**
	 * The answer of an earlier try to this call, or that of `send`. A call that may have been carried out throws what it
	 * threw then: it is not made again either.
	 */
	async once(account: string, { endpoint, path, body, query }: Request, send: () => Promise<Answer>): Promise<Answer> {
		if (mayMakeAgain(endpoint)) return await send();
		const key = this.keyOf(JSON.stringify([account, endpoint.route, path, query, body]));
		const before = this.ended.get(key);
		if (before instanceof Error) throw before;
		if (before) return before;
		const answer = await send().catch((error: unknown) => {
			if (error instanceof Error && isFinal(error)) this.ended.set(key, error);
			throw error;
		});
		this.ended.set(key, answer);
		return answer;
	}

	/** An item may mean the same call twice. */
	private keyOf(call: string): string {
		const count = (this.counted.get(call) ?? 0) + 1;
		this.counted.set(call, count);
		return fingerprint(`${call} ${count}`);
	}
}

/** It may have been done, or is refused as it stands: services are known to answer 422 to what they create. */
const isFinal = (error: Error): boolean => mayHaveWritten(error) || (error instanceof ApiError && error.status === 422);
