import { TtlMap } from '../ttlMap';
import type { ApiError } from './errors';

/** Calls to one service and account that failed in a row before the next ones are held back. */
const FAILURES = 5;
/** How long they are held back, in milliseconds, before one may probe. */
const REST = 30_000;
/** How long a final 401 is remembered, in milliseconds: each further call would make n8n spend a refresh token. */
const REMEMBERED = 60_000;

/** Stops calls that are known to fail. One for the whole process. */
export class Breaker {
	private readonly failures = new Map<string, { count: number; until: number }>();
	private readonly knownErrors: TtlMap<string, ApiError>;
	constructor(private readonly now: () => number = Date.now) {
		this.knownErrors = new TtlMap(now);
	}

	/**
	 * Milliseconds for which calls of `account` are held back; 0 when the next may go. It then stands alone until it
	 * ends.
	 */
	rest(account: string): number {
		const failing = this.failures.get(account);
		if (!failing || failing.count < FAILURES) return 0;
		const left = failing.until - this.now();
		if (left > 0) return left;
		failing.until = this.now() + REST;
		return 0;
	}

	failed(account: string): void {
		const count = (this.failures.get(account)?.count ?? 0) + 1;
		this.failures.set(account, { count, until: this.now() + REST });
	}

	answered(account: string): void {
		this.failures.delete(account);
	}

	/** Remembers a final 401 for this token and endpoint. */
	refused(token: string, endpoint: string, error: ApiError): void {
		this.knownErrors.set(`${token} ${endpoint}`, error, REMEMBERED);
	}

	knownError(token: string, endpoint: string): ApiError | undefined {
		return this.knownErrors.get(`${token} ${endpoint}`);
	}
}

export const breaker = new Breaker();
