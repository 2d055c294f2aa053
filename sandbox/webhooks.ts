import type { Clock } from './clock';
import type { Faults } from './faults';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** Real milliseconds: a receiver that takes longer counts as failed. */
const RECEIVER_TIMEOUT = 10_000;
/** A reordered webhook with no successor leaves after this much world time all the same. */
const REORDER_PATIENCE = 1_000;

export interface RetryPolicy {
	/** Attempts after the first one. */
	retries: number;
	/** World milliseconds to wait before retry n, counted from 1. */
	delay(retry: number): number;
	/** Whether the receiver's answer calls for a retry; no answer at all is status 0. */
	again(status: number): boolean;
}

export interface Webhook {
	service: string;
	event: string;
	url: string;
	/** Exactly the bytes that are sent, so that a signature made over them holds. */
	body: string;
	headers: Record<string, string>;
	retry: RetryPolicy;
}

export interface WebhookAttempt {
	service: string;
	event: string;
	url: string;
	body: string;
	/** 1 for the first. */
	attempt: number;
	/** 0 when there was no answer. */
	status: number;
	error?: string;
	at: number;
}

interface Queued extends Webhook {
	attempt: number;
	dueAt: number;
	/** Goes out only after another webhook of its service. */
	held: boolean;
}

/**
 * Posts webhooks to loopback addresses. One receiver gets them one after the other, in order,
 * unless a fault says otherwise; different receivers don't wait for each other.
 */
export class WebhookSender {
	readonly attempts: WebhookAttempt[] = [];
	/** Those that a fault kept from ever being sent. */
	readonly dropped: Array<{ service: string; event: string }> = [];
	private queue: Queued[] = [];
	private readonly busy = new Set<string>();
	private timer: NodeJS.Timeout | undefined;
	private waiters: Array<() => void> = [];
	private era = 0;

	constructor(
		private readonly clock: Clock,
		private readonly faults: Faults,
	) {}

	send(webhook: Webhook): void {
		const target = { service: webhook.service, event: webhook.event };
		if (this.faults.take('webhookDrop', target)) {
			this.dropped.push(target);
			return;
		}
		const delay = this.faults.take('webhookDelay', target)?.ms ?? 0;
		const copies = this.faults.take('webhookDuplicate', target)?.copies ?? 0;
		const held = this.faults.take('webhookReorder', target) !== undefined;
		const dueAt = this.clock.now() + delay + (held ? REORDER_PATIENCE : 0);
		for (let copy = 0; copy <= copies; copy += 1) this.queue.push({ ...webhook, attempt: 1, dueAt, held });
		if (!held) this.release(webhook.service);
		this.pump();
	}

	/** What has not been delivered yet, retries included. */
	pending(): Array<{ service: string; event: string; url: string; attempt: number; dueAt: number }> {
		return this.queue.map(({ service, event, url, attempt, dueAt }) => ({ service, event, url, attempt, dueAt }));
	}

	/** Resolves when nothing is under way and nothing is due before the world's time moves on. */
	async idle(): Promise<void> {
		if (this.isIdle()) return;
		await new Promise<void>((resolve) => this.waiters.push(resolve));
	}

	/** To be called when the world's time was moved. */
	pump(): void {
		clearTimeout(this.timer);
		for (const webhook of this.due()) {
			if (this.busy.has(webhook.url)) continue;
			this.queue.splice(this.queue.indexOf(webhook), 1);
			void this.deliver(webhook);
		}
		this.wakeForNext();
		if (this.isIdle()) for (const resolve of this.waiters.splice(0)) resolve();
	}

	reset(): void {
		this.era += 1;
		this.queue = [];
		this.attempts.length = 0;
		this.dropped.length = 0;
		this.busy.clear();
		this.pump();
	}

	private due(): Queued[] {
		const now = this.clock.now();
		return this.queue.filter((webhook) => webhook.dueAt <= now);
	}

	private isIdle(): boolean {
		return this.busy.size === 0 && this.due().length === 0;
	}

	/** Webhooks held back go behind the one that was just queued. */
	private release(service: string): void {
		const held = this.queue.filter((webhook) => webhook.held && webhook.service === service);
		this.queue = this.queue.filter((webhook) => !held.includes(webhook));
		for (const webhook of held) this.queue.push({ ...webhook, held: false, dueAt: this.clock.now() });
	}

	private wakeForNext(): void {
		const waiting = this.queue.filter((webhook) => !this.busy.has(webhook.url)).map((webhook) => webhook.dueAt);
		// In a frozen world nothing becomes due by waiting; whoever moves the time calls `pump`.
		if (waiting.length === 0 || this.clock.isFrozen) return;
		const wait = this.clock.realDuration(Math.min(...waiting) - this.clock.now());
		// A slow world may wait longer than one timer can; the sender then simply looks again.
		this.timer = setTimeout(() => this.pump(), Math.min(Math.ceil(wait) + 1, 60_000));
		this.timer.unref();
	}

	private async deliver(webhook: Queued): Promise<void> {
		const era = this.era;
		this.busy.add(webhook.url);
		const answer = await post(webhook);
		if (era !== this.era) return;
		this.busy.delete(webhook.url);
		const { service, event, url, body, attempt } = webhook;
		this.attempts.push({ service, event, url, body, attempt, ...answer, at: this.clock.now() });
		if (webhook.retry.again(answer.status) && attempt <= webhook.retry.retries) {
			this.queue.push({
				...webhook,
				attempt: attempt + 1,
				held: false,
				dueAt: this.clock.now() + webhook.retry.delay(attempt),
			});
		}
		this.pump();
	}
}

async function post(webhook: Webhook): Promise<{ status: number; error?: string }> {
	const { hostname } = new URL(webhook.url);
	if (!LOOPBACK.has(hostname))
		return { status: 0, error: `The sandbox posts to this machine only, not to ${hostname}.` };
	try {
		const response = await fetch(webhook.url, {
			method: 'POST',
			body: webhook.body,
			headers: webhook.headers,
			redirect: 'manual',
			signal: AbortSignal.timeout(RECEIVER_TIMEOUT),
		});
		await response.arrayBuffer();
		return { status: response.status };
	} catch (error) {
		return { status: 0, error: error instanceof Error ? error.message : String(error) };
	}
}
