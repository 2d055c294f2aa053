import type { IDataObject } from 'n8n-workflow';
import type { Call, Effect } from './route';

/** Attempts of one call, the first included. */
export const ATTEMPTS = 5;
/** Longest wait between two attempts and all waits of one call together, in milliseconds. */
const CAP = 30_000;
export const BUDGET = 120_000;
const BASE = 500;

/**
 * Full jitter: anything from nothing to the doubled bound, which spreads callers best (measured in AWS' contention
 * model).
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
	return random() * Math.min(CAP, BASE * 2 ** attempt);
}

/** Whether the same call may be made again after this status. */
export function retriesStatus(effect: Effect, status: number): boolean {
	if (status === 429 || status === 425) return true; // refused before any work was done
	return isRepeatable(effect) && (status === 408 || BREAKDOWNS.has(status));
}

/** The service, or a proxy before it, broke down over the call; 520 to 524 are those of Cloudflare. */
const BREAKDOWNS: ReadonlySet<number> = new Set([500, 502, 503, 504, 520, 521, 522, 523, 524]);

/** Whether twice is the same as once. */
export const isRepeatable = (effect: Effect): boolean => effect === 'read' || effect === 'idempotent';

/** Whether a later try may make the call once more, though the one before may have been carried out. */
export const mayMakeAgain = ({ effect, lookedFor }: Pick<Call, 'effect' | 'lookedFor'>): boolean =>
	isRepeatable(effect) || lookedFor === true;

/** Connection errors after which the request cannot have reached the service. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

export function neverSent(code: string | undefined): boolean {
	return code !== undefined && UNSENT.has(code);
}

/**
 * Milliseconds to wait by `Retry-After`, seconds or an HTTP date, when the answer has it. A date is meant by the
 * service's clock, which the answer tells too.
 */
export function retryAfter(headers: IDataObject, now: number): number | undefined {
	const header = String(headers['retry-after'] ?? '').trim();
	const seconds = Number(header || NaN);
	if (Number.isFinite(seconds)) return seconds < 0 ? undefined : seconds * 1000;
	const [date, sent] = [header, String(headers.date ?? '')].map((text) => Date.parse(text));
	return Number.isNaN(date) ? undefined : Math.max(0, date - (Number.isNaN(sent) ? now : sent));
}
