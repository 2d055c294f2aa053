import type { FaultRule } from './faults';
import type { RecordedRequest, RequestFilter } from './requestLog';
import type { ServiceFactory } from './service';
import type { WebhookSender } from './webhooks';

export interface SandboxOptions {
	/** 0, the default, lets the system choose a free one. */
	port?: number;
	/** The same seed gives the same identifiers for the same calls. */
	seed?: string;
	/** `real` as the services document them (default), `off`, or a factor on all of them. */
	limits?: 'real' | 'off' | number;
	/** World milliseconds per real millisecond; 1 by default. */
	timeScale?: number;
	services?: ServiceFactory[];
}

export interface Sandbox {
	/** `http://127.0.0.1:<port>`; a service lies at `<url>/<name>`. */
	readonly url: string;
	readonly port: number;
	/** Every service as it was at the start, no faults, no recorded requests, real time. */
	reset(): void;
	/** @throws Error for an unknown service or an input it refuses */
	seed(service: string, input: unknown): unknown;
	faults(rules: FaultRule | FaultRule[]): void;
	clearFaults(): void;
	listFaults(): unknown[];
	/** One service's state, or all of them by name. */
	state(service?: string): unknown;
	requests(filter?: RequestFilter): RecordedRequest[];
	clearRequests(): void;
	expireTokens(): void;
	/** Moves the world's time forward; limits, lags and webhook retries follow. */
	advance(milliseconds: number): void;
	/** Sets, moves or freezes the time; gives the new one. */
	time(change: { now?: string | number; advance?: number; frozen?: boolean }): number;
	readonly webhooks: WebhookSender;
	close(): Promise<void>;
}
